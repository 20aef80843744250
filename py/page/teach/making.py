"""Makes a hand-in of what the page knows: only what is asked for here is in it."""

import json
from typing import Any

import nnlab
from nnlab.files.strict_json import as_json

from . import own_code
from .reading import FORMAT, MOST_EVENTS, VERSION, read_hand_in
from .shapes import Answer, CodeTold, WorkTold
from .variants import read_pupil, read_word

WIDTH = 100


def make_hand_in(
    pupil: str, word: str, works: list[WorkTold], code: list[CodeTold], answers: list[Answer]
) -> str:
    """The file's text. Raises NotAllowed when it could not be read again."""
    hand_in = {
        "format": FORMAT,
        "version": VERSION,
        "lab": nnlab.__version__,
        "pupil": read_pupil("pupil", pupil),
        "word": read_word("word", word),
        "lessons": [lesson_of(work) for work in works],
        "code": [own_code.handed(told) for told in code if told["files"]],
        "answers": answers,
    }
    text = readable(as_json(hand_in)) + "\n"
    read_hand_in(text)
    return text


def lesson_of(work: WorkTold) -> dict[str, Any]:
    return {
        **work,
        "order": work["order"][-MOST_EVENTS:],
        "runs": {task: json.loads(run) for task, run in work["runs"].items()},
    }


def readable(value: Any, indent: int = 0) -> str:
    """JSON in which what fits into a line stands in one."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(line) + indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = " " * (indent + 1)
    if isinstance(value, dict):
        parts = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {readable(part, indent + 1)}"
            for key, part in value.items()
        ]
        opening, closing = "{", "}"
    else:
        parts = [inner + readable(part, indent + 1) for part in value]
        opening, closing = "[", "]"
    return "\n".join([opening, ",\n".join(parts), " " * indent + closing])
