// @ts-check
// Fetches a file with its progress and refuses it unless it is exactly the file that was meant.

import { createWatchdog } from "./watchdog.js";

/** @typedef {{ path: string, bytes: number, sha256: string }} Pinned */

/** Kept, for the worker takes it away from everybody else (confine.js). */
const fetch = globalThis.fetch.bind(globalThis);
/** A connection on which nothing comes for so long is taken for dead. */
const STALLED_S = 60;

export class DownloadError extends Error {
  /**
   * @param {"missing" | "blocked" | "altered"} reason
   * @param {string} file
   * @param {string} detail
   */
  constructor(reason, file, detail) {
    super(`${file}: ${reason} (${detail})`);
    this.reason = reason;
    this.file = file;
    this.detail = detail;
  }
}

/**
 * @param {URL} base
 * @param {Pinned} pinned
 * @param {(bytes: number) => void} onBytes called with the size of each part as it arrives
 */
export function fetchPinned(base, pinned, onBytes) {
  return fetchRight(new URL(pinned.path, base), pinned.path, (bytes) => whatIsWrong(bytes, pinned), onBytes);
}

/**
 * WebAssembly, compiled while it arrives. Browsers keep the machine code for the next visit, but only of what they
 * compile from a server's own response. Nothing of it runs before all of it was checked.
 * @param {URL} base
 * @param {Pinned} pinned
 * @param {(bytes: number) => void} onBytes
 */
export async function fetchModule(base, pinned, onBytes) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let compiled;
  const wrong = (/** @type {Uint8Array<ArrayBuffer>} */ bytes) => whatIsWrong(bytes, pinned);
  const bytes = await fetchRight(new URL(pinned.path, base), pinned.path, wrong, onBytes, (response) => {
    compiled = WebAssembly.compileStreaming(response);
    compiled.catch(() => {}); // if the file is wrong, its hash says so
  });
  // Some servers name another type than application/wasm, and then it does not compile from the response.
  return (await compiled?.catch(() => undefined)) ?? WebAssembly.compile(bytes);
}

/**
 * A wrong file is asked for once more, past the browser's cache, which may have kept it.
 * @param {URL} url
 * @param {string} name
 * @param {(bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>} wrong  says what is wrong with it, or ""
 * @param {(bytes: number) => void} [onBytes]
 * @param {(response: Response) => void} [onResponse]  takes its own copy of what arrives
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function fetchRight(url, name, wrong, onBytes = () => {}, onResponse) {
  let said = "";
  for (const cache of /** @type {const} */ (["default", "reload"])) {
    const bytes = await fetchBytes(url, name, onBytes, cache, onResponse);
    said = await wrong(bytes);
    if (!said) return bytes;
    onBytes(-bytes.length);
  }
  throw new DownloadError("altered", name, said);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {Pinned} pinned */
export async function whatIsWrong(bytes, pinned) {
  if (bytes.length !== pinned.bytes) return `${bytes.length} bytes instead of ${pinned.bytes}`;
  // Browsers offer crypto.subtle only on https and localhost; over plain http the length is what we have.
  if (!globalThis.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return sha256 === pinned.sha256 ? "" : `sha256 ${sha256}`;
}

/**
 * @param {URL} url
 * @param {string} name
 * @param {(bytes: number) => void} onBytes
 * @param {RequestCache} cache
 * @param {((response: Response) => void) | undefined} onResponse
 */
async function fetchBytes(url, name, onBytes, cache, onResponse) {
  const given = new AbortController();
  const watchdog = createWatchdog((seconds) => given.abort(new Error(`nothing came for ${seconds} s`)));
  watchdog.start(STALLED_S);
  try {
    const response = await fetch(url, { cache, signal: given.signal });
    if (!response.ok || !response.body) throw new DownloadError("missing", name, `HTTP status ${response.status}`);
    onResponse?.(response.clone());
    const parts = [];
    let length = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      watchdog.start(STALLED_S);
      parts.push(part.value);
      length += part.value.length;
      onBytes(part.value.length);
    }
    return joined(parts, length);
  } catch (error) {
    throw error instanceof DownloadError ? error : new DownloadError("blocked", name, String(error));
  } finally {
    watchdog.stop();
  }
}

/**
 * A Blob would join them too, but through the browser's own process.
 * @param {Uint8Array[]} parts
 * @param {number} length of all together
 */
function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const decoded = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

/**
 * One of our own text files. A server that answers with a page of HTML, whatever was asked for, is found out.
 * @param {URL} url
 * @param {string} name
 */
export async function fetchText(url, name) {
  return decoded(await fetchRight(url, name, (bytes) => (/^\s*</.test(decoded(bytes)) ? "a page of HTML in its place" : "")));
}

/** @param {URL} url @param {string} name */
export async function fetchJson(url, name) {
  /** @type {any} */
  let value;
  await fetchRight(url, name, (bytes) => {
    try {
      value = JSON.parse(decoded(bytes));
      return "";
    } catch (error) {
      return String(error);
    }
  });
  return value;
}
