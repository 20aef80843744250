// @ts-check
// The views that Python answers. They come once those of the first run are there: see first_views.js.

import { mountStepper } from "./panels/stepper/stepper.js";
import { mountArticle } from "./panels/article/article.js";
import { mountAnswers } from "./panels/answers/answers.js";
import { mountConfusion } from "./panels/confusion/confusion.js";
import { mountResiduals } from "./panels/confusion/residuals.js";
import { mountCode } from "./panels/code/code.js";
import { mountDraw } from "./panels/data/draw.js";
import { mountImportance } from "./panels/importance/importance.js";
import { mountKeep } from "./panels/keep/keep.js";
import { mountLandscape } from "./panels/landscape/landscape.js";
import { mountMany } from "./panels/many/many.js";
import { mountOutcome } from "./panels/training/outcome.js";
import { mountOwnData } from "./panels/data/own_data.js";
import { mountOwnDoor } from "./rooms/doors.js";
import { mountParts } from "./rooms/parts.js";
import { mountPad } from "./panels/classify/pad.js";
import { mountPictures } from "./panels/pictures/pictures.js";
import { mountCurve } from "./panels/regions/curve.js";
import { mountRuns } from "./panels/training/runs.js";
import { mountHandIn } from "./panels/teach/hand_in.js";
import { mountTeach } from "./panels/teach/teach.js";
import { mountWhy } from "./panels/classify/why.js";
import { mountWish } from "./panels/classify/wish.js";
import { mountWeightTable } from "./panels/network/weight_table.js";
import { mountOffline } from "./boot/offline.js";
import { fetchJson } from "./base/download.js";
import { gated } from "./lab/gate.js";

/** @import { Text } from "./base/text.js" */
/** @import { Setup } from "./generated/protocol.js" */
/** @import { Store } from "./lab/store.js" */

/**
 * @typedef {{
 *   store: Store, text: Text, presets: Map<string, Setup>, recipes: Map<string, Setup>,
 *   engine: ReturnType<typeof import("./boot/engine.js").createEngine>,
 *   runner: ReturnType<typeof import("./lab/runner.js").createRunner>,
 *   studies: ReturnType<typeof import("./lab/studies.js").createStudies>,
 *   stepper: ReturnType<typeof import("./lab/stepper.js").createStepper>,
 *   workshop: ReturnType<typeof import("./lab/workshop.js").createWorkshop>,
 *   course: ReturnType<typeof import("./visit/course.js").createCourse>,
 *   address: ReturnType<typeof import("./visit/address.js").createAddress>,
 *   autosave: ReturnType<typeof import("./visit/autosave.js").createAutosave>,
 * }} Parts
 */

/** @param {Parts} parts */
export const laterViews = ({ store, text, engine, runner, course, studies, stepper, workshop, address, autosave, presets, recipes }) => [
  () => mountCurve(gated(store, "regions"), text, engine),
  () => mountConfusion(gated(store, "confusion"), text, engine, runner),
  () => mountResiduals(gated(store, "confusion"), text, engine),
  () => mountPictures(gated(store, "pictures"), text, engine),
  () => mountParts(store, text),
  () => mountRuns(gated(store, "training"), text),
  () => mountWeightTable(gated(store, "network"), text, runner),
  () => mountPad(store, text, engine),
  () => mountWhy(store, text, engine),
  () => mountWish(store, text, engine),
  () => mountDraw(store, text, runner),
  () => mountOwnData(store, text, runner, presets, recipes),
  () => mountOwnDoor(),
  () => mountMany(gated(store, "many"), text, studies, runner),
  () => mountOutcome(store, text, engine, runner),
  () => mountAnswers(gated(store, "answers"), text, engine),
  () => mountImportance(gated(store, "importance"), text, engine),
  () => mountLandscape(gated(store, "landscape"), text, engine, runner),
  () => mountStepper(gated(store, "apart"), text, stepper),
  () => mountCode(store, text, workshop, stepper),
  async () => mountArticle(text, await fetchJson(new URL("./panels/article/figures.json", import.meta.url), "web/panels/article/figures.json")),
  () => mountKeep(store, text, { runner, engine, address, autosave, workshop }),
  () => mountHandIn(store, text, engine, workshop),
  () => mountTeach(store, text, address, presets),
  () => mountOffline(store, text),
];
