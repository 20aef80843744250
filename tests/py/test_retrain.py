"""A run trained in one answer is the run that configure and train make, bit for bit."""

import gc
import weakref
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from nnlab.presets import PRESETS
from page.session import Session

SETUP = asdict(PRESETS["modern"]) | {"epochs": 30, "test_ratio": 0.3, "l2": 0.001}


def ask(method: str, session: Session | None = None, **params: Any) -> Any:
    session = session or Session()
    reply = session.handle(method, params)
    assert reply["ok"], reply.get("error")
    return reply["result"]


def test_it_is_configure_and_train() -> None:
    once = ask("retrain", run=3, setup=SETUP, budget_ms=1e6)
    session = Session()
    lab = ask("configure", session, run=3, setup=SETUP)
    setup = session.lab.setup
    live = {
        field: getattr(setup, field)
        for field in ("learning_rate", "batch_size", "l2", "target_loss", "patience")
    }
    trained = ask("train", session, run=3, epochs=30, budget_ms=1e6, live=live)
    np.testing.assert_array_equal(once["lab"]["snapshot"]["vector"], lab["snapshot"]["vector"])
    assert once["lab"]["train_loss"] == lab["train_loss"]
    assert once["trained"]["snapshot"]["epoch"] == 30
    np.testing.assert_array_equal(
        once["trained"]["snapshot"]["vector"], trained["snapshot"]["vector"]
    )
    for name, column in trained["reports"].items():
        np.testing.assert_array_equal(once["trained"]["reports"][name], column)


def test_a_long_run_comes_in_parts() -> None:
    session = Session()
    first = ask("retrain", session, run=1, setup={**SETUP, "epochs": 100_000}, budget_ms=5)
    assert first["trained"]["snapshot"]["epoch"] < 100_000


@pytest.mark.parametrize("wrong", [{"learning_rate": 0.0}, {"hidden_sizes": [0]}])
def test_what_is_refused_leaves_the_lab_as_it_was(wrong: dict[str, Any]) -> None:
    session = Session()
    ask("retrain", session, run=1, setup=SETUP, budget_ms=1e6)
    lab = session.lab
    assert not session.handle("retrain", {"run": 2, "setup": {**SETUP, **wrong}, "budget_ms": 9})[
        "ok"
    ]
    assert session.lab is lab


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_lab_that_another_replaces_is_gone_at_once(engine: str) -> None:
    session = Session()
    setup = {**SETUP, "engine": engine}
    ask("retrain", session, run=1, setup=setup, budget_ms=1e6)
    # A past may take 64 MB; what waits for the garbage collector adds up meanwhile.
    old = [weakref.ref(each) for each in (session.lab, session.lab.past, session.lab.trainer)]
    gc.disable()
    try:
        ask("retrain", session, run=2, setup=setup, budget_ms=1e6)
        assert [each() for each in old] == [None] * 3
    finally:
        gc.enable()
