// @ts-check
// "Teach": the dialog; what is in it is loaded when it is first opened.

import { byId } from "../../base/dom.js";
import { createScope } from "../../base/scope.js";

/** @import { Text } from "../../base/text.js" */
/** @import { Setup } from "../../generated/protocol.js" */
/** @import { Store } from "../../lab/store.js" */
/** @import { createAddress } from "../../visit/address.js" */

/**
 * @param {Store} store
 * @param {Text} text
 * @param {Pick<ReturnType<typeof createAddress>, "url">} address
 * @param {Map<string, Setup>} presets
 */
export function mountTeach(store, text, address, presets) {
  const scope = createScope();
  const dialog = byId("teach", HTMLDialogElement);
  let loaded = false;

  scope.on(byId("teach-open", HTMLButtonElement), "click", async () => {
    dialog.showModal();
    dialog.scrollTop = 0; // a browser keeps where it stood
    if (loaded) return;
    loaded = true;
    try {
      const [{ mountMark }, { mountLinks }] = await Promise.all([import("./mark.js"), import("./links.js")]);
      scope.add(mountMark(text), mountLinks(store, text, address, presets));
      dialog.dataset.ready = "";
    } catch (error) {
      loaded = false;
      dialog.close();
      store.fail(error);
    }
  });
  scope.on(byId("teach-close", HTMLButtonElement), "click", () => dialog.close());
  scope.on(dialog, "click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  scope.add(() => dialog.close());
  return scope.end;
}
