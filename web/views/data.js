// @ts-check
// The data table, from the very CSV that Python reads, before Python is there.

import { DownloadError, fetchBytes } from "../download.js";
import { byId, make } from "./dom.js";

/** @typedef {{ features: string[], rows: { values: string[], species: string }[] }} Flowers */

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 * @returns {Promise<Flowers>}
 */
export async function mountData(store, text) {
  const flowers = await loadFlowers();
  const species = [...new Set(flowers.rows.map((row) => row.species))];

  byId("species-legend", HTMLUListElement).replaceChildren(
    ...species.map((name) => make("li", {}, mark(species.indexOf(name)), name)),
  );
  const body = byId("data-table", HTMLTableElement).tBodies[0];
  body.replaceChildren(
    ...flowers.rows.map((row, index) => {
      const choose = make("button", { type: "button", "data-row": String(index) }, String(index + 1));
      return make(
        "tr",
        { "data-row": String(index) },
        make("th", { scope: "row" }, choose),
        ...row.values.map((value) => make("td", {}, value)),
        make("td", { class: "species" }, mark(species.indexOf(row.species)), row.species),
      );
    }),
  );
  body.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr")?.dataset.row : undefined;
    if (row !== undefined) store.set({ flower: Number(row) });
  });
  store.watch(["flower"], ({ flower }) => {
    body.querySelector("tr.chosen")?.classList.remove("chosen");
    if (flower !== undefined) body.rows[flower].classList.add("chosen");
  });
  text.onChange(() => {
    for (const button of body.querySelectorAll("button")) {
      button.setAttribute("aria-label", text.t("choose_row", { row: Number(button.dataset.row) + 1 }));
    }
  });
  return flowers;
}

/** The coloured, shaped mark of a class. @param {number} index */
export function mark(index) {
  return make("span", { class: `mark mark-${index}`, "aria-hidden": "true" });
}

/** Our own file has no quotes and no blank fields, so splitting is reading. @returns {Promise<Flowers>} */
async function loadFlowers() {
  /** @type {Uint8Array} */
  let bytes;
  try {
    bytes = await fetchBytes(new URL("../../py/nnlab/iris.csv", import.meta.url), "py/nnlab/iris.csv");
  } catch (error) {
    if (error instanceof DownloadError) return { features: [], rows: [] }; // the worker says what is missing
    throw error;
  }
  const [header, ...lines] = new TextDecoder().decode(bytes).trim().split(/\r?\n/);
  return {
    features: header.split(",").slice(0, -1),
    rows: lines.map((line) => {
      const cells = line.split(",");
      return { values: cells.slice(0, -1), species: cells[cells.length - 1] };
    }),
  };
}
