// @ts-check
// Why did it say that: which ink of the picture spoke for the answer and which against it, as Python finds it.

import { onTheme } from "../../base/canvas.js";
import { byId, tell } from "../../base/dom.js";
import { paintSigned } from "../../base/pixels.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { className } from "../../lab/names.js";
import { movedOn, sampleValues } from "../../lab/sample.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Why } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

const GAP_MS = 250;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountWhy(store, text, engine) {
  const scope = createScope();
  const details = byId("why", HTMLDetailsElement);
  /** @type {Why | undefined} */
  let shown;

  const asker = createAsker(store, ask, { running: GAP_MS });

  async function ask() {
    const state = store.get();
    const { lab, dataset, prediction, moment, engine: { kind } } = state;
    const values = sampleValues(state);
    details.hidden = !dataset?.pictures || !prediction?.trained;
    if (!details.hidden && lab && prediction) tell(byId("why-title", HTMLElement), text.t("why_title", { name: className(text, lab.class_names[prediction.predicted]) }));
    if (details.hidden || !details.open || !lab || !values || kind !== "ready" || values.length !== lab.feature_names.length) return;
    const answer = await engine.call("why", { values, epoch: moment?.epoch });
    if (store.get().lab?.run !== lab.run || !movedOn(state.sample, store.get().sample)) return;
    shown = answer;
    show();
  }

  function show() {
    const { dataset, lab } = store.get();
    if (!shown || !dataset?.pictures || !lab) return;
    const name = className(text, lab.class_names[shown.label]);
    paintSigned(byId("why-ink", HTMLCanvasElement), shown.ink.data);
    const which = shown.ink.data.every((each) => each === 0) ? "why_blank" : shown.fewer === 1 ? "why_note_one" : shown.fewer ? "why_note" : "why_firm";
    tell(byId("why-note", HTMLElement), text.t(which, { name, count: shown.fewer, other: className(text, lab.class_names[shown.other]) }));
  }

  scope.on(details, "toggle", asker.want);
  scope.add(store.follow(["prediction", "dataset"], asker.want), text.onChange(show), text.onChange(asker.want), onTheme(show), asker.stop);
  return scope.end;
}
