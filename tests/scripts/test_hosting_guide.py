"""The figures of docs/hosting.md are those of the built site."""

import gzip
import re
from pathlib import Path

import pytest

from site_files import ROOT

GUIDES = [ROOT / "docs/hosting.md", ROOT / "docs/hosting.zh.md"]
FIGURES = re.compile(r"\d+(?= (?:MB|KB))|Edge (\d+)|Firefox (\d+)|Safari ([\d.]+)")


def megabytes(*sizes: int) -> float:
    return sum(sizes) / 1e6


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_sizes_are_those_of_the_built_site(guide: Path, built: Path) -> None:
    space, one_file, heap, home, packed, plain, pupils = (
        int(n) for n in re.findall(r"(\d+) MB", guide.read_text("utf-8"))
    )
    files = [path for path in built.rglob("*") if path.is_file()]
    assert megabytes(*(path.stat().st_size for path in files)) == pytest.approx(space, rel=0.06)
    size = (built / "nnlab.html").stat().st_size
    assert megabytes(size) == pytest.approx(one_file, rel=0.05)
    (picture,) = built.glob("runtime-*/heap.bin.gz")
    assert megabytes(picture.stat().st_size) == pytest.approx(heap, rel=0.1)
    for_home = [
        p.stat().st_size for name in ("python", "pyodide") for p in (built / name).iterdir()
    ]
    assert megabytes(*for_home) == pytest.approx(home, rel=0.15)
    first = [
        built / "index.html",
        *built.glob("runtime-*/pyodide*.mjs"),
        *built.glob("runtime-*/*.wasm"),
        *built.glob("app-*/web/main.js"),
        *built.glob("app-*/web/worker/worker.js"),
    ]
    (pack,) = built.glob("runtime-*/pack.tar.gz")
    small = [len(gzip.compress(path.read_bytes(), 6)) for path in first]
    large = [path.stat().st_size for path in first]
    pack_size = pack.stat().st_size
    assert megabytes(pack_size, *small) == pytest.approx(packed, rel=0.1)
    assert megabytes(pack_size, *large) == pytest.approx(plain, rel=0.1)
    assert pupils == 30 * packed


def test_both_languages_say_the_same_figures() -> None:
    english, chinese = (FIGURES.findall(path.read_text("utf-8")) for path in GUIDES)
    assert english == chinese
    too_old = (ROOT / "web/boot/preflight.js").read_text("utf-8")
    for browser in ("Edge 111", "Firefox 115", "Safari 17.4"):
        assert browser in too_old
        assert browser in GUIDES[0].read_text("utf-8")
