"""Contour lines: every piece lies where the grid has the level, and closed curves are closed."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import playwright
import pytest

from site_files import ROOT

NODE = Path(playwright.__file__).parent / "driver/node"
SCRIPT = f"""
const {{ contour, levels }} = await import("{(ROOT / "web/base/contours.js").as_uri()}");
const [values, columns, rows, level] = JSON.parse(process.argv[1]);
const pieces = contour(values.map((value) => value ?? NaN), columns, rows, level);
console.log(JSON.stringify([pieces, levels(1, 16, 3)]));
"""


def contour(values: Any, level: float) -> tuple[np.ndarray, list[float]]:
    rows, columns = values.shape
    flat = [None if np.isnan(value) else value for value in values.ravel().tolist()]
    arguments = json.dumps([flat, columns, rows, level])
    command = [NODE, "--input-type=module", "-e", SCRIPT, arguments]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pieces, levels = json.loads(found)
    return np.array(pieces).reshape(-1, 4), levels


def test_a_circle_is_found_whole() -> None:
    x, y = np.meshgrid(np.arange(-6.0, 7.0), np.arange(-5.0, 6.0))
    pieces, levels = contour(x**2 + y**2, 14.5)
    points = pieces.reshape(-1, 2) - [6, 5]
    radii = np.hypot(points[:, 0], points[:, 1])
    assert np.abs(radii - 14.5**0.5).max() < 0.05  # linear between two points of a parabola
    ends = Counter(map(tuple, np.round(points, 9).tolist()))
    assert set(ends.values()) == {2}  # each end is another piece's end
    assert levels == pytest.approx([2, 4, 8])


@pytest.mark.parametrize("seed", range(3))
def test_every_end_has_the_level_on_its_edge(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(6, 7))  # saddles in plenty
    pieces, _ = contour(values, 0.1)
    assert len(pieces) > 10
    for x, y in pieces.reshape(-1, 2):
        column, row = int(np.floor(x + 1e-12)), int(np.floor(y + 1e-12))
        right, up = min(column + 1, 6), min(row + 1, 5)
        low = values[row, column] + (x - column) * (values[row, right] - values[row, column])
        high = values[row, column] + (y - row) * (values[up, column] - values[row, column])
        assert min(abs(low - 0.1), abs(high - 0.1)) < 1e-9


def test_cells_without_a_number_have_no_line() -> None:
    values = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, np.nan]])
    pieces, _ = contour(values, 0.5)
    assert (pieces[:, [0, 2]] <= 1).all() and len(pieces) == 1
