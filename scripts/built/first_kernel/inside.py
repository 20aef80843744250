"""Make kernel.json: the note's run, compiled, with its data and the first weights of ten seeds.

Runs in Pyodide; run.mjs mounts /out. The module is the one that `nnlab.compile` makes of the
network's own code, and has two functions more, made in the same way: `ask` runs one sample through
the network and leaves every layer's z and a; `slopes` leaves how far the sigmoids are from being
saturated. In a data section it has all that the page would otherwise have to write into it.

kernel.json has the module, where its numbers lie, and what Session answers beside numbers.
"""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from nnlab.breakdowns import SATURATED_BELOW
from nnlab.compile import Job
from nnlab.compile.driver import (
    BEST,
    COLUMNS,
    ENDED,
    PATIENCE,
    SUSPECT,
    TARGET_LOSS,
    WAITED,
    Phase,
)
from nnlab.compile.kernel import Compiler
from nnlab.compile.wasm import signed, unsigned, vector
from page.session import Session

SEEDS = 10
DATA_SECTION = 11
KEPT = ("state", "state_bytes", "history", "results", "in_file_order", "inputs", "sample", "first")


def ask(network: Any, x: Any, _t: Any, _rate: Any) -> list[Any]:
    """Every layer's z and then its a, number by number."""
    arrays = []
    outputs = network.forward(x)
    for layer, given, a in zip(network.layers, outputs[:-1], outputs[1:], strict=True):
        arrays += [layer.W.dot(given) + layer.b, a]
    return [array[row] for array in arrays for row in range(array.shape[0])]


def slopes(network: Any, x: Any, _t: Any, _rate: Any) -> list[Any]:
    """For each layer the mean derivative of its sigmoids, over neurons and samples."""
    found = []
    for layer, a in zip(network.layers, network.forward(x)[1:], strict=True):
        found.append(x[0] * 0.0 + layer.activation.derivative(a).mean())
    return found


class FirstCompiler(Compiler):
    """Adds the two functions, and room for a typed sample and the first weights."""

    def phases(self, memory: dict[str, int]) -> list[Phase]:
        phases = super().phases(memory)
        sizes = self.model.network.sizes
        self.answers = self.exported("ask", ask, 1)
        self.slopes = self.exported("slopes", slopes, self.job.samples)
        memory["sample"] = self.reserve(8 * (sizes[0] + sizes[-1]))
        memory["first"] = self.reserve(8 * self.model.network.vector.size * SEEDS)
        return phases

    def exported(self, name: str, traced: Any, width: int) -> list[int]:
        """Where the function leaves its results."""
        part = self.part(traced, width)
        self.write(name, width, [(part, 0)], part.statements)
        self.module.functions[-1].exported = True
        return part.outputs


def numbers(array: Any) -> bytes:
    return np.ascontiguousarray(array, np.float64).tobytes()


def with_data(module: bytes, segments: list[tuple[int, bytes]]) -> bytes:
    """The module with a data section: an address and the bytes there, of each segment."""
    entries = [
        b"\x00\x41" + signed(at) + b"\x0b" + unsigned(len(data)) + data for at, data in segments
    ]
    body = vector(entries)
    return module + bytes([DATA_SECTION]) + unsigned(len(body)) + body


session = Session()
firsts, labs = [], []
for seed in range(SEEDS):
    labs.append(session.ask("configure", run=0, setup={"seed": seed}))
    firsts.append(session.lab.network.vector.copy())
lab = session.lab
trainer = lab.trainer
samples = trainer.inputs.shape[1]
job = Job(samples=samples, tests=0, batch_size=1, measure_printed_loss=True)
compiler = FirstCompiler(lab.network, job, imports=True)
kernel = compiler.kernel()
memory = kernel.memory
order = np.arange(samples, dtype=np.int32).tobytes()
segments = [(at, numbers(values)) for at, values in kernel.constants]
segments += [
    (memory["inputs"], numbers(trainer.inputs.T)),
    (memory["targets"], numbers(trainer.targets.T)),
    (memory["in_file_order"], order),
    (memory["orders"], order),
    (memory["first"], b"".join(map(numbers, firsts))),
]
told = {
    "target_loss": TARGET_LOSS,
    "best": BEST,
    "waited": WAITED,
    "patience": PATIENCE,
    "ended": ENDED,
    "suspect": SUSPECT,
    **kernel.scalars,
}
# What the page reads from the module, or has no number for.
own = {"run", "table", "snapshot", "kept", *lab.measured()}
made = {
    "wasm": base64.b64encode(with_data(kernel.module.encode(), segments)).decode(),
    "memory": {name: memory[name] for name in KEPT},
    "told": told,
    "columns": len(COLUMNS),
    "rows": kernel.rows,
    "steps": kernel.steps,
    "parameters": lab.network.vector.size,
    "answers": compiler.answers,
    "slopes": compiler.slopes,
    "saturated_below": SATURATED_BELOW,
    "low": lab.low.tolist(),
    "high": lab.high.tolist(),
    "lab": {name: value for name, value in labs[0].items() if name not in own},
    "labels": lab.dataset.labels.tolist(),
    "random_states": [each["snapshot"]["random_state"] for each in labs],
}
Path("/out/kernel.json").write_text(json.dumps(made, separators=(",", ":"), allow_nan=False))
