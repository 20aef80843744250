// @ts-check
// What every canvas needs: sharp pixels, the theme's colours, and to know when those change.

/** A colour or length of style.css, as it holds now. @param {string} name */
export function token(name) {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

/** A token that is a colour #rrggbb, as numbers. @param {string} name @returns {[number, number, number]} */
export function rgb(name) {
  const hex = token(name).replace("#", "");
  const part = (/** @type {number} */ at) => parseInt(hex.slice(at, at + 2), 16) || 0;
  return [part(0), part(2), part(4)];
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

/** At most one call of `paint` a frame, however often it is asked for. @param {() => void} paint */
export function eachFrame(paint) {
  let asked = 0;
  let timer = 0;
  const ask = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      paint();
    });
  };
  return {
    ask,
    /** @param {number} milliseconds */
    later(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(ask, milliseconds);
    },
    stop() {
      cancelAnimationFrame(asked);
      clearTimeout(timer);
    },
  };
}

/** The mark of a class: the same shapes as in style.css, filled, about `size` across.
 * @param {CanvasRenderingContext2D} context
 * @param {number} index
 * @param {number} x @param {number} y the middle
 * @param {number} size
 */
export function traceMark(context, index, x, y, size) {
  const r = size / 2;
  context.beginPath();
  if (index % 3 === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  else if (index % 3 === 1) {
    context.moveTo(x, y - r);
    context.lineTo(x + r, y + r);
    context.lineTo(x - r, y + r);
    context.closePath();
  } else context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
}
