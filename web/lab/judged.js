// @ts-check
// Which part of the data Judge speaks of: one at a time, the same in each of its pictures.

/** @import { Part } from "../generated/protocol.js" */
/** @import { PageState } from "./store.js" */

/** What the visitor chose; else the rows that the network has not seen, where some were kept back. @param {Pick<PageState, "part" | "lab">} state @returns {Part} */
export const judgedPart = ({ part, lab }) => (lab?.test_rows ? part ?? "test" : "train");
