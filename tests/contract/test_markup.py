"""The page's markup: what a merge can break without anybody seeing it."""

import re
from collections import Counter

from site_files import ROOT


def test_every_id_is_there_once() -> None:
    markup = (ROOT / "index.html").read_text("utf-8")
    counted = Counter(re.findall(r'\sid="([^"]+)"', markup))
    assert len(counted) > 100
    assert [name for name, times in counted.items() if times > 1] == []
