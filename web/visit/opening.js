// @ts-check
// What the page opens with: the set-up of the link if there is one, else what the last visit left.

import { asNotice, panelNames } from "./address.js";
import { readLink } from "./link.js";
import { isLink, placeNotices, readPlace } from "./place.js";
import { same } from "../lab/setup.js";
import { historyUntil } from "../lab/history.js";
import { DRAWN, drawingFile, drawingOf } from "../lab/drawn.js";
import { recallLab } from "./storage.js";

/** @import { Notice, Store } from "../lab/store.js" */
/** @import { Presets } from "./link.js" */

/**
 * Puts it into the store. Never rejects.
 * @param {Store} store
 * @param {Promise<Presets>} loading
 * @returns {Promise<{ presets: Presets, restored: boolean }>}  `restored`: it is the last visit's lab
 */
export async function openLab(store, loading) {
  // Embedded, the page leaves the visitor's own lab alone.
  const embed = /[#&]embed=1(&|$)/.test(location.hash);
  const recalling = embed ? undefined : recallLab(); // takes as long as the presets
  const presets = await loading;
  const panels = panelNames();
  const read = (/** @type {boolean} */ own) =>
    isLink(location.hash) ? readLink(location.hash, presets, { panels, own }) : undefined;
  const recalled = (await recalling) ?? /** @type {const} */ ({ kind: "nothing" });
  const stored = recalled.kind === "found" ? recalled.stored : undefined;
  const link = read(stored?.csv !== undefined);
  const drawn = link?.points;
  const kept = drawn && stored?.csv?.name === DRAWN ? drawingOf(stored.csv) : undefined;
  const restored = stored !== undefined && (!link || (same(link.setup, stored.setup) && (!drawn || same(drawn, kept))));

  /** @type {Notice[]} */
  const notices = [...(link?.problems ?? []).map(asNotice), ...placeNotices(location.hash)];
  if (recalled.kind === "damaged") notices.push({ key: "stored_damaged" });
  const place = readPlace(location.hash);
  store.set({
    // A reload finds the exercise again, though the address of another room does not name it.
    embed, notices, csv: drawn && !restored ? drawingFile(drawn) : stored?.csv, ...place, exercise: place.exercise || history.state?.exercise || "", hide: link?.hide ?? [], axes: link?.axes,
    storage: recalled.kind === "refused" ? "refused" : stored ? "stored" : "empty",
  });
  if (link) store.set({ setup: link.setup });
  if (restored) {
    const { setup, snapshot, history, drawing } = stored;
    const epoch = snapshot?.epoch ?? 0;
    store.set({ setup, snapshot, ...(drawing && { sample: { kind: "typed", ...drawing } }) });
    if (snapshot) store.set({ history: historyUntil(history, epoch), training: epoch ? { kind: "paused" } : { kind: "idle" } });
  }
  return { presets, restored };
}
