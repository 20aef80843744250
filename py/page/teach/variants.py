"""Which of a lesson's verified seeds is a pupil's: other numbers for each, the same difficulty."""

import hashlib
import re
import unicodedata

from nnlab.files.constraints import NotAllowed, shorten
from nnlab.files.phrases import Phrase
from page.course.shapes import Lesson

PUPIL = re.compile(r"[^\W_][\w-]{1,23}")
WORD = re.compile(r"(?:[^\W_][\w-]{0,23})?")


def as_written(text: str) -> str:
    """A code as it counts: capitals, spaces around it and ways to write one letter do not."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def read_pupil(field: str, value: object) -> str:
    return read_code(field, value, PUPIL)


def read_word(field: str, value: object) -> str:
    """A class's word; "" is none."""
    return read_code(field, value, WORD)


def read_code(field: str, value: object, pattern: re.Pattern[str]) -> str:
    code = as_written(value[:200]) if isinstance(value, str) else ""
    if not isinstance(value, str) or not pattern.fullmatch(code):
        raise NotAllowed(field, shorten(str(value)), Phrase("allowed_pupil"))
    return code


def seed_of(word: str, pupil: str, lesson: Lesson) -> int:
    """One of the lesson's seeds; the usual one where there is no class word."""
    seeds = lesson["seeds"]
    if not word:
        return seeds[0]
    said = "\n".join([as_written(word), as_written(pupil), lesson["name"]])
    number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:8])
    return seeds[number % len(seeds)]
