"""Reads tests/py/learners: what learners write, and what is to be said of it.

A file holds the answers to one exercise, or free edits. Each begins with a line
`## name: verdict slip slip / remark remark`, where "-" is a slip without a name.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from page.check.exercises import exercises
from page.code.edited import sources

FOLDER = Path(__file__).parent / "learners"
TASKS = {task["name"]: task for task in exercises()}
Section = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    exercise: str
    name: str
    verdict: str
    slips: tuple[str, ...]
    remarks: tuple[str, ...]
    text: str

    @property
    def files(self) -> dict[str, str]:
        """What the page hands to `Session.diagnose`."""
        parts = sections(self.text)
        if self.exercise == "free_edit":
            return replaced(parts)
        task = TASKS[self.exercise]
        files = dict(task["files"])
        bodies = [(head, body) for head, body in parts if head.endswith("body")]
        for place, (head, body) in zip(task["places"], bodies, strict=True):
            name = place["file"]
            files[name] = put_in(files[name], place["function"], body, head.startswith("raw"))
        for head, body in parts:
            if head.startswith("top of "):
                name = head.removeprefix("top of ")
                docstring, end, rest = files[name].partition('"""\n\n')
                files[name] = f"{docstring}{end}{body}\n{rest}"
        return files


def answers() -> Iterator[Answer]:
    for path in sorted(FOLDER.glob("*.txt")):
        for block in ("\n" + path.read_text("utf-8")).split("\n## ")[1:]:
            head, _, text = block.partition("\n")
            name, _, said = head.partition(": ")
            found, _, remarks = said.partition(" / ")
            verdict, *slips = found.split()
            slips = ["" if slip == "-" else slip for slip in slips]
            yield Answer(
                path.stem, name, verdict, tuple(slips), tuple(remarks.split()), text.rstrip("\n")
            )


def sections(text: str) -> list[Section]:
    """What follows each line `#> head`; before the first one stands a body."""
    parts: list[tuple[str, list[str]]] = [("body", [])]
    for line in text.split("\n"):
        if line.startswith("#> "):
            parts.append((line[3:], []))
        else:
            parts[-1][1].append(line)
    return [(head, "\n".join(lines)) for head, lines in parts if head != "body" or any(lines)]


def replaced(parts: list[Section]) -> dict[str, str]:
    files: dict[str, str] = {}
    for (head, old), (_, new) in zip(parts[::2], parts[1::2], strict=True):
        name = head.removeprefix("replace in ")
        text = files.get(name, sources()[name])
        assert text.count(old) == 1, (name, old)
        files[name] = text.replace(old, new)
    return files


def put_in(text: str, function: str, body: str, raw: bool) -> str:
    """The text with the blank of a function (a dotted name) replaced by `body`."""
    node: ast.AST = ast.parse(text)
    for name in function.split("."):
        inside = getattr(node, "body", [])
        node = next(one for one in inside if getattr(one, "name", None) == name)
    assert isinstance(node, ast.FunctionDef) and node.end_lineno
    first = node.body[0]
    indent = "" if raw else " " * first.col_offset
    new = [indent + line if line else "" for line in body.split("\n")]
    lines = text.split("\n")
    return "\n".join([*lines[: first.lineno - 1], *new, *lines[node.end_lineno :]])
