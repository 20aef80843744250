"""The article's figures show what nnlab computes now."""

import json

import numpy as np
import pytest

from make_figures import FILE, figures


def test_the_committed_table_is_what_nnlab_gives() -> None:
    kept, now = json.loads(FILE.read_text("utf-8")), figures()
    assert kept["chain"].keys() == now["chain"].keys()
    for figure in ("sigmoid", "chain"):
        for name, column in now[figure].items():
            got = np.ravel(kept[figure][name]).tolist()
            assert got == pytest.approx(np.ravel(column).tolist(), rel=1e-5, abs=1e-12), name
