// The first script of nnlab.html: gives the page its files, and the worker the runtime's parts,
// each as soon as the browser has read so far. Nothing is fetched; there may be no network.
"use strict";

{
  const { origin, texts, module, worker } = JSON.parse(document.getElementById("nnlab-files").textContent);
  const urlOf = (script) => URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const workerUrl = urlOf(worker);
  const parts = [];
  const workers = [];
  const tell = (message) => workers.forEach((each) => each.postMessage(message));
  let complete = false;

  /** Called right behind each part. */
  globalThis.nnlabPart = () => {
    const element = document.currentScript.previousElementSibling;
    const part = { path: element.dataset.part, gzip: "gzip" in element.dataset, base64: element.textContent };
    element.remove();
    parts.push(part);
    tell({ part });
  };
  /** In place of web/boot/early.js. The worker is a classic one: on file:// Chromium starts no other. */
  globalThis.nnlabStartWorker = () => {
    const worker = new Worker(workerUrl);
    for (const part of parts) worker.postMessage({ part });
    if (complete) worker.postMessage({ complete });
    worker.postMessage("begin");
    workers.push(worker);
    return { worker, heard: [] };
  };
  document.addEventListener("DOMContentLoaded", () => tell({ complete: (complete = true) }));

  const network = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, origin);
    const text = url.href.startsWith(origin) ? texts[url.pathname.slice(1)] : undefined;
    return text === undefined ? network(input, init) : new Response(text);
  };
  void import(urlOf(module));
}
