// @ts-check
// The views that the first run fills, in a module of their own: it comes behind the first picture of the page and what
// trains. web/main.js makes the parts that they are joined with.

import { mountEngineNote } from "./panels/setup/engine_note.js";
import { mountFlowers } from "./panels/lesson/flowers.js";
import { mountValley } from "./panels/lesson/valley.js";
import { mountLive } from "./panels/setup/live.js";
import { mountLossChart } from "./panels/training/loss_chart.js";
import { mountRegions } from "./panels/regions/regions.js";
import { mountScaleHint } from "./panels/setup/scale_hint.js";
import { mountTime } from "./panels/time/time.js";
import { gated } from "./lab/gate.js";

/** @import { Parts } from "./views.js" */

/** What the first run fills. @param {Parts} parts */
export const soonViews = ({ store, text, engine, runner, course }) => [
  () => mountFlowers(gated(store, "flowers"), text, engine, course),
  () => mountValley(gated(store, "valley"), text, engine),
  () => mountLossChart(gated(store, "training"), text, runner),
  () => mountRegions(gated(store, "regions"), text, engine),
  () => mountTime(gated(store, "time"), text, runner),
  () => mountScaleHint(store, text),
  () => mountEngineNote(store, text),
  () => mountLive(store, text, runner),
];
