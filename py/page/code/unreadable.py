"""What is wrong with a line that Python cannot read and says no more of than that."""

import keyword
import re
from itertools import pairwise

from .other_tongues import most_like

STARTS = ["return", "for", "while", "if", "elif", "else", "import", "from", "def", "lambda"]
FIRST_WORD = re.compile(r"\s*([^\W\d]\w*)(\s+[\w(\[\-+~'\"]|\s*:)")
PART = re.compile(r"#.*|'[^']*'|\"[^\"]*\"|[^\W\d]\w*|\d[\w.]*|\S")
"""A comment, a text, a name, a number, or a sign."""


def of_line(line: str) -> tuple[str, dict[str, str]]:
    """The slip and what its sentence is filled with; "" when nothing is seen."""
    if (found := FIRST_WORD.match(line)) and (meant := meant_by(found[1])):
        return "keyword_misspelt", {"name": found[1], "meant": meant}
    for one, other in pairwise(PART.finditer(line)):
        ends = is_value(one[0]) or one[0] in (")", "]")
        if ends and is_value(other[0]) and one.end() < other.start():
            return "sign_missing", {"left": one[0], "right": other[0]}
    return "", {}


def meant_by(word: str) -> str:
    """The keyword that a line's first word was to be; "" when it is none, or spelt right."""
    if keyword.iskeyword(word):
        return ""
    small = word.lower()
    mixed = [one for one in STARTS if one == small or sorted(one) == sorted(small)]
    near = mixed or (most_like(small, STARTS) if len(small) > 3 else [])
    return near[0] if near else ""


def is_value(part: str) -> bool:
    return re.match(r"\w", part) is not None and part not in (*keyword.kwlist, "print")
