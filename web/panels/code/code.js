// @ts-check
// "The code": the package's own files, to read, to change in a copy, to check and to race.

import { equationsIn } from "./equations.js";
import { createEquationJumps, definition } from "./equation_jumps.js";
import { createRaceChart } from "./race_chart.js";
import { grouped } from "./source_files.js";
import { isReadOnly, MODULE, waitingKey } from "../../lab/workshop.js";
import { createVerdict } from "./verdict.js";
import { mountConsole } from "./console.js";
import { byId, goTo, make } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";
import { mountExercise } from "./exercise.js";
import { mountExerciseList } from "./exercise_list.js";
import { mountRunningCode } from "./running_code.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Configured } from "../../generated/protocol.js" */
/** @import { Stepper } from "../../lab/stepper.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { Workshop } from "../../lab/workshop.js" */
/** @import { Editor } from "./editor.js" */

/** Beside the list of exercises: how the parts go together, and no exercise's answer. */
const READ_FIRST = "nnlab/network.py";

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Workshop} workshop
 * @param {Stepper} stepper
 */
export function mountCode(store, text, workshop, stepper) {
  const scope = createScope();
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
  let shownFile = "";
  let comparing = false;
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
        onChange: (content) => {
          const { code } = store.get();
          if (code) workshop.edit(code.file, content);
          verdict.leave();
        },
        equation: (number) => make("span", { class: "equation-window" }, ...jumps.placesOf(number)),
      });
      opener.hidden = true;
      body.hidden = false;
      show();
    })().catch((error) => {
      opening = undefined;
      opener.disabled = false;
      store.fail(error);
    });
    return opening;
  }

  /** @param {string} file @param {number} line */
  async function openAt(file, line) {
    await open();
    workshop.change({ file });
    goTo(byId("code", HTMLElement));
    editor?.goTo(line);
  }

  const verdict = createVerdict(store, text, (file, line) => void openAt(file, line));
  const race = createRaceChart(text);
  const jumps = createEquationJumps(text, stepper, async (number) => {
    await open();
    const { file, line } = definition(store.get().code?.sources ?? {}, number) ?? {};
    if (file && line) await openAt(file, line);
  });

  scope.on(opener, "click", () => void open());
  // Who enters the code's own room wants the code. Its button stays for when that fails.
  scope.add(store.watch(["room", "engine"], ({ room, engine: { kind } }) => {
    if (room === "code" && kind === "ready" && !editor && !opening) void open();
  }));
  scope.on(files, "change", () => workshop.change({ file: files.value }));
  scope.on(byId("code-edit", HTMLButtonElement), "click", () => {
    workshop.change({ editing: true });
    editor?.goTo(1);
  });
  scope.on(byId("code-run", HTMLButtonElement), "click", () => void workshop.diagnose());
  scope.on(byId("code-race", HTMLButtonElement), "click", async () => {
    await workshop.diagnose();
    const { diagnosis } = store.get().code ?? {};
    if (diagnosis && diagnosis.verdict !== "broken") await workshop.race();
  });
  scope.on(byId("code-stop", HTMLButtonElement), "click", () => workshop.stop());
  scope.on(restore, "click", () => {
    shown = "";
    workshop.restore();
    if (!aside.hidden) undo.focus();
  });
  scope.on(undo, "click", () => {
    shown = "";
    workshop.undoRestore();
    restore.focus();
  });
  scope.on(compare, "click", () => {
    comparing = !comparing;
    show();
  });

  function show() {
    const { code, exercise } = store.get();
    byId("code", HTMLElement).dataset.exercise = exercise;
    if (!code || !editor) return;
    const changed = workshop.changedFiles;
    const names = exercise ? changed : [...Object.keys(code.sources), MODULE];
    const file = names.includes(code.file) ? code.file : names[0];
    if (file !== code.file) return workshop.change({ file });
    listFiles(names, exercise ? [] : changed);
    files.value = file;
    const editing = code.editing || exercise !== "";
    const fixed = isReadOnly(file);
    if (file === MODULE && moduleFor !== store.get().lab) {
      moduleFor = store.get().lab;
      void workshop.readModule();
    }
    byId("code-fixed", HTMLElement).textContent = !fixed ? ""
      : file !== MODULE ? text.t("code_fixed")
      : code.module?.text === "" ? text.t(code.module.why_plain ? "code_no_module_why" : "code_no_module", { reason: code.module.why_plain })
      : text.t("code_module");
    const key = `${exercise} ${file} ${editing}${file === MODULE ? code.module?.text : ""}`;
    const task = code.exercises.find(({ name }) => name === exercise);
    if (key !== shown) {
      shown = key;
      editor.open(workshop.text(file), !editing || fixed, file !== MODULE);
      const gap = task?.places.find((one) => one.file === file);
      if (gap) editor.begin(gap.line);
      else if (file !== shownFile) editor.begin(1);
      shownFile = file;
      editor.compare(comparing ? workshop.original(file) : undefined);
    }
    if (compare.getAttribute("aria-pressed") !== String(comparing)) {
      compare.setAttribute("aria-pressed", String(comparing));
      editor.compare(comparing ? workshop.original(file) : undefined);
      if (comparing) editor.goToChange();
    }
    const dirty = changed.length > 0 && !exercise;
    const ready = store.get().engine.kind === "ready" && !code.busy;
    // Wherever the visitor's version is edited, or what it did is shown.
    byId("code-badge", HTMLElement).hidden = !(dirty || exercise);
    byId("code-edit", HTMLButtonElement).hidden = editing || fixed;
    restore.hidden = !editing;
    aside.hidden = !(exercise in code.undoable);
    compare.hidden = !editing || fixed;
    for (const id of ["code-run", "code-race"]) {
      byId(id, HTMLButtonElement).hidden = !editing;
      byId(id, HTMLButtonElement).disabled = !ready;
    }
    byId("code-stop", HTMLButtonElement).hidden = code.busy === "";
    byId("code-notice", HTMLElement).textContent = code.busy ? text.t(waitingKey(code)) : code.notice ? text.t(code.notice) : "";
    // Beside an exercise stand its own, not those of the file's other functions.
    showEquations(fixed ? "" : task ? task.answer : workshop.text(file));
    verdict.show(code, exercise, editor);
    race.show(code.race);
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
      ...numbers.map((number) => make("span", { class: "equation-places" }, ...jumps.placesOf(number))),
    );
  }

  scope.on(byId("apart-to-code", HTMLButtonElement), "click", () => {
    const { traced, step } = store.get().stepper;
    const source = traced?.steps[step]?.source;
    if (source) void openAt(source.file, source.line);
  });

  let { exercise: before } = store.get();
  scope.add(
    store.watch(["exercise"], ({ exercise }) => {
      if (before && !exercise) workshop.change({ file: workshop.changedFiles[0] ?? READ_FIRST });
      before = exercise;
    }),
    store.watch(["code", "exercise"], show),
    verdict.end,
    store.watch(["engine", "lab", "training"], ({ training }) => {
      if (training.kind !== "running") show();
    }),
    text.onChange(show),
    mountExerciseList(store, text, workshop, () => void open()),
    mountExercise(store, text, workshop),
    mountConsole(store, text, workshop),
    mountRunningCode(store, text, workshop),
    jumps.linkArticle(),
    race.stop,
    () => editor?.close(),
  );
  return scope.end;
}
