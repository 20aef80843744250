"""Which pupils' code is alike: a question for the teacher, and no verdict.

Right answers are often alike by themselves. So code as the package has it is never named, nor are
a few words; what is the same but for names and comments must be longer.
"""

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterable

from page.check.exercises import exercises

from .shapes import Alike, MarkedPupil

LEAST_EXACT = 12
"""Tokens beyond the function's own first line that must be the same word for word ..."""

LEAST_SHAPE = 40
"""... and those that must be the same but for names, comments and numbers."""

IDLE = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def words_of(text: str) -> list[str]:
    """What is written, comments included, line ends and indents not."""
    try:
        found = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    except (tokenize.TokenError, SyntaxError, ValueError):
        return text.split()
    return [token.string for token in found if token.type not in IDLE]


def shape_of(words: Iterable[str]) -> tuple[str, ...]:
    """The words with every name in place of its number of turn; comments left out."""
    names: dict[str, str] = {}
    return tuple(
        names.setdefault(word, f"name{len(names)}") if word[:1].isalpha() or word[:1] == "_"
        else word
        for word in words if not word.startswith("#")
    )  # fmt: skip


def alike(pupils: list[MarkedPupil]) -> list[Alike]:
    given = {task["name"]: answer_words(task["answer"]) for task in exercises()}
    exact: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    shapes: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    texts: dict[tuple[str, tuple[str, ...]], str] = {}
    for pupil in pupils:
        for code in pupil["code"]:
            words = words_of(code["text"])
            answer, head = given.get(code["exercise"], ((), 0))
            shape = shape_of(words)
            if shape == shape_of(answer) or code["shown"]:
                continue
            if len(words) - head >= LEAST_EXACT:
                key = (code["exercise"], tuple(words))
                exact[key].append(pupil["pupil"])
                texts.setdefault(key, code["text"])
            if len(shape) - head >= LEAST_SHAPE:
                key = (code["exercise"], shape)
                shapes[key].append(pupil["pupil"])
                texts.setdefault(key, code["text"])
    found: list[Alike] = []
    for groups, is_exact in ((exact, True), (shapes, False)):
        for key, names in groups.items():
            both = sorted({*names})
            known = any(
                each["exercise"] == key[0] and {*both} <= {*each["pupils"]} for each in found
            )
            if len(both) > 1 and not known:
                found.append(
                    {"exercise": key[0], "pupils": both, "exact": is_exact, "text": texts[key]}
                )
    return found


def answer_words(answer: str) -> tuple[tuple[str, ...], int]:
    """The package's own answer, and how many words the first lines of its functions have."""
    words = words_of(answer)
    heads = [line for line in answer.split("\n") if line.lstrip().startswith("def ")]
    return tuple(words), sum(len(words_of(line.strip() + " ...")) - 1 for line in heads)
