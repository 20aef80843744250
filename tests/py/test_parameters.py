"""Where W and b of each layer lie in a network's vector."""

import numpy as np
import pytest

from nnlab import NeuralNetwork
from nnlab.parameters import matrices

SIZES = [4, 6, 5, 3]


def test_the_matrices_are_the_layers_own_and_fill_the_vector():
    network = NeuralNetwork(SIZES)
    found = matrices(SIZES)
    assert [(m.symbol, m.layer) for m in found] == [(s, k) for k in (1, 2, 3) for s in "Wb"]
    for matrix, array in zip(found, network.parameters, strict=True):
        assert np.shares_memory(matrix.of(network.vector), array)
        np.testing.assert_array_equal(matrix.of(network.vector), array)
    assert [m.place.start for m in found[1:]] == [m.place.stop for m in found[:-1]]
    assert (found[0].place.start, found[-1].place.stop) == (0, network.vector.size)


@pytest.mark.parametrize("matrix", matrices(SIZES), ids=lambda m: f"{m.symbol}{m.layer}")
def test_an_entry_is_found_by_row_and_column(matrix):
    vector = np.arange(float(NeuralNetwork(SIZES).vector.size))
    for row, column in np.ndindex(matrix.shape):
        assert vector[matrix.index(row, column)] == matrix.of(vector)[row, column]


def test_vectors_of_many_steps_give_stacks_of_matrices():
    vectors = np.arange(2.0 * NeuralNetwork(SIZES).vector.size).reshape(2, -1)
    for matrix in matrices(SIZES):
        stack = matrix.of(vectors)
        assert stack.shape == (2, *matrix.shape)
        np.testing.assert_array_equal(stack[1], matrix.of(vectors[1]))
