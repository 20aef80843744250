"""Notes what Python makes of text while it starts and works, so that inside.py can pack it made.

Dataclasses and named tuples write code for themselves; the other text is regular expressions.
"""

import collections
import re._compiler as compiler  # type: ignore[import-not-found]
from collections.abc import Callable
from types import CodeType
from typing import Any

codes: dict[str, CodeType] = {}
patterns: dict[tuple[str | bytes, int], tuple[Any, ...]] = {}


def noting_text(run: Callable[..., Any], mode: str) -> Callable[..., Any]:
    """`exec` or `eval`, but with what it is given noted."""

    def noting(source: Any, *names: Any) -> Any:
        if isinstance(source, str):
            codes[source] = compile(source, "<string>", mode, dont_inherit=True)
        return run(source, *names)

    return noting


class NotingSre:
    """The module _sre, but with what it is given to compile noted."""

    made: tuple[Any, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(sre, name)

    def compile(self, pattern: Any, flags: int, code: list[int], *groups: Any) -> Any:
        """As _sre's own."""
        self.made = (pattern, int(flags), [*map(int, code)], *groups)
        return sre.compile(pattern, flags, code, *groups)


def noting_pattern(pattern: Any, flags: int = 0) -> Any:
    """re._compiler.compile, but with what it makes of `pattern` noted."""
    compiled = compile_pattern(pattern, flags)
    if isinstance(pattern, str | bytes):
        patterns[pattern, int(flags)] = noting_sre.made
    return compiled


sre, noting_sre = vars(compiler)["_sre"], NotingSre()
compile_pattern = compiler.compile
vars(compiler).update(_sre=noting_sre, compile=noting_pattern)
vars(collections).update(eval=noting_text(eval, "eval"))
import dataclasses  # noqa: E402, for it makes named tuples and patterns itself

vars(dataclasses).update(exec=noting_text(exec, "exec"))
