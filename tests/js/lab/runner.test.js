// @ts-check
// The runner against a Python that answers when it is told to: what is asked, in what order, and what is shown.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRunner } from "../../../web/lab/runner.js";
import { createStore, initialState } from "../../../web/lab/store.js";

const array = (/** @type {number[]} */ data) => ({ data: Float64Array.from(data), shape: [data.length] });

/** A network of one weight whose value is its epoch. @param {number} epoch */
const snapshotAt = (epoch) => ({ epoch, vector: array([epoch]), first_loss: 1, start: epoch === 0, changes: [] });

/** @param {number} run */
const labOf = (run) => ({
  run, sizes: [1, 2], rows: 2, test_rows: 0, feature_names: ["x"], class_names: ["no", "yes"], telling: [0, 0], pictures: [], sources: [],
  table: { features: array([1, 2]), labels: array([0, 1]), test: array([0, 0]) },
  train_loss: 1, train_accuracy: 0.5, test_loss: NaN, test_accuracy: NaN, snapshot: snapshotAt(0), kept: { first: 0, every: 1 },
});

/** @param {number} from @param {number} to */
function reportsOf(from, to) {
  const epochs = Array.from({ length: to - from }, (_, at) => from + at + 1);
  const names = ["epoch", "train_loss", "train_accuracy", "printed_loss", "test_loss", "test_accuracy"];
  return Object.fromEntries(names.map((name) => [name, array(epochs)]));
}

/** The page's lab, with a Python that trains at most `slice` epochs a call. @param {{ slice?: number }} [how] */
function open({ slice = Infinity } = {}) {
  const store = createStore(initialState());
  store.set({ engine: { kind: "ready", python: "", numpy: "", goesOn: false } });
  /** @type {{ method: string, params: any }[]} */
  const asked = [];
  /** What Python refuses from now on. @type {Set<string>} */
  const refused = new Set();
  let epoch = 0;
  const train = (/** @type {number} */ run, /** @type {number} */ epochs) => {
    const before = epoch;
    epoch += Math.min(slice, epochs);
    return { run, reports: reportsOf(before, epoch), snapshot: snapshotAt(epoch), kept: { first: 0, every: 1 }, why_plain: "", breakdown: "", stopped: "" };
  };
  /** @type {Record<string, (params: any) => unknown>} */
  const python = {
    configure: ({ run }) => ((epoch = 0), labOf(run)),
    train: ({ run, epochs }) => train(run, epochs),
    retrain: ({ run, setup }) => ((epoch = 0), { lab: labOf(run), trained: train(run, setup.epochs) }),
    restore: ({ run, snapshot }) => ((epoch = snapshot.epoch), { ...labOf(run), snapshot }),
    look: ({ epoch: at }) => snapshotAt(at),
    start_step: ({ run, setup = store.get().setup }) => ((epoch = 0), { lab: labOf(run), setup, given: false }),
    go_back: ({ epoch: at }) => ((epoch = at), snapshotAt(at)),
  };
  const engine = {
    trains: () => store.get().engine.kind === "ready",
    call: async (/** @type {string} */ method, /** @type {any} */ params) => {
      asked.push({ method, params });
      await new Promise((resolve) => setTimeout(resolve));
      if (refused.has(method)) throw new Error(`${method} is refused`);
      return python[method](params);
    },
  };
  const runner = createRunner(store, /** @type {any} */ (engine));
  return { store, runner, asked, refused, methods: () => asked.splice(0).map(({ method }) => method) };
}

test("play trains in slices to the epochs asked for, and then as many again", async () => {
  const { store, runner, methods } = open({ slice: 150 });
  await runner.start();
  await runner.play();
  assert.deepEqual(methods(), ["configure", "train", "train", "train"]);
  assert.deepEqual(store.get().training, { kind: "finished", why: "epochs" });
  assert.equal(store.get().history.epoch.length, 401);
  await runner.play();
  assert.equal(store.get().snapshot?.epoch, 800);
});

test("quick steps wait for each other and none is lost", async () => {
  const { store, runner, methods } = open();
  await runner.start();
  await Promise.all([runner.step(), runner.step(), runner.step()]);
  assert.deepEqual(methods(), ["configure", "train", "train", "train"]);
  assert.equal(store.get().snapshot?.epoch, 3);
  assert.equal(store.get().training.kind, "paused");
});

test("of many new set-ups only the newest is asked for", async () => {
  const { store, runner, asked } = open();
  await runner.start();
  asked.length = 0;
  await Promise.all([1, 2, 3, 4].map((seed) => runner.change({ seed })));
  assert.deepEqual(asked.map(({ params }) => params.setup.seed), [4]);
  assert.equal(store.get().accepted.seed, 4);
});

test("what Python refuses is undone, and the lab keeps the set-up that it has", async () => {
  const { store, runner, refused } = open();
  await runner.start();
  refused.add("configure");
  const changed = runner.change({ seed: 7 });
  assert.equal(store.get().setup.seed, 7);
  assert.equal(store.get().accepted.seed, 0);
  await changed;
  assert.equal(store.get().setup.seed, 0);
  assert.match(String(store.get().error), /configure is refused/);
});

test("a learning rate is the lab's at once, and asks for no new one", async () => {
  const { store, runner, methods } = open();
  await runner.start();
  methods();
  await runner.change({ learning_rate: 0.5 });
  assert.deepEqual(methods(), []);
  assert.equal(store.get().accepted.learning_rate, 0.5);
});

test("live training sets aside what it did not make, and brings it back", async () => {
  const { store, runner, methods } = open();
  await runner.start();
  await runner.play();
  const trained = store.get().snapshot;
  await runner.setLive(true);
  methods();
  await runner.change({ learning_rate: 0.5 });
  await runner.change({ learning_rate: 0.6 });
  assert.deepEqual(methods(), ["retrain", "retrain"]);
  assert.equal(store.get().setAside?.snapshot, trained);
  assert.equal(store.get().setAside?.setup.learning_rate, 0.05);
  assert.equal(store.get().earlier.length, 1);
  await runner.bringBack();
  assert.equal(store.get().snapshot, trained);
  assert.equal(store.get().setup.learning_rate, 0.05);
  assert.equal(store.get().accepted.learning_rate, 0.05);
  assert.equal(store.get().live, false);
});

test("training goes on from the past epoch that is shown", async () => {
  const { store, runner, asked } = open();
  await runner.start();
  await runner.play();
  await runner.look(100);
  assert.equal(store.get().moment?.epoch, 100);
  asked.length = 0;
  await runner.step();
  assert.deepEqual(asked.map(({ method }) => method), ["go_back", "train"]);
  assert.equal(store.get().snapshot?.epoch, 101);
  assert.deepEqual(store.get().history.epoch.slice(-2), [100, 101]);
});

test("the farthest epoch that was taken back is known until another lab comes", async () => {
  const { store, runner } = open();
  await runner.start();
  await runner.play();
  assert.equal(store.get().takenBack, 0);
  await runner.goBack(100);
  assert.equal(store.get().takenBack, 400);
  await runner.step();
  await runner.goBack(50);
  assert.equal(store.get().takenBack, 400); // not the 101 that it had come to
  await runner.change({ seed: 3 });
  assert.equal(store.get().takenBack, 0);
});

test("a lesson's network is the lesson's until another has its place", async () => {
  const { store, runner } = open();
  await runner.start();
  await runner.play();
  store.set({ room: "learn" });
  const of = { lesson: "neuron", title: {}, choice: {} };
  await runner.startStep(/** @type {any} */ ({}), of);
  assert.deepEqual(store.get().earlier.map((run) => run.of), [undefined]); // the visitor's own, which it replaced
  await runner.play();
  store.set({ room: "play", setAside: undefined });
  await runner.choose(store.get().setup, true); // the visitor's again
  assert.deepEqual(store.get().earlier.map((run) => run.of?.lesson), [undefined, "neuron"]);
  assert.equal(store.get().setAside, undefined);
  await runner.play();
  await runner.choose(store.get().setup, true);
  assert.equal(store.get().setAside?.snapshot.epoch, 400);
});

test("what is chosen while a lab comes with a set-up of its own comes after it, and stays", async () => {
  const { store, runner, asked } = open();
  await runner.start();
  const own = { ...store.get().setup, seed: 3 };
  store.set({ setup: own });
  await runner.choose(own);
  const of = { lesson: "neuron", title: {}, choice: {} };
  const start = () => runner.startStep(/** @type {any} */ ({ setup: { ...own, seed: 5 } }), of);
  for (const wish of [{ seed: 4 }, own]) { // another, and the one that was there when the step was asked for
    const started = start();
    await new Promise((resolve) => setTimeout(resolve));
    asked.length = 0;
    await Promise.all([started, runner.change(wish)]);
    assert.deepEqual(asked.map(({ params }) => params.setup.seed), [wish.seed]);
    assert.deepEqual([store.get().setup.seed, store.get().accepted.seed], [wish.seed, wish.seed]);
  }
  await Promise.all([start(), runner.choose(own)]); // a preset, say
  assert.deepEqual([store.get().setup, store.get().accepted], [own, own]);
  await Promise.all([start(), runner.change({ learning_rate: 0.3 })]); // of the lab that comes
  assert.deepEqual([store.get().setup.seed, store.get().accepted.learning_rate], [5, 0.3]);
});

test("where the kept weights are another set-up's, the new worker begins with the one that was chosen", async () => {
  const { store, runner, refused, methods } = open();
  await runner.start();
  await runner.play();
  methods();
  refused.add("restore");
  await runner.start();
  assert.deepEqual(methods(), ["restore", "configure"]);
  assert.equal(store.get().error, "");
  assert.equal(store.get().snapshot?.epoch, 0);
});

test("a reply of an older lab is dropped", async () => {
  const { store, runner } = open({ slice: 10 });
  await runner.start();
  const playing = runner.play();
  await new Promise((resolve) => setTimeout(resolve, 1));
  await runner.change({ seed: 3 });
  await playing;
  assert.deepEqual(store.get().training, { kind: "idle" });
  assert.deepEqual(store.get().history.epoch, [0]);
});
