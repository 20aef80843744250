"""The page's sentences, filled in as the page does it."""

import json
import re
from functools import cache
from pathlib import Path

from page.protocol import Phrase

TEXTS = Path(__file__).parents[2] / "web/text"


@cache
def sentences(language: str) -> dict[str, str]:
    made: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
    return made


def said(says: list[Phrase], language: str = "en") -> str:
    """A key without a sentence, or a place without a value, shows its braces."""
    return " ".join(sentence(one, language) for one in says)


def sentence(phrase: Phrase, language: str) -> str:
    def fill(place: re.Match[str]) -> str:
        value = phrase["values"].get(place[1], place[0])
        return sentence(value, language) if isinstance(value, dict) else str(value)

    return re.sub(r"\{(\w+)\}", fill, sentences(language).get(phrase["key"], "{no sentence}"))
