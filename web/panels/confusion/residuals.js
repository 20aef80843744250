// @ts-check
// Of a number to predict: each row's true number against the answer, and the rows that are missed by the most.

import { drawFrame, extent, placeOn } from "../../base/plot.js";
import { eachFrame, onTheme, token } from "../../base/canvas.js";
import { createAsker } from "../../lab/asker.js";
import { byId, make, tell } from "../../base/dom.js";
import { roving } from "../../base/roving.js";
import { createScope } from "../../base/scope.js";
import { rowNumber } from "../../lab/dataset.js";
import { judgedPart } from "../../lab/judged.js";
import { sampleRow } from "../../lab/sample.js";
import { inUnit, isNumber, targetName } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Configured, Residuals } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

const GAP_MS = { running: 200, turning: 40 };
const HEIGHT = 380;
const NEAR = 12;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountResiduals(store, text, engine) {
  const scope = createScope();
  const stage = byId("residuals-stage", HTMLElement);
  const canvas = byId("residuals-canvas", HTMLCanvasElement);
  const list = byId("residuals-rows", HTMLOListElement);
  const keys = roving(list);
  /** @type {Residuals | undefined} */
  let shown;
  let width = 0;
  const frame = eachFrame(paint);
  const asker = createAsker(store, ask, GAP_MS);

  async function ask() {
    const { lab, moment, hidden, engine: { kind } } = store.get();
    if (!lab || !isNumber(lab) || kind !== "ready" || hidden.includes("confusion")) return;
    const answer = await engine.call("residuals", { part: judgedPart(store.get()), epoch: moment?.epoch });
    if (store.get().lab?.run !== lab.run) return;
    shown = answer;
    show();
  }

  function show() {
    const { lab } = store.get();
    if (!lab || !isNumber(lab) || !shown) return;
    const { rows, rmse, mae, r2, worst, row, true: truth, predicted } = shown;
    tell(byId("residuals-note", HTMLElement), rows
      ? text.t("residuals_note", { rows, rmse: inUnit(lab, rmse), mae: inUnit(lab, mae), r2: r2.toFixed(3) })
      : text.t("confusion_empty"));
    keys.renew(() => list.replaceChildren(...Array.from(worst.data, (at) => {
      const said = text.t("residuals_row", {
        true: inUnit(lab, truth.data[at]), predicted: inUnit(lab, predicted.data[at]),
        off: inUnit(lab, predicted.data[at] - truth.data[at]),
      });
      const button = make("button", { type: "button", "data-row": String(row.data[at]), "aria-pressed": String(sampleRow(store.get()) === row.data[at]) },
        make("b", {}, String(rowNumber(store.get().lab, row.data[at]))), ` ${said}`);
      button.onclick = () => choose(row.data[at]);
      return make("li", {}, button);
    })));
    frame.ask();
  }

  /** Both axes alike, so that right answers lie on the diagonal. @param {Configured} lab @param {Residuals} residuals */
  function plotOf(lab, { true: truth, predicted }) {
    const range = extent(truth.data, predicted.data);
    const name = targetName(text, lab) + (lab.unit ? ` (${lab.unit})` : "");
    return {
      width, height: Math.min(width, HEIGHT), x: range, y: range,
      across: text.t("residuals_true", { target: name }), up: text.t("residuals_answer", { target: name }),
    };
  }

  function paint() {
    const { lab, hidden } = store.get();
    if (!shown || !lab || !isNumber(lab) || width < 80 || hidden.includes("confusion")) return;
    const plot = plotOf(lab, shown);
    const { context, place } = drawFrame(canvas, plot);
    context.save();
    place.clip(context);
    context.strokeStyle = token("--ink-soft");
    context.setLineDash([5, 4]);
    context.beginPath();
    for (const end of plot.x) context.lineTo(place.x(end), place.y(end));
    context.stroke();
    context.setLineDash([]);
    const chosen = sampleRow(store.get());
    const [fill, edge, ink] = [token("--class-0"), token("--card"), token("--ink")];
    shown.row.data.forEach((row, at) => {
      context.beginPath();
      context.arc(place.x(shown?.true.data[at] ?? 0), place.y(shown?.predicted.data[at] ?? 0), row === chosen ? 6.5 : 4, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.lineWidth = row === chosen ? 2.5 : 1;
      context.strokeStyle = row === chosen ? ink : edge;
      context.fill();
      context.stroke();
    });
    context.restore();
  }

  /** @param {number} row */
  function choose(row) {
    if (row < (store.get().lab?.table.labels.data.length ?? 0)) store.set({ sample: { kind: "row", row } });
  }

  scope.on(canvas, "click", (event) => {
    const { lab } = store.get();
    if (!shown || !lab) return;
    const box = canvas.getBoundingClientRect();
    const place = placeOn(canvas, plotOf(lab, shown));
    let [best, least] = [-1, NEAR];
    shown.row.data.forEach((row, at) => {
      const distance = Math.hypot(event.clientX - box.x - place.x(shown?.true.data[at] ?? 0), event.clientY - box.y - place.y(shown?.predicted.data[at] ?? 0));
      if (distance < least) [best, least] = [row, distance];
    });
    if (best >= 0) choose(best);
  });
  scope.onResize([stage], () => {
    width = Math.floor(stage.clientWidth);
    frame.ask();
  });
  scope.add(
    store.watch(["lab", "part", "snapshot", "moment", "hidden", "engine"], asker.want),
    store.watch(["sample"], (state) => {
      for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(Number(button.dataset.row) === sampleRow(state)));
      frame.ask();
    }),
    text.onChange(show),
    onTheme(() => frame.ask()),
    frame.stop,
    asker.stop,
    keys.stop,
  );
  return scope.end;
}
