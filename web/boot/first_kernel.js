// @ts-check
// Trains the note's network until Python is there: the kernel that nnlab's compiler makes of the code on the page,
// made when the page was built (scripts/built/first_kernel). It answers in Session's own shapes what it can, and
// gives undefined for the rest. Nothing is computed here: this file reads what the kernel wrote.

import { fetchPinned } from "../base/download.js";
import { FIELDS } from "../generated/options.js";
import { firstMap } from "./first_map.js";

/** @import { Breakdown, Configured, LiveFrom, Live, Methods, Retrained, Setup, Snapshot, Trained } from "../generated/protocol.js" */

/**
 * What a set-up may choose and still be the note's network.
 * @type {string[]}
 */
const FREE = ["seed", "learning_rate", "epochs", "target_loss"];
/** Epochs in one call, a millisecond or so. */
const AT_ONCE = 16;
/** The page has but this thread, and must not stand still for longer. */
const MOST_MS = 8;
/** Of more epochs than these Python keeps every second one. */
const MOST_PAST = 40_000;
const MOST_WORK = 2 ** 30;

/** @typedef {Awaited<ReturnType<typeof createFirstKernel>>} FirstKernel */

/** @param {ArrayLike<number>} numbers */
const array = (numbers) => ({ data: Float64Array.from(numbers), shape: [numbers.length] });

/** Whether a choice is the note's. @param {keyof Setup} name @param {unknown} value */
const usual = (name, value) => JSON.stringify(value) === JSON.stringify(FIELDS[name].default);

/**
 * @param {{
 *   wasm: string, memory: Record<"state" | "state_bytes" | "history" | "results" | "in_file_order" | "inputs" | "sample" | "first", number>,
 *   told: Record<string, number>, columns: number, rows: number, steps: number, parameters: number, answers: number[], slopes: number[],
 *   saturated_below: number, low: number[], high: number[], labels: number[],
 *   lab: Omit<Configured, "run" | "table" | "snapshot" | "kept" | "train_loss" | "train_accuracy" | "test_loss" | "test_accuracy">,
 *   random_states: string[],
 * }} made  kernel.json
 */
export async function createFirstKernel(made) {
  const { memory: at, told, parameters: size, lab, random_states } = made;
  const [inputs, ...widths] = lab.sizes;
  const beyond = () => {
    throw new RangeError("beyond what the module proves");
  };
  const wasm = Uint8Array.from(atob(made.wasm), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(wasm, { math: { exp: beyond, log: beyond, tanh: beyond } });
  const { run, ask, slopes, memory } = /** @type {Record<string, any>} */ (instance.exports);
  const numbers = (/** @type {number} */ from, /** @type {number} */ count) => new Float64Array(memory.buffer, from, count);
  const view = new DataView(memory.buffer);
  const tell = (/** @type {string} */ name, /** @type {number} */ value) => view.setFloat64(told[name], value, true);
  const hear = (/** @type {string} */ name) => view.getFloat64(told[name], true);
  const state = numbers(at.state, size);

  /** The weights at each epoch's end, from epoch `begin` on. @type {Float64Array[]} */
  let past = [];
  let begin = 0;
  let first_loss = 0;
  /** What the page calls the lab, and its set-up. */
  let of = { run: 0, setup: /** @type {Setup} */ ({}) };
  /** @type {Breakdown} */
  let breakdown = "";
  /** @type {LiveFrom[]} */
  let changes = [];
  /** @type {Snapshot | undefined} */
  let start;

  const latest = () => begin + past.length - 1;
  const near = (/** @type {number} */ epoch) => Math.min(epoch, latest());
  const kept = () => ({ first: begin, every: 1 });
  /** All rows, one after the other. */
  const features = () => numbers(at.inputs, inputs * lab.rows).slice();

  const sample = numbers(at.sample, inputs);
  /** Answers with the weights that `state` holds. @param {ArrayLike<number>} values */
  function forward(values) {
    sample.set(values);
    ask(at.in_file_order, at.sample, at.sample);
    return (/** @type {number} */ place) => view.getFloat64(place, true);
  }
  /** Where the layers' outputs stand; before each layer's are its sums. */
  const outputPlaces = widths.map((width, layer) => {
    const end = 2 * widths.slice(0, layer + 1).reduce((sum, each) => sum + each, 0);
    return made.answers.slice(end - width, end);
  });
  const isSample = (/** @type {number[]} */ values) => values.length === inputs && values.every(Number.isFinite);

  /** @param {number} epoch @returns {Snapshot} */
  const checkpoint = (epoch) => ({
    epoch, vector: array(past[epoch - begin]), optimizer_state: {}, random_state: random_states[of.setup.seed],
    first_loss, best_test_loss: Infinity, waiting_since: 0,
  });
  const snapshot = () => ({ ...checkpoint(latest()), changes, ...(start && { start }) });

  /** Forgets what came after `epoch`. @param {number} epoch */
  function goBack(epoch) {
    past.length = epoch - begin + 1;
    changes = changes.filter((each) => each.epoch < epoch);
    breakdown = "";
  }

  /** What an epoch's end is measured by, of these weights. @param {ArrayLike<number>} weights */
  function measured(weights) {
    state.set(weights);
    run(made.steps, 1, MOST_WORK, Infinity);
    return figures(0);
  }

  /** @param {ArrayLike<number>} weights @param {Partial<Snapshot>} from @returns {Configured} */
  function install(weights, from) {
    const [, train_loss, train_accuracy] = measured(weights);
    [begin, past, first_loss, breakdown] = [from.epoch ?? 0, [Float64Array.from(weights)], from.first_loss ?? train_loss, ""];
    [changes, start] = [from.changes ?? [], from.start];
    const table = { features: { data: features(), shape: [lab.rows, inputs] }, labels: array(made.labels), test: array(made.labels.map(() => 0)) };
    return {
      ...lab, run: of.run, table, snapshot: snapshot(), train_loss, train_accuracy, test_loss: NaN, test_accuracy: NaN, kept: kept(),
    };
  }

  const figures = (/** @type {number} */ row) => [...numbers(at.results + 8 * made.columns * row, made.columns)];
  const firstWeights = () => numbers(at.first + 8 * size * of.setup.seed, size);

  /** Why a suspect epoch is broken, or "". @param {number} loss @returns {Breakdown} */
  function judge(loss) {
    if (!state.every(Number.isFinite) || !Number.isFinite(loss)) return "not_finite";
    slopes(at.in_file_order, at.inputs, at.inputs);
    return made.slopes.some((place) => view.getFloat64(place, true) < made.saturated_below) ? "saturated" : "";
  }

  /** Up to `epochs` epochs more; what was measured at the end of each. @param {number} epochs @param {number} until */
  function advance(epochs, until) {
    /** @type {number[][]} */
    const rows = [];
    while (rows.length < epochs && !breakdown) {
      state.set(past[past.length - 1]);
      run(0, Math.min(AT_ONCE, made.rows, epochs - rows.length), MOST_WORK, first_loss);
      const ended = hear("ended");
      for (let row = 0; row < ended; row += 1) rows.push(figures(row));
      const loss = rows[rows.length - 1][1];
      if (hear("suspect")) breakdown = judge(loss);
      for (let row = 0; row < (breakdown ? ended - 1 : ended); row += 1) {
        past.push(numbers(at.history + row * at.state_bytes, size).slice());
      }
      if (loss <= hear("target_loss") || performance.now() >= until) break;
    }
    return rows;
  }

  const answers = {
    /** @param {{ run: number, setup: Setup }} params */
    configure({ run, setup }) {
      of = { run, setup };
      return install(firstWeights(), {});
    },

    /** @param {{ run: number, setup: Setup, snapshot: Snapshot }} params */
    restore({ run, setup, snapshot }) {
      if (snapshot.vector.data.length !== size) throw new RangeError("Python says what is wrong");
      of = { run, setup };
      return install(snapshot.vector.data, snapshot);
    },

    /** @param {{ run: number, epochs: number, budget_ms: number, live: Live }} params @returns {Trained} */
    train({ run, epochs, budget_ms, live: { learning_rate, batch_size, l2, target_loss } }) {
      const until = performance.now() + Math.min(budget_ms, MOST_MS);
      const before = latest();
      if (changes.at(-1)?.learning_rate !== learning_rate) {
        changes = [...changes.filter(({ epoch }) => epoch < before), { epoch: before, learning_rate, batch_size, l2 }];
      }
      tell("learning_rate", learning_rate);
      tell("target_loss", target_loss > 0 ? target_loss : -Infinity);
      tell("best", Infinity);
      tell("waited", 0);
      tell("patience", Infinity);
      const rows = advance(epochs, until);
      const column = (/** @type {number} */ nth) => array(rows.map((row) => row[nth]));
      const none = () => array(rows.map(() => NaN));
      const loss = rows.at(-1)?.[1] ?? Infinity;
      return {
        run, breakdown, stopped: !breakdown && loss <= hear("target_loss") ? "target_loss" : "",
        snapshot: snapshot(), kept: kept(), engine: "compiled", why_plain: "",
        reports: {
          epoch: array(rows.map((_, nth) => before + 1 + nth)), printed_loss: column(0), train_loss: column(1),
          train_accuracy: column(2), test_loss: none(), test_accuracy: none(),
        },
      };
    },

    /** @param {{ run: number, setup: Setup, budget_ms: number }} params @returns {Retrained} */
    retrain({ run, setup, budget_ms }) {
      const configured = answers.configure({ run, setup });
      return { lab: configured, trained: answers.train({ run, epochs: setup.epochs, budget_ms, live: setup }) };
    },

    /** @param {{ epoch: number }} params */
    look: ({ epoch }) => checkpoint(near(epoch)),

    /** @param {{ epoch: number }} params */
    go_back({ epoch }) {
      goBack(near(epoch));
      return snapshot();
    },

    /** @param {{ values: number[], epoch?: number }} params */
    predict({ values, epoch }) {
      if (!isSample(values)) throw new RangeError("Python says what is wrong");
      const vector = past[near(epoch ?? Infinity) - begin];
      state.set(vector);
      const found = made.answers.map(forward(values));
      const layers = widths.map((width) => ({ sums: found.splice(0, width), outputs: found.splice(0, width) }));
      const { outputs } = layers[layers.length - 1];
      const predicted = outputs.indexOf(Math.max(...outputs));
      const fields = values.map((value, field) => ({ field, value, min: made.low[field], max: made.high[field] }));
      return {
        outputs: array(outputs), inputs: array(values), activations: [array(values), ...layers.map((layer) => array(layer.outputs))],
        sums: layers.map(({ sums }) => array(sums)), predicted, name: lab.class_names[predicted],
        trained: firstWeights().some((weight, nth) => weight !== vector[nth]),
        out_of_range: fields.filter(({ value, min, max }) => value < min || value > max),
      };
    },

    /** @param {Methods["regions"]["params"]} params */
    regions(params) {
      if (!isSample(params.values)) throw new RangeError("Python says what is wrong");
      state.set(past[near(params.epoch ?? Infinity) - begin]);
      const data = { low: made.low, high: made.high, labels: made.labels, features: features() };
      return firstMap(params, data, outputPlaces, forward);
    },
  };

  /** Whether this is asked of the note's network, and of an epoch that is here. @param {string} method @param {any} params */
  function knows(method, { setup, live, epoch = Infinity, new_csv = false }) {
    if (!Object.hasOwn(answers, method) || new_csv || (setup && !covers(setup))) return false;
    if (method === "train" && past.length > MOST_PAST) return false;
    if (live && !(usual("batch_size", live.batch_size) && usual("l2", live.l2) && usual("patience", live.patience))) return false;
    return setup !== undefined || (past.length > 0 && epoch >= begin);
  }

  /** Whether it can train that. @param {Setup} setup */
  function covers(setup) {
    const names = /** @type {(keyof Setup)[]} */ (Object.keys(FIELDS));
    return Object.hasOwn(random_states, setup.seed) && names.every((name) => FREE.includes(name) || usual(name, setup[name]));
  }

  return {
    covers,

    /**
     * The answer; undefined when only Python has one, and then nothing has changed.
     * @template {keyof Methods} M @param {M} method @param {Methods[M]["params"]} params
     * @returns {Methods[M]["result"] | undefined}
     */
    answer(method, params) {
      if (!knows(method, params)) return undefined;
      const before = { past: [...past], begin, of, first_loss, breakdown, changes, start };
      try {
        return /** @type {any} */ (answers)[method](params);
      } catch {
        ({ past, begin, of, first_loss, breakdown, changes, start } = before);
        return undefined;
      }
    },

    /** Another set-up was chosen, which is not for this kernel. */
    forget: () => (past = []),

    /** What Python needs to go on: the run, and the weights of each epoch of it. Undefined without one. */
    handOver() {
      if (past.length === 0) return undefined;
      const vectors = new Float64Array(past.length * size);
      past.forEach((vector, nth) => vectors.set(vector, nth * size));
      return { ...of, snapshot: snapshot(), past: { data: vectors, shape: [past.length, size] } };
    },
  };
}

/** Undefined when it cannot be had: then the page waits for Python. */
export async function loadFirstKernel() {
  const mark = document.querySelector('meta[name="first-kernel"]'); // which only a built page has
  if (!mark) return undefined;
  const [bytes, sha256] = String(mark.getAttribute("content")).split(" ");
  try {
    const pinned = { path: "web/kernel.json", bytes: Number(bytes), sha256 };
    const text = await fetchPinned(new URL("../../", import.meta.url), pinned, () => {});
    return await createFirstKernel(JSON.parse(new TextDecoder().decode(text)));
  } catch {
    return undefined;
  }
}
