// A classic script on purpose: it must also run where modules do not, to say why nothing starts.
(function () {
  "use strict";
  var chinese = /^zh/i.test(navigator.language || "");
  /**
   * @param {string} english
   * @param {string} translated
   */
  function tell(english, translated) {
    document.addEventListener("DOMContentLoaded", function () {
      var note = document.getElementById("preflight");
      var boot = document.getElementById("boot");
      if (!note || !boot) return;
      note.textContent = chinese ? translated : english;
      note.hidden = false;
      boot.hidden = true;
      document.body.dataset.state = "failed";
    });
  }
  if (location.protocol === "file:" && !document.documentElement.hasAttribute("data-one-file")) {
    tell(
      "This page was opened as a file, and browsers do not let a file start Python. Open a terminal in this folder, run “python3 scripts/serve.py”, and the page opens in your browser, running.",
      "您是把本页当作文件打开的，浏览器不允许文件启动 Python。请在此文件夹中打开终端，运行 “python3 scripts/serve.py”，浏览器会自动打开可以运行的页面。"
    );
  } else if (!("noModule" in document.createElement("script"))) {
    tell(
      "This browser is too old for NN Lab. Chrome or Edge 105, Firefox 114, Safari 16.4, or newer, will run it.",
      "此浏览器版本过旧，无法运行 NN Lab。请使用 Chrome 或 Edge 105、Firefox 114、Safari 16.4 或更新的版本。"
    );
  }
})();
