"""Make a Pyodide distribution of the wheels in /wheels. Runs in Pyodide; run.mjs mounts them.

NumPy is byte-compiled; nnlab is not: `trace_update` shows the lines that ran, and it is small.
"""

from pathlib import Path

from pyodide_build._py_compile import _py_compile_archive_dir  # what `pyodide py-compile` calls
from pyodide_lock import PyodideLockSpec
from pyodide_lock.spec import PackageSpec
from pyodide_lock.utils import update_package_sha256

FOLDER = Path("/wheels")
OURS = "numpy-nn-lab"

(wheel,) = FOLDER.glob("numpy_nn_lab-*.whl")
lock = PyodideLockSpec.from_json(FOLDER / "pyodide-lock.json")
spec = PackageSpec(
    name=OURS,
    version=wheel.name.split("-")[1],
    file_name=wheel.name,
    install_dir="site",
    imports=["nnlab"],
    depends=["numpy"],
)
lock.packages[OURS] = update_package_sha256(spec, wheel)
lock.to_json(FOLDER / "pyodide-lock.json")
_py_compile_archive_dir(FOLDER, keep=False, verbose=False, excludes=["numpy_nn_lab"])
