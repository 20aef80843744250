// @ts-check
// Requests and replies matched by id, so that answers may come in any order and none is mistaken.

/** @import { Failure, Methods } from "../generated/protocol.js" */
/** @import { Reply, Request } from "../base/worker_messages.js" */

/** A failed call: `type` and `traceback` as Python gave them; with a `code`, web/text has a sentence for it. */
export class CallError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = "CallError";
    this.type = failure.type;
    this.code = failure.code ?? "";
    this.values = failure.values ?? {};
    this.traceback = failure.traceback;
  }
}

/** @param {(message: Request) => void} post */
export function createRpc(post) {
  /** @type {Map<number, { method: keyof Methods, resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let lastId = 0;

  return {
    /**
     * @template {keyof Methods} M
     * @param {M} method
     * @param {Methods[M]["params"]} params
     * @returns {Promise<Methods[M]["result"]>}
     */
    call(method, params) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { method, resolve, reject });
        post({ id, method, params });
      });
    },
    /** @param {Reply} reply */
    receive(reply) {
      const call = waiting.get(reply.id);
      if (!call) return;
      waiting.delete(reply.id);
      if (reply.ok) call.resolve(reply.result);
      else call.reject(new CallError(reply.error));
    },
    /** Every open call fails: its worker is gone. @param {Error} error */
    abandon(error) {
      for (const call of waiting.values()) call.reject(error);
      waiting.clear();
    },
    /** The methods of the calls that are open. */
    get pending() {
      return Array.from(waiting.values(), ({ method }) => method);
    },
  };
}
