"""The weights as NumPy's own .npz: W1, b1, W2, b2, ..., and mean and scale of the features.

Of a number to predict also target_mean and target_scale: the network gives it on their scale.

    with np.load("weights.npz") as file:
        W1, b1 = file["W1"], file["b1"]

W is (out, in) and b (out, 1), as in nnlab. A file may come from anybody: nothing is unpickled,
unpacked to a folder or allocated before its size is known to be right.
"""

import io
import math
import zipfile

import numpy as np
from numpy.lib import format as npy

from nnlab.arrays import Array, flatten
from nnlab.experiment import Experiment
from nnlab.files.constraints import NotAllowed
from nnlab.files.phrases import Phrase
from nnlab.parameters import matrices

MOST_BYTES = 16_000_000
HEADER_BYTES = 10_000
SCALES = ("mean", "scale", "target_mean", "target_scale")


def write_weights(experiment: Experiment) -> bytes:
    """The .npz file of the last whole epoch's weights."""
    arrays = named_arrays(experiment, experiment.trainer.checkpoint().vector)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def named_arrays(experiment: Experiment, vector: Array) -> dict[str, Array]:
    """The arrays of the file, by name, in order."""
    arrays = {
        f"{matrix.symbol}{matrix.layer}": matrix.of(vector)
        for matrix in matrices(experiment.network.sizes)
    }
    if experiment.standardizer:
        arrays["mean"] = experiment.standardizer.mean
        arrays["scale"] = experiment.standardizer.scale
    if experiment.target_scaler:
        arrays["target_mean"] = experiment.target_scaler.mean
        arrays["target_scale"] = experiment.target_scaler.scale
    return arrays


def read_weights(data: bytes, experiment: Experiment) -> Array:
    """The parameters (parameters,) that such a file holds for this experiment's network.

    Raises NotAllowed, naming the array, unless names and shapes are this network's, all numbers
    are finite, and the features were scaled as they are here.
    """
    expected = named_arrays(experiment, experiment.trainer.checkpoint().vector)
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.0f} MB"
        raise NotAllowed("file", size, Phrase("allowed_size", most=MOST_BYTES // 10**6))
    try:
        zipped = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotAllowed("file", data[:8], Phrase("allowed_npz")) from None
    with zipped:
        names = [info.filename.removesuffix(".npy") for info in zipped.infolist()]
        if sorted(names) != sorted(expected):
            raise NotAllowed("file", names, Phrase("allowed_arrays", names=", ".join(expected)))
        arrays = {
            name: read_array(zipped, info, name, expected[name].shape)
            for name, info in zip(names, zipped.infolist(), strict=True)
        }
    for name in SCALES:
        if name in expected and not np.allclose(arrays[name], expected[name], rtol=1e-9):
            raise NotAllowed(
                name,
                arrays[name].ravel().tolist(),
                Phrase("allowed_same", expected=str(expected[name].ravel().tolist())),
            )
    return flatten([arrays[name] for name in expected if name not in SCALES])


def read_array(
    zipped: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shape: tuple[int, ...]
) -> Array:
    """One .npy file of the zip, if it holds finite float64 numbers of this shape."""
    most = HEADER_BYTES + 8 * math.prod(shape)
    if info.file_size > most:  # before anything is unpacked
        raise NotAllowed(name, f"{info.file_size} bytes", Phrase("allowed_array", shape=str(shape)))
    try:
        with zipped.open(info) as file:
            content = io.BytesIO(file.read(most + 1))  # a zip may lie about its sizes
        version = npy.read_magic(content)
        read_header = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
        found, fortran_order, dtype = read_header[version](content)
    except Exception as error:  # zipfile, zlib and NumPy raise a dozen kinds
        raise NotAllowed(
            name, f"unreadable ({error})", Phrase("allowed_floats", shape=str(shape))
        ) from None
    if found != shape or dtype != np.dtype("<f8"):
        raise NotAllowed(
            name, f"{dtype} of shape {found}", Phrase("allowed_floats", shape=str(shape))
        )
    numbers = content.read()
    if len(numbers) != 8 * math.prod(shape):
        raise NotAllowed(
            name, f"{len(numbers)} bytes", Phrase("allowed_bytes", count=8 * math.prod(shape))
        )
    array: Array = np.frombuffer(numbers, "<f8")
    array = array.reshape(shape[::-1]).T if fortran_order else array.reshape(shape)
    if not np.isfinite(array).all():
        raise NotAllowed(name, "not all finite", Phrase("allowed_finite"))
    return array
