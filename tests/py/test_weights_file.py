"""Weights as .npz: any NumPy reads them, they come back exactly, a hostile file is refused."""

import io
import pickle
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnlab.experiment import Experiment
from nnlab.files.constraints import NotAllowed
from nnlab.presets import PRESETS
from page.keep.weights_file import read_weights, write_weights


@pytest.fixture
def experiment() -> Experiment:
    experiment = Experiment(replace(PRESETS["modern"], hidden_sizes=(5, 2)))
    list(experiment.trainer.epochs(2))
    return experiment


def test_numpy_alone_predicts_with_the_file_as_the_network_does(experiment: Experiment) -> None:
    with np.load(io.BytesIO(write_weights(experiment)), allow_pickle=False) as file:
        assert file.files == ["W1", "b1", "W2", "b2", "W3", "b3", "mean", "scale"]
        a = (experiment.dataset.features.T - file["mean"]) / file["scale"]
        a = np.maximum(0, file["W1"] @ a + file["b1"])
        a = np.maximum(0, file["W2"] @ a + file["b2"])
        e = np.exp(file["W3"] @ a + file["b3"])
    expected = experiment.outputs(experiment.dataset.inputs)
    np.testing.assert_allclose(e / e.sum(axis=0), expected, rtol=1e-12)


def test_the_weights_come_back_exactly(experiment: Experiment) -> None:
    other = Experiment(replace(experiment.setup, seed=99))
    vector = read_weights(write_weights(experiment), other)
    assert vector.tobytes() == experiment.network.vector.tobytes()


def test_a_file_that_somebody_saved_compressed_and_in_fortran_order(experiment: Experiment) -> None:
    with np.load(io.BytesIO(write_weights(experiment))) as file:
        arrays = {name: np.asfortranarray(file[name]) for name in file.files}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    vector = read_weights(buffer.getvalue(), experiment)
    assert vector.tobytes() == experiment.network.vector.tobytes()


def npy(array: Any, **options: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, **options)
    return buffer.getvalue()


def header(shape: str, descr: str = "'<f8'") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


class Evil:
    """Its unpickling would be seen."""

    def __reduce__(self) -> Any:
        return (pytest.exit, ("a pickle was run",))


def test_a_pickle_is_not_run(experiment: Experiment) -> None:
    with pytest.raises(NotAllowed, match="W1 is"):
        read_weights(
            changed(experiment, "W1", npy(np.array(Evil()), allow_pickle=True)), experiment
        )
    with pytest.raises(NotAllowed, match="file is"):
        read_weights(pickle.dumps(Evil()), experiment)


def changed(experiment: Experiment, name: str, content: bytes, as_name: str = "") -> bytes:
    """The experiment's file with other content for one array, or under another name."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_weights(experiment))) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.namelist():
            own = entry == f"{name}.npy"
            target.writestr(
                (as_name or entry) if own else entry, content if own else source.read(entry)
            )
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (npy(np.zeros((4, 5))), r"W1 is 'float64 of shape \(4, 5\)', expected .* \(5, 4\)"),
        (npy(np.zeros(20)), r"shape \(20,\)"),
        (npy(np.zeros((5, 4), np.float32)), "W1 is 'float32"),
        (npy(np.zeros((5, 4), ">f8")), "W1 is"),
        (npy(np.full((5, 4), np.nan)), "not all finite"),
        (npy(np.full((5, 4), np.inf)), "not all finite"),
        (npy(np.zeros((5, 4), object), allow_pickle=True), "W1 is 'object"),
        (header("(1000000000000, 1000000000000)"), "W1 is 'float64 of shape"),
        (header("(5, 4)"), "W1 is '0 bytes'"),
        (header("(-5, -4)"), "W1 is"),
        (header("__import__('os').abort()"), "W1 is .unreadable"),
        (header("(" * 5000), "W1 is"),
        (b"", "W1 is .unreadable"),
        (b"\x93NUMPY\x09\x00", "W1 is .unreadable"),
        (bytes(30_000_000), "W1 is '30000000 bytes'"),
    ],
)
def test_a_wrong_array_is_named(experiment: Experiment, content: bytes, says: str) -> None:
    before = experiment.network.vector.copy()
    with pytest.raises(NotAllowed, match=says):
        read_weights(changed(experiment, "W1", content), experiment)
    np.testing.assert_array_equal(experiment.network.vector, before)


@pytest.mark.parametrize("name", ["../W1.npy", "/etc/W1.npy", "W1", "W9.npy", "__proto__.npy"])
def test_only_the_network_s_own_arrays_are_taken(experiment: Experiment, name: str) -> None:
    data = changed(experiment, "W1", npy(np.zeros((5, 4))), as_name=name)
    if name == "W1":  # as np.load itself has it, with or without .npy
        assert read_weights(data, experiment)[:20].tolist() == [0.0] * 20
        return
    with pytest.raises(NotAllowed, match=r"file is .*expected the arrays W1, b1"):
        read_weights(data, experiment)


def test_an_array_given_twice_is_refused(experiment: Experiment) -> None:
    buffer = io.BytesIO(write_weights(experiment))
    with (
        zipfile.ZipFile(buffer, "a") as zipped,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        zipped.writestr("W1.npy", npy(np.zeros((5, 4))))
    with pytest.raises(NotAllowed, match="file is"):
        read_weights(buffer.getvalue(), experiment)


def test_a_zip_that_lies_about_its_sizes(experiment: Experiment) -> None:
    data = changed(experiment, "W1", npy(np.zeros((5, 4))) + bytes(50_000_000))
    real = (len(npy(np.zeros((5, 4)))) + 50_000_000).to_bytes(4, "little")
    assert data.count(real) == 2
    with pytest.raises(NotAllowed, match="W1 is"):
        read_weights(data.replace(real, (300).to_bytes(4, "little")), experiment)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"\x93NUMPY", bytes(17_000_000)]
)
def test_what_is_no_npz_file_is_refused(experiment: Experiment, data: bytes) -> None:
    with pytest.raises(NotAllowed, match="file is"):
        read_weights(data, experiment)


def test_weights_for_features_on_another_scale_are_refused(experiment: Experiment) -> None:
    other = Experiment(replace(experiment.setup, split_seed=5))
    with pytest.raises(NotAllowed, match="mean is"):
        read_weights(write_weights(other), experiment)
