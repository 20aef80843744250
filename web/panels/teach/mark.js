// @ts-check
// "Mark hand-ins": files in, a table out. The work is done in marker.js, the table drawn in mark_table.js.

import { csvText } from "../../base/csv.js";
import { byId, make, tell } from "../../base/dom.js";
import { fetchText } from "../../base/download.js";
import { WorkerGone } from "../../boot/engine.js";
import { saveFile } from "../../base/save_file.js";
import { createScope } from "../../base/scope.js";
import { LESSONS } from "../../generated/lessons.js";
import { MOST_HAND_IN_BYTES } from "../../generated/options.js";
import { Stopped, createMarker } from "./marker.js";
import { csvRows, mountMarkTable } from "./mark_table.js";

/** @import { Text } from "../../base/text.js" */
/** @import { ClassReport, MarkedPupil } from "../../generated/protocol.js" */
/** @import { Lessons } from "./marker.js" */

const MOST_FILES = 200;

/**
 * @typedef {{ file: string, why: () => string }} Refused
 * @typedef {{ pupils: MarkedPupil[], refused: Refused[], report: ClassReport | undefined, lessons: Lessons }} Marks
 */

/** @param {Text} text */
export function mountMark(text) {
  const scope = createScope();
  const input = byId("mark-files", HTMLInputElement);
  const drop = byId("mark-drop", HTMLElement);
  const said = byId("mark-said", HTMLElement);
  const bar = byId("mark-bar", HTMLProgressElement);
  /** @type {ReturnType<typeof createMarker> | undefined} */
  let marker;
  /** @type {Marks} */
  let marks = { pupils: [], refused: [], report: undefined, lessons: {} };
  /** How what is said last can be said again, in another language. */
  let saying = () => "";
  const say = (/** @type {() => string} */ sentence) => {
    saying = sentence;
    tell(said, sentence());
  };
  const table = mountMarkTable(text);

  function show() {
    tell(said, saying());
    byId("mark-refused", HTMLElement).replaceChildren(...marks.refused.map(({ why }) => make("li", {}, why())));
    byId("mark-result", HTMLElement).hidden = marks.pupils.length === 0;
    table.show(marks);
  }

  /** @param {File[]} files */
  async function mark(files) {
    if (files.length === 0 || marker) return;
    const mine = (marker = createMarker());
    const chosen = files.slice(0, MOST_FILES);
    marks = { pupils: [], refused: [], report: undefined, lessons: {} };
    byId("mark-progress", HTMLElement).hidden = false;
    byId("mark-choose", HTMLButtonElement).disabled = true;
    show();
    const progress = (/** @type {number} */ done) => {
      bar.value = done / chosen.length;
      say(() => text.t("mark_progress", { done: Math.floor(done), of: chosen.length }));
    };
    progress(0);
    try {
      await readAll(mine, chosen, progress);
      marks.report = await mine.ask("class_report", { pupils: marks.pupils });
      say(() => text.joined([
        text.t("mark_done", { count: marks.pupils.length, refused: marks.refused.length }),
        ...(files.length > MOST_FILES ? [text.t("mark_too_many", { most: MOST_FILES })] : []),
      ]));
    } catch (error) {
      say(() => (error instanceof Stopped ? text.t("mark_stopped", { count: marks.pupils.length }) : text.reason(error)));
    } finally {
      mine.end();
      marker = undefined;
      byId("mark-progress", HTMLElement).hidden = true;
      byId("mark-choose", HTMLButtonElement).disabled = false;
      show();
      said.scrollIntoView({ block: "start" }); // with the table below it
    }
  }

  /** @param {NonNullable<typeof marker>} mine @param {File[]} files @param {(done: number) => void} progress */
  async function readAll(mine, files, progress) {
    marks.lessons = await pagesLessons();
    /** @type {{ file: File, content: string }[]} */
    const handed = [];
    for (const file of files) {
      if (file.size > MOST_HAND_IN_BYTES) {
        refuse(file, () => text.t("file_too_large", { name: file.name, most: MOST_HAND_IN_BYTES / 1_000_000 }));
        continue;
      }
      const content = await file.text();
      if (!/"format"\s*:\s*"nnlab-lesson"/.test(content.slice(0, 2000))) handed.push({ file, content });
      else await tried(file, async () => {
        const own = await mine.openLesson(content);
        marks.lessons[own.lesson.name] ??= own;
      });
    }
    const before = files.length - handed.length;
    for (const [at, { file, content }] of handed.entries()) {
      await tried(file, async () => {
        const { marked, unknown } = await mine.mark(file.name, content, marks.lessons, (part) => progress(before + at + part));
        marks.pupils.push(marked);
        if (unknown.length) refuse(file, () => text.t("mark_unknown_lesson", { name: file.name, lessons: text.listed(unknown) }));
      });
      progress(before + at + 1);
    }
  }

  /** @param {File} file @param {() => Promise<void>} action */
  async function tried(file, action) {
    try {
      await action();
    } catch (error) {
      if (error instanceof Stopped) throw error;
      refuse(file, () => text.t("mark_refused", { name: file.name, reason: error instanceof WorkerGone ? text.t("mark_worker_gone") : text.reason(error) }));
    }
  }

  /** @param {File} file @param {() => string} why */
  const refuse = (file, why) => marks.refused.push({ file: file.name, why });

  scope.on(byId("mark-choose", HTMLButtonElement), "click", () => input.click());
  scope.on(input, "change", () => {
    const files = [...(input.files ?? [])];
    input.value = ""; // so that the same files can be chosen again
    void mark(files);
  });
  for (const kind of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
    scope.on(drop, kind, (event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") void mark([...(/** @type {DragEvent} */ (event).dataTransfer?.files ?? [])]);
    });
  }
  scope.on(byId("mark-stop", HTMLButtonElement), "click", () => marker?.end());
  scope.on(byId("mark-csv", HTMLButtonElement), "click", () => {
    const { head, rows } = csvRows(marks, text);
    saveFile("nnlab-marks.csv", csvText(head, rows), "text/csv");
  });
  scope.add(() => marker?.end(), text.onChange(show));
  return scope.end;
}

/** The page's own lessons, by their names. @returns {Promise<Lessons>} */
async function pagesLessons() {
  const found = await Promise.all(LESSONS.map(async ({ name, file }) => {
    const text = await fetchText(new URL(`../../lessons/${file}`, import.meta.url), `web/lessons/${file}`);
    return [name, { text, lesson: JSON.parse(text) }];
  }));
  return Object.fromEntries(found);
}
