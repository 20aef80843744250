// @ts-check
// Fetches a file with its progress and refuses it unless it is exactly the file that was meant.

/** @typedef {{ path: string, bytes: number, sha256: string }} Pinned */

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
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchPinned(base, pinned, onBytes) {
  const bytes = await fetchBytes(new URL(pinned.path, base), pinned.path, onBytes);
  if (bytes.length !== pinned.bytes) {
    throw new DownloadError("altered", pinned.path, `${bytes.length} bytes instead of ${pinned.bytes}`);
  }
  // Browsers offer crypto.subtle only on https and localhost; over plain http the length is what we have.
  if (globalThis.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (sha256 !== pinned.sha256) throw new DownloadError("altered", pinned.path, `sha256 ${sha256}`);
  }
  return bytes;
}

/**
 * @param {URL} url
 * @param {string} name
 * @param {(bytes: number) => void} onBytes
 */
export async function fetchBytes(url, name, onBytes = () => {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new DownloadError("blocked", name, String(error));
  }
  if (!response.ok || !response.body) throw new DownloadError("missing", name, `HTTP status ${response.status}`);
  const parts = [];
  try {
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      onBytes(part.value.length);
    }
  } catch (error) {
    throw new DownloadError("blocked", name, String(error));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
