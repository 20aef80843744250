"""Which pupils' code and answers are alike: a question for the teacher, and no verdict.

Right answers are often alike by themselves: of what is no longer than is usual for its exercise,
even the same words prove nothing. What is longer, or has a comment of several words, is its
writer's own, under whatever names.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from keyword import iskeyword
from statistics import median
from textwrap import dedent
from typing import Any

from page.check.exercises import exercises

from .shapes import Alike, MarkedPupil

LEAST = 28
"""Tokens beyond the function's own first line that code must have at least to be asked about ..."""

TIMES_USUAL = 1.25
"""... and so many times those that are usual for the exercise."""

A_CLASS = 6
"""From so many different answers on the class itself says what is usual; else the package's."""

A_REMARK = 3
"""So many words make a comment that two hardly write by chance; of Chinese, two signs are one."""

AN_ANSWER = 8
"""So many words make an answer in one's own words."""

WORD = r"[\u3040-\u9fff]{2}|[^\W\u3040-\u9fff]+"

IDLE = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def words_of(text: str) -> list[str]:
    """What is written, comments included, line ends and indents not."""
    try:
        found = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    except (tokenize.TokenError, SyntaxError, ValueError):
        return text.split()
    return [token.string for token in found if token.type not in IDLE]


def shape_of(words: Iterable[str], own: set[str]) -> tuple[str, ...]:
    """The words without comments, for each of the names `own` the number of its turn."""
    names: dict[str, str] = {}
    return tuple(
        names.setdefault(word, f"name{len(names)}") if word in own else word
        for word in words
        if not word.startswith("#")
    )


def own_names(text: str) -> set[str]:
    """The names that the code gives itself, which may be other ones; of no Python, all names."""
    try:
        tree = ast.parse(dedent(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = words_of(text)
        return {word for word in words if word.isidentifier() and not iskeyword(word)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
    return found


def remarks_of(words: Iterable[str], given: str) -> tuple[str, ...]:
    """The comments of several words that the exercise does not have by itself."""
    comments = [word for word in words if word.startswith("#") and not word.endswith(".py")]
    own = [each for each in comments if each not in given]
    return tuple(each for each in own if len(re.findall(WORD, each)) >= A_REMARK)


@dataclass(frozen=True)
class Written:
    """One pupil's code for an exercise: the function's own first lines do not count as `length`."""

    pupil: str
    exercise: str
    text: str
    words: tuple[str, ...]
    shape: tuple[str, ...]
    remarks: tuple[str, ...]
    length: int


def written(pupil: str, exercise: str, text: str, answer: str) -> Written:
    words = tuple(words_of(text))
    shape = shape_of(words, own_names(text))
    length = len(shape) - words_of_heads(answer)
    return Written(pupil, exercise, text, words, shape, remarks_of(words, answer), length)


def alike(pupils: list[MarkedPupil]) -> list[Alike]:
    return [*code_alike(pupils), *answers_alike(pupils)]


def code_alike(pupils: list[MarkedPupil]) -> list[Alike]:
    texts = {task["name"]: task["answer"] for task in exercises()}
    answers = {name: written("", name, text, text) for name, text in texts.items()}
    all_ = [
        written(pupil["pupil"], code["exercise"], code["text"], texts.get(code["exercise"], ""))
        for pupil in pupils
        for code in pupil["code"]
        if not code["shown"]
    ]
    found: list[Alike] = []
    for exercise in dict.fromkeys(each.exercise for each in all_):
        answer = answers.get(exercise)
        ones = [each for each in all_ if each.exercise == exercise]
        telling = [each for each in ones if answer is None or each.shape != answer.shape]
        least = max(LEAST, TIMES_USUAL * usual(ones, answer))
        for each in [*groups(telling, least, exact=True), *groups(telling, least, exact=False)]:
            told = [{*other["pupils"]} for other in found if other["exercise"] == exercise]
            if not any({*each["pupils"]} <= names for names in told):
                found.append(each)
    return found


def groups(ones: list[Written], least: float, *, exact: bool) -> list[Alike]:
    """Code that is short is only alike together with its comments."""
    same: dict[tuple[Any, ...], list[Written]] = defaultdict(list)
    for each in ones:
        if each.length >= least or each.remarks:
            words = each.words if exact else each.shape
            same[words, () if each.length >= least else each.remarks].append(each)
    return [
        {
            "exercise": of[0].exercise,
            "question": "",
            "pupils": names,
            "exact": exact,
            "text": of[0].text,
        }
        for of in same.values()
        if len(names := sorted({each.pupil for each in of})) > 1
    ]


def answers_alike(pupils: list[MarkedPupil]) -> list[Alike]:
    """Answers to the same question, whatever their spaces, signs and capitals."""
    same: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for pupil in pupils:
        for each in pupil["answers"]:
            words = re.findall(WORD, each["answer"].casefold())
            if len(words) >= AN_ANSWER:
                same[each["question"], *words].append((pupil["pupil"], each["answer"]))
    return [
        {"exercise": "", "question": key[0], "pupils": names, "exact": True, "text": of[0][1]}
        for key, of in same.items()
        if len(names := sorted({name for name, _ in of})) > 1
    ]


def usual(ones: list[Written], answer: Written | None) -> float:
    """How long answers to the exercise are; what was copied counts once."""
    lengths = {each.shape: each.length for each in ones}
    if len(lengths) >= A_CLASS:
        return median(lengths.values())
    return answer.length if answer else 0


def words_of_heads(answer: str) -> int:
    """How many words the first lines of the functions have."""
    heads = [line.strip() for line in answer.split("\n") if line.lstrip().startswith("def ")]
    return sum(len(words_of(f"{head} ...")) - 1 for head in heads)
