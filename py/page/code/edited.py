"""The visitor's own version of nnlab: read, loaded beside the original, never over it."""

import importlib.util
import marshal
import shutil
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import nnlab
from page.protocol import CodeError

from .errors import of_error, of_syntax, sentences
from .meeting import meeting
from .modules import modules_kept

WITH_SHAPES = ("misfit", "number_in_product")
PACKAGE = Path(nnlab.__file__).parent
NAME = "your_nnlab"
SAYS_NOTHING = ("__main__.py", "large_tables.py")


def sources() -> dict[str, str]:
    """The package's Python files by name, such as "nnlab/layers.py"; those of the compiler last."""
    return dict(all_sources())


@cache  # they are asked for at every turn, and never change
def all_sources() -> dict[str, str]:
    files = [*sorted(PACKAGE.glob("*.py")), *sorted(PACKAGE.glob("compile/*.py"))]
    return {
        f"nnlab/{path.relative_to(PACKAGE).as_posix()}": text_of(path)
        for path in files
        if path.name not in SAYS_NOTHING
    }


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@cache  # where Python keeps none, each edited package would take half a second to be compiled
def byte_code(file: str) -> bytes:
    """The content of a .pyc file, which is taken without another look at the source."""
    source = (PACKAGE / Path(file).relative_to("nnlab")).read_bytes()
    code = compile(source, file, "exec", dont_inherit=True)
    unchecked = (1).to_bytes(4, "little") + importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + unchecked + marshal.dumps(code)


def kept_code(path: Path) -> Path:
    """Where Python keeps a file's byte code."""
    return Path(importlib.util.cache_from_source(str(path)))


def can_be_edited(file: str) -> bool:
    """Not the compiler's: the diagnosis compares what NumPy computes, which a wrong compiler
    would not change."""
    return not file.startswith("nnlab/compile/")


class Rejected(Exception):
    """The edited code could not be read or run; `error` says where and why."""

    def __init__(self, error: CodeError) -> None:
        super().__init__(error["message"])
        self.error = error


class Edited:
    """A package like nnlab with some files replaced, under a name of its own."""

    count = 0

    def __init__(self, files: Mapping[str, str]) -> None:
        """`files` holds the edited ones, by the names that `sources` gives.

        Raises Rejected for a syntax error, or for an error while the package is imported;
        ValueError for a file that the package does not have, or that cannot be edited.
        """
        unknown = set(files) - {file for file in sources() if can_be_edited(file)}
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))} is no file that can be edited")
        for file, text in files.items():
            check_syntax(file, text)
        Edited.count += 1
        self.files = dict(files)
        self.name = f"{NAME}_{Edited.count}"
        self.folder = Path(tempfile.mkdtemp(), self.name)
        shutil.copytree(PACKAGE, self.folder)  # with the byte code of what is not edited
        for file, text in files.items():
            own = self.folder / Path(file).name
            own.write_text(text, "utf-8")
            kept_code(own).unlink(missing_ok=True)
        for file in sources().keys() - files.keys():
            kept = kept_code(self.folder / Path(file).relative_to("nnlab"))
            if not kept.exists():
                kept.parent.mkdir(exist_ok=True)
                kept.write_bytes(byte_code(file))
        try:
            with modules_kept():  # what checks it needs NumPy as it is
                self._import()
        except (Exception, SystemExit) as error:
            self.forget()
            raise Rejected(self.explain(error)) from error

    def __getattr__(self, module: str) -> ModuleType:
        """One module of the package, such as `layers`."""
        return import_module(f"{self.name}.{module}")

    def _import(self) -> None:
        spec = importlib.util.spec_from_file_location(
            self.name,
            self.folder / "__init__.py",
            submodule_search_locations=[str(self.folder)],
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{self.folder} cannot be imported")
        package = importlib.util.module_from_spec(spec)
        sys.modules[self.name] = package
        spec.loader.exec_module(package)

    def forget(self) -> None:
        """Takes the package out of Python's memory and off the disk."""
        for name in [n for n in sys.modules if n.split(".")[0] == self.name]:
            del sys.modules[name]
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def explain(self, error: BaseException) -> CodeError:
        """Where in the edited files an error arose: the innermost of their lines."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if Path(frame.filename).parent == self.folder]
        last = next((frame for frame in reversed(own) if self.is_own(frame)), None)
        last = last or (own[-1] if own else None)
        lines = [f"  {self.named(f.filename)}, line {f.lineno}, in {f.name}" for f in own]
        message = f"{type(error).__name__}: {error}".removesuffix(": ")  # some say nothing
        slip, values = of_error(error, message, (own[-1].line or "") if own else "")
        meets = meeting(error, self.folder) if slip in WITH_SHAPES else []
        message = message.replace(self.name, "nnlab")
        return {
            "file": self.named(last.filename) if last else "",
            "line": (last.lineno or 0) if last else 0,
            "column": 0,
            "slip": slip,
            "values": values,
            "meets": meets,
            "says": sentences(slip, values, meets, message),
            "message": message,
            "traceback": "\n".join([*lines, message]).replace(self.name, "nnlab"),
        }

    def is_own(self, frame: traceback.FrameSummary) -> bool:
        """Whether it is at a line that the original has not: a helper of the package's, which is
        asked what it cannot answer, is not to blame."""
        original = text_of(PACKAGE / Path(frame.filename).name).splitlines()
        return (frame.line or "").strip() not in {line.strip() for line in original}

    def named(self, path: str) -> str:
        return f"nnlab/{Path(path).name}"


def check_syntax(file: str, text: str) -> None:
    """Raises Rejected, with line and column, for text that is not Python."""
    try:
        compile(text, file, "exec")
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        message = f"{type(error).__name__}: {getattr(error, 'msg', error)}"
        slip, values = of_syntax(message, getattr(error, "text", "") or "")
        raise Rejected(
            {
                "file": file,
                "line": line,
                "column": column,
                "slip": slip,
                "values": values,
                "meets": [],
                "says": sentences(slip, values, [], message),
                "message": message,
                "traceback": message,
            }
        ) from error
