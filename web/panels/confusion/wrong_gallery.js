// @ts-check
// All wrong answers of a table of pictures, each a picture with what it is and what it was taken for.

import { make } from "../../base/dom.js";
import { mark } from "../../base/marks.js";
import { pixels } from "../../base/pixels.js";
import { className } from "../../lab/names.js";

/** @import { Text } from "../../base/text.js" */
/** @import { PictureScale, WrongRows } from "../../generated/protocol.js" */

/**
 * @param {Text} text
 * @param {WrongRows} wrong
 * @param {string[]} names  of the classes
 * @param {PictureScale} scale
 * @param {number | undefined} chosen
 * @param {(row: number, values: number[]) => void} choose
 * @param {(row: number) => number} number  of a row to the visitor
 */
export function wrongPictures(text, { rows, features, labels, predicted }, names, scale, chosen, choose, number) {
  const width = scale.side ** 2;
  return Array.from(rows.data, (row, at) => {
    const values = Array.from(features.data.subarray(at * width, (at + 1) * width));
    const [actual, taken] = [labels.data[at], predicted.data[at]];
    const said = text.t("wrong_row", { row: number(row), actual: className(text, names[actual]), taken: className(text, names[taken]) });
    const button = make("button", { type: "button", "data-row": String(row), "aria-pressed": String(row === chosen), "aria-label": said },
      pixels(values, scale),
      make("span", {}, mark(actual), className(text, names[actual]), " → ", mark(taken), className(text, names[taken])));
    button.onclick = () => choose(row, values);
    return make("li", {}, button);
  });
}
