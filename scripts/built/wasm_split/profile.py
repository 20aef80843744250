"""Which functions of Python's WebAssembly a visit runs: profile.txt, by make/wasm_profile.py."""

import hashlib
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from built.wasm_split.split import split

PROFILE = Path(__file__).with_name("profile.txt")
WIDTH = 96
# Tables that come later: each span of them, between the first and the last of some neighbouring C
# files, with the functions of these files, none of which is in the first module. The linker puts
# files, and what is in them, side by side; and what is static in C has a name in its own file only.
# So nothing in the first module can read them: tests/scripts/test_wasm_split.py looks for whatever
# might be such an address. A table at an edge may be a neighbour's, and stays.
TABLES = (
    (range(6680, 6851), (800_096, 2_036_272)),  # _codecs_cn to _codecs_tw, unicodedata
    (range(13459, 13469), (2_827_616, 2_946_576)),  # iconv of the C library
)


def in_two(whole: bytes, profile: str = "") -> tuple[bytes, bytes]:
    """`whole` as the first module and the later one.

    Raises RuntimeError when the profile is of another text.
    """
    made_for, *lines = (profile or PROFILE.read_text("utf-8")).splitlines()
    if hashlib.sha256(whole).hexdigest() != made_for:
        raise RuntimeError(
            f"{PROFILE.name} was made for another pyodide.asm.wasm: see “another Pyodide”"
            " in CONTRIBUTING.md"
        )
    first = functions(lines)
    for file, span in TABLES:
        if set(file).intersection(first):
            raise RuntimeError(f"a visit runs functions whose tables come later: {span}")
    return split(whole, first, [span for _, span in TABLES])


def functions(lines: Iterable[str]) -> list[int]:
    """The numbers in `lines` of numbers and ranges, such as `3 5-8`."""
    ranges = re.findall(r"(\d+)(?:-(\d+))?", " ".join(lines))
    return [n for first, last in ranges for n in range(int(first), int(last or first) + 1)]


def written(whole: bytes, used: Iterable[int]) -> str:
    """The profile's text: the hash of the module, and then the functions."""
    numbers = sorted({*used})
    begins = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    lines = [hashlib.sha256(whole).hexdigest(), ""]
    for begin, end in zip(begins, ends, strict=True):
        word = f"{begin}" if begin == end else f"{begin}-{end}"
        if len(lines[-1]) + 1 + len(word) > WIDTH or len(lines) == 1:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines) + "\n"
