// @ts-check
// One store for the whole page. Views read it and are told when it changes; exclusive states are unions.
//
// What stands in it: all that is true of the lab, and all that the visitor chose or made, as soon as two parts of
// the page know of it. So a set-up, the visitor's code, the studies and the stepper's step are here.
// What stands beside it, each in the one file that works with it: how something is done (timers, promises, calls
// under way), and what only one panel shows (a cell that is open, where the pointer is, a field that is refused).
// Whatever is here is replaced, never changed in place; history's columns, which only grow, are the exception.

import { emptyHistory } from "./history.js";
import { emptyCourse } from "./lesson.js";
import { firstRow } from "./sample.js";
import { defaultSetup } from "./setup.js";

/** @import { Engine } from "../boot/engine.js" */
/** @import { Phrase } from "../base/text.js" */
/** @import { Dataset } from "./dataset.js" */
/** @import { History } from "./history.js" */
/** @import { EarlierRun, RunOf } from "./earlier_runs.js" */
/** @import { Configured, CsvFile, Kept, Part, Prediction, Setup, Snapshot } from "../generated/protocol.js" */
/** @import { Course } from "./lesson.js" */
/** @import { FormSample } from "./sample.js" */
/** @import { StepperState } from "./stepper.js" */
/** @import { Study } from "./studies.js" */
/** @import { Code } from "./workshop.js" */

/**
 * `csv` is the visitor's own file, which a set-up's data set "own" means.
 * `setup` is what the visitor chose; it is replaced as a whole, and only by runner.change. `accepted` is the
 * set-up of Python's lab: until Python has answered it may be another, and what it refuses it never is.
 *
 * @typedef {{ kind: "idle" } | { kind: "running" } | { kind: "paused" }
 *         | { kind: "finished", why: "epochs" | "target_loss" | "patience" }
 *         | { kind: "broken", why: "not_finite" | "saturated", learningRate: number }} TrainingState
 *
 * @typedef {{
 *   engine: Engine,
 *   training: TrainingState,
 *   lab: Configured | undefined,
 *   snapshot: Snapshot | undefined,
 *   history: History,
 *   setup: Setup, accepted: Setup,
 *   dataset: Dataset | undefined,
 *   csv: CsvFile | undefined,
 *   speed: "full" | "slow" | "guided",
 *   sample: FormSample,
 *   prediction: Prediction | undefined,
 *   pointed: { row: number, prediction?: Prediction } | undefined,
 *   stepper: StepperState,
 *   code: Code | undefined,
 *   studies: Study[],
 *   highlight: Highlight | undefined,
 *   room: string, exercise: string, hide: string[], away: string[], hidden: string[],
 *   task: string, invited: string, school: { word: string, pupil: string },
 *   lesson: string, step: number, views: string[], controls: string[], course: Course,
 *   lens: { layer: number, index: number } | undefined,
 *   axes: [number, number] | undefined,
 *   moment: Snapshot | undefined, takenBack: number,
 *   checkpoints: Kept | undefined,
 *   whyPlain: string,
 *   earlier: EarlierRun[], lessonRuns: boolean,
 *   neuronMaps: HTMLCanvasElement[][] | undefined,
 *   notices: Notice[],
 *   storage: "empty" | "stored" | "refused" | "elsewhere",
 *   embed: boolean,
 *   error: string | Error,
 *   part: Part | undefined,
 *   pace: number,
 *   live: boolean, turning: boolean,
 *   setAside: SetAside | undefined,
 * }} PageState  `code` is the visitor's own, once the panel is open. `studies` holds one of each kind. `room` is the one
 *   that is open, or "all"; `exercise` the one that is chosen, or "" for free editing; `hide` names the views that the visitor or a link took away, `away` those that Play's stage has
 *   put away, `hidden` all that are not shown. `task` is what a teacher's link asks, `invited` its class word, `school` the class that the
 *   pupil has joined, under a code. In Learn `lesson` is the open one's number, or "" for the list, `step` counts
 *   from 0, and `views` are the panels that it shows, `controls` what of the bar. `lens` is the neuron whose map is seen large; layer 0 is the first hidden one.
 *   `speed` "guided" lets one watch the run. `axes` are the features that the visitor
 *   chose for the decision regions' plane. `moment` is the past epoch that is shown, or
 *   undefined for the latest; `takenBack` is the epoch that training had reached before it was last taken back to a past one; `checkpoints` says which can be. `whyPlain` says why plain NumPy
 *   trained although the set-up asks for the compiled code, or "". `storage` is what the browser holds for the next visit (elsewhere: another tab's lab);
 *   `embed`: the page stands in another one, as small as it can be. `neuronMaps` are the neurons' small maps, when wanted.
 *   `pointed` is the row whose mark on the map the pointer is at, and the network's answer to it.
 *   `part` is the part of the data that the visitor chose to judge.
 *   `pace` is how many epochs a second pass, 0 before any has.
 *   `lessonRuns`: outside lessons, whether the earlier runs that these made are shown.
 *   `live`: every change of the set-up trains the whole run anew; `turning`: it was changed just now.
 *
 * @typedef {Pick<PageState, "setup" | "history" | "csv"> & { snapshot: Snapshot, of: RunOf | undefined }} SetAside  A
 *   network that live training replaced and that nobody could train again just so.
 *
 * @typedef {{
 *   key: string, values?: Record<string, string | number>, allowed?: Phrase,
 * }} Notice  A sentence of web/text; `allowed` is a second one, for its own {allowed}.
 *
 * @typedef {{ kind: "neuron", layer: number, row: number }
 *         | { kind: "edge", layer: number, row: number, column: number }
 *         | { kind: "bias", layer: number, row: number }
 *         | { kind: "layer", layer: number }} Highlight  What another view points at in the network: layers
 *   count from 1, and layer 0 is the input; row and column are those of W.
 */

/** @returns {PageState} */
export const initialState = () => ({
  engine: { kind: "booting", kernel: false, waits: false, phase: "download", done: 0, total: 0 },
  training: { kind: "idle" },
  lab: undefined,
  snapshot: undefined,
  history: emptyHistory(),
  setup: defaultSetup(),
  accepted: defaultSetup(),
  dataset: undefined,
  csv: undefined,
  speed: "full",
  sample: firstRow(),
  prediction: undefined,
  pointed: undefined,
  stepper: { columns: 1, target: undefined, step: 0, sought: undefined, neuron: undefined, traced: undefined, checked: undefined, stale: false },
  code: undefined,
  studies: [],
  highlight: undefined,
  room: "play",
  exercise: "",
  hide: [],
  away: [],
  lens: undefined,
  hidden: [],
  task: "",
  invited: "",
  school: { word: "", pupil: "" },
  lesson: "",
  step: 0,
  views: [],
  controls: [],
  course: emptyCourse(),
  axes: undefined,
  moment: undefined,
  takenBack: 0,
  checkpoints: undefined,
  whyPlain: "",
  earlier: [],
  lessonRuns: false,
  neuronMaps: undefined,
  notices: [],
  storage: "empty",
  embed: false,
  error: "",
  part: undefined,
  pace: 0,
  live: false,
  turning: false,
  setAside: undefined,
});

/** What the page shows: a past epoch, or the latest. @param {PageState} state */
export const shownSnapshot = ({ moment, snapshot }) => moment ?? snapshot;

/**
 * Whether there is a network that can be trained now: Python's, or, until Python is there, the first kernel's.
 * @param {PageState} state
 */
export const trainable = ({ engine, lab, snapshot }) =>
  lab !== undefined && (engine.kind === "ready" || (engine.kernel && snapshot !== undefined));

/**
 * The word in `document.body.dataset.state`: the one thing that is true of the page as a whole.
 * @param {PageState} state
 */
export function pageStatus({ engine, training, lab }) {
  if (engine.kind !== "ready") return engine.kind;
  if (!lab) return "booting"; // Python is there, its first network not yet
  return { idle: "ready", running: "running", paused: "paused", finished: "finished", broken: "diverged" }[training.kind];
}

/** @param {PageState} state */
export function createStore(state) {
  /** @type {Set<(state: PageState, before: PageState) => void>} */
  const listeners = new Set();
  /** Followers that are to be called, but only once the new curve has been drawn. @type {Set<(state: PageState) => void>} */
  const waiting = new Set();
  let frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let drawn;

  function callWaiting() {
    cancelAnimationFrame(frame);
    clearTimeout(drawn);
    frame = 0;
    const now = [...waiting];
    waiting.clear();
    for (const listener of now) listener(state);
  }

  const store = {
    get: () => state,
    /** Shows what went wrong at the page's one place for it. @param {unknown} error */
    fail: (error) => store.set({ error: error instanceof Error ? error : String(error) }),
    /** @param {Partial<PageState>} change */
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
      if (waiting.size === 0) return;
      if (!state.turning) callWaiting();
      // The next frame draws the curve, and nothing else; a timer set in it runs once the frame is done.
      else if (!frame && state.history !== before.history) {
        frame = requestAnimationFrame(() => (drawn = setTimeout(callWaiting)));
      }
    },
    /**
     * Calls `listener` now and after every change in which one of `keys` got a new value.
     * @param {(keyof PageState)[]} keys
     * @param {(state: PageState) => void} listener
     * @returns {() => void} stops it
     */
    watch(keys, listener) {
      const onChange = (/** @type {PageState} */ now, /** @type {PageState} */ before) => {
        if (keys.some((key) => now[key] !== before[key])) listener(now);
      };
      listeners.add(onChange);
      listener(state);
      return () => void listeners.delete(onChange);
    },
    /**
     * The same for those who can wait: while a knob is turned, the new curve is drawn first, and
     * then they are called once, with what holds then.
     * @param {(keyof PageState)[]} keys
     * @param {(state: PageState) => void} listener
     * @returns {() => void} stops it
     */
    follow(keys, listener) {
      const stop = store.watch(keys, () => {
        if (state.turning) waiting.add(listener);
        else listener(state);
      });
      return () => {
        stop();
        waiting.delete(listener);
      };
    },
  };
  return store;
}

/** @typedef {ReturnType<typeof createStore>} Store */
