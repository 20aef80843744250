// @ts-check
// Which entries belong together in a step: what made an entry of the result, what an operand's entry went
// into, and where either stands in the network.

import { OPTIMIZERS } from "../../generated/options.js";

/** @import { Highlight } from "../../lab/store.js" */
/** @import { TraceOperand, TraceStep } from "../../generated/protocol.js" */

/**
 * @typedef {{ row: number, column: number }} Place
 * @typedef {number | "result"} Figure  The matrix of a step: an operand by its number, or the result.
 */

/** What an optimizer remembers, and a change, are of the step's own matrix. */
const OF_THE_STEP = [...Object.values(OPTIMIZERS).flatMap(({ equations }) => equations.map(([name]) => name)), "change"];

/** Before and after an update, what an optimizer remembers has one name. @param {string} symbol */
export const plainSymbol = (symbol) => symbol.replace(/_before$/, "");

/** What a term of the equation is marked with. @param {{ symbol: string, layer: number }} matrix */
export const termOf = ({ symbol, layer }) => `${plainSymbol(symbol)}-${layer}`;

/**
 * Whether an entry lights up when another is pointed at: those that make an entry of the result light up with
 * it, what an operand's entry goes into with that, and entries that go into the same one, place by place.
 * @param {TraceStep} step
 * @param {{ figure: Figure, place: Place }} pointed
 * @param {{ figure: Figure, place: Place }} other
 */
export function belongs({ operands }, pointed, other) {
  const reads = (/** @type {Figure} */ figure) => (figure === "result" ? "entry" : operands[figure].reads);
  if (pointed.figure === "result") return made(reads(other.figure), other.place, pointed.place);
  if (other.figure === "result") return made(reads(pointed.figure), pointed.place, other.place);
  return reads(pointed.figure) === "entry" && made(reads(other.figure), other.place, pointed.place);
}

/**
 * Whether the entry (row, column) of an operand made the entry `at` of the result.
 * @param {TraceOperand["reads"]} reads
 * @param {Place} own
 * @param {Place} at
 */
function made(reads, own, at) {
  switch (reads) {
    case "entry": return own.row === at.row && own.column === at.column;
    case "row": return own.row === at.row;
    case "column": return own.column === at.column;
    case "bias": return own.row === at.row;
    case "all": return true;
  }
}

/**
 * The neuron, weight or bias of the network that an entry belongs to.
 * @param {TraceStep} step
 * @param {Figure} figure
 * @param {Place} place
 * @param {number} last  the output layer
 * @returns {Highlight | undefined}
 */
export function placeInNetwork(step, figure, { row, column }, last) {
  const { symbol, layer, transposed } = figure === "result" ? { ...step, transposed: false } : step.operands[figure];
  const [i, j] = transposed ? [column, row] : [row, column];
  const plain = OF_THE_STEP.includes(plainSymbol(symbol)) ? step.symbol : symbol;
  switch (plain) {
    case "W":
    case "dW":
      return { kind: "edge", layer, row: i, column: j };
    case "b":
    case "db":
      return { kind: "bias", layer, row: i };
    case "X":
      return { kind: "neuron", layer: layer - 1, row: i };
    case "t":
      return { kind: "neuron", layer: last, row: i };
    case "Loss":
      return { kind: "layer", layer: last };
    case "z":
    case "a":
    case "y":
    case "slope":
    case "delta":
      return { kind: "neuron", layer, row: i };
    default:
      return undefined; // a rate belongs to no place
  }
}
