"""A Python prompt on the live network: `net`, `data` and `np` are in scope."""

import ast
import contextlib
import io
import sys
import traceback
from typing import Any

import numpy as np

from nnlab.network import NeuralNetwork, layers_on

from .lab import Lab

FILE = "<console>"
MOST_CHARACTERS = 20_000


class Console:
    """Remembers the names that were set; `net`, `data` and `trainer` are those of the last lab."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__console__", "np": np}
        self._lab: Lab | None = None
        self._vector: Any = None

    def use(self, lab: Lab) -> None:
        """From now on, the console is on this lab."""
        if lab is not self._lab:
            self._lab, self._vector = lab, lab.network.vector
            self.names |= {"net": lab.network, "data": lab.dataset, "trainer": lab.trainer}

    @property
    def own_names(self) -> list[str]:
        """What the visitor has set, in alphabetical order."""
        given = {"net", "data", "trainer", "np"}
        return sorted(name for name in self.names if name not in given and not name.startswith("_"))

    def run(self, code: str) -> str:
        """Runs `code`; returns what it printed, the value of a last expression, or its error."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                self._run(code)
            except (Exception, SystemExit, KeyboardInterrupt):
                print(short_traceback(), end="")
            if self._lab:
                adopt(self._lab.network, self._vector)
        text = out.getvalue()
        return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "\n…\n"

    def _run(self, code: str) -> None:
        tree = ast.parse(code, FILE)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, FILE, "exec"), self.names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), FILE, "eval"), self.names)
            if value is not None:
                self.names["_"] = value
                print(shown(value))


def adopt(network: NeuralNetwork, vector: Any) -> None:
    """Arrays that took the place of the network's own, as in `net.layers[0].W = ...`, give it their
    values: all weights stay views of `vector`, which is what is trained and shown.

    Prints what is refused: another shape, or what is no number.
    """
    given: list[tuple[str, Any, Any]] = []
    if network.vector is not vector:
        given.append(("net.vector", network.vector, vector))
        network.vector = vector
    views = layers_on(vector, network.sizes, network.activations)
    for k, (layer, like) in enumerate(zip(network.layers, views, strict=False)):
        for name in ("W", "b"):
            given.append((f"net.layers[{k}].{name}", getattr(layer, name), getattr(like, name)))
            setattr(layer, name, getattr(like, name))
    for name, new, view in given:
        try:
            fits = np.shape(new) == view.shape
            if fits:
                view[...] = new
        except (TypeError, ValueError):
            fits = False
        if not fits:
            print(f"{name} stays as it was: it has to be numbers of shape {view.shape}")


def shown(value: Any) -> str:
    """As Python shows it; an array with its shape above."""
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape}\n{value}"
    return repr(value)


def short_traceback() -> str:
    """The error, and of the calls that led to it those from the console's own line on."""
    kind, error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    start = next((n for n, frame in enumerate(frames) if frame.filename == FILE), len(frames))
    lines = [
        f"  {f.filename.split('/')[-1]}, line {f.lineno}, in {f.name}\n" for f in frames[start:]
    ]
    return "".join([*lines[-6:], *traceback.format_exception_only(kind, error)])
