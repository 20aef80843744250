"""A pupil's own code as a hand-in holds it: only the functions that were to be written, where
nothing else was changed; and back into the files of the package."""

import ast
from collections.abc import Mapping
from functools import lru_cache

from nnlab.files.constraints import NotAllowed, OneOf
from nnlab.files.phrases import Phrase
from page.check.exercises import EXERCISES, exercises, function_at
from page.code.edited import can_be_edited, sources
from page.protocol import ExerciseForPage

from .shapes import CodeHanded, CodeTold

TASKS = OneOf(["", *(exercise.name for exercise in EXERCISES)])


def handed(told: CodeTold) -> CodeHanded:
    code: CodeHanded = {
        "exercise": told["exercise"],
        "hints": int(told["hints"]),
        "shown": bool(told["shown"]),
    }
    if told["exercise"]:
        functions = functions_of(told["exercise"], blank_files(told["exercise"]) | told["files"])
        if functions is not None:
            return {**code, "functions": functions}
    before = blank_files(told["exercise"]) if told["exercise"] else sources()
    files = {name: text for name, text in told["files"].items() if before.get(name) != text}
    return {**code, "files": {name: text.split("\n") for name, text in files.items()}}


def functions_of(exercise: str, files: Mapping[str, str]) -> dict[str, list[str]] | None:
    """The exercise's functions as written, if they are all that was written."""
    found: dict[str, list[str]] = {}
    try:
        for file, name in places(exercise):
            first, last = lines_of(files[file], name)
            found[f"{file}: {name}"] = files[file].split("\n")[first:last]
        return found if put_in(exercise, found) == files else None
    except (SyntaxError, ValueError, LookupError):
        return None


def put_in(exercise: str, functions: Mapping[str, list[str]]) -> dict[str, str]:
    """The exercise's files with these functions in them. Raises NotAllowed for other names."""
    files = blank_files(exercise)
    wanted = [f"{file}: {name}" for file, name in places(exercise)]
    if [*functions] != wanted:
        raise NotAllowed(
            "code.functions", ", ".join(functions), Phrase("allowed_only", names=", ".join(wanted))
        )
    for file, name in places(exercise):
        first, last = lines_of(files[file], name)
        lines = files[file].split("\n")
        files[file] = "\n".join([*lines[:first], *functions[f"{file}: {name}"], *lines[last:]])
    return files


def files_of(code: CodeHanded) -> dict[str, str]:
    """What takes the place of the package's files when the code is tried."""
    if "functions" in code:
        return put_in(code["exercise"], code["functions"])
    files = {name: "\n".join(lines) for name, lines in code.get("files", {}).items()}
    for name in files:
        if name not in sources() or not can_be_edited(name):
            raise NotAllowed("code.files", name, Phrase("allowed_code_file"))
    return {**blank_files(code["exercise"]), **files} if code["exercise"] else files


def text_of(code: CodeHanded) -> str:
    """What the pupil wrote, to be read; of whole files the lines that are not the package's."""
    if "functions" in code:
        return "\n\n".join("\n".join(lines) for lines in code["functions"].values())
    parts = []
    for name, lines in code.get("files", {}).items():
        known = {*sources().get(name, "").split("\n")}
        new = [line for line in lines if line not in known]
        parts.append("\n".join([f"# {name}", *new]))
    return "\n\n".join(parts)


def blank_files(exercise: str) -> dict[str, str]:
    return dict(next(task["files"] for task in tasks() if task["name"] == exercise))


@lru_cache(maxsize=1)
def tasks() -> list[ExerciseForPage]:
    return exercises()


def places(exercise: str) -> tuple[tuple[str, str], ...]:
    return next(each.places for each in EXERCISES if each.name == exercise)


def lines_of(text: str, function: str) -> tuple[int, int]:
    """The lines of a function: the first, from 0, and the one after the last."""
    node = function_at(ast.parse(text), function)
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno
