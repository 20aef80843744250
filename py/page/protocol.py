"""What the worker and the page say to each other.

scripts/generate.py writes the page's types from these: web/generated/protocol.d.ts.
tests/contract/messages.json holds examples that both sides must accept. An array travels as
`{data, shape}`; `page.bridge` packs it.
"""

from typing import Annotated, Any, Literal, NotRequired, TypeAlias, TypedDict

from nnlab.arrays import Array
from nnlab.setup import Setup

# What a JavaScript Uint8Array becomes, and what a test sends.
Buffer: TypeAlias = bytes | bytearray | memoryview

# A set-up's fields by name, and those of `page.requests.LIVE`, as the page sends them.
SetupFields: TypeAlias = Annotated[dict[str, Any], Setup]
LiveFields: TypeAlias = Annotated[dict[str, Any], "Live"]

Part = Literal["train", "test"]
Breakdown = Literal["", "not_finite", "saturated"]
Stopped = Literal["", "target_loss", "patience"]
Curve = Literal["train_loss", "train_accuracy", "test_loss", "test_accuracy"]
Directions = Literal["random", "path"]


class NotReady(Exception):
    """Asked for something that needs what the session was not given yet, such as a file."""


class NoNetwork(NotReady):
    """Asked for something that needs a network before one was set up."""


class LiveFrom(TypedDict):
    """From the end of `epoch` on, the run has been trained with these values."""

    epoch: int
    learning_rate: float
    batch_size: int
    l2: float


class Snapshot(TypedDict):
    """A trainer at the end of an epoch: enough to go on in another worker.

    The latest one also says what led to it: see `page.lab.journal`.
    """

    epoch: int
    vector: Array
    optimizer_state: dict[str, Array]
    random_state: str
    first_loss: float
    best_test_loss: float
    waiting_since: int
    changes: NotRequired[list[LiveFrom]]
    start: NotRequired["Snapshot"]


class Table(TypedDict):
    """The first rows of the data, 2000 at most, in raw units."""

    features: Array  # (rows, features)
    labels: Array  # (rows,), indices into class_names
    test: Array  # (rows,), 1 where the row is kept back for the test, else 0


class Kept(TypedDict):
    """The epochs that can be looked at: from `first` on, every `every`-th one, and the last."""

    first: int
    every: int


class Measured(TypedDict):
    """How good the network is now; what there is no test for is NaN."""

    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float


class Edited(Measured):
    """After a weight or bias was set."""

    snapshot: Snapshot


class Configured(Measured):
    """The lab as it stands after `configure` or `restore`."""

    run: int
    sizes: list[int]
    rows: int
    test_rows: int
    feature_names: list[str]
    class_names: list[str]
    table: Table
    telling: tuple[int, int]  # the two features that tell the classes apart best
    snapshot: Snapshot
    kept: Kept


class CsvColumn(TypedDict):
    name: str
    numeric: bool  # it can be a feature
    target: bool  # it can hold the classes
    different: int
    missing: int
    examples: list[str]


class CsvRead(TypedDict):
    """How a file was read, and which choice of columns is suggested."""

    encoding: str
    delimiter: str
    decimal: str
    has_header: bool
    rows: int
    columns: list[CsvColumn]
    target: str
    left_out: list[str]


class CsvChoice(TypedDict):
    """What a choice of columns comes to: the rows used, and those left out by the reason."""

    rows: int
    missing: int
    not_numeric: int
    class_names: list[str]
    class_rows: list[int]


class Reports(TypedDict):
    """One entry for each epoch that ended during the call; what was not measured is NaN."""

    epoch: Array
    train_loss: Array
    train_accuracy: Array
    printed_loss: Array
    test_loss: Array
    test_accuracy: Array


class Trained(TypedDict):
    run: int
    reports: Reports
    snapshot: Snapshot
    breakdown: Breakdown
    stopped: Stopped
    kept: Kept
    engine: Literal["compiled", "plain"]
    why_plain: str  # why it is not the engine that the set-up asks for, or ""


class Retrained(TypedDict):
    """A new lab, and the epochs that it was trained at once."""

    lab: Configured
    trained: Trained


class Plan(TypedDict):
    """Which runs a study makes: see `nnlab.studies`."""

    kind: Literal["seeds", "rates", "grid", "folds"]
    count: NotRequired[int]  # of seeds, rates or folds
    low: NotRequired[float]  # of the learning rates
    high: NotRequired[float]
    fields: NotRequired[list[str]]  # of the grid, two
    values: NotRequired[list[list[float]]]  # of each of them


class StudyBegun(TypedDict):
    runs: int


class OutcomeFacts(TypedDict):
    """A run of a study that has ended: see `nnlab.studies.Outcome`."""

    index: int
    setup: SetupFields
    breakdown: Breakdown
    stopped: Stopped
    epochs: Array  # (points,)
    curves: dict[str, Array]  # of the same length


class Bands(TypedDict):
    """The quartiles of one curve over all runs so far, and its values at their ends.

    Runs that broke down count until they did; `mean` and `spread` are of the others.
    """

    curve: Curve
    epochs: Array
    low: Array
    median: Array
    high: Array
    mean: float
    spread: float


class StudyProgress(TypedDict):
    """What a slice of a study has brought."""

    done: bool
    part: float  # of the whole work, from 0 to 1
    runs: int
    outcomes: list[OutcomeFacts]
    bands: list[Bands]  # empty when no run has ended


class StudyDropped(TypedDict):
    left: int  # how many studies there still are


class LandscapePath(TypedDict):
    """The epochs that are kept, seen on the plane: see `nnlab.landscape.Path`; all (epochs,)."""

    epochs: Array
    alphas: Array
    betas: Array
    shares: Array
    losses: Array  # of the epoch itself, not of its place on the plane


class LandscapeBegun(TypedDict):
    """A plane through the network's parameters: see `page.panels.landscape`."""

    alphas: Array
    betas: Array
    loss: float  # in its middle
    samples: int  # that the losses are of, out of so many training rows
    rows: int
    path: LandscapePath


class LandscapeLosses(TypedDict):
    """The losses from point `first` on, beta by beta."""

    first: int
    losses: Array
    done: bool


class OutOfRange(TypedDict):
    """A field whose value lies outside what the training data showed."""

    field: int
    value: float
    min: float
    max: float


class Prediction(TypedDict):
    """For the sample: `activations` are [x, a1, ..., y], x as the network takes it, `sums` the z's
    [z1, ...] of its layers, so that a = f(z).
    """

    outputs: Array
    activations: list[Array]
    sums: list[Array]
    predicted: int
    name: str
    trained: bool
    out_of_range: list[OutOfRange]


class Rows(TypedDict):
    """Samples of the data by their rows, counted from 0."""

    rows: list[int]


class Typed(TypedDict):
    """A sample in raw units, and the class that it is said to be."""

    values: list[float]
    target: int


Sample = Rows | Typed


class TraceOperand(TypedDict):
    """See `nnlab.step.Operand`."""

    symbol: str
    layer: int
    array: Array
    reads: Literal["entry", "row", "column", "bias", "all"]
    transposed: bool


class TraceSource(TypedDict):
    """See `nnlab.step.Source`."""

    file: str
    function: str
    first_line: int
    lines: list[str]
    line: int


class TraceStep(TypedDict):
    """See `nnlab.step.Step`."""

    phase: Literal["forward", "loss", "backward", "update"]
    kind: str
    rule: str
    equations: list[int]
    layer: int
    operands: list[TraceOperand]
    symbol: str
    result: Array
    source: TraceSource


class Traced(TypedDict):
    """One update of `columns` samples; `loss` is their mean loss before it."""

    columns: int
    loss: float
    loss_after: float
    steps: list[TraceStep]


class Applied(TypedDict):
    snapshot: Snapshot


class MatrixChecked(TypedDict):
    """See `nnlab.gradient_check.MatrixCheck`; `state` as numbers, in the order of its names."""

    symbol: str
    layer: int
    largest_error: float
    verdict: Literal["right", "wrong", "kink", "too_small"]
    error: Array
    state: Array


class StuckNeurons(TypedDict):
    layer: int
    why: Literal["dead", "saturated"]
    neurons: list[int]


class GradientChecked(TypedDict):
    step: float
    threshold: float
    columns: int
    matrices: list[MatrixChecked]
    stuck: list[StuckNeurons]


class Points(TypedDict):
    """Rows of the data on the plane of `Regions`; each array has one entry for each."""

    row: Array
    x: Array
    y: Array
    label: Array
    predicted: Array
    test: Array


class Regions(TypedDict):
    """The plane of two features: see `looking.regions`."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    predicted: Array
    margin: Array
    neurons: list[Array]
    points: Points


class Confusion(TypedDict):
    """`matrix[i, j]` is how many rows of class i were taken for j; the figures are per class."""

    rows: int
    matrix: Array
    precision: Array
    recall: Array
    f1: Array
    accuracy: float


class ConfusedRows(TypedDict):
    """The rows in one cell: `total` of them, the first few hundred by number and features."""

    total: int
    rows: Array
    features: Array


class CodeError(TypedDict):
    """An error in the edited code; file "" and line 0 when it is in none of its lines.

    `slip` names a well-known one, or is "".
    """

    file: str
    line: int
    column: int
    slip: str
    message: str
    traceback: str


class Finding(TypedDict):
    """A function of the edited package that answers otherwise than the original's.

    `slip` names a well-known one, or several joined by "+", or is ""; `factor` is NaN unless all is
    off by the same. Of an update also the first step, from 1, in which it is off, by what factor it
    is then, and the matrices where, such as "W1", if not in every one; else `since` is 0.
    """

    piece: str
    rule: str
    file: str
    function: str
    line: int
    matrix: str
    slip: str
    factor: float
    since: int
    factor_since: float
    wrong: list[str]
    got_shape: list[int]
    want_shape: list[int]
    message: str


class Blame(TypedDict):
    """The wrong gradient nearest the output: "W" or "b" of `layer`; when both are, "delta", or
    "both" where δ is right. "forward" when only the forward pass or the loss was changed.

    Where the network crashes, "crash_forward", "crash_delta", "crash_output_delta" or
    "crash_gradients", and the shapes of the two arrays that meet there."""

    symbol: str
    layer: int
    layers: int
    wrong: list[str]
    factor: float
    shapes: list[list[int]]
    hidden: str
    output: str


class Diagnosis(TypedDict):
    """`verdict` "different" is consistent in itself; lists of one may be empty."""

    verdict: Literal["same", "different", "wrong", "broken"]
    findings: list[Finding]
    blame: list[Blame]
    matrices: list[MatrixChecked]
    failure: list[CodeError]


class Compared(TypedDict):
    """The training loss after each epoch so far, of the original and of the edited package."""

    original: Array
    edited: Array
    done: bool
    failure: list[CodeError]


class ExercisePlace(TypedDict):
    """A function whose body is missing, and the line where that begins."""

    file: str
    function: str
    line: int


class ExerciseForPage(TypedDict):
    name: str
    places: list[ExercisePlace]
    files: dict[str, str]
    answer: str


class Exercises(TypedDict):
    exercises: list[ExerciseForPage]


class CompiledModule(TypedDict):
    """WebAssembly's text form; "" where plain NumPy trains, `why_plain` then says why unless the
    visitor chose it."""

    text: str
    why_plain: str


class Note(TypedDict):
    """The sentence console_<key> of web/text, with `values` in its braces."""

    key: str
    values: dict[str, str]


class ChangedByLine(Edited):
    """After a line of the console changed the network; `reports` are of epochs that it trained."""

    reports: Reports
    kept: Kept


class ConsoleAnswer(TypedDict):
    """`slip` names an error that is well known, or is ""; `changed` is empty unless the network
    has; `names` are those the visitor has set."""

    output: str
    slip: str
    notes: list[Note]
    changed: list[ChangedByLine]
    names: list[str]


class SavedModel(TypedDict):
    text: str


class SavedFile(TypedDict):
    data: bytes


class CsvFile(TypedDict):
    """The visitor's own file, as it was."""

    name: str
    data: Buffer


class Opened(TypedDict):
    """A model file that was opened: the lab, its set-up, its history, and the data it brought."""

    lab: Configured
    setup: SetupFields
    history: Reports
    csv: NotRequired[CsvFile]


class Phrase(TypedDict):
    """A sentence of web/text, which may hold another one: see `page.phrases`."""

    key: str
    values: "PhraseValues"


PhraseValues = dict[str, str | int | float | Phrase]


class Failure(TypedDict):
    type: str
    message: str
    code: NotRequired[str]  # with `values`, what the page needs to say it in its own language
    values: NotRequired[PhraseValues]
    traceback: str


class Success(TypedDict):
    ok: Literal[True]
    result: Any


class Failed(TypedDict):
    ok: Literal[False]
    error: Failure


Reply = Success | Failed
