// @ts-check
// Many buttons, one Tab stop: the arrow keys, Home, End, Page Up and Page Down go from one to the next.

import { createScope } from "./scope.js";

/** So many buttons Page Up and Page Down pass. */
const PAGE = 10;

/**
 * @param {HTMLElement} root  a table or a list, with at most one button in a cell or an item
 */
export function roving(root) {
  const list = root instanceof HTMLOListElement;
  const buttonIn = (/** @type {Element} */ cell) => cell.querySelector("button");
  const lines = () => (root instanceof HTMLTableElement
    ? Array.from(root.rows, (row) => Array.from(row.cells, buttonIn)) : Array.from(root.children, (item) => [buttonIn(item)]));

  /** The line and the column of a button. @param {(HTMLElement | null)[][]} grid @param {EventTarget | null} button */
  function placeIn(grid, button) {
    const line = button ? grid.findIndex((cells) => cells.some((each) => each === button)) : -1;
    return line < 0 ? undefined : { line, column: grid[line].findIndex((each) => each === button) };
  }

  /** Lets Tab reach this button, or else the one that it reached, or else the first. @param {EventTarget | null} [wanted] */
  function settle(wanted) {
    const all = [...root.querySelectorAll("button")];
    const one = all.find((each) => each === wanted) ?? all.find((each) => each.getAttribute("tabindex") === "0") ?? all[0];
    for (const each of all) if (each.getAttribute("tabindex") !== (each === one ? "0" : "-1")) each.tabIndex = each === one ? 0 : -1;
  }

  /** Lets `fill` make the buttons anew; the keyboard stays where it was. @param {() => void} fill */
  function renew(fill) {
    const before = root.contains(document.activeElement) ? placeIn(lines(), document.activeElement) : undefined;
    fill();
    const grid = before ? lines() : []; // a whole walk, which a start need not make
    const kept = before && grid[Math.min(before.line, grid.length - 1)]?.[before.column];
    settle(kept);
    if (kept && kept !== document.activeElement) kept.focus({ preventScroll: true });
  }

  /** What a key means: how far down and right, and how many buttons at most. @param {string} key @param {boolean} wide */
  function meaning(key, wide) {
    if (key === "ArrowUp" || (list && key === "ArrowLeft")) return [-1, 0, 1];
    if (key === "ArrowDown" || (list && key === "ArrowRight")) return [1, 0, 1];
    if (key === "PageUp") return [-1, 0, PAGE];
    if (key === "PageDown") return [1, 0, PAGE];
    if (key === "Home") return wide ? [0, -1, Infinity] : [-1, 0, Infinity];
    if (key === "End") return wide ? [0, 1, Infinity] : [1, 0, Infinity];
    // In a single column they scroll a wide table, as ever.
    if (wide && key === "ArrowLeft") return [0, -1, 1];
    if (wide && key === "ArrowRight") return [0, 1, 1];
    return undefined;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const grid = lines();
    const place = placeIn(grid, event.target);
    const way = place && meaning(event.key, grid[place.line].filter(Boolean).length > 1);
    if (!place || !way) return;
    event.preventDefault();
    const [down, right, most] = way;
    let passed = 0;
    /** @type {HTMLElement | undefined} */
    let reached;
    for (let i = place.line + down, j = place.column + right; grid[i]?.[j] !== undefined && passed < most; i += down, j += right) {
      const button = grid[i][j];
      if (!button) continue; // a heading, or a run that is still to come
      reached = button;
      passed += 1;
    }
    reached?.focus();
  }
  const scope = createScope();
  scope.on(root, "keydown", onKey);
  scope.on(root, "focusin", (event) => settle(event.target));
  return { settle, renew, stop: scope.end };
}
