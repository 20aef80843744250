// @ts-check
// Starts Python's worker while the browser still reads the page. A classic script, for it must not wait;
// engine.js takes the worker over.
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var url = new URL(script.dataset.worker || "", document.baseURI).href;
  // A worker loaded by its URL would not be under this page's Content Security Policy; one from a Blob is.
  var bootstrap = URL.createObjectURL(new Blob(['import "' + url + '";'], { type: "text/javascript" }));

  function start() {
    var asModule = false;
    var offline = navigator.serviceWorker;
    /** @type {WorkerOptions} */
    var how = {
      // Looking for an offline copy takes time, and only a page that comes from one has one.
      name: offline && offline.controller ? "copy" : "",
      get type() {
        asModule = true; // only a browser that knows module workers asks
        return /** @type {const} */ ("module");
      },
    };
    var worker = new Worker(bootstrap, how);
    /** @type {(MessageEvent | ErrorEvent)[]} */
    var heard = [];
    worker.onmessage = worker.onerror = function (/** @type {MessageEvent | ErrorEvent} */ event) {
      event.preventDefault(); // the page itself says what went wrong
      heard.push(event);
    };
    return { worker: worker, heard: heard, asModule: asModule };
  }

  /** @type {ReturnType<typeof start> | undefined} */
  var first;
  var begun = false;
  function begin() {
    begun = true;
    if (first) first.worker.postMessage("begin");
    removeEventListener("load", beginEarly);
    if (arrivals) arrivals.disconnect();
  }
  globalThis.nnlabStartWorker = function () {
    var started = (first = first || start());
    begin();
    first = undefined;
    return started;
  };
  /** Whether the page has what it trains with before Python is there: on a slow line Python's megabytes come after that. */
  function pageIsHere() {
    /** @type {NodeListOf<HTMLLinkElement & HTMLScriptElement>} */
    var own = document.querySelectorAll('link[rel="preload"], link[rel="modulepreload"], script[type="module"][src]');
    return Array.prototype.every.call(own, function (/** @type {HTMLLinkElement & HTMLScriptElement} */ each) {
      return performance.getEntriesByName(each.href || each.src).length > 0;
    });
  }

  /** @type {PerformanceObserver | undefined} */
  var arrivals;
  function beginEarly() {
    if (!begun && pageIsHere()) begin();
  }
  // Behind the first picture of the page, which on a slow machine would have to wait for Python.
  requestAnimationFrame(function () {
    setTimeout(function () {
      if (begun) return;
      // The thread begins beside the page's own work; its work waits until it is told to begin.
      if ("Worker" in globalThis) first = start();
      beginEarly();
      if (begun) return;
      arrivals = new PerformanceObserver(beginEarly);
      arrivals.observe({ type: "resource" });
      addEventListener("load", beginEarly);
    });
  });
})();
