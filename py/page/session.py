"""What the page may ask of Python: every method by its name, and which module answers it.

Plain CPython: parameters come as dicts, lists and numbers, results go as the same, with arrays.
A wrong request raises an error that says what is wrong; `handle` turns it into a reply, and the
network stays as it was.
"""

import importlib
import traceback
from typing import TYPE_CHECKING, Any

from .lab import current, training  # noqa: F401  the first questions are about these
from .panels import classify, confusion, network, regions, time  # noqa: F401
from .protocol import Failure, NoNetwork, Reply

if TYPE_CHECKING:
    from nnlab.compile import Host

    from .lab.lab import Lab

# Each module's class `Questions` has these methods. One that is not imported above is imported
# when it is first asked, so that the page starts no slower.
PARTS = {
    "lab.training": ("configure", "restore", "train", "retrain"),
    "panels.data": ("read_csv", "read_kept", "choose_columns"),
    "panels.time": ("look", "go_back"),
    "panels.network": ("set_parameter",),
    "panels.classify": ("predict",),
    "panels.pictures": ("draw", "responses", "why", "wish"),
    "panels.regions": ("regions",),
    "panels.confusion": ("confusion", "confused_rows", "wrong_rows"),
    "panels.residuals": ("residuals",),
    "panels.curve": ("curve",),
    "panels.verdict": ("verdict", "verdict_of_numbers"),
    "panels.stepper": ("trace", "apply_step", "gradient_check"),
    "panels.many": ("start_study", "advance_study", "drop_study"),
    "panels.answers": ("answer_file",),
    "panels.importance": ("start_importance", "advance_importance", "partial_dependence"),
    "panels.landscape": ("start_landscape", "advance_landscape"),
    "course.questions": (
        "open_lesson",
        "start_step",
        "check_step",
        "one_weight",
        "walk_weight",
        "some_answers",
    ),
    "teach.questions": (
        "variants",
        "make_hand_in",
        "read_hand_in",
        "mark_code",
        "mark_lesson",
        "class_report",
    ),
    "code.questions": (
        "sources",
        "compiled_module",
        "exercises",
        "diagnose",
        "assemble",
        "compare",
    ),
    "code.console_questions": ("console",),
    "keep.questions": (
        "save_model",
        "open_model",
        "save_weights",
        "open_weights",
        "save_onnx",
        "take_home",
    ),
}

METHODS = {method: part for part, methods in PARTS.items() for method in methods}


class Session:
    """One page's lab, and its answers."""

    def __init__(self, host: "Host | None" = None) -> None:
        """`host` runs compiled training: see `nnlab.training.Trainer`."""
        self._current = current.CurrentLab(host)
        self._parts: dict[str, Any] = {}

    @property
    def lab(self) -> "Lab":
        """The lab that `configure` made. Raises NoNetwork before that."""
        return self._current.lab

    def ask(self, method: str, **params: Any) -> Any:
        """The result of one method. Raises what the method raises, ValueError for no method."""
        if method not in METHODS:
            raise ValueError(f"method is {method!r}, expected one of {', '.join(METHODS)}")
        part = METHODS[method]
        if part not in self._parts:
            self._parts[part] = questions(part)(self._current)
        return getattr(self._parts[part], method)(**params)

    def handle(self, method: str, params: dict[str, Any]) -> Reply:
        """Runs one method. Never raises: a failure is a reply with its type, message, traceback.

        NoNetwork comes without a traceback: it is an everyday answer of a worker that was just
        started, and to write one takes Python's own parser, which comes later (later.js).
        """
        try:
            return {"ok": True, "result": self.ask(method, **params)}
        except Exception as error:
            failure: Failure = {
                "type": type(error).__name__,
                "message": str(error),
                "traceback": "" if isinstance(error, NoNetwork) else traceback.format_exc(),
            }
            if isinstance(error, MemoryError):
                failure["code"], failure["values"] = "out_of_memory", {}
            elif hasattr(error, "code") and hasattr(error, "values"):
                failure["code"], failure["values"] = error.code, error.values
            return {"ok": False, "error": failure}


def questions(part: str) -> Any:
    """The class `Questions` of a module named in PARTS."""
    return importlib.import_module(f"page.{part}").Questions
