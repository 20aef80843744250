"""What activations, losses and optimizers say of themselves is what they do."""

import numpy as np
import pytest

from nnlab import NeuralNetwork, load_iris
from nnlab.activations import ACTIVATIONS
from nnlab.gradient_check import check_gradients, stuck_neurons
from nnlab.optimizers import OPTIMIZERS
from nnlab.trace import trace

Z = np.linspace(-6.0, 6.0, 241)  # with 0 among them
NAMES = {
    "exp": np.exp, "tanh": np.tanh, "sign": np.sign, "max": np.maximum, "sqrt": np.sqrt,
    "sum": np.sum,
}  # fmt: skip
ELEMENT_WISE = [name for name, f in ACTIVATIONS.items() if f.element_wise]


def computed(formula, **values):
    return eval(formula, {"__builtins__": {}}, {**NAMES, **values})


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_is_its_formula_and_stays_in_its_range(name):
    f = ACTIVATIONS[name]
    z = Z[:, np.newaxis]  # softmax: one column
    a = f.forward(z)
    np.testing.assert_allclose(a, computed(f.formula, z=z), rtol=1e-12, atol=1e-300)
    assert f.least <= a.min() and a.max() <= f.most
    with np.errstate(over="ignore"):
        far = f.forward(np.array([[-1e3], [1e3]]))
    for bound, reached in ((f.least, far.min()), (f.most, far.max())):
        assert reached == bound if np.isfinite(bound) else abs(reached) == 1e3


@pytest.mark.parametrize("name", ELEMENT_WISE)
def test_a_derivative_is_its_formula_and_jumps_at_the_kinks_only(name):
    f = ACTIVATIONS[name]
    a = f.forward(Z)
    slope = f.derivative(a)
    expected = np.broadcast_to(computed(f.derivative_formula, a=a), a.shape)
    np.testing.assert_allclose(slope, expected, rtol=1e-12)
    jumps = np.flatnonzero(np.abs(np.diff(slope)) > 0.5)
    beside = {float(value) for at in jumps for value in (a[at], a[at + 1])}
    assert bool(jumps.size) == bool(f.kinks)
    assert all(min(beside) <= kink <= max(beside) for kink in f.kinks)


def test_only_an_element_wise_activation_has_a_derivative():
    softmax = ACTIVATIONS["softmax"]
    assert not softmax.element_wise and softmax.derivative_formula == ""
    with pytest.raises(ValueError, match="element-wise"):
        softmax.derivative(np.ones((2, 1)))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizers_steps_are_its_equations(name):
    rng = np.random.default_rng(0)
    optimizer = OPTIMIZERS[name](5)
    constants = {constant: getattr(optimizer, constant) for constant in optimizer.constants}
    parameter = rng.normal(size=5)
    for _ in range(4):
        values = {**optimizer.state(), **constants, "parameter": parameter.copy()}
        values |= {"gradient": rng.normal(size=5), "learning_rate": 0.05}
        optimizer.step(parameter, values["gradient"], 0.05)
        computed_names = [new for new, _ in optimizer.equations]
        after = optimizer.state()
        values |= {k: after[k] for k in after if k not in computed_names}
        for new, formula in optimizer.equations:
            values[new] = computed(formula, **values)
        np.testing.assert_allclose(parameter, values["parameter"], rtol=1e-13)
        for new in set(computed_names) & set(after):
            np.testing.assert_allclose(after[new], values[new], rtol=1e-13)
    assert computed_names[-1] == "parameter"


class Softplus:
    """It states nothing but its name."""

    name = "softplus"

    def forward(self, z):
        return np.log(1.0 + np.exp(z))

    def derivative(self, a):
        return 1.0 - np.exp(-a)


def test_an_activation_of_ones_own_need_not_state_anything():
    iris = load_iris()
    network = NeuralNetwork([4, 6, 3])
    network.layers[0].activation = network.activations[0] = Softplus()
    x, t = iris.inputs[:, ::50], iris.targets[:, ::50]
    assert {check.verdict for check in check_gradients(network, x, t)} == {"right"}
    assert stuck_neurons(network, x) == []
    network.train_step(x, t, 0.1)
    assert np.isfinite(network.loss(x, t))
    assert len(trace(NeuralNetwork([4, 6, 3]), x, t, 0.1).steps) > 10
