// @ts-check
// The later module of Python's WebAssembly (split.js): it follows the start, or is read at once.

import { DownloadError, fetchModule } from "../base/download.js";
import { isMetered } from "../base/metered.js";
import { sha256 } from "../vendor/noble-hashes/sha2.js";
import { bytesToHex } from "../vendor/noble-hashes/utils.js";
import { hasCopy } from "./from_copy.js";
import { readNow } from "./runtime.js";
import { instantiate } from "./split.js";

/** @import { Pinned } from "../base/download.js" */
/** @import { Imports, Join } from "./split.js" */

/** Until then the page asks Python for what it shows first. */
const FOLLOWS_MS = 2500;
/** A file that could not be had is asked for again so much later. */
const AGAIN_MS = 60_000;
/** So often it is asked for at once, each time past the browser's cache. */
const TRIES = 3;

/**
 * @param {URL} root
 * @param {Pinned} [pinned]  none where Python's WebAssembly is in one piece
 */
export function createLater(root, pinned) {
  /** @type {Join | undefined} */
  let join;
  /** @type {DownloadError | undefined} */
  let failure;
  let here = false;

  function now() {
    const file = /** @type {Pinned} */ (pinned);
    for (let tries = 1; ; tries++) {
      if (failure) throw failure;
      try {
        const module = new WebAssembly.Module(read(file));
        here = true;
        return module;
      } catch (error) {
        if (tries === TRIES) failure = error instanceof DownloadError ? error : new DownloadError("altered", file.path, String(error));
      }
    }
  }

  /** @param {Pinned} file */
  function read(file) {
    const url = new URL(`?at-once-${performance.now()}`, new URL(file.path, root));
    /** @type {Uint8Array<ArrayBuffer>} */
    let bytes;
    try {
      bytes = readNow(url);
    } catch (error) {
      const detail = String(error);
      throw new DownloadError(detail.includes("HTTP") ? "missing" : "blocked", file.path, detail);
    }
    const found = bytesToHex(sha256(bytes)); // crypto.subtle gives no answer at once
    if (found === file.sha256) return bytes;
    const wrong = bytes.length === file.bytes ? `sha256 ${found}` : `${bytes.length} bytes instead of ${file.bytes}`;
    throw new DownloadError("altered", file.path, wrong);
  }

  async function follow() {
    if (!join || !pinned || here) return;
    try {
      join(await fetchModule(root, pinned, () => {}));
      performance.mark("later");
    } catch {
      setTimeout(follow, AGAIN_MS); // whatever needs it sooner reads it at once, and says if it cannot
    }
  }

  return {
    /** @param {WebAssembly.Module} module @param {Imports} imports */
    async instantiate(module, imports) {
      const made = await instantiate(module, imports, now);
      join = made.join;
      here = false;
      return { module, instance: made.instance };
    },
    /** Once Python is ready. Where fetching costs money, only an offline copy gives it without being asked. */
    follow() {
      if (join && (hasCopy() || !isMetered())) setTimeout(follow, FOLLOWS_MS);
    },
    /** Why Python had to stop, if a file was the reason. */
    get failure() {
      return failure;
    },
  };
}
