"""What the page may ask of studies, and what is refused."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from page_texts import sentence

from nnlab.folds import RareClass
from nnlab.setup import Setup
from page.session import Session

SETUP = dataclasses.asdict(Setup(epochs=4, hidden_sizes=(2,)))


@pytest.fixture
def session() -> Session:
    session = Session()
    assert session.handle("configure", {"run": 1, "setup": SETUP})["ok"]
    return session


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply.get("error")
    return reply["result"]


def test_two_studies_at_once_and_the_lab_beside_them(session: Session) -> None:
    before = session.lab.network.vector.copy()
    for study in (1, 2):
        plan = {"kind": "seeds", "count": 3}
        assert ask(session, "start_study", study=study, setup=SETUP, plan=plan) == {"runs": 3}
    newest = ask(session, "advance_study", study=2, budget_ms=1e6)
    older = ask(session, "advance_study", study=1, budget_ms=1e6)
    assert newest["done"] and older["done"]
    for one, other in zip(newest["outcomes"], older["outcomes"], strict=True):
        np.testing.assert_array_equal(one["curves"]["train_loss"], other["curves"]["train_loss"])
    bands = {each["curve"]: each for each in newest["bands"]}
    ends = [outcome["curves"]["train_loss"][-1] for outcome in newest["outcomes"]]
    assert bands["train_loss"]["median"][-1] == sorted(ends)[1]
    assert bands["train_loss"]["mean"] == pytest.approx(sum(ends) / 3)
    np.testing.assert_array_equal(session.lab.network.vector, before)
    assert ask(session, "drop_study", study=1) == {}
    assert not session.handle("advance_study", {"study": 1, "budget_ms": 1})["ok"]
    assert ask(session, "advance_study", study=2, budget_ms=1)["done"]  # the other one is left


def test_a_class_too_rare_for_the_folds_is_named(session: Session) -> None:
    rows = "".join(f"{i}.5,{'elm' if i == 7 else 'oak'}\n" for i in range(12))
    ask(session, "read_csv", data=("x,kind\n" + rows).encode())
    setup = {**SETUP, "dataset": "own", "target": "kind"}
    ask(session, "configure", run=1, setup=setup, new_csv=True)
    plan = {"kind": "folds", "count": 5}
    reply = session.handle("start_study", {"study": 1, "setup": setup, "plan": plan})
    assert reply["error"]["code"] == "lone_class"
    assert reply["error"]["values"] == {"name": "elm", "rows": 1, "folds": 5}
    error: Any = RareClass("elm", 3, 5)
    said = sentence({"key": f"refused_{error.code}", "values": error.values}, "zh")
    assert said.startswith("类别“elm”只有 3 行，而 5 份里每一份都要有它的一行：最多分成 3 份")
    said = sentence({"key": "refused_lone_class", "values": reply["error"]["values"]}, "zh")
    assert said.startswith("类别“elm”只有 1 行，而 5 份里")


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"kind": "dance"}, "kind"),
        ({"kind": "seeds", "count": 1}, "count"),
        ({"kind": "seeds"}, "count"),
        ({"kind": "rates", "low": 0.1, "high": 0.01, "count": 5}, "high"),
        ({"kind": "folds", "count": 21}, "count"),
        ({"kind": "grid", "fields": ["l2", "l2"], "values": [[1], [2]]}, "fields"),
        ({"kind": "grid", "fields": ["l2", "neurons"], "values": [[1], [0]]}, "hidden_sizes"),
        ({"kind": "grid", "fields": ["l2", "layers"], "values": [[1], [99]]}, "layers"),
        ({"kind": "grid", "fields": ["learning_rate", "l2"], "values": [[0], [0]]}, "learning_"),
        ({"kind": "grid", "fields": ["batch_size", "l2"], "values": [[1.5], [0]]}, "batch_size"),
        ({"kind": "grid", "fields": ["l2", "neurons"], "values": [[], [2]]}, "fields"),
    ],
)
def test_what_cannot_be_is_named(session: Session, plan: dict[str, Any], word: str) -> None:
    reply = session.handle("start_study", {"study": 1, "setup": SETUP, "plan": plan})
    assert not reply["ok"]
    assert word in reply["error"]["message"]
