// @ts-check
// "Take it apart": one update, step by step: the equation, the numbers in it, and the line of Python.

import { formula, math, name } from "../apart/formulas.js";
import { matrixTable, placeOf } from "../apart/matrix.js";
import { belongs, placeInNetwork, plainSymbol, termOf } from "../apart/pointing.js";
import { formatEntry, formatLoss } from "../numbers.js";
import { mountGradientCheck } from "./gradient_check.js";
import { byId, make } from "./dom.js";

const AUTO_MS = 1800;
const PHASES = ["forward", "loss", "backward", "update"];
const MOST_TERMS = 8;

/** What stands between a step's operands. @type {Record<string, string[]>} */
const SIGNS = {
  weighted_sum: ["·", "+"], output_delta: ["−", "⊙"], hidden_delta: ["·", "⊙"], weight_gradient: ["·"],
  penalty: ["+", "·"], sgd: ["−", "·"],
};

/** Kinds whose explanation depends on the activation or loss. */
const OWN_WHY = ["activation", "loss", "derivative", "output_delta", "update"];

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 * @param {import("../apart/surgeon.js").Surgeon} surgeon
 */
export function mountApart(store, text, surgeon) {
  const root = byId("apart", HTMLElement);
  const bar = byId("apart-bar", HTMLInputElement);
  const auto = byId("apart-auto", HTMLButtonElement);
  const columns = byId("apart-columns", HTMLSelectElement);
  const target = byId("apart-target", HTMLSelectElement);
  let timer = 0;

  const sight = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) surgeon.begin();
  }, { rootMargin: "300px" });
  sight.observe(root);

  byId("apart-previous", HTMLButtonElement).onclick = () => go(-1);
  byId("apart-next", HTMLButtonElement).onclick = () => go(1);
  bar.oninput = () => {
    stopAuto();
    surgeon.goTo(Number(bar.value));
  };
  auto.onclick = () => (timer ? stopAuto() : startAuto());
  byId("apart-apply", HTMLButtonElement).onclick = () => void surgeon.apply();
  columns.onchange = () => surgeon.choose({ columns: Number(columns.value) });
  target.onchange = () => surgeon.choose({ target: Number(target.value) });

  /** @param {number} by */
  function go(by) {
    stopAuto();
    surgeon.goTo(store.get().apart.step + by);
  }

  function startAuto() {
    const { traced, step } = store.get().apart;
    if (!traced) return;
    if (step === traced.steps.length - 1) surgeon.goTo(0);
    timer = setInterval(() => {
      const { step: now, traced: current } = store.get().apart;
      if (!current || now >= current.steps.length - 1) stopAuto();
      else surgeon.goTo(now + 1);
    }, AUTO_MS);
    showAuto();
  }

  function stopAuto() {
    clearInterval(timer);
    timer = 0;
    showAuto();
  }

  function showAuto() {
    auto.textContent = text.t(timer ? "apart_stop" : "apart_auto");
    auto.setAttribute("aria-pressed", String(timer !== 0));
  }

  /** What is taken apart. */
  function showSample() {
    const { flower, lab, apart, prediction } = store.get();
    const typed = flower === undefined;
    byId("apart-sample", HTMLElement).textContent = typed
      ? text.t("apart_typed")
      : text.t(apart.columns > 1 ? "apart_batch" : "apart_flower", {
          row: flower + 1, species: lab?.class_names[lab.table.labels.data[flower]] ?? "", columns: apart.columns,
        });
    byId("apart-target-field", HTMLElement).hidden = !typed;
    byId("apart-columns-field", HTMLElement).hidden = typed;
    if (lab && target.options.length !== lab.class_names.length) {
      target.replaceChildren(...lab.class_names.map((label, index) => make("option", { value: String(index) }, label)));
    }
    target.value = String(apart.target ?? prediction?.predicted ?? 0);
  }

  function show() {
    const { apart: { traced, step: at, stale, sought }, run, engine, lab } = store.get();
    const free = engine.kind === "ready" && run.kind !== "running" && lab !== undefined;
    for (const button of root.querySelectorAll("button")) button.disabled = !free || traced === undefined;
    byId("gradient-check", HTMLButtonElement).disabled = !free; // its key works from anywhere on the page
    bar.disabled = !traced;
    root.classList.toggle("stale", stale);
    const missing = traced && !stale && sought !== undefined;
    byId("apart-waiting", HTMLElement).hidden = traced !== undefined && !stale && !missing;
    byId("apart-waiting", HTMLElement).textContent = missing ? text.t("apart_no_equation", { number: sought })
      : text.t(run.kind === "running" ? "apart_running" : "apart_waiting");
    byId("apart-body", HTMLElement).hidden = traced === undefined;
    if (!traced) return;
    const step = traced.steps[at];
    const last = traced.steps.length - 1;
    const title = titleOf(step);
    bar.max = String(last);
    bar.value = String(at);
    bar.setAttribute("aria-valuetext", text.t("apart_place", { step: at + 1, steps: last + 1, title }));
    byId("apart-place", HTMLElement).textContent = `${at + 1} / ${last + 1}`;
    byId("apart-previous", HTMLButtonElement).disabled ||= at === 0;
    byId("apart-next", HTMLButtonElement).disabled ||= at === last;
    byId("apart-phases", HTMLElement).replaceChildren(...PHASES.map((phase) => {
      const first = traced.steps.findIndex((one) => one.phase === phase);
      const button = make("button", { type: "button", class: "quiet", "aria-pressed": String(phase === step.phase) }, text.t(`apart_phase_${phase}`));
      button.onclick = () => {
        stopAuto();
        surgeon.goTo(first);
        byId("apart-phases", HTMLElement).querySelectorAll("button")[PHASES.indexOf(phase)].focus();
      };
      return button;
    }));
    showEquation(step, title, traced.columns);
    showNumbers(step);
    showSource(step.source);
    byId("apart-outcome", HTMLElement).textContent =
      text.t("apart_outcome", { loss: formatLoss(traced.loss), after: formatLoss(traced.loss_after) });
  }

  /** @param {import("../protocol.js").TraceStep} step */
  const titleOf = (step) => text.t(`apart_${step.kind}`, { layer: step.layer, symbol: step.symbol });

  /** @param {import("../protocol.js").TraceStep} step @param {string} title @param {number} n */
  function showEquation(step, title, n) {
    const why = OWN_WHY.includes(step.kind) ? `apart_${step.kind}_${step.rule}_why` : `apart_${step.kind}_why`;
    const first = step.kind === "hidden_delta" && step.equations.includes(3) ? [make("p", {}, text.t("apart_hidden_delta_sigmoid_why"))] : [];
    const mean = n > 1 && ["output_delta", "bias_gradient"].includes(step.kind) ? [make("p", {}, text.t(`apart_${step.kind}_mean_why`))] : [];
    byId("apart-equation", HTMLElement).replaceChildren(
      make("h3", {}, title, ...step.equations.map((number) => {
        const link = make("a", { href: `#eq-${number}`, class: "equation-link" }, `(${number})`);
        link.setAttribute("aria-label", text.t("apart_to_equation", { number }));
        return link;
      })),
      ...formula(step, n).map((line) => math(line, true)),
      make("p", {}, text.t(why)), ...first, ...mean,
    );
  }

  /** @param {import("../protocol.js").TraceStep} step */
  function showNumbers(step) {
    const numbers = byId("apart-numbers", HTMLElement);
    const signs = SIGNS[step.kind === "update" ? step.rule : step.kind] ?? [];
    const sign = (/** @type {string} */ words) => make("span", { class: "sign", "aria-hidden": "true" }, words);
    /** @type {(Node | string)[]} */
    const parts = [];
    /** @type {Node[]} */
    const after = [];
    step.operands.forEach((operand, index) => {
      if (operand.symbol.endsWith("_power_before")) return;
      if (operand.symbol === "change") return after.push(figure({ ...operand, symbol: `change_${step.symbol}` }, index));
      if (parts.length) parts.push(sign(signs[index - 1] ?? ","));
      parts.push(figure(operand, index));
    });
    parts.push(sign(step.kind === "update" ? "⇒" : "="));
    parts.push(figure({ symbol: step.symbol, layer: step.layer, array: step.result, transposed: false }, "result"));
    numbers.replaceChildren(...parts, ...after);
    numbers.querySelectorAll("table").forEach((table) => link(table, step));
  }

  /**
   * A matrix, its name and its shape.
   * @param {Pick<import("../protocol.js").TraceOperand, "symbol" | "layer" | "array" | "transposed">} operand
   * @param {import("../apart/pointing.js").Figure} which
   */
  function figure({ symbol, layer, array, transposed }, which) {
    const old = symbol.endsWith("_before");
    const plain = plainSymbol(symbol);
    const [rows, columns] = array.shape;
    const scalar = array.data.length === 1 && layer === 0 && symbol !== "t";
    const caption = make("span", { class: "matrix-name" });
    caption.append(math(name(plain, symbol === "t" ? 0 : layer, transposed)));
    if (old) caption.append(` ${text.t("apart_before")}`);
    if (!scalar) caption.append(make("span", { class: "matrix-shape" }, `${rows}×${columns}`));
    const shape = text.t("apart_shape", { rows, columns });
    const table = matrixTable(array, `${plain} ${layer || ""}${transposed ? " T" : ""}, ${shape}`);
    if (which === "result") table.classList.add("result");
    return make("div", { class: "matrix-figure", "data-symbol": `${plain}-${layer}`, "data-figure": String(which) },
      caption, make("div", { class: "matrix-scroll" }, table));
  }

  /**
   * Pointing at an entry lights up what belongs to it; the arrow keys go from entry to entry.
   * @param {HTMLTableElement} table @param {import("../protocol.js").TraceStep} step
   */
  function link(table, step) {
    const cells = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("td[data-row]")]);
    cells.forEach((cell, index) => (cell.tabIndex = index ? -1 : 0));
    const point = (/** @type {EventTarget | null} */ cell) => {
      if (cell instanceof HTMLElement && cell.dataset.row !== undefined) light(cell, step);
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
        if (next.classList.contains("gap")) continue;
        cells.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
        next.focus();
        return;
      }
    };
  }

  /** The figure that a cell is in. @param {HTMLElement} cell @returns {import("../apart/pointing.js").Figure} */
  function figureOf(cell) {
    const which = /** @type {HTMLElement} */ (cell.closest(".matrix-figure")).dataset.figure;
    return which === "result" ? which : Number(which);
  }

  /** @param {HTMLElement | undefined} cell @param {import("../protocol.js").TraceStep} step */
  function light(cell, step) {
    for (const lit of root.querySelectorAll(".lit, .pointed")) lit.classList.remove("lit", "pointed");
    const readout = byId("apart-readout", HTMLElement);
    if (!cell) {
      readout.textContent = text.t("apart_point");
      store.set({ highlight: undefined });
      return;
    }
    const pointed = { figure: figureOf(cell), place: placeOf(cell) };
    cell.classList.add("pointed");
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("#apart-numbers td[data-row]"))) {
      if (belongs(step, pointed, { figure: figureOf(one), place: placeOf(one) })) one.classList.add("lit");
    }
    const own = pointed.figure === "result" ? step : step.operands[pointed.figure];
    const others = pointed.figure === "result" ? step.operands : [step];
    mark(termOf(own), "pointed");
    for (const other of others) if (termOf(other) !== termOf(own)) mark(termOf(other), "lit");
    readout.textContent = `${cell.title.replace("-", "−")}${pointed.figure === "result" ? expansion(step, pointed.place) : ""}`;
    const last = (store.get().lab?.sizes.length ?? 1) - 1;
    store.set({ highlight: placeInNetwork(step, pointed.figure, pointed.place, last) });
  }

  /** @param {string} term @param {string} how */
  function mark(term, how) {
    for (const one of root.querySelectorAll(`.term[data-term="${term}"]`)) one.classList.add(how);
  }

  /**
   * A product of a row and a column, written out with its numbers.
   * @param {import("../protocol.js").TraceStep} step @param {{ row: number, column: number }} at
   */
  function expansion(step, at) {
    const [row, column] = ["row", "column"].map((reads) => step.operands.find((operand) => operand.reads === reads));
    if (!row || !column || step.kind === "loss") return "";
    const length = row.array.shape[1];
    const n = column.array.shape[1];
    const terms = Array.from({ length: Math.min(length, MOST_TERMS) }, (_, k) =>
      `${signed(row.array.data[at.row * length + k])} × ${signed(column.array.data[k * n + at.column])}`);
    if (length > MOST_TERMS) terms.push("⋯");
    const bias = step.operands.find((operand) => operand.reads === "bias");
    if (bias) terms.push(signed(bias.array.data[at.row]));
    const slope = step.operands.find((operand) => operand.symbol === "slope");
    if (!slope) return ` = ${terms.join(" + ")}`;
    return ` = (${terms.join(" + ")}) × ${signed(slope.array.data[at.row * slope.array.shape[1] + at.column])}`;
  }

  /** @param {number} value */
  const signed = (value) => (value < 0 ? `(${formatEntry(value)})` : formatEntry(value));

  /** @param {import("../protocol.js").TraceSource} source */
  function showSource({ file, function: where, lines, first_line, line }) {
    byId("apart-file", HTMLElement).replaceChildren(
      make("code", {}, `py/${file}`), ` · ${where} · `, text.t("apart_line", { line }),
    );
    const current = first_line;
    byId("apart-source", HTMLElement).replaceChildren(...lines.map((content, index) => {
      const number = current + index;
      const row = make("span", { class: "source-line" }, make("span", { class: "source-number", "aria-hidden": "true" }, String(number)), `${content}\n`);
      if (number === line) {
        row.classList.add("here");
        row.setAttribute("aria-current", "true");
      }
      return row;
    }));
  }

  const stop = [
    store.watch(["apart", "run", "engine", "lab"], show),
    store.watch(["flower", "apart", "lab", "prediction"], showSample),
    text.onChange(() => {
      showAuto();
      showSample();
      show();
      byId("apart-readout", HTMLElement).textContent = text.t("apart_point");
    }),
    mountGradientCheck(store, text, surgeon),
  ];
  return () => {
    sight.disconnect();
    stopAuto();
    stop.forEach((end) => end());
  };
}
