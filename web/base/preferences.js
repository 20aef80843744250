// @ts-check
// Two small choices that survive a reload, where the browser lets us keep them.

/** @param {string} name */
export function recall(name) {
  try {
    return localStorage.getItem(`nnlab.${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`nnlab.${name}`, value);
  } catch {
    // Storage is refused (a private window, a sandboxed frame): the choice holds for this visit.
  }
}
