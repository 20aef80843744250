// @ts-check
// Time: a slider that takes network, map, matrix and prediction back to any epoch that is kept.

import { shownSnapshot } from "../state.js";
import { byId } from "./dom.js";

/**
 * @param {import("../state.js").Store} store
 * @param {import("../text.js").Text} text
 * @param {ReturnType<typeof import("../runner.js").createRunner>} runner
 */
export function mountTime(store, text, runner) {
  const slider = byId("time-slider", HTMLInputElement);
  const latest = byId("time-latest", HTMLButtonElement);
  let busy = false;
  /** @type {number | undefined} where the slider was moved to while a look was under way */
  let wanted;

  async function look() {
    wanted = Number(slider.value);
    if (busy) return;
    busy = true;
    while (wanted !== undefined) {
      const epoch = wanted;
      wanted = undefined;
      await runner.look(epoch);
    }
    busy = false;
  }
  slider.oninput = () => void look();
  latest.onclick = () => void runner.look(Infinity);

  function show() {
    const { snapshot, moment, kept, engine, run } = store.get();
    const last = snapshot?.epoch ?? 0;
    const at = shownSnapshot(store.get())?.epoch ?? 0;
    slider.min = String(kept?.first ?? 0);
    slider.max = String(last);
    slider.disabled = engine.kind !== "ready" || last === (kept?.first ?? 0);
    if (wanted === undefined && !(busy && document.activeElement === slider)) slider.value = String(at);
    slider.setAttribute("aria-valuetext", text.t("time_at", { epoch: at, last }));
    latest.disabled = moment === undefined;
    byId("time-at", HTMLOutputElement).textContent = text.t(moment ? "time_at" : "time_now", { epoch: at, last });
    byId("time-note", HTMLElement).textContent = moment
      ? text.t("time_go_on", { epoch: at })
      : kept && kept.every > 1 ? text.t("time_thinned", { every: kept.every }) : text.t("time_all_kept");
    document.body.toggleAttribute("data-past", moment !== undefined && run.kind !== "running");
  }
  const stop = [store.watch(["snapshot", "moment", "kept", "engine", "run"], show), text.onChange(show)];
  return () => stop.forEach((end) => end());
}
