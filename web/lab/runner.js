// @ts-check
// Everything that the page may do with the network in Python, by one name each. The work is done in training.js
// (play, pause, step), live_training.js, configuring.js (a new lab) and past.js; session.js is what they share.

import { createConfiguring } from "./configuring.js";
import { createCsvReader } from "./csv_reader.js";
import { createLiveRun } from "./live_run.js";
import { createLiveTraining } from "./live_training.js";
import { createPast } from "./past.js";
import { createSession } from "./session.js";
import { createTraining } from "./training.js";

/** @import { createEngine } from "../boot/engine.js" */
/** @import { Store } from "./store.js" */

/**
 * @param {Store} store
 * @param {Pick<ReturnType<typeof createEngine>, "call" | "trains">} engine
 */
export function createRunner(store, engine) {
  const session = createSession(store, engine);
  const csvReader = createCsvReader(engine);
  const liveRun = createLiveRun();
  const { look, goBack, setParameter, ...past } = createPast(store, engine, session);
  const { play, pause, step, ...training } = createTraining(store, engine, session, liveRun, past);
  const { setLive, bringBack, ...live } = createLiveTraining(store, engine, session, csvReader, liveRun, training);
  return {
    readCsv: csvReader.read,
    play, pause, step, setLive, bringBack, look, goBack, setParameter,
    ...createConfiguring(store, engine, session, csvReader, live),
  };
}

/** @typedef {ReturnType<typeof createRunner>} Runner */
