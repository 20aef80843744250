// @ts-check
// What is not seen costs nothing: its listeners rest, and hear once what holds when it is seen again.

/** @import { PageState, Store } from "./store.js" */

/**
 * The store as a view has it.
 * @param {Store} store
 * @param {string} view  its name in index.html
 * @returns {Store}
 */
export function gated(store, view) {
  const seen = () => !store.get().hidden.includes(view);

  /** @param {Store["watch"]} listen @returns {Store["watch"]} */
  const held = (listen) => (keys, listener) => {
    let missed = false;
    const call = (/** @type {PageState} */ state) => {
      missed = !seen();
      if (!missed) listener(state);
    };
    const stop = listen(keys, call);
    const stopWaiting = store.watch(["hidden"], (state) => {
      if (missed) call(state);
    });
    return () => {
      stop();
      stopWaiting();
    };
  };
  return { ...store, watch: held(store.watch), follow: held(store.follow) };
}
