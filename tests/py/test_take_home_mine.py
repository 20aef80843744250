"""The visitor's changed code in the take-home zip."""

import io
import zipfile
from pathlib import Path

import numpy as np
from test_take_home import Run, at_home, run_at_home, unpack

import nnlab
from page.keep.keeping import take_home
from page.keep.take_home_file import FOLDER


def zipped_with(run: Run, edits: dict[str, str]) -> bytes:
    history = {name: np.array(column, np.float64) for name, column in run.history.items()}
    return take_home(run.lab, run.lab.setup, history, None, edits)


def test_the_visitor_s_changed_code_goes_home_and_trains_there(tmp_path: Path) -> None:
    run = Run(seed=2).train(20)
    changed = Path(nnlab.__file__).with_name("activations.py").read_text("utf-8")
    changed = changed.replace("return a * (ONE - a)", "return 2 * a * (ONE - a)  # mine")
    data = zipped_with(run, {"nnlab/activations.py": changed})
    folder = unpack(data, tmp_path)
    assert (folder / "mine/nnlab/activations.py").read_text("utf-8") == changed
    assert "# mine" not in (folder / "nnlab/activations.py").read_text("utf-8")
    done = at_home(folder, "run.py", "mine")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"loss {run.history['train_loss'][-1]:.6f}" not in done.stdout  # it learns otherwise
    original = run_at_home(folder)
    assert original.returncode == 0 and "relative: 0.0e+00" in original.stdout


def test_without_changes_there_is_no_folder_of_one_s_own(tmp_path: Path) -> None:
    folder = unpack(Run().zip(), tmp_path)
    assert not (folder / "mine").exists()
    done = at_home(folder, "run.py", "mine")
    assert done.returncode == 1 and "no folder mine" in done.stdout


def test_only_files_that_may_be_changed_go_home_as_one_s_own() -> None:
    edits = {"nnlab/layers.py": "# mine", "nnlab/../run.py": "# no", "nnlab/compile/wasm.py": "no"}
    with zipfile.ZipFile(io.BytesIO(zipped_with(Run(), edits))) as zipped:
        assert zipped.read(f"{FOLDER}/mine/nnlab/layers.py") == b"# mine"
        assert zipped.read(f"{FOLDER}/mine/nnlab/compile/wasm.py") != b"no"
        assert not [name for name in zipped.namelist() if ".." in name]
