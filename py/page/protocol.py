"""What the worker and the page say to each other. The page's side of these: web/protocol.js.

tests/contract/messages.json holds examples that both sides must accept. An array travels as
`{data, shape}`; `page.bridge` packs it.
"""

from typing import Any, Literal, NotRequired, TypedDict

from nnlab.arrays import Array


class NotReady(Exception):
    """Asked for something that needs a network before one was set up."""


class Snapshot(TypedDict):
    """A trainer at the end of an epoch: enough to go on in another worker."""

    epoch: int
    vector: Array
    optimizer_state: dict[str, Array]
    random_state: str
    first_loss: float


class Configured(TypedDict):
    """The lab as it stands after `configure` or `restore`."""

    run: int
    sizes: list[int]
    rows: int
    feature_names: list[str]
    class_names: list[str]
    snapshot: Snapshot
    train_loss: float
    train_accuracy: float


class Reports(TypedDict):
    """One entry for each epoch that ended during the call; what was not measured is NaN."""

    epoch: Array
    train_loss: Array
    train_accuracy: Array
    printed_loss: Array


class Trained(TypedDict):
    run: int
    reports: Reports
    snapshot: Snapshot
    breakdown: Literal["", "not_finite", "saturated"]


class OutOfRange(TypedDict):
    """A field whose value lies outside what the training data showed."""

    field: int
    value: float
    min: float
    max: float


class Prediction(TypedDict):
    outputs: Array
    predicted: int
    name: str
    trained: bool
    out_of_range: list[OutOfRange]


class Failure(TypedDict):
    type: str
    message: str
    hint: NotRequired[str]
    traceback: str


class Success(TypedDict):
    ok: Literal[True]
    result: Any


class Failed(TypedDict):
    ok: Literal[False]
    error: Failure


Reply = Success | Failed
