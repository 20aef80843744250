// Written by scripts/generate.py from Python: change it there, then run the script.

/** Numbers row by row. */
export type NDArray = { data: Float64Array, shape: number[] };

export type Activation = "sigmoid" | "tanh" | "relu" | "identity" | "softmax";

export type Loss = "half_squared_error" | "cross_entropy";

export type Optimizer = "sgd" | "momentum" | "rmsprop" | "adam";

export type DatasetName = "iris" | "wine" | "breast_cancer" | "digits" | "diabetes" | "circle" | "xor" | "gaussians" | "spiral" | "moons" | "sine" | "step" | "bumps" | "plane" | "hills";

/**
 * One field for each choice. The defaults are the note's run.
 */
export type Setup = {
  dataset: string,
  noise: number,
  size: number,
  target: string,
  task: string,
  left_out: string[],
  test_ratio: number,
  split_seed: number,
  made: string[],
  standardize: boolean,
  hidden_sizes: number[],
  hidden_activations: string[],
  output: string,
  initializer: string,
  optimizer: string,
  learning_rate: number,
  batch_size: number,
  l2: number,
  l1: number,
  balanced: boolean,
  shuffle: boolean,
  seed: number,
  epochs: number,
  target_loss: number,
  patience: number,
  engine: string,
};

export type Live = Pick<Setup, "learning_rate" | "batch_size" | "l2" | "target_loss" | "patience">;

/**
 * Code of several pupils that is the same word for word, or with other names and comments;
 * or their answer to a teacher's `question`, which is "" of code.
 */
export type Alike = {
  exercise: string,
  question: string,
  pupils: string[],
  exact: boolean,
  text: string,
};

/**
 * What a teacher's link asked, and what the pupil wrote.
 */
export type Answer = {
  question: string,
  answer: string,
};

/**
 * The files that differ from the package's, and the exercises whose answers are in them.
 */
export type Assembled = {
  files: Record<string, string>,
  exercises: string[],
};

/**
 * The quartiles of one curve over all runs so far, and its values at their ends.
 *
 * Runs that broke down count until they did; `mean` and `spread` are of the others.
 */
export type Bands = {
  curve: Curve,
  epochs: NDArray,
  low: NDArray,
  median: NDArray,
  high: NDArray,
  mean: number,
  spread: number,
};

/**
 * The wrong gradient nearest the output: "W" or "b" of `layer`; when both are, "delta", or
 * "both" where δ is right. "forward" when only the forward pass or the loss was changed.
 *
 * Where the network crashes, "crash_forward", "crash_delta", "crash_output_delta" or
 * "crash_gradients", and the shapes of the two arrays that met there, where they can be told.
 */
export type Blame = {
  symbol: string,
  layer: number,
  layers: number,
  wrong: string[],
  factor: number,
  shapes: number[][],
  hidden: string,
  output: string,
  says: Phrase[],
};

export type Breakdown = "" | "not_finite" | "saturated";

/**
 * After a line of the console changed the network; `reports` are of epochs that it trained.
 */
export type ChangedByLine = {
  train_loss: number,
  train_accuracy: number,
  test_loss: number,
  test_accuracy: number,
  train_error?: number,
  test_error?: number,
  snapshot: Snapshot,
  reports: Reports,
  kept: Kept,
};

export type ClassReport = {
  slips: Slip[],
  code_slips: CodeSlip[],
  alike: Alike[],
  twice: string[],
};

/**
 * An error in the edited code; file "" and line 0 when it is in none of its lines.
 *
 * `slip` names a well-known one, or is "", and `values` fill its sentence; `meets` are the two
 * sides of the expression that failed, each its text and its shape. `says` are the sentences.
 */
export type CodeError = {
  file: string,
  line: number,
  column: number,
  slip: string,
  values: Record<string, string>,
  meets: Record<string, string>[],
  says: Phrase[],
  message: string,
  traceback: string,
};

export type CodeSlip = {
  exercise: string,
  slip: string,
  count: number,
  of: number,
  pupil: string,
  says: Phrase[],
  text: string,
};

/**
 * The pupil's own version: `exercise` is "" for free editing; `hints` were shown, and
 * `shown` says whether the answer was.
 */
export type CodeTold = {
  exercise: string,
  files: Record<string, string>,
  hints: number,
  shown: boolean,
};

/**
 * A column as its owner has it: see `nnlab.encoding.Source`.
 */
export type ColumnSource = {
  name: string,
  words: string[],
  other: boolean,
  fill: string | number,
  first: number,
  pattern: string,
  offset: number,
  per_day: number,
};

/**
 * The training loss after each epoch so far, and the accuracy, or R², at the last: else nan.
 */
export type Compared = {
  original: NDArray,
  edited: NDArray,
  original_score: number,
  edited_score: number,
  done: boolean,
  failure: CodeError[],
};

/**
 * WebAssembly's text form; "" where plain NumPy trains, `why_plain` then says why unless the
 * visitor chose it.
 */
export type CompiledModule = {
  text: string,
  why_plain: string,
};

/**
 * The lab as it stands after `configure` or `restore`.
 */
export type Configured = {
  train_loss: number,
  train_accuracy: number,
  test_loss: number,
  test_accuracy: number,
  train_error?: number,
  test_error?: number,
  run: number,
  sizes: number[],
  rows: number,
  row_numbers: number[],
  test_rows: number,
  feature_names: string[],
  input_names: string[],
  task: "classes" | "numbers",
  class_names: string[],
  target_name: string,
  unit: string,
  table: Table,
  telling: [number, number],
  sources: ColumnSource[],
  truths: [number, string, string][],
  pictures: PictureScale[],
  snapshot: Snapshot,
  kept: Kept,
};

/**
 * `count` rows of class `actual` in that part were taken for `taken_for`.
 */
export type ConfusedPair = {
  part: Part,
  actual: number,
  taken_for: number,
  count: number,
};

/**
 * The rows in one cell: `total` of them, the first few hundred by number and features.
 */
export type ConfusedRows = {
  total: number,
  rows: NDArray,
  features: NDArray,
};

/**
 * `matrix[i, j]` is how many rows of class i were taken for j; the figures are per class.
 */
export type Confusion = {
  rows: number,
  matrix: NDArray,
  precision: NDArray,
  recall: NDArray,
  f1: NDArray,
  accuracy: number,
};

/**
 * `slip` names an error that is well known, or is "", and `says` what is said of it; `changed`
 * is empty unless the network has; `names` are those the visitor has set.
 */
export type ConsoleAnswer = {
  output: string,
  slip: string,
  says: Phrase[],
  notes: Note[],
  changed: ChangedByLine[],
  names: string[],
};

/**
 * `number` is that of a date in days from 1970 on, of a time in hours, of a code its digits.
 */
export type CsvAnswer = {
  number: number,
  means: Means,
  reading: CsvGiven,
};

/**
 * What a choice of columns comes to: the rows used, and those left out by the reason.
 */
export type CsvChoice = {
  rows: number,
  missing: number,
  not_numeric: number,
  dropped: number,
  class_names: string[],
  class_rows: number[],
  range: number[],
  hints: CsvHint[],
};

/**
 * `written` are the first cells as they stand in the file, `numbers` what they are read as.
 */
export type CsvColumn = {
  name: string,
  numeric: boolean,
  words: boolean,
  since: string,
  clock: boolean,
  target: boolean,
  task: "classes" | "numbers",
  different: number,
  missing: number,
  why_left_out: string,
  written: string[],
  numbers: NDArray,
};

/**
 * The visitor's own file, as it was, and how it is read; what is not said is guessed.
 */
export type CsvFile = {
  name: string,
  data: Uint8Array,
  reading?: CsvGiven,
};

/**
 * What the visitor says of how a file is read; the rest is guessed.
 */
export type CsvGiven = {
  encoding?: string,
  delimiter?: string,
  decimal?: string,
  thousands?: string,
  comment?: string,
  header?: boolean,
  skip?: number,
  foot?: number,
  join?: string[],
  one_hot?: string[],
  without?: string[],
  gaps?: string,
  gap_words?: string[],
  dates?: string,
  codes?: string[],
  gap_numbers?: number[],
  gaps_in?: Record<string, number[]>,
  clocks?: string[],
  seasons?: string[],
  ways?: Record<string, string>,
  version?: number,
};

/**
 * See `nnlab.table_hints.Hint`; where nothing mends, all its lists and `reading` are empty.
 */
export type CsvHint = {
  code: string,
  values: Record<string, string | number>,
  reading: CsvGiven,
  left_out: string[],
  again: string[],
};

/**
 * A file of the visit before, and whether its numbers are those that the lab was trained on.
 */
export type CsvKept = {
  read: CsvRead,
  as_before: boolean,
};

/**
 * A guess that may change numbers: what `cell` of `column` may mean.
 */
export type CsvQuestion = {
  column: string,
  cell: string,
  answers: CsvAnswer[],
};

/**
 * How a file was read, and which choice of columns is suggested.
 */
export type CsvRead = {
  reading: CsvReading,
  rows: number,
  columns: CsvColumn[],
  target: string,
  task: "classes" | "numbers",
  left_out: string[],
  questions: CsvQuestion[],
  refused: CsvRefused[],
};

/**
 * How a file was read: see `nnlab.table_reading.Reading`.
 */
export type CsvReading = {
  encoding: string,
  delimiter: string,
  decimal: string,
  thousands: string,
  comment: string,
  header: boolean,
  skip: number,
  foot: number,
  join: string[],
  one_hot: string[],
  without: string[],
  gaps: string,
  gap_words: string[],
  dates: string,
  codes: string[],
  gap_numbers: number[],
  gaps_in: Record<string, number[]>,
  clocks: string[],
  seasons: string[],
  ways: Record<string, string>,
  version: number,
};

/**
 * Why no column can be the target: a sentence of `nnlab.table_errors`.
 */
export type CsvRefused = {
  code: string,
  values: Record<string, string | number>,
};

export type Curve = "train_loss" | "train_accuracy" | "test_loss" | "test_accuracy";

/**
 * The mean answer, (outputs, points), over `rows` rows as one column has each of `values`.
 *
 * `values` are in the column's unit, and so is a number that is predicted. Of a column of words
 * they count those, which are its `words`; the last of them may be "", for all others.
 */
export type Dependence = {
  values: NDArray,
  words: string[],
  means: NDArray,
  rows: number,
};

/**
 * `verdict` "different" is consistent in itself; lists may be empty. `printed` is what it
 * printed when it was asked.
 */
export type Diagnosis = {
  verdict: "same" | "different" | "wrong" | "broken",
  findings: Finding[],
  blame: Blame[],
  remarks: Remark[],
  printed: string,
  matrices: MatrixChecked[],
  failure: CodeError[],
};

export type Directions = "random" | "path";

/**
 * A sample in raw units, as `predict` takes it.
 */
export type Drawn = {
  values: NDArray,
};

/**
 * After a weight or bias was set.
 */
export type Edited = {
  train_loss: number,
  train_accuracy: number,
  test_loss: number,
  test_accuracy: number,
  train_error?: number,
  test_error?: number,
  snapshot: Snapshot,
};

export type ExerciseForPage = {
  name: string,
  places: ExercisePlace[],
  files: Record<string, string>,
  answer: string,
};

/**
 * A function whose body is missing, and the line where that begins.
 */
export type ExercisePlace = {
  file: string,
  function: string,
  line: number,
};

export type Exercises = {
  exercises: ExerciseForPage[],
};

export type Failure = {
  type: string,
  message: string,
  code?: string,
  values?: Record<string, string | number | Phrase>,
  traceback: string,
};

/**
 * See `nnlab.answers.Answers`; `data` is the file, as UTF-8. The score is NaN without truth.
 */
export type FileAnswers = {
  data: Uint8Array<ArrayBuffer>,
  rows: number,
  header: string[],
  preview: string[][],
  added: number,
  missing: string[],
  filled: FilledColumn[],
  unknown: FilledColumn[],
  unused: string[],
  moved: boolean,
  truth: string,
  known: number,
  strange: string[],
  score: number,
};

/**
 * A column in which `count` cells hold nothing, or nothing that is known.
 *
 * `value` is what they are taken for, "" of words that are not known.
 */
export type FilledColumn = {
  column: string,
  count: number,
  value: string,
};

/**
 * A function of the edited package that answers otherwise than the original's.
 *
 * `slip` names a well-known one, or several joined by "+", or is ""; `values` are what its
 * sentence needs, and `factor` is NaN unless all is off by the same. Of an update also the first
 * step, from 1, in which it is off, by what factor it is then, and the matrices where, such as
 * "W1", if not in every one; else `since` is 0. `says` are the sentences to show.
 */
export type Finding = {
  piece: string,
  rule: string,
  file: string,
  function: string,
  line: number,
  matrix: string,
  slip: string,
  values: Record<string, string>,
  factor: number,
  since: number,
  factor_since: number,
  wrong: string[],
  got_shape: number[],
  want_shape: number[],
  message: string,
  says: Phrase[],
};

export type FlowerPick = {
  kind: number,
  unsure: boolean,
};

export type GradientChecked = {
  step: number,
  threshold: number,
  columns: number,
  matrices: MatrixChecked[],
  stuck: StuckNeurons[],
};

/**
 * `rows` of the test part, or of the training part where there is none, and their score.
 */
export type ImportanceBegun = {
  tested: boolean,
  rows: number,
  score: number,
};

/**
 * For the next columns, from `first` on, how far the score fell: (columns, repeats).
 *
 * `means` and `spreads`, of length columns, are the falls' mean and standard deviation.
 * They are the features, or the columns that those came from: see `Configured.sources`.
 */
export type Importances = {
  first: number,
  falls: NDArray,
  means: NDArray,
  spreads: NDArray,
  done: boolean,
};

export type ItemState = "right" | "wrong" | "open" | "differs" | "told";

/**
 * A fact as it is now, said in few digits, and whether it is as the check wants it.
 */
export type JudgedFact = {
  fact: string,
  said: string,
  right: boolean,
};

/**
 * `typed` says how a number that was typed is wrong: its sign, a δ without the neuron's
 * slope, a little, or far.
 */
export type JudgedTask = {
  name: string,
  done: boolean,
  facts: JudgedFact[],
  typed?: "" | "sign" | "slope" | "close" | "far",
};

/**
 * The epochs that can be looked at: from `first` on, every `every`-th one, and the last.
 */
export type Kept = {
  first: number,
  every: number,
};

/**
 * A plane through the network's parameters: see `page.panels.landscape`.
 */
export type LandscapeBegun = {
  alphas: NDArray,
  betas: NDArray,
  loss: number,
  samples: number,
  rows: number,
  path: LandscapePath,
};

/**
 * The losses from point `first` on, beta by beta.
 */
export type LandscapeLosses = {
  first: number,
  losses: NDArray,
  done: boolean,
};

/**
 * The epochs that are kept, seen on the plane: see `nnlab.landscape.Path`; all (epochs,).
 */
export type LandscapePath = {
  epochs: NDArray,
  alphas: NDArray,
  betas: NDArray,
  shares: NDArray,
  losses: NDArray,
};

/**
 * A lesson file. `seeds` are those with which all its claims hold; the first is the usual.
 */
export type Lesson = {
  format: "nnlab-lesson",
  version: number,
  name: string,
  minutes: number,
  seeds: number[],
  title: string,
  question: string,
  steps: LessonStep[],
  texts: Record<string, Record<string, string>>,
};

/**
 * A fact of the lab by its name, and what it must be: see `page.course.facts`.
 *
 * Without `equals`, `least`, `most` and `near` it is only reported, and always right.
 */
export type LessonCheck = {
  fact: string,
  layer?: number,
  row?: number,
  column?: number,
  sample?: number,
  field?: string,
  exercise?: string,
  equals?: LessonValue,
  least?: number,
  most?: number,
  near?: number,
  within?: number,
  digits?: number,
};

/**
 * One answer to choose. `why` is said once it is chosen; a prediction's has none.
 */
export type LessonChoice = {
  name: string,
  text: string,
  why?: string,
};

/**
 * Flowers of the iris data by their rows, from 1: some whose kind is told, some to sort.
 */
export type LessonFlowers = {
  known: number[],
  sort: number[],
  show: "sort" | "network" | "both",
};

/**
 * `known` says whether this lesson is among those that are here.
 */
export type LessonHanded = {
  lesson: string,
  known: boolean,
};

/**
 * A button that starts the lab in another way: what differs from the step's own start.
 */
export type LessonOption = {
  text: string,
  setup?: Record<string, LessonValue>,
  weights?: Record<string, number | number[] | number[][]>,
  slip?: string,
};

/**
 * How a lab starts: fields of the set-up that differ from the note's run, and given weights:
 * "all" a number, "W1", "b1" and so on those of one layer. `slip` names what is wrong with the
 * network: see `page.course.slips`.
 */
export type LessonStart = {
  setup: Record<string, LessonValue>,
  weights?: Record<string, number | number[] | number[][]>,
  slip?: string,
};

/**
 * One screen. `text` are paragraphs, each a key; `shows` are facts that stand in its braces.
 *
 * `sample` is the row of the data, from 1, that the panels show; the first one without it.
 */
export type LessonStep = {
  kind: StepKind,
  text: string[],
  panels?: string[],
  controls?: string[],
  speed?: "full" | "guided" | "slow",
  sample?: number,
  start?: LessonStart,
  options?: LessonOption[],
  flowers?: LessonFlowers,
  valley?: LessonValley,
  choices?: LessonChoice[],
  right?: string,
  tasks?: LessonTask[],
  shows?: Record<string, LessonCheck>,
  exercise?: string,
  room?: "play" | "judge" | "understand" | "code",
};

/**
 * Something to do: done when all `checks` hold at once, or, with `answer`, when the number
 * that was typed is that fact.
 */
export type LessonTask = {
  name: string,
  text: string,
  hint?: string,
  checks?: LessonCheck[],
  answer?: LessonCheck,
};

/**
 * One weight of the lab, and the stretch of its values over which the loss is drawn.
 */
export type LessonValley = {
  layer: number,
  row: number,
  column: number,
  least: number,
  most: number,
};

export type LessonValue = boolean | number | string | string[] | number[];

/**
 * From the end of `epoch` on, the run has been trained with these values.
 */
export type LiveFrom = {
  epoch: number,
  learning_rate: number,
  batch_size: number,
  l2: number,
};

export type MadeHandIn = {
  text: string,
};

/**
 * `verdict` as `page.check.diagnose` gives it; `says` are its first sentences; `own` is false
 * when the answer only asks the original. `text` is what the pupil wrote.
 */
export type MarkedCode = {
  exercise: string,
  verdict: string,
  own: boolean,
  slip: string,
  says: Phrase[],
  text: string,
  hints: number,
  shown: boolean,
};

/**
 * One thing that a lesson asks: a prediction, a question, a number, something to do.
 *
 * `state` is as recomputed; "differs" was said to be done and does not come out, "told" cannot be
 * recomputed. `given` and `right` are names of choices, or numbers said in digits; `slip` is how
 * it is wrong: a choice's name, or "sign", "close", "far". A prediction that was made or changed
 * after the first run is `late`: the one before counts.
 */
export type MarkedItem = {
  step: number,
  kind: "predict" | "ask" | "number" | "do",
  name: string,
  state: ItemState,
  given: string,
  right: string,
  slip: string,
  tries: number,
  late: boolean,
  hint: boolean,
};

/**
 * `done` of `items` that are no predictions are right; `problems` are sentences by key.
 */
export type MarkedLesson = {
  lesson: string,
  seed: number,
  items: MarkedItem[],
  done: number,
  of: number,
  tries: number,
  hints: number,
  guesses_right: number,
  guesses: number,
  problems: Phrase[],
};

export type MarkedPupil = {
  file: string,
  pupil: string,
  word: string,
  lessons: MarkedLesson[],
  code: MarkedCode[],
  answers: Answer[],
};

/**
 * See `nnlab.gradient_check.MatrixCheck`; `state` as numbers, in the order of its names.
 */
export type MatrixChecked = {
  symbol: string,
  layer: number,
  largest_error: number,
  verdict: "right" | "wrong" | "kink" | "too_small",
  error: NDArray,
  state: NDArray,
};

export type Means = "number" | "date" | "code" | "time";

/**
 * The sentence console_<key> of web/text, with `values` in its braces.
 */
export type Note = {
  key: string,
  values: Record<string, string>,
};

/**
 * The answer at each x, (places,), in the number's unit.
 *
 * answer = base + the sum of the shares: `shares` (neurons, places) is what each neuron of the
 * last hidden layer adds to `base`, the answer if all of them were silent.
 */
export type NumberCurve = {
  x: NDArray,
  answer: NDArray,
  base: number,
  shares: NDArray,
  points: Points,
};

/**
 * How far a part's answers are off: `rmse` in the number's unit, `r2` without one.
 */
export type NumberPart = {
  part: Part,
  rows: number,
  rmse: number,
  r2: number,
};

export type NumberVerdict = {
  says: Says,
  parts: NumberPart[],
};

/**
 * The loss over one weight's values; where it stands, its slope there by back-propagation,
 * and what a nudge of `nudge` says of that slope: (`loss_after` − `loss`) / `nudge`.
 */
export type OneWeight = {
  values: NDArray,
  losses: NDArray,
  weight: number,
  loss: number,
  slope: number,
  nudge: number,
  loss_after: number,
  nudged_slope: number,
};

/**
 * A model file that was opened: the lab, its set-up, its history, and the data it brought.
 */
export type Opened = {
  lab: Configured,
  setup: Setup,
  history: Reports,
  csv?: CsvFile,
  fits: boolean,
};

export type OpenedLesson = {
  lesson: Lesson,
};

/**
 * A field whose value lies outside what the training data showed.
 */
export type OutOfRange = {
  field: number,
  value: number,
  min: number,
  max: number,
};

/**
 * A run of a study that has ended: see `nnlab.studies.Outcome`.
 */
export type OutcomeFacts = {
  index: number,
  setup: Setup,
  breakdown: Breakdown,
  stopped: Stopped,
  epochs: NDArray,
  curves: Record<string, NDArray>,
};

export type Part = "train" | "test";

/**
 * How many of a part's rows are answered rightly.
 */
export type PartVerdict = {
  part: Part,
  right: number,
  rows: number,
};

/**
 * A sentence of web/text, which may hold another one: see `nnlab.files.phrases`.
 */
export type Phrase = {
  key: string,
  values: Record<string, string | number | Phrase>,
};

/**
 * Rows that are pictures of `side` × `side`, and the numbers of blank and of full pixels.
 */
export type PictureScale = {
  side: number,
  paper: number,
  ink: number,
};

/**
 * Which runs a study makes: see `nnlab.studies`, and `page.panels.advice`.
 */
export type Plan = {
  kind: "seeds" | "rates" | "grid" | "folds" | "advice",
  count?: number,
  low?: number,
  high?: number,
  fields?: string[],
  values?: number[][],
};

/**
 * Rows of the data on the plane of `Regions`; each array has one entry for each.
 */
export type Points = {
  row: NDArray,
  x: NDArray,
  y: NDArray,
  label: NDArray,
  predicted: NDArray,
  test: NDArray,
};

/**
 * For the sample: `inputs` are its features, and what is made of them; `activations` are
 * [x, a1, ..., y], x as the network takes it, `sums` the z's [z1, ...] of its layers, so that
 * a = f(z).
 *
 * Of a number to predict, `number` is the answer in its unit, and `name` what it is.
 */
export type Prediction = {
  outputs: NDArray,
  inputs: NDArray,
  activations: NDArray[],
  sums: NDArray[],
  predicted: number,
  name: string,
  trained: boolean,
  out_of_range: OutOfRange[],
  number?: number,
};

/**
 * Who handed in, and what: the exercises by name, "" is free editing.
 */
export type ReadHandIn = {
  pupil: string,
  word: string,
  lessons: LessonHanded[],
  code: string[],
  answers: Answer[],
};

/**
 * The plane of two features: see `regions.Questions.regions`.
 */
export type Regions = {
  x_range: [number, number],
  y_range: [number, number],
  predicted: NDArray,
  margin: NDArray,
  neurons: NDArray[],
  points: Points,
};

/**
 * What is right but has a catch: the sentence under `says`, and where.
 */
export type Remark = {
  slip: string,
  file: string,
  line: number,
  says: Phrase[],
};

/**
 * One entry for each epoch that ended during the call; what was not measured is NaN.
 *
 * Accuracies and errors are as in `Measured`.
 */
export type Reports = {
  epoch: NDArray,
  train_loss: NDArray,
  train_accuracy: NDArray,
  printed_loss: NDArray,
  test_loss: NDArray,
  test_accuracy: NDArray,
  train_error?: NDArray,
  test_error?: NDArray,
};

/**
 * Of `rows` rows of a part: figures, some of them as points, and the rows missed by the most.
 *
 * All is in the number's unit, but for R². `within` is how many are missed by less than the root
 * mean squared error. NaN where there are no rows.
 */
export type Residuals = {
  rows: number,
  r2: number,
  rmse: number,
  mae: number,
  within: number,
  row: NDArray,
  true: NDArray,
  predicted: NDArray,
  worst: NDArray,
};

/**
 * The rows at which a hidden neuron's output is largest, the largest first.
 *
 * `features` are theirs, (rows, features), in raw units, and `outputs` the neuron's; `by_class`
 * is its mean output for each class, NaN for a class without rows.
 */
export type Responses = {
  rows: NDArray,
  labels: NDArray,
  features: NDArray,
  outputs: NDArray,
  by_class: NDArray,
};

/**
 * A new lab, and the epochs that it was trained at once.
 */
export type Retrained = {
  lab: Configured,
  trained: Trained,
};

/**
 * Samples of the data by their rows, counted from 0.
 */
export type Rows = {
  rows: number[],
};

export type Sample = Rows | Typed;

export type SavedFile = {
  data: Uint8Array<ArrayBuffer>,
};

export type SavedModel = {
  text: string,
};

export type Says = "untrained" | "no_test" | "alike" | "worse";

/**
 * What several got wrong: `count` of the `of` who tried; `example` is one pupil's, with what
 * was given. `right` is what had to be given.
 */
export type Slip = {
  lesson: string,
  step: number,
  kind: string,
  name: string,
  slip: string,
  count: number,
  of: number,
  pupil: string,
  given: string,
  right: string,
};

/**
 * A trainer at the end of an epoch: enough to go on in another worker.
 *
 * The latest one also says what led to it: see `nnlab.journal`.
 */
export type Snapshot = {
  epoch: number,
  vector: NDArray,
  optimizer_state: Record<string, NDArray>,
  random_state: string,
  first_loss: number,
  best_test_loss: number,
  waiting_since: number,
  changes?: LiveFrom[],
  start?: Snapshot,
};

/**
 * For rows of the data: their features and true classes, and the network's outputs.
 */
export type SomeAnswers = {
  features: NDArray,
  labels: number[],
  outputs: NDArray,
  trained: boolean,
};

/**
 * `elsewhere`: the lab has another set-up than the step's, and nothing was judged. `shown`
 * are the facts that stand in the step's sentences, by their places there. `run` says, when a
 * task is done, what it takes to do it again: see `page.course.record`.
 */
export type StepChecked = {
  elsewhere: boolean,
  shown: Record<string, string>,
  tasks: JudgedTask[],
  run: string,
};

export type StepKind = "question" | "predict" | "do" | "why" | "ask" | "takeaway";

/**
 * The lab from which a step starts, and its set-up; `given`: which does not say all of it.
 */
export type StepStarted = {
  lab: Configured,
  setup: Setup,
  given: boolean,
};

export type Stopped = "" | "target_loss" | "patience";

export type StuckNeurons = {
  layer: number,
  why: "dead" | "saturated",
  neurons: number[],
};

export type StudyBegun = {
  runs: number,
};

/**
 * There is nothing to tell.
 */
export type StudyDropped = {
};

/**
 * What a slice of a study has brought.
 */
export type StudyProgress = {
  done: boolean,
  part: number,
  runs: number,
  outcomes: OutcomeFacts[],
  bands: Bands[],
};

/**
 * The first rows of the data, 2000 at most, in raw units.
 */
export type Table = {
  features: NDArray,
  labels: NDArray,
  test: NDArray,
};

/**
 * See `nnlab.step.Operand`.
 */
export type TraceOperand = {
  symbol: string,
  layer: number,
  array: NDArray,
  reads: "entry" | "row" | "column" | "bias" | "all",
  transposed: boolean,
};

/**
 * See `nnlab.step.Source`.
 */
export type TraceSource = {
  file: string,
  function: string,
  first_line: number,
  lines: string[],
  line: number,
};

/**
 * See `nnlab.step.Step`.
 */
export type TraceStep = {
  phase: "forward" | "loss" | "backward" | "update",
  kind: string,
  rule: string,
  equations: number[],
  layer: number,
  operands: TraceOperand[],
  symbol: string,
  result: NDArray,
  source: TraceSource,
};

/**
 * One update of `columns` samples; `loss` is their mean loss before it.
 *
 * `samples` is (features, columns), in raw units: X of layer 1 before it is standardised.
 */
export type Traced = {
  columns: number,
  samples: NDArray,
  loss: number,
  loss_after: number,
  steps: TraceStep[],
};

export type Trained = {
  run: number,
  reports: Reports,
  snapshot: Snapshot,
  breakdown: Breakdown,
  stopped: Stopped,
  kept: Kept,
  engine: "compiled" | "plain",
  why_plain: string,
};

/**
 * A sample in raw units, and the class that it is said to be, or its number in its unit.
 */
export type Typed = {
  values: number[],
  target: number,
};

/**
 * For each lesson, the seed that is this pupil's.
 */
export type Variant = {
  seeds: Record<string, number>,
};

/**
 * `pairs` are the most frequent confusions of the part that was asked about.
 */
export type Verdict = {
  says: Says,
  parts: PartVerdict[],
  pairs: ConfusedPair[],
};

/**
 * The weight's values on its way, and the loss at each.
 */
export type Walked = {
  train_loss: number,
  train_accuracy: number,
  test_loss: number,
  test_accuracy: number,
  train_error?: number,
  test_error?: number,
  snapshot: Snapshot,
  path: NDArray,
  losses: NDArray,
};

/**
 * Which ink of a sample spoke for the network's answer, and which against it.
 *
 * `ink` is (features,): each pixel's ink times how the answer's lead over the other classes rises
 * with it (see `wishes.lead_gradient`), in any unit the same; 0 where there is no ink. Without
 * the `fewer` pixels that spoke most for `label` the network answers `other`; `fewer` is 0 when
 * it answers `label` without all that spoke for it, too.
 */
export type Why = {
  label: number,
  ink: NDArray,
  fewer: number,
  other: number,
};

/**
 * What would make a sample be taken for another class.
 *
 * `values` is the sample changed in small steps until it is taken for that class, if `reached`.
 * `more` is (features,): what of the whole range was added where it is positive, taken away where
 * it is negative; `changed` is how much that is in all, in pixels.
 */
export type Wish = {
  more: NDArray,
  values: NDArray,
  reached: boolean,
  changed: number,
};

/**
 * What the page knows of one lesson. Steps count from 0 and stand under texts of their
 * numbers; `runs` holds, by tasks, what `page.course.record` says, as JSON.
 */
export type WorkTold = {
  lesson: string,
  seed: number,
  furthest: number,
  choices: Record<string, string[]>,
  numbers: Record<string, number>,
  done: Record<string, string[]>,
  runs: Record<string, string>,
  picks: Record<string, FlowerPick>,
  hints: string[],
  order: string[],
};

/**
 * All rows that are taken for another class: `total`, and the first few hundred of them.
 */
export type WrongRows = {
  total: number,
  rows: NDArray,
  features: NDArray,
  labels: NDArray,
  predicted: NDArray,
};

export type Methods = {
  configure: { params: { run: number, setup: Setup, new_csv?: boolean }, result: Configured },
  restore: { params: { run: number, setup: Setup, snapshot: Snapshot, new_csv?: boolean, past?: NDArray }, result: Configured },
  train: { params: { run: number, epochs: number, budget_ms: number, live: Live }, result: Trained },
  retrain: { params: { run: number, setup: Setup, budget_ms: number }, result: Retrained },
  read_csv: { params: { data: Uint8Array, reading?: CsvGiven }, result: CsvRead },
  read_kept: { params: { data: Uint8Array, reading: CsvGiven, setup: Setup, snapshot: Snapshot, loss: number }, result: CsvKept },
  choose_columns: { params: { target: string, left_out: string[], task?: string }, result: CsvChoice },
  look: { params: { epoch: number }, result: Snapshot },
  go_back: { params: { epoch: number }, result: Snapshot },
  set_parameter: { params: { layer: number, kind: "W" | "b", row: number, column: number, value: number }, result: Edited },
  predict: { params: { values: number[], epoch?: number }, result: Prediction },
  draw: { params: { strokes: number[][] }, result: Drawn },
  responses: { params: { layer: number, neuron: number, epoch?: number }, result: Responses },
  why: { params: { values: number[], epoch?: number }, result: Why },
  wish: { params: { values: number[], label: number, epoch?: number }, result: Wish },
  regions: { params: { x_feature: number, y_feature: number, values: number[], side: number, neurons: boolean, epoch?: number }, result: Regions },
  confusion: { params: { part: Part, epoch?: number }, result: Confusion },
  confused_rows: { params: { part: Part, actual: number, taken_for: number, epoch?: number }, result: ConfusedRows },
  wrong_rows: { params: { part: Part, epoch?: number }, result: WrongRows },
  residuals: { params: { part: Part, epoch?: number }, result: Residuals },
  curve: { params: { places: number, epoch?: number }, result: NumberCurve },
  verdict: { params: { part?: Part, epoch?: number }, result: Verdict },
  verdict_of_numbers: { params: { epoch?: number }, result: NumberVerdict },
  trace: { params: { sample: Sample, live: Live }, result: Traced },
  apply_step: { params: { sample: Sample, live: Live }, result: Edited },
  gradient_check: { params: { sample: Sample }, result: GradientChecked },
  start_study: { params: { study: number, setup: Setup, plan: Plan }, result: StudyBegun },
  advance_study: { params: { study: number, budget_ms: number }, result: StudyProgress },
  drop_study: { params: { study: number }, result: StudyDropped },
  answer_file: { params: { data: Uint8Array, epoch?: number }, result: FileAnswers },
  start_importance: { params: { repeats: number, seed: number, epoch?: number }, result: ImportanceBegun },
  advance_importance: { params: { budget_ms: number }, result: Importances },
  partial_dependence: { params: { feature: number, epoch?: number }, result: Dependence },
  start_landscape: { params: { directions: Directions, seed: number, side: number, epoch?: number }, result: LandscapeBegun },
  advance_landscape: { params: { budget_ms: number }, result: LandscapeLosses },
  open_lesson: { params: { text: string }, result: OpenedLesson },
  start_step: { params: { run: number, text: string, step: number, seed: number, option?: number }, result: StepStarted },
  check_step: { params: { text: string, step: number, seed: number, numbers: Record<string, number>, picks: Record<string, number>, solved: string[] }, result: StepChecked },
  one_weight: { params: { layer: number, row: number, column: number, least: number, most: number, nudge?: number }, result: OneWeight },
  walk_weight: { params: { layer: number, row: number, column: number, rate: number, steps: number }, result: Walked },
  some_answers: { params: { rows: number[], epoch?: number }, result: SomeAnswers },
  variants: { params: { word: string, pupil: string, lessons: string[] }, result: Variant },
  make_hand_in: { params: { pupil: string, word: string, works: WorkTold[], code: CodeTold[], answers: Answer[] }, result: MadeHandIn },
  read_hand_in: { params: { text: string, lessons: string[] }, result: ReadHandIn },
  mark_code: { params: { text: string, code: number }, result: MarkedCode },
  mark_lesson: { params: { text: string, at: number, lesson: string, solved: string[] }, result: MarkedLesson },
  class_report: { params: { pupils: MarkedPupil[] }, result: ClassReport },
  sources: { params: {}, result: Record<string, string> },
  compiled_module: { params: {}, result: CompiledModule },
  exercises: { params: {}, result: Exercises },
  diagnose: { params: { files: Record<string, string> }, result: Diagnosis },
  assemble: { params: { answers: Record<string, Record<string, string>>, solved: string[] }, result: Assembled },
  compare: { params: { setup: Setup, epochs: number, budget_ms: number, restart: boolean }, result: Compared },
  console: { params: { code: string }, result: ConsoleAnswer },
  save_model: { params: { setup: Setup, history: Record<string, number[]>, csv?: CsvFile }, result: SavedModel },
  open_model: { params: { run: number, text: string }, result: Opened },
  save_weights: { params: {}, result: SavedFile },
  open_weights: { params: { run: number, data: Uint8Array }, result: Configured },
  save_onnx: { params: {}, result: SavedFile },
  take_home: { params: { setup: Setup, history: Record<string, number[]>, csv?: CsvFile, edits?: Record<string, string> }, result: SavedFile },
};
