"""What a task was done with, so that somebody else can do it again: where the run starts, what was
changed on the way, how far it came, and how good the network was then."""

import dataclasses
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from nnlab.files.constraints import NotAllowed, Number, OneOf, Whole, check
from nnlab.files.model_file import checkpoint_fields, read_changes, read_checkpoint
from nnlab.files.phrases import Phrase
from nnlab.files.strict_json import as_json, members, number
from nnlab.journal import Journal
from page.lab.lab import Lab
from page.requests import CONSTRAINTS, DEFAULT, check_setup

from .facts import Facing, setup_field
from .judging import is_elsewhere
from .shapes import LessonStep
from .slips import SLIPS
from .starting import lab_of
from .walking import Walk, roll

if TYPE_CHECKING:
    from nnlab.compile import Host

MOST_EPOCHS = 20_000
MOST_CHANGES = 200
MOST_WALK = 1000
NEEDED = ("setup", "epoch", "changes", "loss", "accuracy")
FIELDS = (*NEEDED, "slip", "option", "start", "broken", "walk", "gradient_checks")


def recorded(lab: Lab, walk: Walk | None, step: LessonStep, seed: int) -> str:
    """The record of a lab as it stands, as one JSON text."""
    return json.dumps(as_json(record_of(lab, walk, step, seed)), allow_nan=False)


def record_of(lab: Lab, walk: Walk | None, step: LessonStep, seed: int) -> dict[str, Any]:
    now = {name: setup_field(lab, {"field": name}) for name in CONSTRAINTS}
    setup = {n: v for n, v in now.items() if n != "seed" and v != getattr(DEFAULT, n)}
    measured = lab.measured()
    record: dict[str, Any] = {
        "setup": setup,
        "epoch": lab.trainer.checkpoint().epoch,
        "changes": [],
        "loss": measured["train_loss"],
        "accuracy": measured["train_accuracy"],
    }
    if lab.slip:
        record["slip"] = lab.slip
    if lab.gradient_checks:
        record["gradient_checks"] = lab.gradient_checks
    if lab.trainer.breakdown:
        record["broken"] = lab.trainer.breakdown
    if walk is not None:
        walked = {"rate": walk.rate, "steps": walk.steps, "nudges": walk.nudges}
        return {**record, "walk": walked}
    journal = lab.journal()
    record["changes"] = [dataclasses.asdict(change) for change in journal.changes]
    if journal.start is not None:
        option = option_of(journal, step, seed)
        fields = checkpoint_fields(journal.start, lab.network.sizes)
        record |= {"start": fields} if option is None else {"option": option}
    return record


def option_of(journal: Journal, step: LessonStep, seed: int) -> int | None:
    """Which way to begin gives just these weights: -1 the step's own, else that of its options."""
    start = journal.start
    for option, _ in enumerate(["own", *step.get("options", [])], -1):
        if start is None or start.epoch or "start" not in step:
            break
        first = lab_of(step, seed, None if option < 0 else option).trainer.checkpoint().vector
        if np.array_equal(first, start.vector):
            return option
    return None


def read_record(field: str, value: Any) -> dict[str, Any]:
    """A record that may come from anybody. The start's weights are read when it is run again."""
    members(field, value, FIELDS, NEEDED)
    if not isinstance(value["setup"], dict):
        raise NotAllowed(f"{field}.setup", value["setup"], Phrase("allowed_json_object"))
    allowed = OneOf([name for name in CONSTRAINTS if name not in ("seed", "target", "left_out")])
    for name in value["setup"]:
        check(f"{field}.setup", name, allowed)
    if check_setup(value["setup"]).dataset == "own":
        raise NotAllowed(f"{field}.setup.dataset", "own", Phrase("allowed_choice", choices="iris"))
    check(f"{field}.epoch", value["epoch"], Whole(0, MOST_EPOCHS))
    if len(read_changes(value["changes"])) > MOST_CHANGES:
        allowed_list = Phrase("allowed_epochs", count=MOST_CHANGES)
        raise NotAllowed(f"{field}.changes", len(value["changes"]), allowed_list)
    for name in ("loss", "accuracy"):
        number(f"{field}.{name}", value[name], Number(-1e300), finite=False)
    if "option" in value:
        check(f"{field}.option", value["option"], Whole(-1, 8))
    if "slip" in value:
        check(f"{field}.slip", value["slip"], OneOf([*SLIPS]))
    if "broken" in value:
        check(f"{field}.broken", value["broken"], OneOf(["not_finite", "saturated"]))
    if "gradient_checks" in value:
        check(f"{field}.gradient_checks", value["gradient_checks"], Whole(0, 1_000_000))
    if "walk" in value:
        walk = members(f"{field}.walk", value["walk"], ("rate", "steps", "nudges"))
        check(f"{field}.walk.rate", walk["rate"], Number(0, 1e6))
        check(f"{field}.walk.steps", walk["steps"], Whole(0, MOST_WALK))
        check(f"{field}.walk.nudges", walk["nudges"], Whole(0, 1_000_000))
    return cast(dict[str, Any], value)


class TooLong(Exception):
    """The run took longer than it may."""


def again(
    record: Mapping[str, Any],
    step: LessonStep,
    seed: int,
    seconds: float,
    host: "Host | None" = None,
) -> tuple[Lab, Walk | None]:
    """The lab of a record that was read, run again.

    Raises ValueError where it is not the step's lab, TooLong after so many seconds.
    """
    until = time.perf_counter() + seconds
    setup = check_setup({**record["setup"], "seed": seed})
    lab = Lab(setup, host=host)
    if "slip" in record:
        lab.slip = record["slip"]
        SLIPS[lab.slip](lab.network)
    if is_elsewhere(Facing(lab), step, seed):
        raise NotAllowed("setup", record["setup"], Phrase("allowed_step_setup"))
    lab.gradient_checks = record.get("gradient_checks", 0)
    option = record.get("option")
    if option is not None:
        if option >= len(step.get("options", [])):
            raise NotAllowed("option", option, Phrase("allowed_whole", least=-1, most=-1))
        lab = with_start(lab, lab_of(step, seed, None if option < 0 else option))
    elif "start" in record:
        start = members("start", record["start"], ("weights", "training"))
        begun = read_checkpoint("start.", start, lab.network.sizes, setup)
        lab.install_model(begun, Journal(start=begun))
    if "walk" in record:
        return lab, walk_again(lab, record["walk"], step)
    changes = read_changes(record["changes"])
    trainer = lab.trainer
    for k, change in enumerate(changes):
        trainer.learning_rate, trainer.batch_size = change.learning_rate, change.batch_size
        trainer.network.l2 = change.l2
        last = changes[k + 1].epoch if k + 1 < len(changes) else record["epoch"]
        more = 1 if "broken" in record and k + 1 == len(changes) else 0
        if last + more > trainer.epoch:
            lab.advance(last + more - trainer.epoch, lambda: time.perf_counter() >= until)
        if trainer.epoch < last and not (trainer.breakdown or trainer.stopped):
            raise TooLong
    return lab, None


def with_start(lab: Lab, other: Lab) -> Lab:
    """`lab` from the weights with which another begins. Raises ValueError for other sizes."""
    if lab.network.sizes != other.network.sizes:
        raise NotAllowed(
            "setup.hidden_sizes", lab.network.sizes,
            Phrase("allowed_same", expected=str(other.network.sizes)),
        )  # fmt: skip
    begun = dataclasses.replace(
        lab.trainer.checkpoint(), vector=other.trainer.checkpoint().vector.copy()
    )
    lab.install_model(begun, Journal(start=begun))
    return lab


def walk_again(lab: Lab, told: Mapping[str, Any], step: LessonStep) -> Walk | None:
    from page.panels.network import parameter_index

    valley = step.get("valley")
    if valley is None:
        return None
    index = parameter_index(lab, valley["layer"] - 1, "W", valley["row"], valley["column"])
    start = float(lab.checkpoint_at(None).vector[index])
    walk = Walk(lab, index, start, float(told["rate"]), int(told["steps"]), int(told["nudges"]))
    if walk.steps:
        roll(walk, walk.rate, walk.steps)
    return walk
