"""Measures speed: `python3 scripts/bench.py` prints seconds for the paper's 400 epochs.

Needs NumPy. Ratios matter, not seconds; the machine should have nothing else to do.
"""

import os
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent

# Threads cannot help with matrices this small. Set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path[:0] = [str(SCRIPTS / "bench"), str(SCRIPTS.parent / "py")]


def main() -> None:
    from plain import plain

    seconds = plain()
    print(f"plain NumPy, {sys.implementation.name} {sys.version.split()[0]}, 400 epochs:")
    for name, value in seconds.items():
        print(f"  {name:8} {value:6.2f} s")
    print(f"  ratio    {seconds['listing'] / seconds['nnlab']:6.2f}")


if __name__ == "__main__":
    main()
