"""Sizes of text and spaces come from the small scale of tokens in web/style.css."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
SHEETS = [path for path in sorted(WEB.rglob("*.css")) if "vendor" not in path.parts]
DECLARED = re.compile(
    r"(?<![-\w])(font-size|font|(?:row-|column-)?gap|(?:padding|margin)[-a-z]*):([^;}]+)"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LENGTH = re.compile(r"(?<![-\w.#])(\d*\.?\d+)(rem|px)\b")
HAIRLINE = 6  # px: what aligns a mark or lets an outline show is no space
REACH = 3  # rem: what keeps clear of fixed parts of the page, or of a list's numbers


def strays(sheet: str) -> list[str]:
    """Each declaration with a size or space that is none of the scale."""
    found = []
    for name, value in DECLARED.findall(COMMENT.sub("", sheet)):
        for number, unit in LENGTH.findall(value):
            size = float(number)
            space = not name.startswith("font")
            if space and (size <= HAIRLINE if unit == "px" else size == 0 or size >= REACH):
                continue
            found.append(f"{name}:{value}")
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_sizes_and_spaces_are_of_the_scale(sheet: Path) -> None:
    assert strays(sheet.read_text("utf-8")) == []


def test_a_stray_size_is_found() -> None:
    sheet = "p { font-size: .9rem; padding: 0 .3rem; gap: var(--space-1); margin: 2px; }"
    assert strays(sheet) == ["font-size: .9rem", "padding: 0 .3rem"]


def test_the_scale_is_small_and_grows() -> None:
    tokens = dict(
        re.findall(r"--((?:text|space)-\d): ([\d.]+)rem", (WEB / "style.css").read_text())
    )
    for kind in ("text", "space"):
        sizes = [float(size) for name, size in tokens.items() if name.startswith(kind)]
        assert sizes == sorted(sizes) and len(sizes) <= 6
        assert all(after / before >= 1.14 for before, after in pairwise(sizes))
