"""Python imports this before all else, to start without what can wait or was done already.

LATER modules run when something of them is first used: others import them at the top, but use them
in a function that no start calls. What dataclasses, named tuples and regular expressions
compile while Python starts was compiled with the pack: inside.py makes them ask here first. Where
each module lies is known as well, so that nothing looks for it in every folder of sys.path; and
imports leave little garbage to look for. `started` ends both.
"""

import _sre  # type: ignore[import-not-found]
import gc
import sys
from importlib._bootstrap_external import (
    ExtensionFileLoader,
    SourceFileLoader,
    SourcelessFileLoader,
    spec_from_file_location,
)
from importlib.util import module_from_spec
from io import open_code
from marshal import loads
from posix import O_RDONLY, close, read
from posix import open as open_file
from types import ModuleType

TYPE_CHECKING = False  # typing's own would have to be imported
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from types import CodeType
    from typing import Any

LATER = ("_colorize", "ctypes", "pickle", "platform", "tokenize")


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


class Ready:
    """A loader of byte code that nobody can have made invalid yet."""

    byte_code: tuple[str, int]

    def get_code(self, name: str) -> CodeType:
        path, size = self.byte_code
        file = open_file(path, O_RDONLY)
        code = read(file, size)
        close(file)
        made: CodeType = loads(memoryview(code)[16:])  # behind the header
        return made


class ReadySource(Ready, SourceFileLoader):  # type: ignore[misc]
    """Of a module of ours, with its source beside it."""


class ReadySourceless(Ready, SourcelessFileLoader):
    """Of Python's and NumPy's modules."""


class ReadyFinder:
    """Finds the modules in the pack."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in places:
            return None
        *files, size, package = places[name]
        file = files[0]
        if file.endswith(".so"):
            return spec_from_file_location(name, file, loader=ExtensionFileLoader(name, file))
        loader = (ReadySource if len(files) == 2 else ReadySourceless)(name, file)
        loader.byte_code = files[-1], size
        folders: list[str] | None = [] if package else None
        return spec_from_file_location(
            name, file, loader=loader, submodule_search_locations=folders
        )


def started() -> None:
    """From now on modules are looked for in their folders, and garbage is collected."""
    sys.meta_path.remove(ReadyFinder)
    gc.freeze()  # what was imported stays
    gc.enable()


with open_code(f"{__file__.rpartition('/')[0]}/known.bin") as file:
    codes, patterns, places = loads(file.read())

gc.disable()
sys.meta_path.insert(0, ReadyFinder)
for name in LATER:
    spec = ReadyFinder.find_spec(name)
    if spec is not None:
        sys.modules[name] = module = module_from_spec(spec)
        module.__class__ = Later
