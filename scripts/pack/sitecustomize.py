"""Python imports this before all else, to start without what can wait or was done already.

LATER modules run when something of them is first used: others import them at the top, but only a
traceback or a look at source code uses them. What dataclasses, named tuples and regular expressions
compile while Python starts was compiled with the pack: inside.py makes them ask here first.

Imports leave little garbage to look for; page.bridge, the last of them, ends the pause.
"""

import _sre  # type: ignore[import-not-found]
import gc
import sys
from importlib.util import find_spec, module_from_spec
from io import open_code
from marshal import loads
from types import ModuleType

TYPE_CHECKING = False  # typing's own would have to be imported
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

gc.disable()

LATER = ("_colorize", "tokenize")


class Later(ModuleType):
    """A module that runs when it is asked for a name that it has not yet.

    importlib's LazyLoader runs it as soon as another module imports it.
    """

    def __getattr__(self, name: str) -> Any:
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__spec__.loader.exec_module(self)  # type: ignore[union-attr]
        return getattr(self, name)


def known_exec(source: str, *names: Any) -> None:
    """As `exec`."""
    exec(codes.get(source, source), *names)


def known_eval(source: str, *names: Any) -> Any:
    """As `eval`."""
    return eval(codes.get(source, source), *names)


def known_pattern(compile_pattern: Callable[..., Any]) -> Callable[..., Any]:
    """re._compiler's `compile`, but for the patterns that it compiled before."""

    def compile_unknown(pattern: Any, flags: int = 0) -> Any:
        made = patterns.get((pattern, flags))
        return _sre.compile(*made) if made else compile_pattern(pattern, flags)

    return compile_unknown


with open_code(f"{__file__.rpartition('/')[0]}/known.bin") as file:
    codes, patterns = loads(file.read())

for name in LATER:
    spec = find_spec(name)
    if spec is not None:
        sys.modules[name] = module = module_from_spec(spec)
        module.__class__ = Later
