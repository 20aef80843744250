"""What Python's side takes from the page, and what it refuses: field, value, what is allowed."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from nnlab import PRESETS
from page.requests import CONSTRAINTS, check_setup
from page.session import Session

LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}
CSV = b"x;y;kind\n1,5;2;a\n2,5;3;b\n3,5;;a\n4,5;5;b\n"


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply
    return reply["result"]


def refused(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert not reply["ok"]
    return reply["error"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("dataset", "flowers"),
        ("noise", 0.6),
        ("noise", True),
        ("size", 19),
        ("left_out", "x"),
        ("test_ratio", 0.95),
        ("split_seed", -1),
        ("made", ["cube"]),
        ("standardize", 1),
        ("balanced", 1),
        ("hidden_sizes", [65]),
        ("hidden_sizes", [6] * 9),
        ("hidden_sizes", [2.5]),
        ("hidden_activations", ["softmax"]),
        ("output", "relu"),
        ("initializer", "zeros"),
        ("optimizer", "lbfgs"),
        ("learning_rate", 0),
        ("learning_rate", math.nan),
        ("learning_rate", "0.1"),
        ("batch_size", 0),
        ("l2", -1),
        ("l1", -1),
        ("shuffle", "yes"),
        ("seed", 1.5),
        ("epochs", 0),
        ("target_loss", -0.1),
        ("patience", math.inf),
        ("engine", "fast"),
        ("target", 3),
        ("task", "number"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(field: str, wrong: Any) -> None:
    session = Session()
    before = ask(session, "configure", run=1, setup={})
    error = refused(session, "configure", run=2, setup={field: wrong})
    assert error["message"].startswith(f"{field} is {wrong!r}, expected {CONSTRAINTS[field].words}")
    assert error["code"] == "not_allowed"
    assert error["values"]["field"] == field
    after = ask(session, "train", run=1, epochs=1, budget_ms=1e9, live=LIVE)
    assert after["reports"]["train_loss"][0] != before["train_loss"]


def test_every_field_has_a_wrong_value_above() -> None:
    marks = test_a_wrong_value_is_named_with_what_is_allowed.pytestmark  # type: ignore[attr-defined]
    assert {field for field, _ in marks[0].args[1]} == set(CONSTRAINTS)


def test_what_does_not_go_together_is_refused() -> None:
    for setup, field in [
        ({"hidden_sizes": [3, 3]}, "hidden_activations"),
        ({"patience": 5}, "patience"),
        ({"colour": "red"}, "field"),
        ({"preset": "paper"}, "field"),
    ]:
        error = refused(Session(), "configure", run=1, setup=setup)
        assert error["values"]["field"] == field


@pytest.mark.parametrize("name", PRESETS)
def test_the_page_may_ask_for_every_preset(name: str) -> None:
    assert check_setup(asdict(PRESETS[name])) == PRESETS[name]


def test_what_may_change_while_it_trains_does() -> None:
    def weights(**change: Any) -> list[float]:
        session = Session()
        ask(session, "configure", run=1, setup={"test_ratio": 0.3})
        ask(session, "train", run=1, epochs=2, budget_ms=1e9, live=LIVE)
        trained = ask(session, "train", run=1, epochs=3, budget_ms=1e9, live=LIVE | change)
        return [*trained["snapshot"]["vector"], trained["snapshot"]["epoch"]]

    plain = weights()
    assert plain == weights()
    changes = {"learning_rate": 0.1, "batch_size": 7, "l2": 0.1, "target_loss": 9.0}
    for field, value in changes.items():
        assert weights(**{field: value}) != plain, field
    assert weights(target_loss=9.0)[-1] == 3
    error = refused(Session(), "train", run=1, epochs=1, budget_ms=1, live={"seed": 1})
    assert (error["type"], error["traceback"]) == ("NoNetwork", "")


def test_an_own_file_is_read_chosen_and_used() -> None:
    session = Session()
    read = ask(session, "read_csv", data=memoryview(CSV))
    assert (read["reading"]["delimiter"], read["reading"]["decimal"], read["rows"]) == (";", ",", 4)
    assert (read["target"], read["left_out"]) == ("kind", [])
    choice = ask(session, "choose_columns", target="kind", left_out=[])
    assert (choice["rows"], choice["missing"], choice["class_rows"]) == (3, 1, [1, 2])
    assert ask(session, "choose_columns", target="kind", left_out=["y"])["rows"] == 4

    own = {"dataset": "own", "target": "kind", "left_out": ["y"]}
    assert refused(session, "configure", run=1, setup=own)["type"] == "NotReady"
    configured = ask(session, "configure", run=1, setup=own, new_csv=True)
    assert configured["feature_names"] == ["x"]
    assert configured["class_names"] == ["a", "b"]
    np.testing.assert_array_equal(configured["table"]["features"], [[1.5], [2.5], [3.5], [4.5]])
    ask(session, "configure", run=2, setup={})
    assert ask(session, "configure", run=3, setup=own)["rows"] == 4


def test_edited_code_races_on_the_own_file_too() -> None:
    session = Session()
    ask(session, "read_csv", data=CSV)
    own = {"dataset": "own", "target": "kind"}
    ask(session, "configure", run=1, setup=own, new_csv=True)
    ask(session, "diagnose", files={})
    race = ask(session, "compare", setup=own, epochs=3, budget_ms=1e9, restart=True)
    np.testing.assert_array_equal(race["original"], race["edited"])
    trained = ask(session, "train", run=1, epochs=3, budget_ms=1e9, live=LIVE)
    np.testing.assert_array_equal(race["original"], trained["reports"]["train_loss"])


def test_a_bad_file_leaves_the_data_and_the_model_alone() -> None:
    session = Session()
    ask(session, "read_csv", data=CSV)
    own = {"dataset": "own", "target": "kind", "left_out": []}
    ask(session, "configure", run=1, setup=own, new_csv=True)
    ask(session, "train", run=1, epochs=5, budget_ms=1e9, live=LIVE)
    answer = ask(session, "predict", values=[1.5, 2.0])["outputs"]
    error = refused(session, "read_csv", data=b"\x00\x01")
    assert error["code"] == "binary"
    refused(session, "choose_columns", target="x", left_out=["y", "kind"])
    refused(session, "configure", run=2, setup=own | {"left_out": ["x", "y"]})
    np.testing.assert_array_equal(ask(session, "predict", values=[1.5, 2.0])["outputs"], answer)
    assert ask(session, "configure", run=3, setup=own)["rows"] == 3


def test_a_snapshot_goes_on_in_another_worker_with_the_file_sent_again() -> None:
    setup = {"dataset": "own", "target": "kind", "shuffle": True, "optimizer": "adam"}
    first, second = Session(), Session()
    ask(first, "read_csv", data=CSV)
    ask(first, "configure", run=1, setup=setup, new_csv=True)
    half = ask(first, "train", run=1, epochs=3, budget_ms=1e9, live=LIVE)["snapshot"]
    ask(second, "read_csv", data=CSV)
    as_page_sends_it = half | {
        "vector": {"data": half["vector"]},
        "optimizer_state": {k: {"data": v} for k, v in half["optimizer_state"].items()},
    }
    ask(second, "restore", run=1, setup=setup, snapshot=as_page_sends_it, new_csv=True)
    ends = [
        ask(session, "train", run=1, epochs=4, budget_ms=1e9, live=LIVE)["snapshot"]
        for session in (first, second)
    ]
    np.testing.assert_array_equal(ends[0]["vector"], ends[1]["vector"])
