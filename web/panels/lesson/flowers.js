// @ts-check
// Flowers drawn from their four lengths: some whose kind is told, and some to sort, by the learner and by the network.

import { byId, make, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { className } from "../../lab/names.js";
import { trainable } from "../../lab/store.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { LessonFlowers } from "../../generated/protocol.js" */
/** @import { Dataset } from "../../lab/dataset.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { CourseActions } from "../../visit/course.js" */

const SVG = "http://www.w3.org/2000/svg";
const GAP_MS = 90;

/** A flower as one looks down on it, in centimetres: three sepals, and between them three petals. @param {number[]} lengths */
function picture([sepalLength, sepalWidth, petalLength, petalWidth]) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, length, width, from] of /** @type {const} */ ([["sepal", sepalLength, sepalWidth, 90], ["petal", petalLength, petalWidth, 30]])) {
    for (const turn of [0, 120, 240]) {
      const leaf = document.createElementNS(SVG, "ellipse");
      const place = { cx: length / 2, rx: length / 2, ry: width / 2, transform: `rotate(${from + turn})`, class: kind };
      for (const [name, value] of Object.entries(place)) leaf.setAttribute(name, String(value));
      svg.append(leaf);
    }
  }
  return svg;
}

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 * @param {CourseActions} course
 */
export function mountFlowers(store, text, engine, course) {
  const scope = createScope();
  const known = byId("flowers-known", HTMLElement);
  const sorted = byId("flowers-sort", HTMLOListElement);
  /** What the network says of the flowers to sort, one after the other. @type {ArrayLike<number>} */
  let answers = [];
  let built = "";
  /** @type {(() => void)[]} */
  let updates = [];

  const wanted = () => {
    const { course: { lesson }, step, room } = store.get();
    return room === "learn" ? lesson?.steps[step]?.flowers : undefined;
  };
  const work = () => {
    const { course: { lesson, progress }, lesson: number } = store.get();
    return progress[`${number === "file" ? "own:" : ""}${lesson?.name}`];
  };
  const rowsOf = (/** @type {LessonFlowers} */ { known: told, sort }) => [...told, ...sort];

  /** Until Python is there, the first kernel is asked, which knows one flower at a time. @param {number[]} sort @param {number} [epoch] */
  async function oneByOne(sort, epoch) {
    const found = /** @type {number[]} */ ([]);
    for (const row of sort) found.push(...(await engine.call("predict", { values: store.get().dataset?.rows[row - 1].values ?? [], epoch })).outputs.data);
    return found;
  }

  const asker = createAsker(store, async () => {
    const flowers = wanted();
    const { lab, engine: { kind } } = store.get();
    if (!flowers || flowers.show === "sort" || !lab || !trainable(store.get()) || store.get().hidden.includes("flowers")) return;
    if (lab.feature_names.length !== 4 || lab.class_names.length !== 3) return; // another lab than the step's
    const epoch = store.get().moment?.epoch;
    answers = kind === "ready" ? (await engine.call("some_answers", { rows: flowers.sort, epoch })).outputs.data : await oneByOne(flowers.sort, epoch);
    show();
  }, { running: GAP_MS });

  function show() {
    const flowers = wanted();
    const { dataset, step, lesson } = store.get();
    if (!flowers || dataset?.name !== "iris" || dataset.features.length !== 4) return;
    const key = `${lesson} ${step} ${rowsOf(flowers)} ${text.language}`;
    if (built !== key) build(flowers, dataset);
    built = key;
    for (const update of updates) update();
  }

  /** @param {LessonFlowers} flowers @param {Dataset} dataset */
  function build(flowers, { rows, classes }) {
    updates = [];
    known.replaceChildren(...classes.map((kind, index) => make("figure", {},
      make("div", {}, ...flowers.known.flatMap((row) => (rows[row - 1]?.label === index ? [picture(rows[row - 1].values)] : []))),
      make("figcaption", {}, className(text, kind)))));
    known.hidden = flowers.show !== "sort";
    sorted.replaceChildren(...flowers.sort.map((row, k) => card(flowers, row, k, classes, rows[row - 1])));
  }

  /**
   * @param {LessonFlowers} flowers @param {number} row @param {number} number  among those to sort, from 0
   * @param {string[]} kinds @param {Dataset["rows"][number]} flower
   */
  function card({ show: shown, sort }, row, number, kinds, { values, label }) {
    const pick = () => work()?.picks[row];
    const name = text.t("flower_number", { number: number + 1 });
    const parts = /** @type {HTMLElement[]} */ ([]);
    if (shown === "sort") {
      const radios = kinds.map((kind, index) => {
        const radio = make("input", { type: "radio", name: `flower-${row}`, value: String(index) });
        radio.onchange = () => course.pick(row, { kind: index, unsure: pick()?.unsure ?? false });
        return { radio, root: make("label", { class: "inline tick" }, radio, make("span", {}, className(text, kind))) };
      });
      const unsure = make("input", { type: "checkbox" });
      unsure.onchange = () => {
        const now = pick();
        if (now) course.pick(row, { ...now, unsure: unsure.checked });
      };
      updates.push(() => {
        radios.forEach(({ radio }, index) => (radio.checked = pick()?.kind === index));
        unsure.checked = pick()?.unsure ?? false;
        unsure.disabled = pick() === undefined;
      });
      parts.push(make("fieldset", {}, make("legend", {}, name), ...radios.map(({ root }) => root),
        make("label", { class: "inline tick flower-unsure" }, unsure, make("span", {}, text.t("flower_unsure")))));
    } else {
      const said = make("p", { class: "note flower-said" });
      const bars = kinds.map((kind, index) => {
        const bar = make("span", { class: "flower-bar", style: `--class: var(--class-${index})` });
        const value = make("span", { class: "flower-value" });
        return { bar, value, root: make("li", {}, make("span", {}, className(text, kind)), bar, value) };
      });
      updates.push(() => {
        const mine = pick();
        const both = shown === "both";
        const marked = (/** @type {string} */ sentence, /** @type {number} */ kind) => (both ? `${kind === label ? "✓" : "✗"} ${sentence}` : sentence);
        const yours = mine ? marked(text.t(mine.unsure ? "flower_yours_unsure" : "flower_yours", { kind: className(text, kinds[mine.kind]) }), mine.kind) : "";
        const truth = both ? text.t("flower_truth", { kind: className(text, kinds[label]) }) : "";
        const asked = answers.length === kinds.length * sort.length ? Array.from(answers) : new Array(kinds.length * sort.length).fill(0);
        const outputs = [...asked.slice(kinds.length * number, kinds.length * (number + 1))];
        const all = outputs.reduce((a, b) => a + b, 0) || 1;
        const most = outputs.indexOf(Math.max(...outputs));
        const network = both && outputs[most] ? marked(text.t("flower_network", { kind: className(text, kinds[most]) }), most) : "";
        said.replaceChildren(...[truth, yours, network].filter(Boolean).map((sentence) => make("span", {}, sentence)));
        bars.forEach(({ bar, value, root }, index) => {
          bar.style.setProperty("--part", String(outputs[index] / all));
          tell(value, `${Math.round((100 * outputs[index]) / all)} %`);
          root.classList.toggle("most", outputs[index] === Math.max(...outputs));
        });
      });
      parts.push(make("p", { class: "flower-name" }, name), make("ul", { class: "flower-bars" }, ...bars.map(({ root }) => root)), said);
    }
    return make("li", {}, picture(values), make("div", { class: "flower-parts" }, ...parts));
  }

  scope.add(
    asker.stop,
    store.watch(["lab", "snapshot", "moment", "views", "step", "hidden", "dataset"], asker.want),
    store.watch(["course", "step", "dataset", "views"], show),
    text.onChange(show),
  );
  return scope.end;
}
