"""The page's markup: what a merge can break without anybody seeing it."""

import re
from collections import Counter

from site_files import ROOT


def test_every_id_is_there_once() -> None:
    markup = (ROOT / "index.html").read_text("utf-8")
    counted = Counter(re.findall(r'\sid="([^"]+)"', markup))
    assert len(counted) > 100
    assert [name for name, times in counted.items() if times > 1] == []


def test_every_element_that_a_panel_asks_for_by_its_id_is_there() -> None:
    markup = (ROOT / "index.html").read_text("utf-8")
    ids = set(re.findall(r'\sid="([^"]+)"', markup))
    sources = (path for path in (ROOT / "web").rglob("*.js") if "vendor" not in path.parts)
    asked = {name for path in sources for name in re.findall(r'byId\("([^"]+)"', path.read_text())}
    assert len(asked) > 100
    assert asked - ids == set()
