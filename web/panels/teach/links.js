// @ts-check
// "A task as a link": where pupils begin, what they find there, a class word, a question; as link, frame and QR code.

import { encode } from "uqr";
import { headingOf } from "../../base/text.js";
import { byId, make, tell } from "../../base/dom.js";
import { isOnlyHere } from "../../base/reach.js";
import { createScope } from "../../base/scope.js";
import { LESSONS } from "../../generated/lessons.js";
import { EXERCISES } from "../../generated/options.js";
import { lessonLink, withTask } from "../../visit/place.js";
import { mountPoster } from "./poster.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Setup } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { createAddress } from "../../visit/address.js" */

/** What a phone can still read off a screen. */
const MOST_QR = 1200;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createAddress>, "url">} address
 * @param {Map<string, Setup>} presets
 */
export function mountLinks(store, text, address, presets) {
  const scope = createScope();
  const place = byId("links-place", HTMLSelectElement);
  const setup = byId("links-setup", HTMLSelectElement);
  const word = byId("links-word", HTMLInputElement);
  const task = byId("links-task", HTMLTextAreaElement);
  const url = byId("links-url", HTMLInputElement);
  const frame = byId("links-frame", HTMLTextAreaElement);
  const said = byId("links-said", HTMLElement);
  /** The panels that pupils shall not see. @type {Set<string>} */
  const left = new Set();
  const enlarge = byId("links-enlarge", HTMLButtonElement);
  const qr = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("links-qr")));

  function fillPlaces() {
    const chosen = place.value || "lesson:0";
    const option = (/** @type {string} */ value, /** @type {string} */ label) => make("option", { value }, label);
    place.replaceChildren(
      ...LESSONS.map(({ number, title }) => option(`lesson:${number}`, text.t("links_lesson", { number, title: title[text.language] ?? title.en }))),
      ...["play", "judge", "understand", "code"].map((room) => option(`room:${room}`, text.t("links_room", { room: text.t(`room_${room}`) }))),
      ...EXERCISES.map(({ name }) => option(`exercise:${name}`, text.t("links_exercise", { name: text.t(`exercise_${name}`) }))),
    );
    place.value = chosen;
    const set = setup.value;
    setup.replaceChildren(option("", text.t("links_setup_now")), ...[...presets.keys()].map((name) => option(name, text.t(`preset_${name}`))));
    setup.value = set;
  }

  /** What can be chosen of the place: a lesson brings its own set-up and panels. */
  function fillChoices() {
    const [kind, name] = place.value.split(":");
    byId("links-setup-field", HTMLElement).hidden = kind === "lesson";
    const panels = kind === "room" ? /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-view][data-rooms~="${name}"]`)]) : [];
    byId("links-panels", HTMLElement).hidden = panels.length < 2;
    byId("links-panels-list", HTMLElement).replaceChildren(...panels.map((panel) => {
      const view = panel.dataset.view ?? "";
      const box = make("input", { type: "checkbox", name: `links-panel-${view}` });
      box.checked = !left.has(view);
      box.onchange = () => {
        if (box.checked) left.delete(view);
        else left.add(view);
        show();
      };
      return make("label", {}, box, make("span", {}, ...headingOf(panel, text)));
    }));
  }

  const asked = () => task.value.trim().replace(/\s+/g, " ");

  /** @param {boolean} embed */
  function link(embed) {
    const [kind, name] = place.value.split(":");
    const given = { task: asked(), invited: word.value.trim() };
    const page = location.href.split("#")[0];
    if (kind === "lesson") return withTask(`${page}#${lessonLink({ lesson: name, step: 0 })}`, given);
    const where = kind === "room" ? { room: name, exercise: "" } : { room: "code", exercise: name };
    const preset = presets.get(setup.value);
    return withTask(address.url({ embed, ...where, hide: [...left], ...(preset && { setup: preset, axes: undefined }) }), given);
  }

  function show() {
    const right = /^([\p{L}\p{N}][\p{L}\p{N}_-]{0,23})?$/u.test(word.value.trim());
    word.setAttribute("aria-invalid", String(!right));
    tell(said, right ? "" : text.t("links_word_refused"));
    said.classList.toggle("error", !right);
    if (!right) return;
    url.value = link(false);
    const safe = link(true).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    frame.value = `<iframe src="${safe}" title="NN Lab" width="100%" height="720" style="border: 0" loading="lazy" allow="clipboard-write"></iframe>`;
    byId("links-see", HTMLAnchorElement).href = url.value;
    draw();
  }

  function draw() {
    const fits = url.value.length <= MOST_QR;
    enlarge.hidden = !fits;
    if (!fits) return tell(said, text.t("links_no_qr"));
    const { size, data } = encode(url.value, { border: 4 });
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join(""));
    qr.setAttribute("viewBox", `0 0 ${size} ${size}`);
    qr.replaceChildren(path);
  }

  /** @param {string} id @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} done */
  function copying(id, field, done) {
    scope.on(byId(id, HTMLButtonElement), "click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        tell(said, text.t(done));
      } catch {
        tell(said, text.t("copy_yourself")); // it is selected already
      }
    });
  }

  byId("links-only-here", HTMLElement).hidden = !isOnlyHere(location.href);
  scope.add(mountPoster(qr, () => ({ place: place.selectedOptions[0]?.text ?? "", word: word.value.trim(), task: asked() })));
  copying("links-copy", url, "copied_link");
  copying("links-copy-frame", frame, "copied_snippet");
  for (const field of [setup, word, task]) scope.on(field, "input", show);
  scope.on(place, "input", () => {
    fillChoices();
    show();
  });
  scope.add(
    store.watch(["hide"], ({ hide }) => {
      left.clear();
      for (const view of hide) left.add(view);
    }),
    store.watch(["setup", "hide", "axes"], () => {
      fillChoices();
      show();
    }),
    text.onChange(() => {
      fillPlaces();
      fillChoices();
      show();
    }),
  );
  return scope.end;
}
