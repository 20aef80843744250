// @ts-check
// Rows that Python takes for pictures are shown as such, unless the visitor knows better.

import { byId, tell } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Store } from "../../lab/store.js" */

/** @param {Store} store @param {Text} text */
export function mountAsPictures(store, text) {
  const scope = createScope();
  const box = byId("as-pictures", HTMLInputElement);

  scope.on(box, "change", () => {
    const { dataset, lab } = store.get();
    if (dataset) store.set({ dataset: { ...dataset, pictures: box.checked ? lab?.pictures[0] : undefined } });
  });

  function show() {
    const { lab, dataset } = store.get();
    const [pictures] = lab?.pictures ?? [];
    byId("as-pictures-tick", HTMLElement).hidden = !pictures;
    if (!pictures) return;
    box.checked = dataset?.pictures !== undefined;
    tell(byId("as-pictures-what", HTMLElement), text.t("as_pictures", { side: pictures.side }));
  }
  scope.add(store.follow(["lab", "dataset"], show), text.onChange(show));
  return scope.end;
}
