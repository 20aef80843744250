// A classic script on purpose: it must also run where modules do not, to say why nothing starts.
(function () {
  "use strict";
  // A browser may call its language by a name that is none, such as "C", and then no number can be formatted in it.
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch (error) {
    Object.defineProperty(navigator, "language", { value: "en-US" });
  }
  var chinese = /^zh/i.test(navigator.language || "");
  /**
   * @param {string} english
   * @param {string} translated
   * @param {boolean} [again]  whether loading the page again may help
   */
  function tell(english, translated, again) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", function () {
        tell(english, translated, again);
      });
      return;
    }
    var note = document.getElementById("preflight");
    var boot = document.getElementById("boot");
    if (!note || !boot) return;
    note.textContent = chinese ? translated : english;
    note.hidden = false;
    boot.hidden = true;
    document.body.dataset.state = "failed";
    if (!again) return;
    var button = document.createElement("button");
    button.type = "button";
    button.id = "reload";
    button.textContent = chinese ? "重新加载" : "Reload the page";
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
    if ("nnlab" in window || (event.target !== window && event.target.type !== "module")) return;
    var error = event.error || event.reason;
    var file = event.target.src || (error && error.file) || event.filename || "";
    var names = (refused().join(", ") || String(file)).replaceAll(document.baseURI.replace(/[^/]*$/, ""), "");
    var detail = error ? String(error) : event.message || "";
    if (names.indexOf("web/vendor/") >= 0) return tellUnfetched(names);
    tell(
      "The page could not start: a file of it is missing or not as it should be. " + names + " " + detail,
      "页面无法启动：它的某个文件缺失或不完整。" + names + " " + detail,
      true
    );
  }

  /** The repository as it stands, without what scripts/vendor.py fetches. @param {string} names */
  function tellUnfetched(names) {
    tell(
      "This copy of NN Lab lacks the parts that are fetched (" + names + "). To publish it, choose “GitHub Actions” as the source of GitHub Pages, or serve what “python3 scripts/build.py” puts into dist/. To run it on this machine: “python3 scripts/serve.py”.",
      "这份 NN Lab 缺少需要另外获取的文件（" + names + "）。要发布它，请把 GitHub Pages 的来源设为 “GitHub Actions”，或发布 “python3 scripts/build.py” 放进 dist/ 的内容。要在本机运行，请用 “python3 scripts/serve.py”。",
      true
    );
  }

  if (location.protocol === "file:" && !document.documentElement.hasAttribute("data-one-file")) {
    document.documentElement.dataset.asFile = "";
    tell(
      "This page was opened as a file, and browsers do not let a file start Python. Open a terminal in this folder, run “python3 scripts/serve.py”, and the page opens in your browser, running.",
      "您是把本页当作文件打开的，浏览器不允许文件启动 Python。请在此文件夹中打开终端，运行 “python3 scripts/serve.py”，浏览器会自动打开可以运行的页面。"
    );
  } else if (lacks().length) {
    document.documentElement.dataset.tooOld = ""; // web/main.js then starts nothing
    tell(
      "This browser is too old for NN Lab: it has no " + lacks().join(", no ") + ". Chrome or Edge 111, Firefox 115, Safari 17.4, or newer, will run it.",
      "此浏览器版本过旧，无法运行 NN Lab：它没有 " + lacks().join("、") + "。请使用 Chrome 或 Edge 111、Firefox 115、Safari 17.4 或更新的版本。"
    );
  } else {
    // Seen on its way down: what happens to a script element does not rise to the window.
    addEventListener("error", onError, true);
    addEventListener("unhandledrejection", onError);
  }
})();
