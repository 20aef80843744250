// @ts-check
// The race of the visitor's version against the original: both losses, epoch by epoch.

import uPlot from "uplot";
import { onTheme } from "../../base/canvas.js";
import { WHOLE } from "../../base/chart.js";
import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { score } from "../../lab/task.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Code } from "../../lab/workshop.js" */

/** @param {Text} text */
export function createRaceChart(text) {
  const scope = createScope();
  const chart = byId("code-chart", HTMLElement);
  /** @type {uPlot | undefined} */
  let plot;
  /** @type {Code["race"]} */
  let shown;

  /** @param {Code["race"]} race */
  function show(race) {
    const root = byId("code-race-result", HTMLElement);
    root.hidden = !race;
    shown = race;
    plot?.destroy();
    plot = undefined;
    if (!race || !chart.clientWidth) return; // unseen: it is drawn once there is a place for it
    const [original, edited] = [race.original.data, race.edited.data];
    const reached = edited.length ? Math.min(edited.length, original.length) : original.length; // it may have failed at once
    const there = (/** @type {Float64Array} */ losses) => losses[reached - 1]?.toPrecision(4) ?? "–";
    const reaches = (/** @type {number} */ value) => (Number.isFinite(value) ? score(text, race, value) : "–");
    byId("code-race-summary", HTMLElement).textContent = text.t("code_race_summary", {
      epochs: reached, original: there(original), edited: there(edited),
      original_score: reaches(race.original_score), edited_score: reaches(race.edited_score),
    });
    const epochs = Array.from({ length: Math.max(original.length, edited.length) }, (_, k) => k + 1);
    const column = (/** @type {Float64Array} */ losses) => epochs.map((_, k) => (Number.isFinite(losses[k]) ? losses[k] : null));
    const token = (/** @type {string} */ name) => getComputedStyle(document.body).getPropertyValue(name).trim();
    const axis = { stroke: token("--ink-soft"), grid: { stroke: token("--line"), width: 1 }, ticks: { stroke: token("--line"), width: 1 }, font: "12px system-ui", labelFont: "12px system-ui", labelSize: 18 };
    plot = new uPlot(
      {
        width: chart.clientWidth, height: chart.clientHeight, legend: { show: false }, cursor: { show: false },
        scales: { x: { time: false } },
        axes: [{ ...axis, incrs: WHOLE, label: text.t("epoch"), size: 32 }, { ...axis, label: text.t("loss_axis"), size: 52 }],
        series: [
          {}, { stroke: token("--curve-loss"), width: 2, points: { show: false } },
          { stroke: token("--focus"), width: 2, dash: [6, 4], points: { show: false } },
        ],
      },
      /** @type {uPlot.AlignedData} */ ([epochs, column(original), column(edited)]),
      chart,
    );
  }

  scope.onResize([chart], () => {
    if (plot?.width !== chart.clientWidth || plot?.height !== chart.clientHeight) show(shown);
  });
  scope.add(onTheme(() => show(shown)), () => plot?.destroy());
  return { show, stop: scope.end };
}
