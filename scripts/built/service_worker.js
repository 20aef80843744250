// The built site's service worker: after one visit the page works without network. `version` and
// `files`, each path with its sha256, stand in front of this script. What Python starts from, a tar
// file and its memory, is fetched gzipped and kept unpacked: it is unpacked once, not at each start.
//
// One cache holds one version, whole: it is filled and checked before this worker may take over,
// and a worker answers from its own cache only. So versions never mix, and half a download is
// never used.
"use strict";

const UNPACKED = /\.(tar|bin)$/;
const PREFIX = "nnlab-";
const cacheName = PREFIX + version;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(removeOthers()));
self.addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method === "GET" && path in files) event.respondWith(answer(event.request, path));
});

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
  try {
    await Promise.all(Object.entries(files).map(([path, sha256]) => keep(cache, path, sha256)));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function keep(cache, path, sha256) {
  // A folder named after its content may still be there from the version before.
  const old = path.includes("/") ? await caches.match(path) : undefined;
  const response = old ?? (await (UNPACKED.test(path) ? fetchUnpacked(path) : fetchNow(path)));
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256) {
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

async function removeOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}
