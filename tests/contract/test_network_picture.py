"""Of a large network the strongest weights are drawn, weakest first."""

import json
import subprocess
from pathlib import Path

import numpy as np
import playwright
import pytest

from site_files import ROOT

NODE = Path(playwright.__file__).parent / "driver/node"
PICTURE = (ROOT / "web/panels/network/network_picture.js").as_uri()
SCRIPT = f"""
const {{ drawnParameters }} = await import("{PICTURE}");
const vector = new Float64Array(JSON.parse(require("node:fs").readFileSync(0, "utf8")));
console.log(JSON.stringify([...drawnParameters(vector)]));
"""


@pytest.mark.parametrize("size", [1, 59, 700, 701, 5000])
@pytest.mark.parametrize("kind", ["normal", "ties", "rising"])
def test_the_strongest_are_drawn(size: int, kind: str) -> None:
    rng = np.random.default_rng(size)
    vector = {
        "normal": rng.normal(size=size),
        "ties": rng.integers(-900, 900, size).astype(float),
        "rising": np.arange(size) - size / 3,
    }[kind]
    answer = subprocess.run(
        [NODE, "-e", f"(async () => {{ {SCRIPT} }})()"],
        input=json.dumps(vector.tolist()),
        capture_output=True,
        text=True,
        check=True,
    )
    drawn = np.abs(vector[json.loads(answer.stdout)])
    strongest = np.sort(np.abs(vector))[-700:]
    assert (np.diff(drawn) >= 0).all()
    # Where several are as strong as the last one, all of them are drawn.
    assert drawn[-len(strongest) :].tolist() == strongest.tolist()
    assert set(drawn[: -len(strongest)]) <= {strongest[0]}
