// @ts-check
// The visitor's own file as Python has it: the one that was read last is the one a new lab may be of.

/** @import { createEngine } from "../boot/engine.js" */
/** @import { CsvGiven, CsvRead, Methods } from "../generated/protocol.js" */

/** @typedef {{ data: Uint8Array, reading?: CsvGiven }} ToRead  A file's bytes, and what is known of how it is read. */

/** @param {Pick<ReturnType<typeof createEngine>, "call">} engine */
export function createCsvReader(engine) {
  /** @type {{ data: Uint8Array, readings: (CsvGiven | undefined)[] } | undefined} */
  let last;

  /** Rejects when it is no table. @param {ToRead} file @returns {Promise<CsvRead>} */
  async function read({ data, reading }) {
    const answer = await engine.call("read_csv", { data, reading: reading ?? {} });
    if (answer.refused.length === 0) last = { data, readings: [reading, answer.reading] };
    return answer;
  }

  return {
    read,

    /**
     * Reads the file of an earlier version's lab as it was read then: with which reading, and whether its numbers
     * are that lab's. Rejects when it is no table.
     * @param {ToRead} file @param {Pick<Methods["read_kept"]["params"], "setup" | "snapshot" | "loss">} lab
     */
    async readKept({ data, reading }, lab) {
      const answer = await engine.call("read_kept", { data, reading: reading ?? {}, ...lab });
      last = { data, readings: [answer.read.reading] };
      return { reading: answer.read.reading, asBefore: answer.as_before };
    },

    /** Reads a file again unless it is the one that was read last. @param {ToRead} file */
    async need(file) {
      if (last?.data !== file.data || !last.readings.includes(file.reading)) await read(file);
    },

    /** A new worker has read nothing. */
    forget: () => void (last = undefined),
  };
}

/** @typedef {ReturnType<typeof createCsvReader>} CsvReader */
