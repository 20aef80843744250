// @ts-check
// Composition root: makes the parts and joins them. Nothing is decided here.

import { createAddress } from "./visit/address.js";
import { createCourse } from "./visit/course.js";
import { createStepper } from "./lab/stepper.js";
import { createWorkshop } from "./lab/workshop.js";
import { loadIris } from "./lab/dataset.js";
import { fetchJson } from "./base/download.js";
import { createEngine } from "./boot/engine.js";
import { loadFirstKernel } from "./boot/first_kernel.js";
import { createAutosave } from "./visit/autosave.js";
import { mountInTurn, mountLater } from "./boot/mounting.js";
import { openLab } from "./visit/opening.js";
import { createAdvice } from "./lab/advice.js";
import { createPredictor } from "./lab/predictor.js";
import { loadPresets, loadRecipes } from "./lab/presets.js";
import { createRunner } from "./lab/runner.js";
import { gated } from "./lab/gate.js";
import { createStore, initialState, pageStatus, trainable } from "./lab/store.js";
import { createStudies } from "./lab/studies.js";
import { createText } from "./base/text.js";
import { mountAsPictures } from "./panels/data/as_pictures.js";
import { mountBar } from "./rooms/bar.js";
import { mountBreakdown } from "./panels/training/breakdown.js";
import { mountClassify } from "./panels/classify/classify.js";
import { mountDataTable } from "./panels/data/data_table.js";
import { mountFeatures } from "./panels/data/features.js";
import { mountMade } from "./panels/data/made.js";
import { mountFields } from "./panels/setup/fields.js";
import { mountFigures } from "./panels/training/figures.js";
import { mountExplain } from "./rooms/explain.js";
import { mountGlossary } from "./rooms/glossary.js";
import { mountKeys } from "./rooms/keys.js";
import { mountLanguage } from "./boot/language.js";
import { LANGUAGES } from "./generated/options.js";
import { mountClassroom } from "./panels/teach/classroom.js";
import { mountLesson } from "./panels/lesson/lesson.js";
import { mountLayers } from "./panels/setup/layers.js";
import { mountNetwork } from "./panels/network/network.js";
import { mountDoors } from "./rooms/doors.js";
import { mountRooms } from "./rooms/rooms.js";
import { mountNotices } from "./rooms/notices.js";
import { mountPresets } from "./panels/setup/presets.js";
import { mountStage } from "./rooms/stage.js";
import { mountStatus } from "./boot/status.js";
import { mountTheme } from "./boot/theme.js";
import { mountViewsMenu } from "./rooms/views_menu.js";

/** @param {string} path */
const json = (path) => fetchJson(new URL(path, import.meta.url), path.replace("./", "web/"));

const store = createStore(initialState());
const engine = createEngine((state) => {
  const wasReady = store.get().engine.kind === "ready";
  const { lab } = store.get();
  // After a hand-over the lab is the same, but who could not ask about it before asks now.
  store.set({ engine: state, ...(state.kind === "ready" && state.goesOn && lab && { lab: { ...lab } }) });
  if (state.kind === "ready" && !wasReady && !state.goesOn) void opening.then(() => runner.start());
});
const runner = createRunner(store, engine);
createPredictor(store, engine);
const studies = createStudies(store, engine);
createAdvice(store, studies);
const stepper = createStepper(gated(store, "apart"), engine);
const workshop = createWorkshop(store, engine);
const opening = openLab(store, loadPresets());
const firstKernel = loadFirstKernel();
const tooOld = "tooOld" in document.documentElement.dataset; // web/boot/preflight.js has said so
if (!tooOld) engine.start();
void opening.then(async ({ restored }) => {
  if (restored) runner.claimAsBefore();
  const kernel = await firstKernel;
  const { setup, csv } = store.get();
  if (!kernel || csv || tooOld) return;
  engine.use(kernel);
  if (store.get().engine.kind !== "ready" && engine.trains(setup)) await runner.start();
});
const mounted = [mountTheme()];

/** @param {string} language */
const fetchSentences = (language) => json(`./text/${language}.json`);
const [sentences, { presets, restored }, iris, recipes] = await Promise.all([
  fetchSentences(nnlabLanguage), opening, loadIris(store.get().setup), loadRecipes(),
]);
if (!store.get().dataset && store.get().setup.dataset === "iris") store.set({ dataset: iris });
const text = createText(nnlabLanguage, sentences, LANGUAGES, fetchSentences);

const course = createCourse(store, engine, runner, workshop);
// For teachers' own pages and for the tests: the parts by name.
Object.assign(globalThis, { nnlab: { store, engine, runner, course, unmount: () => mounted.splice(0).forEach((end) => end()) } });

// First what one trains with, which can be pressed as soon as it is there.
mounted.push(course.stop, ...await mountInTurn([
  () => mountRooms(store),
  () => mountStage(store),
  () => mountLanguage(store, text),
  () => mountDoors(store),
  () => mountLesson(store, text, course, runner),
  () => mountClassroom(store, text, engine, course),
  () => mountStatus(store, text, engine),
  () => mountBar(store, text, runner),
  () => mountFigures(store, text),
  () => mountFields(store, text, runner),
  () => mountNetwork(gated(store, "network"), text, runner),
]));
store.watch(["engine", "training", "lab", "snapshot"], (state) => {
  if (!tooOld) document.body.dataset.state = pageStatus(state);
  document.body.toggleAttribute("data-trains", trainable(state));
});
// Without them the page is not whole: web/boot/preflight.js says so.
const missing = (/** @type {Error} */ error) => Promise.reject(Object.assign(error, { part: true }));
const firstViews = import("./first_views.js").catch(missing);
mounted.push(...await mountInTurn([
  () => mountExplain(text),
  () => mountGlossary(text),
  () => mountViewsMenu(store, text),
  () => mountNotices(store, text),
  () => mountBreakdown(store, text, runner),
  () => mountPresets(store, text, runner, presets, recipes),
  () => mountLayers(store, text, runner),
  () => mountFeatures(store, text, runner),
  () => mountMade(store, text, runner),
  () => mountDataTable(store, text),
  () => mountAsPictures(store, text),
  () => mountClassify(store, text),
]));
const address = createAddress(store, presets, runner);
const autosave = createAutosave(store, { restored });
mounted.push(mountKeys({ " ": "play", s: "step", r: "reset", g: "gradient-check" }));

const started = new Promise((resolve) => {
  store.watch(["engine", "lab"], (state) => pageStatus(state) !== "booting" && setTimeout(resolve));
});
const trains = new Promise((resolve) => {
  store.watch(["engine", "lab", "snapshot"], (state) => trainable(state) && setTimeout(resolve));
});
const parts = { store, text, engine, runner, course, studies, stepper, workshop, address, autosave, presets, recipes };
const soon = mountLater(firstViews.then(({ soonViews }) => soonViews(parts)), Promise.race([trains, started]));
const views = soon.then(() => import("./views.js")).catch(missing);
const later = mountLater(views.then(({ laterViews }) => laterViews(parts)), started);
mounted.push(...await soon, ...await later);
await text.completed().catch(() => {}); // who wants that language is told
document.body.dataset.whole = ""; // every view is there
