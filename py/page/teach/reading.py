"""Reads a hand-in. It may come from anybody, so nothing in it is believed and nothing runs: each
field is checked, and a refusal names the field, its value and what is allowed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from nnlab.files.constraints import Flag, NotAllowed, Whole, check
from nnlab.files.phrases import Phrase
from nnlab.files.strict_json import parse
from page.course.reading import ANY, SEED, Reader, is_text, name, record, some
from page.course.record import read_record

from .own_code import TASKS
from .shapes import HandIn
from .variants import read_pupil, read_word

FORMAT = "nnlab-hand-in"
VERSION = 2  # 1 had no answers to a teacher's own questions
MOST_BYTES = 2_000_000
MOST_LESSONS = 40
MOST_EVENTS = 300
MOST_LINES = 3000
MOST_ANSWERS, MOST_QUESTION, MOST_ANSWER = 20, 300, 1000
EVENT = re.compile(r"[a-z]+(:[^\n:]{0,60}){0,3}")


@lru_cache(maxsize=2)
def read_hand_in(text: str) -> HandIn:
    """The hand-in in a file's text. Raises NotAllowed for the first thing that is wrong with it."""
    if len(text) > MOST_BYTES:
        raise NotAllowed("file", f"{len(text)} characters", Phrase("allowed_size", most=2))
    fields = parse(text)
    if fields.get("format") != FORMAT:
        raise NotAllowed("format", fields.get("format"), Phrase("allowed_format", format=FORMAT))
    record(
        "file",
        fields,
        {
            "format": is_text,
            "version": lambda field, value: check(field, value, Whole(1, VERSION)),
            "lab": short(40),
            "pupil": read_pupil,
            "word": read_word,
            "lessons": some(read_work, 0, MOST_LESSONS),
            "code": some(read_code, 0, len(TASKS.choices)),
        },
        {"answers": some(read_answer, 0, MOST_ANSWERS)},
    )
    fields.setdefault("answers", [])
    fields["pupil"] = read_pupil("pupil", fields["pupil"])
    fields["word"] = read_word("word", fields["word"])
    alone("lessons", [work["lesson"] for work in fields["lessons"]])
    alone("code", [code["exercise"] for code in fields["code"]])
    return cast(HandIn, fields)


def read_work(field: str, value: Any) -> None:
    record(
        field,
        value,
        {
            "lesson": name,
            "seed": lambda field, value: check(field, value, SEED),
            "furthest": lambda field, value: check(field, value, Whole(0, 100)),
            "choices": table(a_step, some(name, 1, 100), 40),
            "numbers": table(name, lambda field, value: check(field, value, ANY), 100),
            "done": table(name, some(short(60), 0, 12), 100),
            "runs": table(name, read_record, 100),
            "picks": table(a_row, read_pick, 150),
            "hints": some(name, 0, 100),
            "order": some(read_event, 0, MOST_EVENTS),
        },
    )


def read_code(field: str, value: Any) -> None:
    how = "functions" if isinstance(value, dict) and "functions" in value else "files"
    record(
        field,
        value,
        {
            "exercise": lambda field, value: check(field, value, TASKS),
            how: table(short(120), some(short(1000), 0, MOST_LINES), 40),
            "hints": lambda field, value: check(field, value, Whole(0, 3)),
            "shown": lambda field, value: check(field, value, Flag()),
        },
    )
    if how == "functions" and not value["exercise"]:
        raise NotAllowed(field, "functions", Phrase("allowed_only", names="files"))


def read_answer(field: str, value: Any) -> None:
    record(field, value, {"question": short(MOST_QUESTION), "answer": short(MOST_ANSWER)})


def read_pick(field: str, value: Any) -> None:
    record(
        field,
        value,
        {
            "kind": lambda field, value: check(field, value, Whole(0, 20)),
            "unsure": lambda field, value: check(field, value, Flag()),
        },
    )


def read_event(field: str, value: Any) -> None:
    if not isinstance(value, str) or not EVENT.fullmatch(value):
        raise NotAllowed(field, value, Phrase("allowed_event"))


def a_step(field: str, value: Any) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,2}", value):
        raise NotAllowed(field, value, Whole(0, 99).words)


def a_row(field: str, value: Any) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,7}", value):
        raise NotAllowed(field, value, Whole(1, 9_999_999).words)


def short(most: int) -> Reader:
    def read(field: str, value: Any) -> str:
        text = is_text(field, value)
        if len(text) > most:
            raise NotAllowed(field, text, Phrase("allowed_short", most=most))
        return text

    return read


def table(key: Reader, item: Reader, most: int) -> Reader:
    """An object with at most `most` keys, each of which `key` takes, and its value `item`."""

    def read(field: str, value: Any) -> None:
        if not isinstance(value, dict):
            raise NotAllowed(field, value, Phrase("allowed_json_object"))
        check(f"{field}.length", len(value), Whole(0, most))
        for each, part in cast(Mapping[str, Any], value).items():
            key(field, each)
            item(f"{field}.{each[:40]}", part)

    return read


def alone(field: str, names: list[str]) -> None:
    for each in names:
        if names.count(each) > 1:
            raise NotAllowed(field, each, Phrase("allowed_once_only"))
