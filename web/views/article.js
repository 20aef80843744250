// @ts-check
// The article's two live figures: the sigmoid with its slope, and δ on its way back through 2-2-1 neurons.

import { formatEntry } from "../numbers.js";
import { byId } from "./dom.js";

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));

/** The 2-2-1 network's other numbers: inputs, first weights (two rows), the lower neuron's way out, the target. */
const CHAIN = { x: [1, 0.5], W: [[0.8, -0.4], [-0.6, 1.2]], lower: -1, t: 1 };

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

/** @param {import("../text.js").Text} text */
export function mountArticle(text) {
  const z = byId("sigmoid-z", HTMLInputElement);
  const w = byId("chain-w", HTMLInputElement);

  function showSigmoid() {
    const at = Number(z.value);
    const a = sigmoid(at);
    const left = (/** @type {number} */ value) => 160 + value * 25;
    const top = (/** @type {number} */ value) => 160 - value * 140;
    const path = (/** @type {(z: number) => number} */ f) =>
      Array.from({ length: 121 }, (_, k) => -6 + k / 10).map((x, k) => `${k ? "L" : "M"}${left(x)} ${top(f(x))}`).join("");
    byId("sigmoid-plot", HTMLElement).replaceChildren(picture(
      svg("path", { d: `M10 ${top(0)}H310M10 ${top(1)}H310M160 10V170M${left(at)} 10V170`, class: "axis" }),
      svg("path", { d: path(sigmoid), class: "curve-a" }),
      svg("path", { d: path((x) => sigmoid(x) * (1 - sigmoid(x))), class: "curve-slope" }),
      svg("circle", { cx: left(at), cy: top(a), r: 5, class: "point-a" }),
      svg("circle", { cx: left(at), cy: top(a * (1 - a)), r: 5, class: "point" }),
    ));
    byId("sigmoid-values", HTMLElement).textContent =
      text.t("figure_sigmoid_values", { z: formatEntry(at), a: formatEntry(a), slope: formatEntry(a * (1 - a)) });
  }

  function showChain() {
    const out = [Number(w.value), CHAIN.lower];
    const hidden = CHAIN.W.map((row) => sigmoid(row[0] * CHAIN.x[0] + row[1] * CHAIN.x[1]));
    const y = sigmoid(out[0] * hidden[0] + out[1] * hidden[1]);
    const end = (y - CHAIN.t) * y * (1 - y); // (8)
    const delta = hidden.map((a, i) => out[i] * end * a * (1 - a)); // (3)
    const at = { x: [[40, 45], [40, 135]], hidden: [[150, 45], [150, 135]], y: [260, 90] };
    const edge = (/** @type {number[]} */ from, /** @type {number[]} */ to, /** @type {number} */ weight) =>
      svg("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: `edge ${weight < 0 ? "negative" : "positive"}`, "stroke-width": 0.6 + 2 * Math.abs(weight) });
    const neuron = (/** @type {number[]} */ [x, top]) => svg("circle", { cx: x, cy: top, r: 15, class: "neuron-circle" });
    const label = (/** @type {number[]} */ [x, top], /** @type {string} */ words) => svg("text", { x, y: top + 32, "text-anchor": "middle" }, words);
    byId("chain-plot", HTMLElement).replaceChildren(picture(
      ...at.hidden.flatMap((to, i) => at.x.map((from, j) => edge(from, to, CHAIN.W[i][j]))),
      ...at.hidden.map((from, i) => edge(from, at.y, out[i])),
      ...[...at.x, ...at.hidden, at.y].map(neuron),
      ...at.x.map((place, i) => label(place, `x = ${CHAIN.x[i]}`)),
      ...at.hidden.map((place, i) => label(place, `δ = ${formatEntry(delta[i])}`)),
      label(at.y, `δ = ${formatEntry(end)}`),
      svg("text", { x: 210, y: 52, "text-anchor": "middle" }, `w = ${formatEntry(out[0])}`),
    ));
    byId("chain-values", HTMLElement).textContent = text.t("figure_chain_values", {
      y: formatEntry(y), end: formatEntry(end), upper: formatEntry(delta[0]), lower: formatEntry(delta[1]),
    });
  }

  z.oninput = showSigmoid;
  w.oninput = showChain;
  return text.onChange(() => {
    showSigmoid();
    showChain();
  });
}
