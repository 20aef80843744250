// The built site's service worker: after one visit the page works without network. `version` and
// `files`, each path with its sha256, stand in front of this script. What Python starts from, a tar
// file and its memory, is fetched gzipped and kept unpacked: it is unpacked once, not at each start.
//
// One cache holds one version, whole: it is filled and checked before this worker may take over,
// and a worker answers from its own cache only. So versions never mix, and half a download is
// never used.
"use strict";

const UNPACKED = /\.(tar|bin)$/;
const PAGE = 65536;
const DATA = 11; // the section of a module
const PREFIX = "nnlab-";
const cacheName = PREFIX + version;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(removeOthers()));
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method === "GET" && path in files) event.respondWith(answer(event.request, path));
});

function isHeap(path) {
  return path.endsWith("/heap.bin");
}

function pathOf(url) {
  const { href } = new URL(url);
  const plain = href.replace(/[?#].*$/s, "");
  const scope = self.registration.scope;
  return plain.startsWith(scope) ? plain.slice(scope.length) || "index.html" : "";
}

async function answer(request, path) {
  return (path.endsWith(".wasm") && (await fromBrowser(path))) || (await fromCopy(path)) || fetch(request);
}

async function fromCopy(path) {
  return (await caches.open(cacheName)).match(path);
}

// From the browser's own cache, and never from the network. Browsers keep the machine code of WebAssembly
// there only; and what its folder's name stands for, the file is still the one of this version.
async function fromBrowser(path) {
  const response = await fetch(path, { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined);
  return response?.ok ? response : undefined;
}

async function install() {
  const cache = await caches.open(cacheName);
  const paths = Object.keys(files);
  try {
    // The heap is made of others that are kept.
    for (const some of [paths.filter((path) => !isHeap(path)), paths.filter(isHeap)]) {
      await Promise.all(some.map((path) => keep(cache, path)));
    }
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function keep(cache, path) {
  // A folder named after its content may still be there from the version before.
  const old = path.includes("/") ? await caches.match(path) : undefined;
  const response = old ?? (await (UNPACKED.test(path) ? fetchUnpacked(path) : fetchNow(path)));
  let bytes = await response.arrayBuffer();
  if (!old && isHeap(path)) bytes = await wholeHeap(new Uint8Array(bytes));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") !== files[path]) {
    throw new Error(`${path} is not the file that was published`);
  }
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  await cache.put(path, new Response(bytes, { headers: { "Content-Type": type } }));
}

function fetchNow(path) {
  return fetch(path, { cache: path.includes("/") ? "default" : "no-cache" });
}

async function fetchUnpacked(path) {
  const { body } = await fetchNow(`${path}.gz`);
  return new Response(body.pipeThrough(new DecompressionStream("gzip")));
}

// Python's memory travels without what its WebAssembly puts there at first: see scripts/built/heap_difference.py.
async function wholeHeap(heap) {
  const [, count] = new Uint32Array(heap.buffer, 0, 2);
  const starts = new Uint32Array(heap.buffer, 8, count);
  const pages = 8 + 4 * count;
  const placeOf = new Map(Array.from(starts, (start, nth) => [start, pages + nth * PAGE]));
  const front = new Uint32Array(heap.buffer, pages, 2)[1]; // so many bytes of Pyodide's own
  for (const path of Object.keys(files).filter((path) => path.endsWith(".wasm"))) {
    const module = new Uint8Array(await (await fromCopy(path)).arrayBuffer());
    for (const [start, piece] of memoryPieces(module)) {
      piece.forEach((byte, nth) => {
        const at = front + start + nth;
        const inPage = at % PAGE;
        const place = placeOf.get(at - inPage);
        if (place !== undefined) heap[place + inPage] ^= byte;
      });
    }
  }
  return heap;
}

// Of a WebAssembly module: where in the memory each begins, and what it is.
function memoryPieces(module) {
  const found = [];
  let at = 8; // behind the head
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = module[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < module.length) {
    const section = module[at++];
    const end = number() + at;
    for (let left = section === DATA ? number() : 0; left; left--) {
      at += 2; // its kind and i32.const
      const start = number();
      at += 1;
      const size = number();
      found.push([start, module.subarray(at, at + size)]);
      at += size;
    }
    at = end;
  }
  return found;
}

async function removeOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}
