// @ts-check
// The article's two live figures: the sigmoid with its slope, and δ on its way back through 2-2-1 neurons.
// Every number was computed by nnlab (scripts/make/figures.py), so that the figures move before Python runs.

import { formatEntry } from "../../base/numbers.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */

/**
 * A column holds one number for each position of its figure's slider.
 * @typedef {{
 *   sigmoid: { z: number[], a: number[], slope: number[] },
 *   chain: {
 *     x: number[], first_W: number[][], lower_W: number,
 *     w: number[], y: number[], end: number[], upper: number[], lower: number[],
 *   },
 * }} Figures
 */

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [content] */
function svg(name, attributes, content = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = content;
  return element;
}

/** @param {SVGElement[]} children */
function picture(...children) {
  const root = svg("svg", { viewBox: "0 0 320 180", "aria-hidden": "true" });
  root.append(...children);
  return root;
}

/**
 * @param {Text} text
 * @param {Figures} figures
 */
export function mountArticle(text, { sigmoid, chain }) {
  const scope = createScope();
  const z = byId("sigmoid-z", HTMLInputElement);
  const w = byId("chain-w", HTMLInputElement);

  /** Where a slider stands in its column. @param {HTMLInputElement} slider */
  const position = (slider) => Math.round((Number(slider.value) - Number(slider.min)) / Number(slider.step));

  function showSigmoid() {
    const at = position(z);
    const left = (/** @type {number} */ value) => 160 + value * 25;
    const top = (/** @type {number} */ value) => 160 - value * 140;
    const path = (/** @type {number[]} */ column) =>
      column.map((value, k) => `${k ? "L" : "M"}${left(sigmoid.z[k])} ${top(value)}`).join("");
    const [x, a, slope] = [sigmoid.z[at], sigmoid.a[at], sigmoid.slope[at]];
    byId("sigmoid-plot", HTMLElement).replaceChildren(picture(
      svg("path", { d: `M10 ${top(0)}H310M10 ${top(1)}H310M160 10V170M${left(x)} 10V170`, class: "axis" }),
      svg("path", { d: path(sigmoid.a), class: "curve-a" }),
      svg("path", { d: path(sigmoid.slope), class: "curve-slope" }),
      svg("circle", { cx: left(x), cy: top(a), r: 5, class: "point-a" }),
      svg("circle", { cx: left(x), cy: top(slope), r: 5, class: "point" }),
    ));
    byId("sigmoid-values", HTMLElement).textContent =
      text.t("figure_sigmoid_values", { z: formatEntry(x), a: formatEntry(a), slope: formatEntry(slope) });
  }

  function showChain() {
    const now = position(w);
    const out = [chain.w[now], chain.lower_W];
    const delta = [chain.upper[now], chain.lower[now]];
    const [y, end] = [chain.y[now], chain.end[now]];
    const at = { x: [[40, 45], [40, 135]], hidden: [[150, 45], [150, 135]], y: [260, 90] };
    const edge = (/** @type {number[]} */ from, /** @type {number[]} */ to, /** @type {number} */ weight) =>
      svg("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: `edge ${weight < 0 ? "negative" : "positive"}`, "stroke-width": 0.6 + 2 * Math.abs(weight) });
    const neuron = (/** @type {number[]} */ [x, top]) => svg("circle", { cx: x, cy: top, r: 15, class: "neuron-circle" });
    const label = (/** @type {number[]} */ [x, top], /** @type {string} */ words) => svg("text", { x, y: top + 32, "text-anchor": "middle" }, words);
    byId("chain-plot", HTMLElement).replaceChildren(picture(
      ...at.hidden.flatMap((to, i) => at.x.map((from, j) => edge(from, to, chain.first_W[i][j]))),
      ...at.hidden.map((from, i) => edge(from, at.y, out[i])),
      ...[...at.x, ...at.hidden, at.y].map(neuron),
      ...at.x.map((place, i) => label(place, `x = ${chain.x[i]}`)),
      ...at.hidden.map((place, i) => label(place, `δ = ${formatEntry(delta[i])}`)),
      label(at.y, `δ = ${formatEntry(end)}`),
      svg("text", { x: 210, y: 52, "text-anchor": "middle" }, `w = ${formatEntry(out[0])}`),
    ));
    byId("chain-values", HTMLElement).textContent = text.t("figure_chain_values", {
      y: formatEntry(y), end: formatEntry(end), upper: formatEntry(delta[0]), lower: formatEntry(delta[1]),
    });
  }

  scope.on(z, "input", showSigmoid);
  scope.on(w, "input", showChain);
  scope.add(text.onChange(() => {
    showSigmoid();
    showChain();
  }));
  return scope.end;
}
