// @ts-check
// Of a network whose inputs are pictures: each neuron of the first hidden layer as the picture of its weights.

import { token } from "../base/canvas.js";
import { signedPixels } from "../base/pixels.js";
import { weightIndex } from "./network_plan.js";

/** @import { PictureScale } from "../generated/protocol.js" */
/** @import { PageState } from "./store.js" */

/** The weights' vector is another one after each call to train. @type {WeakMap<Float64Array, { paper: string, maps: HTMLCanvasElement[][] }>} */
const known = new WeakMap();

/** Whether it is such a network. @param {Pick<PageState, "dataset" | "lab">} state */
export const hasDetectors = ({ dataset, lab }) => dataset?.pictures !== undefined && (lab?.sizes.length ?? 0) > 2;

/**
 * As the network's picture takes small maps: those of its first layer alone.
 * @param {number[]} sizes @param {Float64Array} vector @param {PictureScale | undefined} pictures
 */
export function weightPictures(sizes, vector, pictures) {
  if (!pictures || sizes.length < 3) return undefined;
  const paper = token("--card");
  const last = known.get(vector);
  if (last?.paper === paper) return last.maps;
  const maps = [Array.from({ length: sizes[1] }, (_, row) => signedPixels(weightsOf(sizes, vector, row)))];
  known.set(vector, { paper, maps });
  return maps;
}

/** A first-layer neuron's weights. @param {number[]} sizes @param {Float64Array} vector @param {number} row */
export function weightsOf(sizes, vector, row) {
  const start = weightIndex(sizes, 0, row, 0);
  return vector.subarray(start, start + sizes[0]);
}
