"""What a hand-in's order tells goes with the rest of it, also where its beginning is lost."""

from typing import Any

import pytest
from pupils import Pupil, marked


def keys(mark: dict[str, Any]) -> list[str]:
    return [problem["key"] for lesson in mark["lessons"] for problem in lesson["problems"]]


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (lambda work: None, ["mark_order_cut"]),
        (lambda work: work["choices"]["2"].insert(0, "c"), ["mark_order_cut"]),
        (lambda work: work["choices"].update({"2": ["b", "a"]}), ["mark_order", "mark_order_cut"]),
        (lambda work: work["choices"].pop("2"), ["mark_order", "mark_order_cut"]),
        (lambda work: work["done"].pop("run"), ["mark_order", "mark_order_cut"]),
    ],
)
def test_an_order_without_its_beginning_still_goes_with_the_rest(lost: Any, told: Any) -> None:
    pupil = Pupil("kiwi-7").choose(0, "low").start(1)
    pupil.work["order"] += ["typed:z:1"] * 300
    pupil.train(6).choose(2, "a").choose(2, "b")
    lost(pupil.work)
    assert keys(marked(pupil.hand_in()))[: len(told)] == told


@pytest.mark.parametrize(
    "change",
    [
        lambda work: work["order"].remove("done:run"),  # so that a late guess would come before
        lambda work: work["order"].remove("answer:2:a"),
        lambda work: work["choices"].update({"2": ["b"]}),
        lambda work: work["choices"].update({"0": ["high"]}),
        lambda work: work["order"].append("guess:0:high"),
        lambda work: work["done"].pop("run"),
    ],
)
def test_an_order_that_was_tampered_with_does_not_go_with_the_rest(change: Any) -> None:
    pupil = Pupil("kiwi-7").choose(0, "low").start(1).train(6).choose(2, "a").choose(2, "b")
    assert keys(marked(pupil.hand_in())) == []
    change(pupil.work)
    assert "mark_order" in keys(marked(pupil.hand_in()))
