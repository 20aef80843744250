// Which language the page speaks, said before its first picture: only that one's sentences are fetched then. A classic
// script, for a module would come later.
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var wanted = "";
  try {
    wanted = localStorage.getItem("nnlab.lang") || "";
  } catch (error) {
    // Storage is refused: there is no choice to remember.
  }
  wanted = (wanted || navigator.language || "").toLowerCase();
  var found = (script.dataset.languages || "").split(" ").filter(function (each) {
    return wanted.indexOf(each) === 0;
  });
  globalThis.nnlabLanguage = found[0] || "en";
  // One file has all in itself, and a file that stands alone may fetch nothing.
  if ("oneFile" in document.documentElement.dataset || location.protocol === "file:") return;
  var hint = document.createElement("link");
  hint.rel = "preload";
  hint.as = "fetch";
  hint.crossOrigin = "anonymous";
  hint.href = script.dataset.folder + globalThis.nnlabLanguage + ".json";
  document.head.appendChild(hint);
})();
