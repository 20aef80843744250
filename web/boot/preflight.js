// A classic script on purpose: it must also run where modules do not, to say why nothing starts.
(function () {
  "use strict";
  // A browser may call its language by a name that is none, such as "C", and then no number can be formatted in it.
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch (error) {
    Object.defineProperty(navigator, "language", { value: "en-US" });
  }
  // The only sentences outside web/text and web/lessons: they speak when nothing of it can be loaded.
  /** @type {Record<string, { reload: string, missing: string, unfetched: string, as_file: string, too_old: string, between: string }>} */
  var WORDS = {
    en: {
      reload: "Reload the page",
      missing: "The page could not start: a file of it is missing or not as it should be. {what}",
      unfetched:
        "This copy of NN Lab lacks the parts that are fetched ({what}). To publish it, choose “GitHub Actions” as the source of GitHub Pages, or serve what “python3 scripts/build.py” puts into dist/. To run it on this machine: “python3 scripts/serve.py”.",
      as_file:
        "This page was opened as a file, and browsers do not let a file start Python. Open a terminal in this folder, run “python3 scripts/serve.py”, and the page opens in your browser, running.",
      too_old:
        "This browser is too old for NN Lab: it has no {what}. Chrome or Edge 111, Firefox 115, Safari 17.4, or newer, will run it.",
      between: ", no ",
    },
    zh: {
      reload: "重新加载",
      missing: "页面无法启动：它的某个文件缺失或不完整。{what}",
      unfetched:
        "这份 NN Lab 缺少需要另外获取的文件（{what}）。要发布它，请把 GitHub Pages 的来源设为 “GitHub Actions”，或发布 “python3 scripts/build.py” 放进 dist/ 的内容。要在本机运行，请用 “python3 scripts/serve.py”。",
      as_file:
        "你是把本页当作文件打开的，浏览器不允许文件启动 Python。请在此文件夹中打开终端，运行 “python3 scripts/serve.py”，浏览器会自动打开可以运行的页面。",
      too_old:
        "此浏览器版本过旧，无法运行 NN Lab：它没有 {what}。请使用 Chrome 或 Edge 111、Firefox 115、Safari 17.4 或更新的版本。",
      between: "、",
    },
  };
  var words = WORDS[(navigator.language || "").toLowerCase().split("-")[0]] || WORDS.en;

  /**
   * @param {"missing" | "unfetched" | "as_file" | "too_old"} sentence
   * @param {string} what  stands in its {what}
   * @param {boolean} [again]  whether loading the page again may help
   */
  function tell(sentence, what, again) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", function () {
        tell(sentence, what, again);
      });
      return;
    }
    var note = document.getElementById("preflight");
    var boot = document.getElementById("boot");
    if (!note || !boot) return;
    note.textContent = words[sentence].replace("{what}", function () {
      return what; // as it is: a file's name may have a "$" in it
    });
    note.hidden = false;
    boot.hidden = true;
    document.body.dataset.state = "failed";
    if (!again) return;
    var button = document.createElement("button");
    button.type = "button";
    button.id = "reload";
    button.textContent = words.reload;
    button.onclick = function () {
      location.reload();
    };
    note.append(" ", button);
  }

  /** What the page's modules cannot do without; web/boot/engine.js looks for what Python needs. */
  function lacks() {
    /** @type {[string, boolean][]} */
    var features = [
      ["JavaScript modules", "noModule" in HTMLScriptElement.prototype],
      ["import maps", "supports" in HTMLScriptElement && HTMLScriptElement.supports("importmap")],
      ["Array.toSpliced", "toSpliced" in Array.prototype],
      ["OffscreenCanvas", "OffscreenCanvas" in window],
    ];
    return features
      .filter(function (feature) {
        return !feature[1];
      })
      .map(function (feature) {
        return feature[0];
      });
  }

  /** What the server refused, as far as the browser tells. */
  function refused() {
    return performance
      .getEntriesByType("resource")
      .filter(function (entry) {
        return /** @type {PerformanceResourceTiming} */ (entry).responseStatus >= 400;
      })
      .map(function (entry) {
        return entry.name;
      });
  }

  /** The page's own module, or a file that it cannot start without, did not come whole. @param {any} event */
  function onError(event) {
    var error = event.error || event.reason;
    // Once it runs, it misses no more than the part that comes behind it.
    if (("nnlab" in window && !(error && error.part)) || (event.target !== window && event.target.type !== "module")) return;
    var file = event.target.src || (error && error.file) || event.filename || "";
    var names = (refused().join(", ") || String(file)).replaceAll(document.baseURI.replace(/[^/]*$/, ""), "");
    var detail = error ? String(error) : event.message || "";
    // The repository as it stands, without what scripts/vendor.py fetches.
    if (names.indexOf("web/vendor/") >= 0) tell("unfetched", names, true);
    else tell("missing", names + " " + detail, true);
  }

  if (location.protocol === "file:" && !document.documentElement.hasAttribute("data-one-file")) {
    document.documentElement.dataset.asFile = "";
    tell("as_file", "");
  } else if (lacks().length) {
    document.documentElement.dataset.tooOld = ""; // web/main.js then starts nothing
    tell("too_old", lacks().join(words.between));
  } else {
    // Seen on its way down: what happens to a script element does not rise to the window.
    addEventListener("error", onError, true);
    addEventListener("unhandledrejection", onError);
  }
})();
