// @ts-check
// Pictures that fill the room which the layout gives them, where elsewhere they make their own.

/**
 * How high a stage is, if style sheets set its --fill; else undefined. Asks for the layout.
 * @param {HTMLElement} stage
 */
export function givenHeight(stage) {
  return getComputedStyle(stage).getPropertyValue("--fill") ? Math.max(120, Math.floor(stage.clientHeight)) : undefined;
}
