// @ts-check
/**
 * What the page and the worker say to each other. Python's side of the same shapes: py/page/protocol.py.
 * tests/contract/messages.json holds examples that both sides must accept.
 *
 * @typedef {{ data: Float64Array, shape: number[] }} NDArray
 *
 * @typedef {{
 *   dataset: string, noise: number, size: number, target: string, left_out: string[],
 *   test_ratio: number, split_seed: number, standardize: boolean,
 *   hidden_sizes: number[], hidden_activations: string[], output: string,
 *   initializer: string, optimizer: string, learning_rate: number, batch_size: number, l2: number,
 *   shuffle: boolean, seed: number, epochs: number, target_loss: number, patience: number,
 *   engine: string,
 * }} Setup  What the visitor chose. web/lab/setup.js says what is allowed, py/nnlab/setup.py what it means.
 *
 * @typedef {{
 *   learning_rate: number, batch_size: number, l2: number, target_loss: number, patience: number,
 * }} Live  The fields of a set-up that may change while it trains.
 *
 * @typedef {{
 *   epoch: number, vector: NDArray, optimizer_state: Record<string, NDArray>, random_state: string,
 *   first_loss: number, best_test_loss: number, waiting_since: number, changes?: LiveFrom[], start?: Snapshot,
 * }} Snapshot  A trainer at the end of an epoch: enough to go on in another worker. The latest one also says
 *   what led to it: see py/page/lab/journal.py.
 *
 * @typedef {{
 *   epoch: number, learning_rate: number, batch_size: number, l2: number,
 * }} LiveFrom  From the end of `epoch` on, the run has been trained with these values.
 *
 * @typedef {{
 *   features: NDArray, labels: NDArray, test: NDArray,
 * }} Table  The first rows of the data, 2000 at most, in raw units: features (rows, features); labels are
 *   indices into class_names; test is 1 where the row is kept back for the test.
 *
 * @typedef {{
 *   run: number, sizes: number[], rows: number, test_rows: number, feature_names: string[], class_names: string[],
 *   table: Table, telling: [number, number], snapshot: Snapshot,
 *   train_loss: number, train_accuracy: number, test_loss: number, test_accuracy: number, kept: Kept,
 * }} Configured  The lab as it stands after `configure` or `restore`; what there is no test for is NaN.
 *   `telling` are the two features that tell the classes apart best.
 *
 * @typedef {{
 *   epoch: NDArray, train_loss: NDArray, train_accuracy: NDArray, printed_loss: NDArray,
 *   test_loss: NDArray, test_accuracy: NDArray,
 * }} Reports  One entry for each epoch that ended during the call; what was not measured is NaN.
 *
 * @typedef {{
 *   run: number, reports: Reports, snapshot: Snapshot, breakdown: "" | "not_finite" | "saturated",
 *   stopped: "" | "target_loss" | "patience", engine: "compiled" | "plain", why_plain: string, kept: Kept,
 * }} Trained
 *
 * @typedef {{ lab: Configured, trained: Trained }} Retrained  A new lab, and the epochs that it was trained at once.
 *
 * @typedef {{
 *   kind: "seeds" | "rates" | "grid" | "folds", count?: number, low?: number, high?: number,
 *   fields?: string[], values?: number[][],
 * }} Plan  Which runs a study makes: so many seeds or folds, learning rates from low to high, or every value
 *   of one field with every value of the other. See py/nnlab/studies.py.
 *
 * @typedef {"train_loss" | "train_accuracy" | "test_loss" | "test_accuracy"} Curve
 *
 * @typedef {{
 *   index: number, setup: Setup, breakdown: Trained["breakdown"], stopped: Trained["stopped"],
 *   epochs: NDArray, curves: Record<string, NDArray>,
 * }} Outcome  A run of a study that has ended; `curves` are its figures at `epochs`.
 *
 * @typedef {{
 *   curve: string, epochs: NDArray, low: NDArray, median: NDArray, high: NDArray, mean: number, spread: number,
 * }} Bands  Quartiles over the runs, epoch by epoch; mean and standard deviation of what the sound ones came to.
 *
 * @typedef {{ done: boolean, part: number, runs: number, outcomes: Outcome[], bands: Bands[] }} StudyProgress
 *
 * @typedef {{
 *   alphas: NDArray, betas: NDArray, loss: number, samples: number, rows: number,
 *   path: { epochs: NDArray, alphas: NDArray, betas: NDArray, shares: NDArray, losses: NDArray },
 * }} LandscapeBegun  A plane through the weights, and the kept epochs on it. See py/page/panels/landscape.py.
 * @typedef {{ first: number, losses: NDArray, done: boolean }} LandscapeLosses  From point `first` on, beta by beta.
 *
 * @typedef {{ snapshot: Snapshot, train_loss: number, train_accuracy: number, test_loss: number, test_accuracy: number }} Edited
 *   The network after a weight or bias was set, and how good it is now.
 *
 * @typedef {{ first: number, every: number }} Kept
 *   The epochs that can be looked at: from `first` on, every `every`-th one, and the last.
 *
 * @typedef {{
 *   name: string, numeric: boolean, target: boolean, different: number, missing: number, examples: string[],
 * }} CsvColumn  `numeric`: it can be a feature; `target`: it can hold the classes.
 *
 * @typedef {{
 *   encoding: string, delimiter: string, decimal: string, has_header: boolean, rows: number,
 *   columns: CsvColumn[], target: string, left_out: string[],
 * }} CsvRead  How a file was read, and which choice of columns is suggested.
 *
 * @typedef {{
 *   rows: number, missing: number, not_numeric: number, class_names: string[], class_rows: number[],
 * }} CsvChoice  What a choice of columns comes to: the rows used, and those left out by the reason.
 *
 * @typedef {{ field: number, value: number, min: number, max: number }} OutOfRange
 *
 * @typedef {{
 *   outputs: NDArray, activations: NDArray[], sums: NDArray[], predicted: number, name: string, trained: boolean,
 *   out_of_range: OutOfRange[],
 * }} Prediction  For the sample: activations are [x, a1, …, y], sums the weighted sums [z1, …] that came before.
 *
 * @typedef {{ rows: number[] } | { values: number[], target: number }} Sample  Rows of the data, counted
 *   from 0, or one sample in raw units and the class that it is said to be.
 *
 * @typedef {{
 *   symbol: string, layer: number, array: NDArray, transposed: boolean,
 *   reads: "entry" | "row" | "column" | "bias" | "all",
 * }} TraceOperand  See py/nnlab/trace.py for this and the next two.
 * @typedef {{ file: string, function: string, first_line: number, lines: string[], line: number }} TraceSource
 * @typedef {{
 *   phase: "forward" | "loss" | "backward" | "update", kind: string, rule: string, equations: number[],
 *   layer: number, operands: TraceOperand[], symbol: string, result: NDArray, source: TraceSource,
 * }} TraceStep
 * @typedef {{ columns: number, loss: number, loss_after: number, steps: TraceStep[] }} Traced
 *
 * @typedef {{
 *   symbol: string, layer: number, largest_error: number, verdict: "right" | "wrong" | "kink" | "too_small",
 *   error: NDArray, state: NDArray,
 * }} MatrixChecked  See py/nnlab/gradient_check.py.
 * @typedef {{
 *   step: number, threshold: number, columns: number, matrices: MatrixChecked[],
 *   stuck: { layer: number, why: "dead" | "saturated", neurons: number[] }[],
 * }} GradientChecked
 *
 * @typedef {{
 *   x_range: [number, number], y_range: [number, number], predicted: NDArray, margin: NDArray, neurons: NDArray[],
 *   points: { row: NDArray, x: NDArray, y: NDArray, label: NDArray, predicted: NDArray, test: NDArray },
 * }} Regions  The plane of two features: (side, side) from the lower left corner, row by row.
 *
 * @typedef {{
 *   rows: number, matrix: NDArray, precision: NDArray, recall: NDArray, f1: NDArray, accuracy: number,
 * }} Confusion  matrix[i, j] is how many rows of class i were taken for j.
 *
 * @typedef {{ total: number, rows: NDArray, features: NDArray }} ConfusedRows
 *   The rows in one cell: `total` of them, the first few hundred by number and features.
 *
 * @typedef {"train" | "test"} Part
 *
 * @typedef {{ text: string }} SavedModel
 * @typedef {{ data: Uint8Array<ArrayBuffer> }} SavedFile
 * @typedef {{ name: string, data: Uint8Array }} CsvFile  The visitor's own file, as it was.
 * @typedef {Record<keyof Reports, number[]>} HistoryColumns
 * @typedef {{
 *   lab: Configured, setup: Setup, history: Record<keyof HistoryColumns, NDArray>, csv?: CsvFile,
 * }} Opened  A model file that was opened: the lab, its set-up, its history, and the data it brought.
 *
 * @typedef {{ file: string, line: number, column: number, slip: string, message: string, traceback: string }} CodeError
 * @typedef {{
 *   piece: string, rule: string, file: string, function: string, line: number, matrix: string,
 *   slip: string, factor: number, since: number, factor_since: number, wrong: string[],
 *   got_shape: number[], want_shape: number[], message: string,
 * }} Finding
 * @typedef {{
 *   symbol: string, layer: number, layers: number, wrong: string[], factor: number, shapes: number[][],
 *   hidden: string, output: string,
 * }} Blame
 * @typedef {{
 *   verdict: "same" | "different" | "wrong" | "broken", findings: Finding[], blame: Blame[],
 *   matrices: MatrixChecked[], failure: CodeError[],
 * }} Diagnosis  Lists of one may be empty. See py/page/check/diagnose.py.
 * @typedef {{ original: NDArray, edited: NDArray, done: boolean, failure: CodeError[] }} Compared
 * @typedef {{ text: string, why_plain: string }} CompiledModule  WebAssembly's text form; "" where plain NumPy trains.
 * @typedef {{
 *   name: string, places: { file: string, function: string, line: number }[], files: Record<string, string>,
 *   answer: string,
 * }} Exercise
 *
 * @typedef {{
 *   type: string, message: string, hint?: string, traceback: string,
 *   code?: string, values?: Phrase["values"],
 * }} Failure  With `code`, the page says it in its own language: the sentence refused_<code>.
 *
 * @typedef {{ key: string, values: Record<string, string> }} Note  The sentence console_<key>.
 * @typedef {{ output: string, slip: string, notes: Note[], changed: (Edited & { reports: Reports, kept: Kept })[], names: string[] }} ConsoleAnswer
 * @typedef {{ key: string, values: { [name: string]: string | number | Phrase } }} Phrase  A sentence of web/text.
 *
 * @typedef {{
 *   configure: { params: { run: number, setup: Setup, new_csv?: boolean }, result: Configured },
 *   restore: { params: { run: number, setup: Setup, snapshot: Snapshot, new_csv?: boolean }, result: Configured },
 *   read_csv: { params: { data: Uint8Array }, result: CsvRead },
 *   choose_columns: { params: { target: string, left_out: string[] }, result: CsvChoice },
 *   train: { params: { run: number, epochs: number, budget_ms: number, live: Live }, result: Trained },
 *   retrain: { params: { run: number, setup: Setup, budget_ms: number }, result: Retrained },
 *   start_study: { params: { study: number, setup: Setup, plan: Plan }, result: { runs: number } },
 *   advance_study: { params: { study: number, budget_ms: number }, result: StudyProgress },
 *   drop_study: { params: { study: number }, result: { left: number } },
 *   start_landscape: {
 *     params: { directions: "random" | "path", seed: number, side: number, epoch?: number }, result: LandscapeBegun },
 *   advance_landscape: { params: { budget_ms: number }, result: LandscapeLosses },
 *   trace: { params: { sample: Sample, live: Live }, result: Traced },
 *   apply_step: { params: { sample: Sample, live: Live }, result: { snapshot: Snapshot } },
 *   sources: { params: {}, result: Record<string, string> },
 *   compiled_module: { params: {}, result: CompiledModule },
 *   exercises: { params: {}, result: { exercises: Exercise[] } },
 *   diagnose: { params: { files: Record<string, string> }, result: Diagnosis },
 *   compare: { params: { setup: Setup, epochs: number, budget_ms: number, restart: boolean }, result: Compared },
 *   console: { params: { code: string }, result: ConsoleAnswer },
 *   gradient_check: { params: { sample: Sample }, result: GradientChecked },
 *   look: { params: { epoch: number }, result: Snapshot },
 *   go_back: { params: { epoch: number }, result: Snapshot },
 *   set_parameter: {
 *     params: { layer: number, kind: "W" | "b", row: number, column: number, value: number, epoch?: number },
 *     result: Edited },
 *   predict: { params: { values: number[], epoch?: number }, result: Prediction },
 *   regions: {
 *     params: { x_feature: number, y_feature: number, values: number[], side: number, neurons: boolean, epoch?: number },
 *     result: Regions },
 *   confusion: { params: { part: Part, epoch?: number }, result: Confusion },
 *   confused_rows: { params: { part: Part, actual: number, taken_for: number, epoch?: number }, result: ConfusedRows },
 *   save_model: { params: { setup: Setup, history: HistoryColumns, csv?: CsvFile }, result: SavedModel },
 *   open_model: { params: { run: number, text: string }, result: Opened },
 *   save_weights: { params: {}, result: SavedFile },
 *   open_weights: { params: { run: number, data: Uint8Array }, result: Configured },
 *   take_home: { params: { setup: Setup, history: HistoryColumns }, result: SavedFile },
 * }} Methods
 *
 * @typedef {{ id: number, method: keyof Methods, params: object }} Request
 * @typedef {{ id: number, ok: true, result: object } | { id: number, ok: false, error: Failure }} Reply
 *
 * @typedef {{ phase: "download" | "python" | "numpy" | "nnlab", done: number, total: number }} BootProgress
 * @typedef {{ reason: "missing" | "blocked" | "altered" | "unsupported" | "in_file" | "crashed", file: string, detail: string }} BootFailure
 * @typedef {{ event: "boot", data: BootProgress }
 *         | { event: "ready", data: { python: string, numpy: string } }
 *         | { event: "fatal", data: BootFailure }
 *         | { event: "log", data: { text: string } }} Event
 */
export {};
