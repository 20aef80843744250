// @ts-check
// Any chart of the page as a picture: what its canvases show, on the page's own paper, under its title.

const MARGIN = 16;
const TITLE = 36;

/** The charts that can be seen now. @returns {{ title: string, canvases: HTMLCanvasElement[] }[]} */
export function visibleCharts() {
  /** @type {Map<Element, HTMLCanvasElement[]>} */
  const groups = new Map();
  for (const canvas of document.querySelectorAll("main canvas")) {
    const panel = canvas.closest("[data-view]");
    if (!panel || !(canvas instanceof HTMLCanvasElement) || !canvas.checkVisibility() || canvas.width === 0) continue;
    groups.set(panel, [...(groups.get(panel) ?? []), canvas]);
  }
  return [...groups].map(([panel, canvases]) => ({
    title: panel.querySelector("h2")?.textContent?.trim() ?? "",
    canvases,
  }));
}

/**
 * @param {{ title: string, canvases: HTMLCanvasElement[] }} chart
 * @returns {Promise<Blob>} a PNG
 */
export async function chartPicture({ title, canvases }) {
  const boxes = canvases.map((canvas) => canvas.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.right)) - left + 2 * MARGIN;
  const height = Math.max(...boxes.map((box) => box.bottom)) - top + 2 * MARGIN + TITLE;
  // As many pixels as the sharpest canvas has for each of the page's.
  const scale = Math.max(1, ...canvases.map((canvas, k) => canvas.width / boxes[k].width));

  const picture = document.createElement("canvas");
  picture.width = Math.round(width * scale);
  picture.height = Math.round(height * scale);
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
  const style = getComputedStyle(document.body);
  context.scale(scale, scale);
  context.fillStyle = style.getPropertyValue("--card");
  context.fillRect(0, 0, width, height);
  context.fillStyle = style.getPropertyValue("--ink");
  context.font = `600 18px ${style.fontFamily}`;
  context.textBaseline = "middle";
  context.fillText(title, MARGIN, MARGIN + TITLE / 2 - 4, width - 2 * MARGIN);
  canvases.forEach((canvas, k) => {
    const { left: x, top: y, width: w, height: h } = boxes[k];
    context.drawImage(canvas, x - left + MARGIN, y - top + MARGIN + TITLE, w, h);
  });
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))), "image/png");
  });
}
