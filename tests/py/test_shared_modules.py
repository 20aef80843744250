"""What the visitor's code changes of NumPy or of Python itself lasts no longer than it runs."""

import builtins
import math

import numpy as np
import pytest
from learner_answers import answers

from page.code.workshop import Workshop
from page.session import Session

RIGHT = next(one for one in answers() if one.name == "eye_columns")
LINE = "        return a * (ONE - a)\n"


def edited(text: str) -> dict[str, str]:
    files = {
        "nnlab/activations.py": Session().handle("sources", {})["result"]["nnlab/activations.py"]
    }
    assert LINE in files["nnlab/activations.py"]
    return {name: whole.replace(LINE, text) for name, whole in files.items()}


@pytest.mark.parametrize(
    "change",
    ["np.inf = 0.0", "np.allclose = np.isclose = lambda *a, **k: True", "del np.sum"],
)
def test_a_version_that_changes_numpy_harms_no_later_one(change: str) -> None:
    workshop, before = Workshop(), dict(vars(np))
    wrong = f"        {change}\n        return a\n"
    assert workshop.diagnose(edited(wrong))["verdict"] in ("wrong", "different")
    at_the_top = edited("        return a\n")
    at_the_top["nnlab/activations.py"] += f"\n\n{change}\n"
    assert workshop.diagnose(at_the_top)["verdict"] == "wrong"
    assert {name for name, value in before.items() if vars(np).get(name) is not value} == set()
    assert workshop.diagnose(RIGHT.files)["verdict"] == "same"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("np.exp = np.log", "np.exp"),
        ("np.linalg.norm = 3", "np.linalg.norm"),
        ("import math; math.pi = 3", "math.pi"),
        ("import builtins; builtins.len = 3", "len"),
    ],
)
def test_the_console_says_that_they_stay(line: str, name: str) -> None:
    session = Session()
    assert session.handle("configure", {"run": 1, "setup": {}})["ok"]
    before = np.exp, np.linalg.norm, math.pi, builtins.len
    reply = session.handle("console", {"code": line})["result"]
    assert reply["notes"] == [{"key": "refused", "values": {"name": name}}]
    assert (np.exp, np.linalg.norm, math.pi, builtins.len) == before
    assert session.handle("console", {"code": "np.exp(0.0)"})["result"]["notes"] == []
