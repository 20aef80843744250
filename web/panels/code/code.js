// @ts-check
// "The code": the package's own files, to read, to change in a copy, to check and to race.

import uPlot from "uplot";
import { equationsIn } from "./equations.js";
import { grouped } from "./source_files.js";
import { isReadOnly, MODULE, waitingKey } from "../../lab/workshop.js";
import { formatEntry } from "../../base/numbers.js";
import { mountConsole } from "./console.js";
import { byId, make } from "../../base/dom.js";
import { mountExercise } from "./exercise.js";
import { mountRunningCode } from "./running_code.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Blame, CodeError, Configured, Finding } from "../../generated/protocol.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Code, Workshop } from "../../lab/workshop.js" */
/** @import { Editor } from "./editor.js" */

const CHART_HEIGHT = 220;
/** Steps between the marks of the epochs. */
const WHOLE = [1, 2, 5].flatMap((step) => [1, 10, 100, 1000, 10_000].map((power) => step * power)).sort((a, b) => a - b);

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 * @param {Stepper} stepper
 */
export function mountCode(store, text, workshop, stepper) {
  const body = byId("code-body", HTMLElement);
  const opener = byId("code-open", HTMLButtonElement);
  const files = byId("code-file", HTMLSelectElement);
  const compare = byId("code-diff", HTMLButtonElement);
  const restore = byId("code-restore", HTMLButtonElement);
  const aside = byId("code-aside", HTMLElement);
  const undo = byId("code-undo", HTMLButtonElement);
  /** @type {Editor | undefined} */
  let editor;
  /** What the editor shows, so that it is filled anew only when that is something else. */
  let shown = "";
  let comparing = false;
  /** The diagnosis whose first place has been scrolled to. */
  let told = workshop.code?.diagnosis;
  /** @type {uPlot | undefined} */
  let plot;
  /** The lab whose compiled module has been asked for. */
  let moduleFor = /** @type {Configured | undefined} */ (undefined);

  /** @type {Promise<void> | undefined} */
  let opening;
  function open() {
    opening ??= (async () => {
      opener.disabled = true;
      const [{ createEditor }] = await Promise.all([import("./editor.js"), workshop.open()]);
      editor = createEditor(byId("code-editor", HTMLElement), {
        label: text.t("code_editor"),
        onChange: (content) => workshop.code && workshop.edit(workshop.code.file, content),
        equation: (number) => make("span", { class: "equation-window" }, ...placesOf(number)),
      });
      opener.hidden = true;
      body.hidden = false;
      show();
    })().catch((error) => {
      opening = undefined;
      opener.disabled = false;
      store.set({ error: error instanceof Error ? error : String(error) });
    });
    return opening;
  }

  /** @param {string} file @param {number} line */
  async function openAt(file, line) {
    await open();
    workshop.change({ file });
    byId("code", HTMLElement).scrollIntoView();
    editor?.goTo(line);
  }

  /** @param {number} number */
  function toArticle(number) {
    const target = byId(`eq-${number}`, HTMLElement);
    target.scrollIntoView({ block: "center" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** @param {number} number */
  function toStepper(number) {
    stepper.seek(number);
    byId("apart", HTMLElement).scrollIntoView();
    byId("apart-bar", HTMLInputElement).focus({ preventScroll: true });
  }

  /** Where an equation leads from the code: to the article and to the stepper. @param {number} number */
  function placesOf(number) {
    const links = /** @type {const} */ ([
      ["to_article", "to_article_label", toArticle], ["article_to_step", "article_to_step_label", toStepper],
    ]);
    return [`(${number})`, ...links.map(([key, label, go]) => {
      const button = make("button", { type: "button", class: "quiet" }, text.t(key));
      button.setAttribute("aria-label", text.t(label, { number }));
      button.onclick = () => go(number);
      return button;
    })];
  }

  opener.onclick = () => void open();
  files.onchange = () => workshop.change({ file: files.value });
  byId("code-edit", HTMLButtonElement).onclick = () => {
    workshop.change({ editing: true });
    editor?.goTo(1);
  };
  byId("code-run", HTMLButtonElement).onclick = () => void workshop.diagnose();
  byId("code-race", HTMLButtonElement).onclick = async () => {
    await workshop.diagnose();
    if (workshop.code?.diagnosis && workshop.code.diagnosis.verdict !== "broken") await workshop.race();
  };
  byId("code-stop", HTMLButtonElement).onclick = () => workshop.stop();
  restore.onclick = () => {
    shown = "";
    workshop.restore();
    if (!aside.hidden) undo.focus();
  };
  undo.onclick = () => {
    shown = "";
    workshop.undoRestore();
    restore.focus();
  };
  compare.onclick = () => {
    comparing = !comparing;
    show();
  };

  function show() {
    const code = workshop.code;
    if (!code || !editor) return;
    const changed = workshop.changedFiles;
    const names = code.exercise ? changed : [...Object.keys(code.sources), MODULE];
    const file = names.includes(code.file) ? code.file : names[0];
    if (file !== code.file) return workshop.change({ file });
    listFiles(names, code.exercise ? [] : changed);
    files.value = file;
    const editing = code.editing || code.exercise !== "";
    const fixed = isReadOnly(file);
    if (file === MODULE && moduleFor !== store.get().lab) {
      moduleFor = store.get().lab;
      void workshop.readModule();
    }
    byId("code-fixed", HTMLElement).textContent = !fixed ? ""
      : file !== MODULE ? text.t("code_fixed")
      : code.module?.text === "" ? text.t(code.module.why_plain ? "code_no_module_why" : "code_no_module", { reason: code.module.why_plain })
      : text.t("code_module");
    const key = `${code.exercise} ${file} ${editing}${file === MODULE ? code.module?.text : ""}`;
    if (key !== shown) {
      const task = code.exercises.find(({ name }) => name === code.exercise);
      shown = key;
      editor.open(workshop.text(file), !editing || fixed, file !== MODULE);
      const gap = task?.places.find((one) => one.file === file);
      if (gap) editor.goTo(gap.line, false);
      editor.compare(comparing ? workshop.original(file) : undefined);
    }
    if (compare.getAttribute("aria-pressed") !== String(comparing)) {
      compare.setAttribute("aria-pressed", String(comparing));
      editor.compare(comparing ? workshop.original(file) : undefined);
    }
    const dirty = changed.length > 0 && !code.exercise;
    const ready = store.get().engine.kind === "ready" && !code.busy;
    // Wherever the visitor's version is edited, or what it did is shown.
    byId("code-badge", HTMLElement).hidden = !(dirty || code.exercise);
    byId("code-edit", HTMLButtonElement).hidden = editing || fixed;
    restore.hidden = !editing;
    aside.hidden = !(code.exercise in code.undoable);
    compare.hidden = !editing || fixed;
    for (const id of ["code-run", "code-race"]) {
      byId(id, HTMLButtonElement).hidden = !editing;
      byId(id, HTMLButtonElement).disabled = !ready;
    }
    byId("code-stop", HTMLButtonElement).hidden = code.busy === "";
    byId("code-notice", HTMLElement).textContent = code.busy ? text.t(waitingKey(code)) : code.notice ? text.t(code.notice) : "";
    showEquations(fixed ? "" : workshop.text(file));
    showDiagnosis(code);
    showRace(code);
  }

  let listed = "";
  /** @param {string[]} names @param {string[]} changed */
  function listFiles(names, changed) {
    const key = [text.language, ...names, "", ...changed].join();
    if (key === listed) return;
    listed = key;
    const option = (/** @type {string} */ name) => make("option", { value: name }, changed.includes(name) ? `${name} ●` : name);
    files.replaceChildren(...grouped(names).map(([group, members]) =>
      make("optgroup", { label: text.t(`code_files_${group}`) }, ...members.map(option))));
  }

  /** The equations that a file names, as links that the keyboard reaches. @param {string} content */
  function showEquations(content) {
    const numbers = [...new Set(equationsIn(content).map(({ number }) => number))].sort();
    byId("code-equations", HTMLElement).replaceChildren(
      ...(numbers.length ? [text.t("code_equations")] : []),
      ...numbers.map((number) => make("span", { class: "equation-places" }, ...placesOf(number))),
    );
  }

  /** @param {string} file @param {number} line */
  function place(file, line) {
    const button = make("button", { type: "button", class: "place" }, text.t("code_place", { file, line }));
    button.onclick = () => void openAt(file, line);
    return button;
  }

  /** @param {Code} code */
  function showDiagnosis({ diagnosis, file, race, exercise }) {
    const root = byId("code-result", HTMLElement);
    root.hidden = !diagnosis;
    if (!diagnosis) return editor?.mark([]);
    const { verdict, findings, blame, failure } = diagnosis;
    const failures = [...(findings.length === 0 || verdict === "broken" ? failure : []), ...(race?.failure ?? [])];
    byId("code-verdict", HTMLElement).textContent =
      text.t(!exercise || verdict === "same" ? `diagnosis_${verdict}`
        : findings[0]?.slip === "not_written" ? "diagnosis_not_written"
        : verdict === "different" ? "diagnosis_not_yet" : `diagnosis_${verdict}`);
    byId("code-verdict", HTMLElement).dataset.verdict = verdict;
    const items = [
      ...blame.map((one) => make("li", {}, blameSentence(one))),
      ...findings.map((one) => make("li", {}, findingSentence(one), " ", place(one.file, one.line))),
    ];
    items.push(...failures.map((one) =>
      make("li", {}, failureSentence(one), " ", ...(one.file ? [place(one.file, one.line)] : []),
        ...(one.traceback === one.message ? [] : [make("pre", {}, one.traceback)]))));
    byId("code-findings", HTMLUListElement).replaceChildren(...items);
    const marks = [
      ...findings.map((one) => ({ file: one.file, line: one.line, message: findingSentence(one) })),
      ...failures.map((one) => ({ file: one.file, line: one.line, message: failureSentence(one) })),
    ];
    const here = marks.filter((one) => one.file === file);
    editor?.mark(here);
    if (diagnosis !== told && here.length) editor?.goTo(here[0].line, false);
    if (diagnosis !== told) byId("code-verdict", HTMLElement).scrollIntoView({ block: "nearest" });
    told = diagnosis;
  }

  /** @param {Blame} blame */
  function blameSentence({ symbol, layer, layers, factor, wrong, shapes }) {
    const [first = "", second = ""] = shapes.map(shapeOf);
    const sentence = text.t(`blame_${symbol}`, { layer, layers, next: layer + 1, wrong: wrong.join(", "), first, second });
    return Number.isFinite(factor) ? text.joined([sentence, text.t("by_factor_nearest", { factor: formatEntry(factor) })]) : sentence;
  }

  /** As NumPy writes it. @param {number[]} shape */
  const shapeOf = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

  /** @param {Finding} finding */
  function findingSentence({ piece, rule, slip, factor, message, got_shape, want_shape, since, factor_since, wrong }) {
    const named = ["loss", "output_delta"].includes(piece) ? text.t(`rule_${rule}`) : rule; // else its name in the code
    const parts = [text.t(`finding_${piece}`, { rule: named })];
    const slips = slip ? slip.split("+") : [];
    for (const one of slips) {
      parts.push(text.t(`slip_${one}`, { factor: formatEntry(factor), got: shapeOf(got_shape), want: shapeOf(want_shape) }));
    }
    const tells = slips.length > 0 && !["factor", "sign", "zero", "not_in_place", "no_ones"].includes(slip);
    if (tells && Number.isFinite(factor)) parts.push(text.t("by_factor", { factor: formatEntry(factor) }));
    if (since) parts.push(text.t(since === 1 ? "update_since_first" : "update_since_later", { since }));
    if (!Number.isFinite(factor) && Number.isFinite(factor_since)) {
      parts.push(text.t("update_factor_since", { since, factor: formatEntry(factor_since) }));
    }
    if (since) parts.push(text.t(wrong.length ? "update_where" : "update_everywhere", { wrong: wrong.join(", ") }));
    if (message && slip !== "not_written") parts.push(message);
    return text.joined(parts);
  }

  /** @param {CodeError} failure */
  const failureSentence = ({ slip, message }) => (slip ? `${text.t(`slip_${slip}`)} ${message}` : message);

  /** @param {Code} code */
  function showRace({ race }) {
    const root = byId("code-race-result", HTMLElement);
    root.hidden = !race;
    plot?.destroy();
    plot = undefined;
    if (!race) return;
    const [original, edited] = [race.original.data, race.edited.data];
    const reached = edited.length ? Math.min(edited.length, original.length) : original.length; // it may have failed at once
    const there = (/** @type {Float64Array} */ losses) => losses[reached - 1]?.toPrecision(4) ?? "–";
    byId("code-race-summary", HTMLElement).textContent = text.t("code_race_summary", {
      epochs: reached, original: there(original), edited: there(edited),
    });
    const epochs = Array.from({ length: Math.max(original.length, edited.length) }, (_, k) => k + 1);
    const column = (/** @type {Float64Array} */ losses) => epochs.map((_, k) => (Number.isFinite(losses[k]) ? losses[k] : null));
    const token = (/** @type {string} */ name) => getComputedStyle(document.body).getPropertyValue(name).trim();
    const axis = { stroke: token("--ink-soft"), grid: { stroke: token("--line"), width: 1 }, ticks: { stroke: token("--line"), width: 1 }, font: "12px system-ui", labelFont: "12px system-ui", labelSize: 18 };
    const chart = byId("code-chart", HTMLElement);
    plot = new uPlot(
      {
        width: chart.clientWidth, height: CHART_HEIGHT, legend: { show: false }, cursor: { show: false },
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

  /** From an equation of the article to its step and its code. */
  function linkArticle() {
    for (const item of document.querySelectorAll("li.equation")) {
      const number = Number(item.id.slice(3));
      const toStep = make("button", { type: "button", class: "quiet", "data-text": "article_to_step" });
      toStep.onclick = () => toStepper(number);
      const toCode = make("button", { type: "button", class: "quiet", "data-text": "article_to_code" });
      toCode.onclick = async () => {
        await open();
        const { file, line } = definition(workshop.code?.sources ?? {}, number) ?? {};
        if (file && line) await openAt(file, line);
      };
      for (const button of [toStep, toCode]) {
        button.textContent = text.t(button.dataset.text ?? "");
        button.setAttribute("aria-describedby", item.id);
      }
      item.append(make("p", { class: "equation-jumps" }, toStep, toCode));
    }
  }
  linkArticle();

  byId("apart-to-code", HTMLButtonElement).onclick = () => {
    const { traced, step } = store.get().stepper;
    const source = traced?.steps[step]?.source;
    if (source) void openAt(source.file, source.line);
  };

  const stop = [
    workshop.watch(show),
    store.watch(["engine", "lab", "training"], ({ training }) => {
      if (training.kind !== "running") show();
    }),
    text.onChange(show),
    mountExercise(text, workshop),
    mountConsole(store, text, workshop),
    mountRunningCode(text, workshop),
  ];
  return () => stop.forEach((end) => end());
}

/**
 * The first place that names an equation, in the file that is about it: the network's own come first.
 * @param {Record<string, string>} sources @param {number} number
 */
function definition(sources, number) {
  for (const [file, source] of Object.entries(sources)) {
    if (file === "nnlab/__init__.py") continue; // it only says what such a number is
    const named = equationsIn(source).find((one) => one.number === number);
    if (named) return { file, line: source.slice(0, named.at).split("\n").length };
  }
  return undefined;
}
