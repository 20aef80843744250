// @ts-check
/**
 * What the page and the worker say to each other. Python's side of the same shapes: py/page/protocol.py.
 * tests/contract/messages.json holds examples that both sides must accept.
 *
 * @typedef {{ data: Float64Array, shape: number[] }} NDArray
 *
 * @typedef {{
 *   preset: string, learning_rate?: number, seed?: number,
 * }} Setup  What the visitor chose; what is left out comes from the preset.
 *
 * @typedef {{
 *   epoch: number, vector: NDArray, optimizer_state: Record<string, NDArray>, random_state: string,
 *   first_loss: number,
 * }} Snapshot  A trainer at the end of an epoch: enough to go on in another worker.
 *
 * @typedef {{
 *   run: number, sizes: number[], rows: number, feature_names: string[], class_names: string[],
 *   snapshot: Snapshot, train_loss: number, train_accuracy: number,
 * }} Configured  The lab as it stands after `configure` or `restore`.
 *
 * @typedef {{
 *   epoch: NDArray, train_loss: NDArray, train_accuracy: NDArray, printed_loss: NDArray,
 * }} Reports  One entry for each epoch that ended during the call; what was not measured is NaN.
 *
 * @typedef {{
 *   run: number, reports: Reports, snapshot: Snapshot, breakdown: "" | "not_finite" | "saturated",
 * }} Trained
 *
 * @typedef {{ field: number, value: number, min: number, max: number }} OutOfRange
 *
 * @typedef {{
 *   outputs: NDArray, predicted: number, name: string, trained: boolean, out_of_range: OutOfRange[],
 * }} Prediction
 *
 * @typedef {{ type: string, message: string, hint?: string, traceback: string }} Failure
 *
 * @typedef {{
 *   configure: { params: { run: number, setup: Setup }, result: Configured },
 *   restore: { params: { run: number, setup: Setup, snapshot: Snapshot }, result: Configured },
 *   train: { params: { run: number, epochs: number, budget_ms: number, learning_rate: number }, result: Trained },
 *   predict: { params: { values: number[] }, result: Prediction },
 * }} Methods
 *
 * @typedef {{ id: number, method: keyof Methods, params: object }} Request
 * @typedef {{ id: number, ok: true, result: object } | { id: number, ok: false, error: Failure }} Reply
 *
 * @typedef {{ phase: "download" | "python" | "numpy" | "nnlab", done: number, total: number }} BootProgress
 * @typedef {{ reason: "missing" | "blocked" | "altered" | "unsupported" | "crashed", file: string, detail: string }} BootFailure
 * @typedef {{ event: "boot", data: BootProgress }
 *         | { event: "ready", data: { python: string, numpy: string } }
 *         | { event: "fatal", data: BootFailure }
 *         | { event: "log", data: { text: string } }} Event
 */
export {};
