"""What JavaScript knows of Python is what Python says now."""

import dataclasses
import json
import subprocess
from typing import Any, TypedDict

import pytest

import generate
from fetch.node import find_node
from make.options import rule
from make.protocol_types import Writer
from nnlab.files.constraints import REFUSED
from page.requests import CONSTRAINTS, DEFAULT
from site_files import ROOT

SETUP, OPTIONS = ((ROOT / f"web/{name}.js").as_uri() for name in ("lab/setup", "generated/options"))
ASK = f"""
const {{ allows, defaultSetup }} = await import("{SETUP}");
const {{ FIELDS }} = await import("{OPTIONS}");
const taken = (rule) => JSON.parse(process.argv[1]).map((value) => allows(rule, value));
const rules = Object.entries(FIELDS).map(([name, rule]) => [name, taken(rule)]);
console.log(JSON.stringify({{ taken: Object.fromEntries(rules), setup: defaultSetup() }}));
"""
VALUES: list[Any] = [
    *(True, None, "", "iris", "softmax", "relu", "he", "adam", "plain", "no such", "numbers"),
    *(-1, 0, 1, 0.1, 0.5, 0.9, 1.5, 19, 20, 2000, 2001, 1e5, 1e6, 1e6 + 1, 999_999_999, 1e9, 1e300),
    *([], [0], [1], [64], [65], [6] * 8, [6] * 9, ["relu"], ["softmax"], ["a"] * 200, ["a"] * 201),
]


def test_no_generated_file_is_stale() -> None:
    assert generate.stale() == []


def test_a_stale_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"web/generated/options.js": lambda: "something new"}
    monkeypatch.setattr(generate, "GENERATED", said)
    monkeypatch.setattr("sys.argv", ["generate.py", "--check"])
    with pytest.raises(SystemExit, match=r"stale: web/generated/options\.js"):
        generate.main()


def test_what_javascript_cannot_know_is_an_error() -> None:
    class Odd(TypedDict):
        numbers: set[int]

    with pytest.raises(TypeError, match="cannot cross"):
        Writer().typescript(Odd)

    class Even:
        """No rule of the page."""

    with pytest.raises(TypeError, match="Even has no rule"):
        rule(Even())  # type: ignore[arg-type]


def test_the_page_takes_what_python_takes() -> None:
    command = [find_node(), "--input-type=module", "-e", ASK, json.dumps(VALUES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert answer["setup"] == json.loads(json.dumps(dataclasses.asdict(DEFAULT)))
    for name, constraint in CONSTRAINTS.items():
        taken = [constraint.take(value) is not REFUSED for value in VALUES]
        assert answer["taken"][name] == taken, name
        assert True in taken and False in taken, name
