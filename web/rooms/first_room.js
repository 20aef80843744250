// Which room the page opens in, said before its first picture. A classic script, for a module would come
// after that picture; which rooms there are stands in its own tag.
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var rooms = (script.dataset.rooms || "").split(" ");
  var kept = "";
  var last = "";
  try {
    kept = localStorage.getItem("nnlab.layout") || "";
    last = localStorage.getItem("nnlab.room") || "";
    // Who was here before the course was goes on as before.
    for (var at = 0; !last && at < localStorage.length; at++) {
      if (/^nnlab\./.test(localStorage.key(at) || "")) last = "play";
    }
  } catch (error) {
    // Storage is refused: there is no choice to remember.
  }
  globalThis.nnlabRooms = rooms;
  globalThis.nnlabRoom = function (hash) {
    var named = /[#&]room=([^&]*)/.exec(hash);
    if (named && rooms.indexOf(named[1]) >= 0) return named[1];
    if (/[#&]exercise=[^&]/.test(hash)) return "code";
    // Links that hide panels, and frames in other pages, are older than the rooms: they mean the long page.
    if (kept === "all" || /[#&](hide=[^&]|embed=1)/.test(hash)) return "all";
    // A link shows its set-up. Without one, one is where one was; and a new visitor is shown the course.
    if (hash.indexOf("=") >= 0) return "play";
    return rooms.indexOf(last) >= 0 ? last : "learn";
  };
  var root = document.documentElement;
  var room = globalThis.nnlabRoom(location.hash);
  var readOnly = "asFile" in root.dataset || "tooOld" in root.dataset; // web/boot/preflight.js has said so
  if (room !== "all" && !readOnly) root.dataset.room = room;
})();
