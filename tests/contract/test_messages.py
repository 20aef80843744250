"""Both sides of the worker's boundary accept the same messages.

messages.json is a conversation: requests in order, then events and failures. Python answers the
requests; what it answers must be what py/page/protocol.py says, and TypeScript must take requests
and answers for what web/generated/protocol.d.ts says. "$setup" and "$live" stand for what "said"
holds, "$snapshot", "$text" and "$data" for the last one that Python gave, {"utf8": text} for bytes,
{"like": "$setup"} for that with the other fields in place of its own.
"""

import inspect
import json
import re
import subprocess
import types
import typing
from pathlib import Path
from typing import Any

import numpy as np
import playwright
import pytest

from nnlab.setup import Setup
from page.session import METHODS, PARTS, Session, questions
from site_files import ROOT

MODULES = {"PROTOCOL": "web/generated/protocol.js", "WORKER": "web/base/worker_messages.js"}
MESSAGES = json.loads((ROOT / "tests/contract/messages.json").read_text(encoding="utf-8"))


def packed(value: Any) -> Any:
    """As page.bridge sends it: every array as its numbers in a row and its shape."""
    if isinstance(value, np.ndarray):
        return {"data": value.astype(float).ravel().tolist(), "shape": list(value.shape)}
    if isinstance(value, dict):
        return {key: packed(item) for key, item in value.items()}
    return [packed(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.fixture(scope="module")
def conversation() -> list[tuple[str, dict[str, Any], Any]]:
    """Every request with what Python answered: (method, params, result)."""
    session = Session()
    given: dict[str, Any] = {}
    answered = []
    for request in MESSAGES["requests"]:
        known = given | MESSAGES["said"]
        params = {name: filled_in(value, known) for name, value in request["params"].items()}
        reply = session.handle(request["method"], params)
        assert reply["ok"], reply.get("error")
        if isinstance(reply["result"], dict):
            given |= packed(reply["result"])
        answered.append((request["method"], params, reply["result"]))
    return answered


def filled_in(value: Any, given: dict[str, Any]) -> Any:
    """A parameter with what stands elsewhere: what Python gave before, and bytes."""
    if isinstance(value, dict) and set(value) == {"utf8"}:
        return value["utf8"].encode()
    if isinstance(value, dict) and "like" in value:
        other = {name: each for name, each in value.items() if name != "like"}
        return filled_in(value["like"], given) | other
    return given[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def test_the_conversation_uses_every_method(conversation: Any) -> None:
    assert {method for method, _, _ in conversation} == set(METHODS)


def test_every_question_is_known(conversation: Any) -> None:
    for part, methods in PARTS.items():
        asked = [name for name in vars(questions(part)) if not name.startswith("_")]
        assert [*methods] == asked, part


def mismatch(value: Any, wanted: Any, where: str) -> str:
    """Where `value` is not what the type `wanted` says; "" when it is."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if wanted is Any:
        return ""
    if typing.is_typeddict(wanted):
        if not isinstance(value, dict) or not wanted.__required_keys__ <= set(value):
            return f"{where} lacks {sorted(wanted.__required_keys__ - set(value))}"
        hints = typing.get_type_hints(wanted)
        if extra := set(value) - set(hints):
            return f"{where} has {sorted(extra)} besides"
        return next(filter(None, (mismatch(value[k], hints[k], f"{where}.{k}") for k in value)), "")
    if origin is types.UnionType or origin is typing.Union:
        return "" if any(not mismatch(value, a, where) for a in arguments) else f"{where}: {value}"
    if origin is typing.Literal:
        return "" if value in arguments else f"{where} is {value!r}"
    if origin is list or origin is tuple:
        inner = (mismatch(item, arguments[0], f"{where}[{i}]") for i, item in enumerate(value))
        return next(filter(None, inner), "")
    if origin is dict:
        inner = (mismatch(item, arguments[1], f"{where}.{key}") for key, item in value.items())
        return next(filter(None, inner), "")
    if wanted is float:
        return "" if isinstance(value, float | int) else f"{where} is {value!r}"
    kind = origin or wanted
    return "" if isinstance(value, kind) else f"{where} is a {type(value).__name__}"


def test_python_answers_what_its_protocol_says(conversation: Any) -> None:
    for method, _, result in conversation:
        wanted = typing.get_type_hints(getattr(questions(METHODS[method]), method))["return"]
        assert mismatch(result, wanted, method) == ""


def as_javascript(value: Any) -> str:
    """A JavaScript literal; `data` becomes the Float64Array that it is on the way."""
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(k)}: {as_javascript(v)}" for k, v in value.items())
        if set(value) == {"data", "shape"}:
            inner = f"data: new Float64Array({value['data']}), shape: {value['shape']}"
            return f"{{ {inner} }}".replace("nan", "NaN")
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_javascript, value)) + "]"
    if isinstance(value, bytes):
        return "new Uint8Array()"
    return json.dumps(value)


def typescript(source: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What TypeScript says of a script that may import what Python and the worker say."""
    script = tmp_path / "messages.js"
    for name, path in MODULES.items():
        source = source.replace(name, f'import("{(ROOT / path).as_posix()}")')
    script.write_text("// @ts-check\n" + source)
    node = Path(playwright.__file__).parent / "driver/node"
    tsc = ROOT / "tests/.vendor/typescript/lib/tsc.js"
    switches = ["--ignoreConfig", "--allowJs", "--checkJs", "--noEmit", "--strict"]
    target = ["--target", "es2023", "--module", "esnext", "--lib", "es2023,dom"]
    command = [node, tsc, *switches, *target, str(script)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def constants(messages: list[tuple[str, str]]) -> str:
    """A module of typed constants, from pairs of a type and a literal."""
    lines = (
        f"/** @type {{{kind}}} */ const m{i} = {literal};"
        for i, (kind, literal) in enumerate(messages)
    )
    return "\n".join([*lines, "export {};", ""])


def test_javascript_takes_the_same_messages(conversation: Any, tmp_path: Path) -> None:
    messages = []
    for method, params, result in conversation:
        messages.append((f'PROTOCOL.Methods["{method}"]["params"]', as_javascript(params)))
        messages.append((f'PROTOCOL.Methods["{method}"]["result"]', as_javascript(packed(result))))
    messages += [("WORKER.Event", json.dumps(event)) for event in MESSAGES["events"]]
    messages += [("WORKER.Reply", json.dumps(failure)) for failure in MESSAGES["failures"]]
    checked = typescript(constants(messages), tmp_path)
    assert checked.returncode == 0, checked.stdout[:2000]


def test_javascript_refuses_a_wrong_message(tmp_path: Path) -> None:
    wrong = [
        ("WORKER.Event", '{ event: "boot", data: { phase: "lunch", done: 0, total: 0 } }'),
        ('PROTOCOL.Methods["look"]["params"]', '{ epoch: "supper" }'),
    ]
    said = typescript(constants(wrong), tmp_path).stdout
    # Their lines follow that of @ts-check.
    of_event, of_look = ("".join(re.findall(rf"\({line},.*", said)) for line in (2, 3))
    assert "lunch" in of_event
    assert "string" in of_look


def test_failures_are_what_python_sends() -> None:
    session = Session()
    failures = [session.handle("predict", {"values": [1]}), session.handle("dance", {})]
    for failure in [*failures, *MESSAGES["failures"]]:
        error = failure["error"]
        assert failure["ok"] is False
        assert {"type", "message", "traceback"} <= set(error)
    assert "dance" in failures[1]["error"]["message"]


def test_both_sides_name_the_same_fields_of_a_setup() -> None:
    assert set(MESSAGES["said"]["setup"]) == set(inspect.signature(Setup).parameters)
    asked = [request["params"].get("setup", "$setup") for request in MESSAGES["requests"]]
    asked = [each["like"] if isinstance(each, dict) else each for each in asked]
    assert set(asked) == {"$setup"}
