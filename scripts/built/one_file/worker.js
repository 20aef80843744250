// Runs before web/worker/worker.js in nnlab.html's worker: answers its fetches from the parts that the
// page hands over. `files` stands in front of this script.
"use strict";

// Pyodide refuses a worker that can load classic scripts.
self.importScripts = () => {
  throw new TypeError("importScripts is not available here");
};

{
  const { origin, texts, awaited, module } = files;
  const arrived = new Map();
  const waiting = new Map();
  for (const path of awaited) {
    arrived.set(path, new Promise((resolve, reject) => waiting.set(path, { resolve, reject })));
    arrived.get(path).catch(() => {}); // whoever awaits it hears of it
  }
  const atHand = new Map();
  const early = [];
  let started = false;

  const decode = (base64) =>
    Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  addEventListener("message", (event) => {
    const { part, complete } = event.data;
    if (part) {
      atHand.set(part.path, part);
      waiting.get(part.path)?.resolve(part);
    } else if (complete) {
      const missing = awaited.find((path) => !atHand.has(path));
      const error = new TypeError(`nnlab.html was cut off: ${missing} is not in it`);
      for (const { reject } of waiting.values()) reject(error);
    } else {
      if (!started) early.push(event);
      return;
    }
    event.stopImmediatePropagation();
  });

  const network = self.fetch;
  self.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, origin);
    const path = url.pathname.slice(1);
    if (!url.href.startsWith(origin)) return network(input, init);
    if (path in texts) return new Response(texts[path]);
    const part = await arrived.get(path);
    if (!part) return new Response("", { status: 404 });
    const bytes = decode(part.base64);
    const body = part.gzip ? new Response(bytes).body.pipeThrough(new DecompressionStream("gzip")) : bytes;
    return new Response(body, path.endsWith(".wasm") ? { headers: { "Content-Type": "application/wasm" } } : {});
  };
  // An import statement cannot wait for a message, so what has not arrived is an error.
  self.nnlabNow = (url) => {
    const part = atHand.get(url.pathname.slice(1));
    if (!part) throw new Error("the browser has not read so far yet; try again");
    return decode(part.base64);
  };

  // On file:// WebKit reads no Blob.
  self.nnlabImport = (script) => import(`data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`);

  nnlabImport(module).then(
    () => {
      started = true;
      for (const event of early) self.onmessage(event);
    },
    (error) => postMessage({ event: "fatal", data: { reason: "in_file", file: "", detail: String(error) } }),
  );
}
