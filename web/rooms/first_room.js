// Which room the page opens in, said before its first picture. A classic script, for a module would come
// after that picture; which rooms there are stands in its own tag.
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var rooms = (script.dataset.rooms || "").split(" ");
  var kept = "";
  try {
    kept = localStorage.getItem("nnlab.layout") || "";
  } catch (error) {
    // Storage is refused: there is no choice to remember.
  }
  globalThis.nnlabRooms = rooms;
  globalThis.nnlabRoom = function (hash) {
    var named = /[#&]room=([^&]*)/.exec(hash);
    if (named && rooms.indexOf(named[1]) >= 0) return named[1];
    if (/[#&]exercise=[^&]/.test(hash)) return "code";
    // Links that hide panels, and frames in other pages, are older than the rooms: they mean the long page.
    return kept === "all" || /[#&](hide=[^&]|embed=1)/.test(hash) ? "all" : "play";
  };
  var root = document.documentElement;
  var room = globalThis.nnlabRoom(location.hash);
  var readOnly = "asFile" in root.dataset || "tooOld" in root.dataset; // web/boot/preflight.js has said so
  if (room !== "all" && !readOnly) root.dataset.room = room;
})();
