// @ts-check
// Rows of the data as pictures, each a button that puts it into the form.

import { make } from "../../base/dom.js";
import { mark } from "../../base/marks.js";
import { pictureColors, pixels } from "../../base/pixels.js";
import { rowNumber } from "../../lab/dataset.js";
import { className } from "../../lab/names.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Dataset } from "../../lab/dataset.js" */

/** @param {Text} text @param {Dataset} dataset @param {number} most @param {number | undefined} chosen @returns {HTMLElement[]} */
export function pictureRows(text, dataset, most, chosen) {
  const { rows, classes, pictures } = dataset;
  if (!pictures) return [];
  const colors = pictureColors();
  return rows.slice(0, most).map(({ values, label, test }, index) => {
    const name = className(text, classes[label]);
    const tag = test ? text.t("test_tag") : "";
    const button = make("button", {
      type: "button", "data-row": String(index), "aria-pressed": String(index === chosen),
      "aria-label": text.listed([text.t("choose_row", { row: rowNumber(dataset, index) }), name, ...(test ? [tag] : [])]),
      tabindex: index === (chosen ?? 0) ? "0" : "-1",
    }, pixels(values, pictures, colors), make("span", {}, mark(label), name, make("span", { class: "test-tag" }, tag)));
    return make("li", {}, button);
  });
}
