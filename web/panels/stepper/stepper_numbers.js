// @ts-check
// The middle of "Take it apart": the equation with its matrices filled in. Pointing at an entry lights up what
// belongs to it, in the matrices, in the equation and in the network.

import { filled } from "./filled.js";
import { name } from "./formulas.js";
import { math } from "./mathml.js";
import { matrixTable, placeOf } from "../../base/matrix.js";
import { belongs, placeInNetwork, plainSymbol, termOf } from "./pointing.js";
import { formatEntry, minus } from "../../base/numbers.js";
import { byKeys } from "../../base/by_keys.js";
import { byId, make } from "../../base/dom.js";

/** @import { Text } from "../../base/text.js" */
/** @import { TraceStep } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Piece } from "./filled.js" */
/** @import { Figure, Place } from "./pointing.js" */
/** @import { Pictures } from "./stepper_pictures.js" */

const MOST_TERMS = 8;

/**
 * @param {HTMLElement} root  holds the equation too
 * @param {Store} store
 * @param {Text} text
 * @param {Pictures} pictures
 */
export function createNumbers(root, store, text, pictures) {
  /** @param {TraceStep} step @param {number} n */
  function show(step, n) {
    const numbers = byId("apart-numbers", HTMLElement);
    byId("apart-readout", HTMLElement).replaceChildren(text.t("apart_point"), byKeys(text, "arrow_keys"));
    const change = step.operands.findIndex(({ symbol }) => symbol === "change");
    numbers.replaceChildren(...filled(step, n).map((pieces) => {
      const line = make("div", { class: "numbers-line" });
      let group = make("div", { class: "numbers-group" });
      const sign = (/** @type {HTMLElement} */ to, /** @type {string} */ signs) => {
        if (signs.trim()) to.append(make("span", { class: "sign", "aria-hidden": "true" }, signs.trim()));
      };
      for (const piece of pieces) {
        if (typeof piece === "string") {
          // What closes stays with the matrix before it, every other sign with the one after it.
          const [, closing, opening] = /** @type {RegExpMatchArray} */ (piece.match(/^((?:(?:\)|²|, 0) ?)*)(.*)$/));
          sign(/** @type {HTMLElement} */ (line.lastElementChild ?? group), closing);
          sign(group, opening);
          continue;
        }
        group.append(figure(step, piece.figure));
        line.append(group);
        group = make("div", { class: "numbers-group" });
      }
      return line;
    }));
    if (change >= 0) numbers.lastElementChild?.append(figure(step, change));
    numbers.querySelectorAll("table").forEach((table) => connect(table, step, n));
  }

  /**
   * A matrix, its name and its shape.
   * @param {TraceStep} step
   * @param {Figure} which
   */
  function figure(step, which) {
    const result = which === "result";
    const { symbol, layer, array, transposed } = result
      ? { symbol: step.symbol, layer: step.layer, array: step.result, transposed: false } : step.operands[which];
    const plain = symbol === "change" ? `change_${step.symbol}` : plainSymbol(symbol);
    const changed = ["penalty", "update"].includes(step.kind) && symbol === step.symbol;
    const time = symbol.endsWith("_before") || (changed && !result) ? "apart_before" : changed ? "apart_after" : "";
    const [rows, columns] = array.shape;
    const scalar = array.data.length === 1 && (layer === 0 || symbol.endsWith("_power")) && symbol !== "t";
    const caption = make("span", { class: "matrix-name" });
    caption.append(math(name(plain, symbol === "t" ? 0 : layer, transposed)));
    if (time) caption.append(` ${text.t(time)}`);
    const matrix = { symbol: plain, layer, array, transposed, reads: result ? /** @type {const} */ ("entry") : step.operands[which].reads };
    const box = make("div", { class: "matrix-figure", "data-symbol": `${plain}-${layer}`, "data-figure": String(which) }, caption);
    const only = pictures.only(step, matrix);
    const label = [`${plain} ${layer || ""}${transposed ? " T" : ""}`, ...(time ? [text.t(time)] : []),
      only === undefined ? text.t("apart_shape", { rows, columns }) : text.t("apart_only_row", { row: only + 1 })];
    const shape = only === undefined ? `${rows}×${columns}` : text.t("apart_only_row", { row: only + 1 });
    if (!scalar) caption.append(make("span", { class: only === undefined ? "matrix-shape" : "matrix-shape of-one" }, shape));
    const drawn = pictures.drawn(step, matrix);
    if (drawn) {
      box.append(make("div", { class: "matrix-scroll matrix-pictures", role: "img", "aria-label": label.join(", ") },
        ...drawn.map((one) => picture(step, which, one))));
      return box;
    }
    const table = matrixTable(array, label.join(", "), {
      only, names: pictures.names(matrix), exact: pictures.exact(),
    });
    if (result) table.classList.add("result");
    box.append(make("div", { class: "matrix-scroll" }, table));
    return box;
  }

  /**
   * A matrix, or one row or column of it, as a picture; pointing at a pixel tells its number.
   * @param {TraceStep} step @param {Figure} which
   * @param {NonNullable<ReturnType<Pictures["drawn"]>>[number]} one
   */
  function picture(step, which, { canvas, placeAt, kind }) {
    const box = make("span", { class: `matrix-picture ${kind}` }, canvas);
    box.style.setProperty("--ratio", String(canvas.width / canvas.height));
    /** Its mark, as long as it is the one pointed at. @type {HTMLElement | undefined} */
    let own;
    let last = "";
    const at = (/** @type {PointerEvent} */ event) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const [x, y] = [Math.floor(((event.clientX - left) / width) * canvas.width), Math.floor(((event.clientY - top) / height) * canvas.height)];
      if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
      if (own?.isConnected && last === `${x},${y}`) return;
      last = `${x},${y}`;
      light({ figure: which, place: placeAt(x, y) }, step);
      // The same pixel in the others: an input and its weight.
      for (const other of kind === "heat" ? [box] : root.querySelectorAll(".matrix-picture:not(.heat)")) {
        const mark = make("span", { class: "pixel-mark" });
        mark.style.cssText = `left: ${(100 * x) / canvas.width}%; top: ${(100 * y) / canvas.height}%; width: ${100 / canvas.width}%; height: ${100 / canvas.height}%`;
        other.append(mark);
        if (other === box) own = mark;
      }
    };
    box.onpointermove = at;
    box.onpointerdown = at;
    // A finger leaves as soon as it is lifted: what it has asked for stays to be read.
    box.onpointerleave = ({ pointerType }) => pointerType !== "touch" && light(undefined, step);
    return box;
  }

  /**
   * Pointing at an entry lights up what belongs to it; the arrow keys go from entry to entry.
   * @param {HTMLTableElement} table @param {TraceStep} step @param {number} n
   */
  function connect(table, step, n) {
    const cells = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("td[data-row]")]);
    cells.forEach((cell, index) => (cell.tabIndex = index ? -1 : 0));
    const point = (/** @type {EventTarget | null} */ cell) => {
      if (!(cell instanceof HTMLElement) || cell.dataset.row === undefined) return;
      light({ figure: figureOf(cell), place: placeOf(cell) }, step, n);
      cell.classList.add("pointed");
    };
    table.onpointerover = (event) => point(event.target);
    table.addEventListener("focusin", (event) => point(event.target));
    table.onpointerleave = () => light(undefined, step);
    table.addEventListener("focusout", () => light(undefined, step));
    table.onkeydown = (event) => {
      const cell = /** @type {HTMLElement} */ (event.target);
      const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
      const at = [...row.cells].indexOf(/** @type {HTMLTableCellElement} */ (cell));
      const { rows } = table;
      const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
      const right = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
      if (!down && !right) return;
      event.preventDefault();
      for (let i = row.rowIndex + down, j = at + right; rows[i]?.cells[j]; i += down, j += right) {
        const next = rows[i].cells[j];
        if (next.dataset.row === undefined) continue; // a gap, or a class's name
        cells.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
        next.focus();
        return;
      }
    };
  }

  /** The figure that a cell is in. @param {HTMLElement} cell @returns {Figure} */
  function figureOf(cell) {
    const which = /** @type {HTMLElement} */ (cell.closest(".matrix-figure")).dataset.figure;
    return which === "result" ? which : Number(which);
  }

  /** @param {{ figure: Figure, place: Place } | undefined} pointed @param {TraceStep} step @param {number} [n] */
  function light(pointed, step, n = store.get().stepper.traced?.columns ?? 1) {
    for (const lit of root.querySelectorAll(".lit, .pointed")) lit.classList.remove("lit", "pointed");
    for (const mark of root.querySelectorAll(".pixel-mark")) mark.remove();
    const readout = byId("apart-readout", HTMLElement);
    if (!pointed) {
      readout.replaceChildren(text.t("apart_point"), byKeys(text, "arrow_keys"));
      store.set({ highlight: undefined });
      return;
    }
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("#apart-numbers td[data-row]"))) {
      const other = { figure: figureOf(one), place: placeOf(one) };
      const itself = other.figure === pointed.figure && other.place.row === pointed.place.row && other.place.column === pointed.place.column;
      if (!itself && belongs(step, pointed, other)) one.classList.add("lit");
    }
    const own = pointed.figure === "result" ? { ...step, array: step.result } : step.operands[pointed.figure];
    const others = pointed.figure === "result" ? step.operands : [step];
    mark(termOf(own), "pointed");
    for (const other of others) if (termOf(other) !== termOf(own)) mark(termOf(other), "lit");
    const { row, column } = pointed.place;
    readout.textContent = text.t("apart_entry", {
      row: row + 1, column: column + 1,
      value: `${minus(own.array.data[row * own.array.shape[1] + column])}${expansion(step, pointed, n)}`,
    });
    const last = (store.get().lab?.sizes.length ?? 1) - 1;
    store.set({ highlight: placeInNetwork(step, pointed.figure, pointed.place, last) });
  }

  /** @param {string} term @param {string} how */
  function mark(term, how) {
    for (const one of root.querySelectorAll(`.term[data-term="${term}"]`)) one.classList.add(how);
  }

  /**
   * How an entry that a line gives came about, written out with its numbers.
   * @param {TraceStep} step
   * @param {{ figure: Figure, place: { row: number, column: number } }} pointed
   * @param {number} n
   */
  function expansion(step, { figure: which, place: at }, n) {
    const line = filled(step, n).find((pieces) => {
      const given = pieces[pieces.length - 1];
      return typeof given === "object" && given.figure === which;
    });
    if (!line) return "";
    const [row, column] = ["row", "column"].map((reads) => step.operands.find((operand) => operand.reads === reads));
    if (!row && !column) return entryByEntry(step, line, at);
    if (!row || !column) return "";
    const length = row.array.shape[1];
    const wide = column.array.shape[1];
    const terms = Array.from({ length: Math.min(length, MOST_TERMS) }, (_, k) =>
      `${signed(row.array.data[at.row * length + k])} × ${signed(column.array.data[k * wide + at.column])}`);
    if (length > MOST_TERMS) terms.push("⋯");
    const bias = step.operands.find((operand) => operand.reads === "bias");
    if (bias) terms.push(signed(bias.array.data[at.row]));
    const slope = step.operands.find((operand) => operand.symbol === "slope");
    if (!slope) return ` = ${terms.join(" + ")}`;
    return ` = (${terms.join(" + ")}) × ${signed(slope.array.data[at.row * slope.array.shape[1] + at.column])}`;
  }

  /**
   * A line of which every matrix gives the entry of one place, or its only one.
   * @param {TraceStep} step
   * @param {Piece[]} line
   * @param {{ row: number, column: number }} at
   */
  function entryByEntry(step, line, at) {
    const words = line.slice(0, -1).map((piece) => {
      if (typeof piece === "string") return piece.replaceAll("⊙", "×").replaceAll("·", "×");
      if (piece.figure === "result") return "";
      const { array, reads } = step.operands[piece.figure];
      return signed(array.data[reads === "all" ? 0 : at.row * array.shape[1] + at.column]);
    });
    return ` = ${words.join(" ").replace(/\s*=\s*$/, "")}`;
  }

  /** @param {number} value */
  const signed = (value) => (value < 0 ? `(${formatEntry(value)})` : formatEntry(value));

  return { show };
}
