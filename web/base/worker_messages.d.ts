// What passes between the page and its worker, around what Python is asked and answers.

import { Failure, Methods } from "../generated/protocol.js";

export type Request = { id: number, method: keyof Methods, params: object };

export type Reply = { id: number, ok: true, result: object } | { id: number, ok: false, error: Failure };

export type BootProgress = { phase: "download" | "python" | "numpy" | "nnlab", done: number, total: number };

export type BootFailure = {
  reason: "missing" | "blocked" | "altered" | "unsupported" | "in_file" | "crashed",
  file: string,
  detail: string,
};

export type Event =
  | { event: "boot", data: BootProgress }
  | { event: "ready", data: { python: string, numpy: string } }
  | { event: "fatal", data: BootFailure }
  | { event: "log", data: { text: string } };
