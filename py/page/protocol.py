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

Breakdown = Literal["", "not_finite", "saturated"]
Stopped = Literal["", "target_loss", "patience"]


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

    The latest one also says what led to it: see `nnlab.journal`.
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
    labels: Array  # (rows,), indices into class_names; or the numbers to predict, in their unit
    test: Array  # (rows,), 1 where the row is kept back for the test, else 0


class Kept(TypedDict):
    """The epochs that can be looked at: from `first` on, every `every`-th one, and the last."""

    first: int
    every: int


class Measured(TypedDict):
    """How good the network is now; what there is no test for is NaN.

    Of numbers to predict, an accuracy is R², and the errors are there: root mean squared ones, in
    the target's unit.
    """

    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    train_error: NotRequired[float]
    test_error: NotRequired[float]


class Edited(Measured):
    """After a weight or bias was set."""

    snapshot: Snapshot


class PictureScale(TypedDict):
    """Rows that are pictures of `side` × `side`, and the numbers of blank and of full pixels."""

    side: int
    paper: float
    ink: float


class ColumnSource(TypedDict):
    """A column as its owner has it: see `nnlab.encoding.Source`."""

    name: str
    words: list[str]  # none of a column of numbers
    other: bool
    fill: str | float
    first: int
    pattern: str  # of a column of dates how they are written: `nnlab.cell_dates.pattern_of`
    offset: float  # and the first of them, from which their days are counted, in days from 1970 on
    per_day: float  # what a day counts: 24 of times of the day, which are hours


class Configured(Measured):
    """The lab as it stands after `configure` or `restore`."""

    run: int
    sizes: list[int]
    rows: int
    row_numbers: list[int]  # of each row that in the visitor's file, from 1; empty where equal
    test_rows: int
    feature_names: list[str]
    input_names: list[str]  # what the network gets: the features, and what is made of two
    task: Literal["classes", "numbers"]
    class_names: list[str]  # empty where the target is a number
    target_name: str  # of that number, as its unit; else ""
    unit: str
    table: Table
    telling: tuple[int, int]  # the two features that tell most about the target
    sources: list[ColumnSource]  # none where every column is a feature as it stands
    truths: list[tuple[int, str, str]]  # features with what their owner writes for yes and no
    pictures: list[PictureScale]  # one where the rows are pictures, else none
    snapshot: Snapshot
    kept: Kept


class Reports(TypedDict):
    """One entry for each epoch that ended during the call; what was not measured is NaN.

    Accuracies and errors are as in `Measured`.
    """

    epoch: Array
    train_loss: Array
    train_accuracy: Array
    printed_loss: Array
    test_loss: Array
    test_accuracy: Array
    train_error: NotRequired[Array]
    test_error: NotRequired[Array]


class MatrixChecked(TypedDict):
    """See `nnlab.gradient_check.MatrixCheck`; `state` as numbers, in the order of its names."""

    symbol: str
    layer: int
    largest_error: float
    verdict: Literal["right", "wrong", "kink", "too_small"]
    error: Array
    state: Array


class Phrase(TypedDict):
    """A sentence of web/text, which may hold another one: see `nnlab.files.phrases`."""

    key: str
    values: "PhraseValues"


PhraseValues = dict[str, str | int | float | Phrase]


class CodeError(TypedDict):
    """An error in the edited code; file "" and line 0 when it is in none of its lines.

    `slip` names a well-known one, or is "", and `values` fill its sentence; `meets` are the two
    sides of the expression that failed, each its text and its shape. `says` are the sentences.
    """

    file: str
    line: int
    column: int
    slip: str
    values: dict[str, str]
    meets: list[dict[str, str]]
    says: list[Phrase]
    message: str
    traceback: str


class Finding(TypedDict):
    """A function of the edited package that answers otherwise than the original's.

    `slip` names a well-known one, or several joined by "+", or is ""; `values` are what its
    sentence needs, and `factor` is NaN unless all is off by the same. Of an update also the first
    step, from 1, in which it is off, by what factor it is then, and the matrices where, such as
    "W1", if not in every one; else `since` is 0. `says` are the sentences to show.
    """

    piece: str
    rule: str
    file: str
    function: str
    line: int
    matrix: str
    slip: str
    values: dict[str, str]
    factor: float
    since: int
    factor_since: float
    wrong: list[str]
    got_shape: list[int]
    want_shape: list[int]
    message: str
    says: list[Phrase]


class Remark(TypedDict):
    """What is right but has a catch: the sentence under `says`, and where."""

    slip: str
    file: str
    line: int
    says: list[Phrase]


class Blame(TypedDict):
    """The wrong gradient nearest the output: "W" or "b" of `layer`; when both are, "delta", or
    "both" where δ is right. "forward" when only the forward pass or the loss was changed.

    Where the network crashes, "crash_forward", "crash_delta", "crash_output_delta" or
    "crash_gradients", and the shapes of the two arrays that met there, where they can be told."""

    symbol: str
    layer: int
    layers: int
    wrong: list[str]
    factor: float
    shapes: list[list[int]]
    hidden: str
    output: str
    says: list[Phrase]


class Diagnosis(TypedDict):
    """`verdict` "different" is consistent in itself; lists may be empty. `printed` is what it
    printed when it was asked."""

    verdict: Literal["same", "different", "wrong", "broken"]
    findings: list[Finding]
    blame: list[Blame]
    remarks: list[Remark]
    printed: str
    matrices: list[MatrixChecked]
    failure: list[CodeError]


class Compared(TypedDict):
    """The training loss after each epoch so far, and the accuracy, or R², at the last: else nan."""

    original: Array
    edited: Array
    original_score: float
    edited_score: float
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


class Assembled(TypedDict):
    """The files that differ from the package's, and the exercises whose answers are in them."""

    files: dict[str, str]
    exercises: list[str]


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
    """`slip` names an error that is well known, or is "", and `says` what is said of it; `changed`
    is empty unless the network has; `names` are those the visitor has set."""

    output: str
    slip: str
    says: list[Phrase]
    notes: list[Note]
    changed: list[ChangedByLine]
    names: list[str]


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
