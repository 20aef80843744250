// @ts-check
// Composition root: makes the parts and joins them. Nothing is decided here.

import { createAddress } from "./address.js";
import { createSurgeon } from "./apart/surgeon.js";
import { createWorkshop } from "./code/workshop.js";
import { dataKey, loadIris } from "./dataset.js";
import { fetchJson } from "./download.js";
import { createEngine } from "./engine.js";
import { createKeeper } from "./keeper.js";
import { mountLater } from "./mounting.js";
import { openLab } from "./opening.js";
import { createPredictor } from "./predictor.js";
import { loadPresets } from "./presets.js";
import { createRunner } from "./runner.js";
import { createStore, initialState, pageState } from "./state.js";
import { createStudies } from "./studies.js";
import { createText } from "./text.js";
import { mountApart } from "./views/apart.js";
import { mountArticle } from "./views/article.js";
import { mountBar } from "./views/bar.js";
import { mountBreakdown } from "./views/breakdown.js";
import { mountClassify } from "./views/classify.js";
import { mountConfusion } from "./views/confusion.js";
import { mountCode } from "./views/code.js";
import { mountDataTable } from "./views/data_table.js";
import { mountEngineNote } from "./views/engine_note.js";
import { mountFeatures } from "./views/features.js";
import { mountFields } from "./views/fields.js";
import { mountFigures } from "./views/figures.js";
import { mountKeep } from "./views/keep.js";
import { mountKeys } from "./views/keys.js";
import { mountLandscape } from "./views/landscape.js";
import { mountLanguage } from "./views/language.js";
import { mountLayers } from "./views/layers.js";
import { mountLive } from "./views/live.js";
import { mountLossChart } from "./views/loss_chart.js";
import { mountMany } from "./views/many.js";
import { mountNetwork } from "./views/network.js";
import { mountNotices } from "./views/notices.js";
import { mountOwnData } from "./views/own_data.js";
import { mountPresets } from "./views/presets.js";
import { mountRegions } from "./views/regions.js";
import { mountRuns } from "./views/runs.js";
import { mountScaleHint } from "./views/scale_hint.js";
import { mountStatus } from "./views/status.js";
import { mountTheme } from "./views/theme.js";
import { mountTime } from "./views/time.js";
import { mountViewsMenu } from "./views/views_menu.js";
import { mountWeightTable } from "./views/weight_table.js";
import { mountOffline } from "./views/offline.js";

/** @param {string} path */
const json = (path) => fetchJson(new URL(path, import.meta.url), path.replace("./", "web/"));

const store = createStore(initialState());
const engine = createEngine((state) => {
  const wasReady = store.get().engine.kind === "ready";
  store.set({ engine: state });
  if (state.kind === "ready" && !wasReady) void opening.then(() => runner.start());
});
const runner = createRunner(store, engine);
createPredictor(store, engine);
const surgeon = createSurgeon(store, engine);
const opening = loadPresets().then(async (presets) => ({ presets, ...(await openLab(store, presets)) }));
const tooOld = "tooOld" in document.documentElement.dataset; // web/preflight.js has said so
if (!tooOld) engine.start();
mountTheme();

const [en, zh, { presets, restored }, iris] = await Promise.all([
  json("./text/en.json"), json("./text/zh.json"), opening, loadIris(dataKey(store.get().setup, undefined)),
]);
if (!store.get().dataset && store.get().setup.dataset === "iris") store.set({ dataset: iris });
const text = createText({ en, zh });

mountLanguage(text);
mountViewsMenu(store, text);
mountNotices(store, text);
mountStatus(store, text, engine);
mountBar(store, text, runner);
mountBreakdown(store, text, runner);
mountFigures(store, text);
mountPresets(store, text, runner, presets);
mountFields(store, text, runner);
mountLayers(store, text, runner);
mountFeatures(store, text, runner);
mountDataTable(store, text);
mountClassify(store, text);
mountNetwork(store, text, runner);
const address = createAddress(store, presets, runner);
const keeper = createKeeper(store, { restored });
mountKeys({ " ": "play", s: "step", r: "reset", g: "gradient-check" });
store.watch(["engine", "run", "lab"], (state) => {
  if (!tooOld) document.body.dataset.state = pageState(state);
});

// For teachers' own pages and for the tests: the parts by name.
Object.assign(globalThis, { nnlab: { store, engine, runner } });

const started = new Promise((resolve) => {
  store.watch(["engine", "lab"], (state) => pageState(state) !== "booting" && setTimeout(resolve));
});
await mountLater([
  () => mountLossChart(store, text, runner),
  () => mountTime(store, text, runner),
  () => mountScaleHint(store, text),
  () => mountEngineNote(store, text),
  () => mountLive(store, text, runner),
  () => mountRegions(store, text, engine),
  () => mountConfusion(store, text, engine),
  () => mountRuns(store, text),
  () => mountWeightTable(store, text, runner),
  () => mountOwnData(store, text, runner, engine),
  () => mountMany(store, text, createStudies(store, engine), runner),
  () => mountLandscape(store, text, engine, runner),
  () => mountApart(store, text, surgeon),
  () => mountCode(store, text, createWorkshop(store, engine), surgeon),
  async () => mountArticle(text, await json("./article/figures.json")),
  () => mountKeep(store, text, { runner, engine, address, keeper }),
  () => mountOffline(store, text),
], started);
document.body.dataset.whole = ""; // every view is there
