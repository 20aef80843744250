"""Edits that a visitor's browser has kept are whole files, which may be older than the package."""

import re

import pytest

from in_page import fewer
from page.code.edited import sources
from page.session import Session

STATED = re.compile(
    r"^    (?:element_wise|least|most|kinks|formula|usual_rate|constants|(?:delta_|derivative_)?"
    r"(?:equations|formula))\b.*(?:\n        .*|\n    \))*\n",
    re.MULTILINE,
)


@pytest.mark.parametrize("name", fewer(["activations", "losses", "optimizers"], 3))
def test_a_file_that_does_not_state_its_facts_yet_is_still_right(name):
    file = f"nnlab/{name}.py"
    classes = sources()[file]
    old = STATED.sub("", classes)
    assert old.count("equations") < classes.count("equations")
    session = Session()
    assert session.handle("configure", {"run": 1, "setup": {}})["ok"]
    reply = session.handle("diagnose", {"files": {file: old}})
    assert reply["ok"], reply
    assert reply["result"]["verdict"] == "same", reply["result"]
    race = {"setup": {"engine": "plain"}, "epochs": 2, "budget_ms": 10_000, "restart": True}
    reply = session.handle("compare", race)
    assert reply["ok"] and reply["result"]["failure"] == []
    assert reply["result"]["edited"].tolist() == reply["result"]["original"].tolist()
