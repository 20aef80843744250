"""web/generated/protocol.d.ts: every shape that crosses the worker's boundary, as TypeScript.

The shapes are the TypedDicts that the session's methods take and give, directly or inside others; a
module's capitalised unions keep their names. An array is an NDArray, as `page.bridge` packs it.
"""

import inspect
import json
import sys
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from nnlab.activations import ACTIVATIONS
from nnlab.losses import LOSSES
from nnlab.optimizers import OPTIMIZERS
from nnlab.setup import DATASETS, Setup
from page.protocol import Buffer, Failure, LiveFields, SetupFields
from page.requests import LIVE
from page.session import METHODS, questions

HEAD = """\
// Written by scripts/generate.py from Python: change it there, then run the script.

/** Numbers row by row. */
export type NDArray = { data: Float64Array, shape: number[] };
"""

NAMES: dict[str, Iterable[str]] = {
    "Activation": ACTIVATIONS,
    "Loss": LOSSES,
    "Optimizer": OPTIMIZERS,
    "DatasetName": DATASETS,
}

PLAIN: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    bytes: "Uint8Array<ArrayBuffer>",
    Buffer: "Uint8Array",
    SetupFields: "Setup",
    LiveFields: "Live",
}


def protocol_dts() -> str:
    """The whole module."""
    writer = Writer()
    methods = [writer.method(name) for name in METHODS]
    writer.typescript(Failure)
    names = [
        f"export type {name} = {' | '.join(map(json.dumps, of))};\n" for name, of in NAMES.items()
    ]
    setup = declaration("Setup", Setup, writer.members(Setup, optional=()))
    live = f"export type Live = Pick<Setup, {' | '.join(map(json.dumps, LIVE))}>;\n"
    shapes = [writer.shapes[name] for name in sorted(writer.shapes)]
    table = f"export type Methods = {{\n{''.join(methods)}}};\n"
    return "\n".join([HEAD, *names, setup, live, *shapes, table])


class Writer:
    """Writes types as TypeScript, and remembers the shapes that they name."""

    def __init__(self) -> None:
        self.shapes: dict[str, str] = {}

    def method(self, name: str) -> str:
        """The line of one method: what is asked, and what is answered."""
        function = getattr(questions(METHODS[name]), name)
        hints = typing.get_type_hints(function, include_extras=True)
        aliases = aliases_of(function.__module__)
        asked = []
        for parameter in inspect.signature(function).parameters.values():
            if parameter.name == "self":
                continue
            optional = "" if parameter.default is parameter.empty else "?"
            type_ = self.typescript(hints[parameter.name], aliases)
            asked.append(f"{parameter.name}{optional}: {type_}")
        params = f"{{ {', '.join(asked)} }}" if asked else "{}"
        result = self.typescript(hints["return"], aliases)
        return f"  {name}: {{ params: {params}, result: {result} }},\n"

    def typescript(self, type_: Any, aliases: Mapping[Any, str] | None = None) -> str:
        """`type_` as TypeScript. Raises TypeError for one that cannot cross the boundary."""
        aliases = aliases or {}
        if type_ in PLAIN:
            return PLAIN[type_]
        if type_ in aliases:
            name = aliases[type_]
            if name not in self.shapes:
                rest = {alias: other for alias, other in aliases.items() if other != name}
                self.shapes[name] = f"export type {name} = {self.typescript(type_, rest)};\n"
            return name
        if typing.is_typeddict(type_):
            return self.shape(type_)
        origin, inner = typing.get_origin(type_), typing.get_args(type_)
        if origin in (typing.NotRequired, typing.Required):
            return self.typescript(inner[0], aliases)
        if origin is np.ndarray:
            return "NDArray"
        if origin is typing.Literal:
            return " | ".join(json.dumps(word) for word in inner)
        if origin in (typing.Union, types.UnionType):
            present = [self.typescript(each, aliases) for each in inner if each is not type(None)]
            return " | ".join(dict.fromkeys(present))
        if origin is list or (origin is tuple and inner[-1] is ...):
            item = self.typescript(inner[0], aliases)
            return f"({item})[]" if "|" in item else f"{item}[]"
        if origin is tuple:
            return f"[{', '.join(self.typescript(each, aliases) for each in inner)}]"
        if origin is dict and inner[0] is str:
            return f"Record<string, {self.typescript(inner[1], aliases)}>"
        raise TypeError(f"{type_} cannot cross to JavaScript")

    def shape(self, shape: Any) -> str:
        """The name of a TypedDict, which is written once."""
        name: str = shape.__name__
        if name not in self.shapes:
            self.shapes[name] = ""  # it may hold itself
            self.shapes[name] = declaration(
                name, shape, self.members(shape, shape.__optional_keys__)
            )
        return name

    def members(self, shape: Any, optional: Iterable[str]) -> list[str]:
        hints = typing.get_type_hints(shape, include_extras=True)
        aliases = aliases_of(shape.__module__)
        return [
            f"{name}{'?' if name in optional else ''}: {self.typescript(hint, aliases)}"
            for name, hint in hints.items()
        ]


def declaration(name: str, shape: Any, members: list[str]) -> str:
    says = inspect.cleandoc(shape.__doc__ or "").splitlines()
    comment = ["/**", *(f" * {line}".rstrip() for line in says), " */"] if says else []
    return "\n".join(
        [*comment, f"export type {name} = {{", *(f"  {m}," for m in members), "};", ""]
    )


def aliases_of(module: str) -> dict[Any, str]:
    """The unions and literals that a module has a name for."""
    named = vars(sys.modules[module]).items()
    kinds = (typing.Union, types.UnionType, typing.Literal)
    return {
        value: name
        for name, value in named
        if name[0].isupper() and typing.get_origin(value) in kinds and value != Buffer
    }
