// @ts-check
// What every canvas needs: sharp pixels, the theme's colours, and to know when those change.

/** What was read in this frame: to read after something was written makes the browser style the page once more. @type {Map<string, string> | undefined} */
let read;

/** A colour or length of the style sheets, as it holds now. @param {string} name */
export function token(name) {
  const value = read?.get(name) ?? getComputedStyle(document.body).getPropertyValue(name).trim();
  read?.set(name, value);
  return value;
}

/** A token that is a colour #rrggbb, as numbers. @param {string} name @returns {[number, number, number]} */
export function rgb(name) {
  const hex = token(name).replace("#", "");
  const part = (/** @type {number} */ at) => parseInt(hex.slice(at, at + 2), 16) || 0;
  return [part(0), part(2), part(4)];
}

/** How well one colour stands out from another, 1 to 21, after WCAG 2. @param {number[]} one @param {number[]} other */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG's relative luminance, 0 to 1. @param {number[]} color */
function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Gives the canvas this size in CSS pixels and as many real ones as the screen has; cleared.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function fit(canvas, width, height) {
  const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
    canvas.style.inlineSize = `${width}px`;
    canvas.style.blockSize = `${height}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Calls `listener` when light and dark change places. @param {() => void} listener */
export function onTheme(listener) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", listener);
  const chosen = new MutationObserver(listener);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", listener);
    chosen.disconnect();
  };
}

/** When painting has taken so long, those that still wait have the next frame. */
const MOST_MS = 8;
/** Who wants to paint, in the order of asking. @type {Set<() => void>} */
let waiting = new Set();
let coming = 0;

/** @param {() => void} paint @param {boolean} first */
function askFrame(paint, first) {
  waiting = first ? new Set([paint, ...waiting]) : waiting.add(paint);
  coming ||= requestAnimationFrame(paintWaiting);
}

function paintWaiting() {
  const begun = performance.now();
  const due = [...waiting];
  coming = 0;
  read = new Map();
  try {
    for (const paint of due) {
      if (waiting.delete(paint)) paint();
      if (performance.now() - begun > MOST_MS) break;
    }
  } finally {
    read = undefined;
    if (waiting.size) coming ||= requestAnimationFrame(paintWaiting);
  }
}

/**
 * At most one call of `paint` a frame, however often it is asked for.
 * @param {() => void} paint
 * @param {boolean} [first]  whether it comes before those that wait
 */
export function eachFrame(paint, first = false) {
  let timer = 0;
  const mine = () => paint(); // two that paint the same are two
  const ask = () => askFrame(mine, first);
  return {
    ask,
    /** @param {number} milliseconds */
    later(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(ask, milliseconds);
    },
    stop() {
      waiting.delete(mine);
      clearTimeout(timer);
    },
  };
}
