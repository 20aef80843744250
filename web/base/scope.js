// @ts-check
// What a view has begun, ended by one call: listeners, observers, watchers of the store, timers.

export function createScope() {
  /** @type {(() => unknown)[]} */
  const ends = [];

  return {
    /** To be called at the end, such as what `store.watch` gives. @param {(() => unknown)[]} more */
    add(...more) {
      ends.push(...more);
    },

    /**
     * Lets `listener` hear of an element's events, of those of the whole page, or of a media query's changes.
     * @template {keyof HTMLElementEventMap} K
     * @param {HTMLElement | Document | MediaQueryList} element
     * @param {K} type
     * @param {(event: HTMLElementEventMap[K]) => unknown} listener
     */
    on(element, type, listener) {
      const hear = /** @type {(event: Event) => unknown} */ (listener);
      element.addEventListener(type, hear);
      ends.push(() => element.removeEventListener(type, hear));
    },

    /** Lets `listener` hear of events anywhere in the page, before their elements do. @param {"pointerdown" | "pointermove" | "keydown" | "wheel"} type @param {(event: Event) => unknown} listener */
    anywhere(type, listener) {
      addEventListener(type, listener, true);
      ends.push(() => removeEventListener(type, listener, true));
    },

    /** Calls `listener` now and whenever an element has another size. @param {HTMLElement[]} elements @param {() => void} listener */
    onResize(elements, listener) {
      const observer = new ResizeObserver(listener);
      for (const element of elements) observer.observe(element);
      ends.push(() => observer.disconnect());
    },

    /** Ends everything, the latest first. */
    end() {
      for (const end of ends.splice(0).reverse()) end();
    },
  };
}

/** @typedef {ReturnType<typeof createScope>} Scope */
