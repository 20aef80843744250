// @ts-check
// What would it take: how a picture would have to change for another answer, as Python finds it.

import { onTheme } from "../../base/canvas.js";
import { byId, make, tell } from "../../base/dom.js";
import { paintPixels, paintSigned } from "../../base/pixels.js";
import { createScope } from "../../base/scope.js";
import { createAsker } from "../../lab/asker.js";
import { className } from "../../lab/names.js";
import { movedOn, sampleValues } from "../../lab/sample.js";

/** @import { Text } from "../../base/text.js" */
/** @import { createEngine } from "../../boot/engine.js" */
/** @import { Wish } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */

const GAP_MS = 250;

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createEngine>, "call">} engine
 */
export function mountWish(store, text, engine) {
  const scope = createScope();
  const details = byId("wish", HTMLDetailsElement);
  const select = byId("wish-class", HTMLSelectElement);
  /** The visitor's own choice; until then it is the answer that came second. */
  let chosen = false;
  /** @type {Wish | undefined} */
  let shown;
  let listed = "";

  const asker = createAsker(store, ask, { running: GAP_MS });

  async function ask() {
    const state = store.get();
    const { lab, dataset, prediction, moment, engine: { kind } } = state;
    const values = sampleValues(state);
    details.hidden = !dataset?.pictures;
    if (details.hidden || !details.open || !lab || !values || !prediction || kind !== "ready") return;
    if (values.length !== lab.feature_names.length || prediction.outputs.data.length !== lab.class_names.length) return;
    list(lab.class_names);
    if (!chosen) select.value = String(second(prediction.outputs.data));
    const answer = await engine.call("wish", { values, label: Number(select.value), epoch: moment?.epoch });
    if (store.get().lab?.run !== lab.run || !movedOn(state.sample, store.get().sample)) return;
    shown = answer;
    show();
  }

  /** @param {string[]} names */
  function list(names) {
    const key = JSON.stringify([names, text.language]);
    if (key === listed) return;
    const { value } = select;
    listed = key;
    select.replaceChildren(...names.map((name, index) => make("option", { value: String(index) }, className(text, name))));
    if (Number(value) < names.length) select.value = value;
  }

  function show() {
    const { dataset, lab } = store.get();
    if (!shown || !dataset?.pictures || !lab) return;
    paintSigned(byId("wish-more", HTMLCanvasElement), shown.more.data);
    paintPixels(byId("wish-end", HTMLCanvasElement), shown.values.data, dataset.pictures);
    const name = className(text, lab.class_names[Number(select.value)]);
    tell(byId("wish-note", HTMLElement), text.t(
      !shown.reached ? "wish_never" : shown.changed === 0 ? "wish_already" : "wish_note", { name, changed: shown.changed.toFixed(1) },
    ));
  }

  scope.on(details, "toggle", asker.want);
  scope.on(select, "change", () => {
    chosen = true;
    asker.want();
  });
  scope.on(byId("wish-take", HTMLButtonElement), "click", () => {
    if (!shown) return;
    store.set({ sample: { kind: "typed", values: Array.from(shown.values.data) } });
    byId("pad", HTMLCanvasElement).scrollIntoView({ block: "nearest" }); // there the answer stands beside it
  });
  scope.add(
    store.watch(["dataset"], () => (chosen = false)),
    store.follow(["prediction", "dataset"], asker.want),
    text.onChange(asker.want),
    onTheme(show),
    asker.stop,
  );
  return scope.end;
}

/** The class with the second largest output. @param {Float64Array} outputs */
function second(outputs) {
  const order = [...outputs.keys()].sort((a, b) => outputs[b] - outputs[a]);
  return order[1] ?? 0;
}
