// @ts-check
// Takes away what the visitor's own Python has no use for, once everything is loaded: network, what the
// browser stores for this site, other tabs, other workers. From Python all of JavaScript's globals can be had.
//
// What makes code out of text (eval, Function) is off already, by the page's Content Security Policy.

const NETWORK = ["fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "FontFace", "fonts"];
const STORED = ["indexedDB", "caches", "cookieStore", "webkitRequestFileSystem", "webkitRequestFileSystemSync"];
const OTHERS = ["Worker", "SharedWorker", "importScripts", "BroadcastChannel"];
const OF_NAVIGATOR = ["sendBeacon", "storage", "storageBuckets", "serviceWorker", "locks"];

/** For good: a reference that somebody has kept still works, and nobody else gets one. */
export function confine() {
  for (const name of [...NETWORK, ...STORED, ...OTHERS]) remove(self, name);
  for (const name of OF_NAVIGATOR) remove(navigator, name);
}

/**
 * From an object and from whatever it inherits the property from.
 * @param {object} object
 * @param {string} name
 */
function remove(object, name) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) Reflect.deleteProperty(holder, name);
}
