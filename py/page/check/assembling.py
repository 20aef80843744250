"""The learner's own network: the package, with the functions that the learner has written in it."""

import ast
from collections.abc import Mapping

from page.code.edited import sources

from .exercises import EXERCISES, function_at

Files = Mapping[str, str]


def assemble(answers: Mapping[str, Files], names: list[str]) -> tuple[dict[str, str], list[str]]:
    """The package's files with the answers to these exercises put in, and the exercises whose
    answers are there. One that cannot be read is left out: the package's own stands there then.

    `answers` holds each exercise's files as the learner left them.
    """
    files: dict[str, str] = {}
    used: list[str] = []
    for exercise in EXERCISES:
        if exercise.name not in names or exercise.name not in answers:
            continue
        written = answers[exercise.name]
        put: dict[str, str] = {}
        for file, function in exercise.places:
            before = put.get(file) or files.get(file) or sources()[file]
            after = with_function(before, written.get(file, ""), function, sources()[file])
            if after is None:
                break
            put[file] = after
        else:
            files |= put
            used.append(exercise.name)
    return files, used


def with_function(text: str, written: str, path: str, original: str) -> str | None:
    """`text` with the function at `path`, and what it leans on, as `written` has them."""
    try:
        theirs = ast.parse(written)
        mine = function_at(theirs, path)
        place = function_at(ast.parse(text), path)
    except (SyntaxError, LookupError):
        return None
    body = lines_of(written, mine)
    lines = text.splitlines()
    lines[first_line(place) - 1 : place.end_lineno] = body
    known = {ast.dump(node) for node in ast.parse(original).body}
    present = {ast.dump(node) for node in ast.parse(text).body}
    more = [
        line
        for node in theirs.body
        if not isinstance(node, ast.ClassDef) and ast.dump(node) not in known | present
        for line in [*lines_of(written, node), ""]
        if not is_named(node, path)
    ]
    if more:
        at = first_definition(ast.parse("\n".join(lines)))
        lines[at:at] = more
    return "\n".join(lines) + "\n"


def is_named(node: ast.stmt, path: str) -> bool:
    """Whether it is the function itself, which stands at the top of its module."""
    return isinstance(node, ast.FunctionDef) and node.name == path


def lines_of(text: str, node: ast.stmt) -> list[str]:
    return text.splitlines()[first_line(node) - 1 : node.end_lineno]


def first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    lines: list[int] = [node.lineno, *(each.lineno for each in decorators)]
    return min(lines)


def first_definition(tree: ast.Module) -> int:
    """How many lines stand before the first class or function."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    return min(first_line(node) for node in tree.body if isinstance(node, kinds)) - 1
