// @ts-check
// The few lines of DOM that every view needs. User text only ever becomes text, never HTML.

/**
 * The element with this id, of this kind; a missing one is a mistake in index.html.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id "${id}"`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Goes to an element, in whichever room it stands: web/rooms/rooms.js hears of it first.
 * @param {HTMLElement} element @param {ScrollIntoViewOptions} [how]
 */
export function goTo(element, how) {
  element.dispatchEvent(new Event("reveal", { bubbles: true }));
  element.scrollIntoView(how);
}

/** Puts another text there; the same one costs no layout and is announced to nobody again.
 * @param {HTMLElement} element @param {string} text */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
