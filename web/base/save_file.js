// @ts-check
// Files out of the page.

/**
 * Gives the visitor a file.
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} type
 */
export function saveFile(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers ask where to put it first
}

/** A file name of what people may type: "My data.csv" gives "My-data". @param {string} text */
export function safeName(text) {
  return text.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 40) || "nnlab";
}
