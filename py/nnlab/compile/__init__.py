"""A compiler for training: NumPy code in, WebAssembly out, with the same numbers.

    network = NeuralNetwork([4, 6, 3])
    job = Job(samples=150, tests=0, batch_size=1, measure_printed_loss=True)
    module = compile_network(network, job, imports=False).module
    module.encode()     # the bytes
    text(module)        # the same, to be read

The way from one to the other, a file each:

1. `tracer`: the network's own `train_step` runs once, on arrays without numbers that note on a
   `tape` what is done with them; `operations` and `reductions` are NumPy's functions for them;
   `state` puts them in the place of the network's arrays;
2. `graph`, `views`: what was noted: statements, on views of memory;
3. `fuse`: fewer statements for the same result;
4. `elementwise`, `matmul`, `pairwise`: each kind of statement as loops of instructions; `recent`:
   what was just stored is not loaded again; `exp_pair`, `mathlib`: exp, log and tanh;
5. `batch`: one batch's function; `driver`: the loop over steps and epochs; `kernel`: all functions
   of a module, and its memory;
6. `wasm`: instructions as bytes; `wat`: as text; `assemble`: text as instructions;
7. `machine`: where a module runs; `stepper`: runs the epochs of a run on one.

Code that cannot be traced is not compiled: `Untraceable` names the operation and its line.
"""

from .kernel import Job, Kernel, compile_network
from .machine import Host, Machine, Wasmtime, default_host
from .tape import Untraceable
from .wat import text

__all__ = [
    "Host",
    "Job",
    "Kernel",
    "Machine",
    "Untraceable",
    "Wasmtime",
    "compile_network",
    "default_host",
    "text",
]
