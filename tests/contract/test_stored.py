"""What the last visit left is taken back whole, or not at all."""

import json
import subprocess
from pathlib import Path

import playwright

from site_files import ROOT

NODE = Path(playwright.__file__).parent / "driver/node"

LAB = """
const { defaultSetup } = await import("SETUP");
const { readStored } = await import("STORED");
const column = [0, 1, 2];
const lab = {
  version: 1,
  setup: defaultSetup(),
  snapshot: { epoch: 2, vector: { data: new Float64Array([1, 2, 3]), shape: [3] } },
  history: {
    epoch: column, train_loss: column, train_accuracy: column, printed_loss: [NaN, 1, 2],
    test_loss: [NaN, NaN, NaN], test_accuracy: column,
  },
};
const csv = { name: "x.csv", data: new Uint8Array([1]) };
"""


def taken(calls: list[str]) -> list[bool]:
    """Whether `readStored` takes what each JavaScript expression for its arguments gives."""
    lab = LAB.replace("SETUP", (ROOT / "web/lab/setup.js").as_uri())
    lab = lab.replace("STORED", (ROOT / "web/visit/stored.js").as_uri())
    asked = ", ".join(f"readStored({call}) !== undefined" for call in calls)
    command = [NODE, "--input-type=module", "-e", f"{lab}\nconsole.log(JSON.stringify([{asked}]));"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers: list[bool] = json.loads(done.stdout)
    return answers


WHOLE = [
    "lab",
    "lab, csv",
    "{ ...lab, snapshot: undefined }",
    "{ ...lab, setup: { ...lab.setup, dataset: 'own' } }, csv",
]

DAMAGED = [
    "null",
    "'lab'",
    "[]",
    "{}",
    "{ ...lab, version: 0 }",
    "{ ...lab, version: 2 }",
    "{ ...lab, setup: null }",
    "{ ...lab, setup: { ...lab.setup, hidden_sizes: [1e9] } }",
    "{ ...lab, setup: { ...lab.setup, seed: '0' } }",
    "{ ...lab, setup: { ...lab.setup, evil: 1 } }",
    "{ ...lab, setup: { ...lab.setup, dataset: 'own' } }",
    "{ ...lab, snapshot: {} }",
    "{ ...lab, snapshot: null }",
    "{ ...lab, snapshot: { ...lab.snapshot, epoch: 'x' } }",
    "{ ...lab, snapshot: { ...lab.snapshot, vector: { data: [1, 2, 3] } } }",
    "{ ...lab, snapshot: { ...lab.snapshot, vector: { data: new Float64Array([NaN]) } } }",
    "{ ...lab, history: undefined }",
    "{ ...lab, history: { ...lab.history, test_loss: [1] } }",
    "{ ...lab, history: { ...lab.history, test_loss: ['a', 'b', 'c'] } }",
    "lab, {}",
    "lab, 'a,b'",
    "lab, { name: 'x', data: 'a,b' }",
]


def test_what_is_whole_is_taken() -> None:
    assert [call for call, took in zip(WHOLE, taken(WHOLE), strict=True) if not took] == []


def test_what_is_damaged_is_not() -> None:
    assert [call for call, took in zip(DAMAGED, taken(DAMAGED), strict=True) if took] == []
