"""A choice or a number that cannot be is an error where it is written, and says what to do."""

import math
import re

import numpy as np
import pytest

from nnlab import PRESETS, Experiment, NeuralNetwork, Setup, Trainer, load_iris, studies
from nnlab.split import stratified_split
from nnlab.toys import make_toy

IRIS = load_iris()
X, T = IRIS.inputs, IRIS.targets


def network(**options):
    return NeuralNetwork([4, 6, 3], **options)


CHOICES = [
    ("optimizer", "Adam", r"optimizer is 'Adam', expected one of .*did you mean 'adam'\?"),
    ("optimizer", "agam", r"did you mean 'adam'\?"),
    ("optimizer", None, "optimizer is None, expected one of sgd"),
    ("optimizer", ["adam"], r"optimizer is \['adam'\], expected one of sgd"),
    ("initializer", "xaver", r"did you mean 'xavier'\?"),
    ("output", "linear", "output is 'linear', expected one of sigmoid, softmax"),
    ("output", "Softmax", r"did you mean 'softmax'\?"),
    ("l2", -0.1, "l2 is -0.1, expected 0 or more"),
    ("l1", -0.1, "l1 is -0.1, expected 0 or more"),
    ("l2", math.nan, "l2 is nan, expected 0 or more"),
    ("l2", "0.1", "l2 is '0.1', expected 0 or more"),
]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        *CHOICES,
        ("dataset", "Iris", r"dataset is 'Iris', .*did you mean 'iris'\?"),
        ("engine", "fast", "engine is 'fast', expected one of auto, compiled, plain"),
        ("hidden_activations", ("Relu",), r"did you mean 'relu'\?"),
        ("hidden_activations", None, "hidden_activations is None, expected the name"),
        ("hidden_activations", 3, "hidden_activations is 3, expected the name"),
        ("hidden_activations", "logistic", r"did you mean 'sigmoid'\?"),
        ("task", "regression", r"did you mean 'numbers'\?"),
        ("hidden_activations", ("softmax",), "hidden_activations has 'softmax'.*output"),
        ("hidden_activations", ("tanh", "tanh"), "hidden_activations names 2, expected 1"),
        ("hidden_sizes", (0,), "hidden_sizes has 0, expected whole numbers of 1 or more"),
        ("hidden_sizes", (2.5,), "hidden_sizes has 2.5"),
        ("hidden_sizes", "16", "hidden_sizes is '16'"),
        ("hidden_sizes", None, "hidden_sizes is None, expected whole numbers"),
        ("hidden_sizes", {8, 4}, "hidden_sizes is .*in a list or tuple"),
        ("hidden_sizes", iter([8]), "hidden_sizes is .*in a list or tuple"),
        ("hidden_activations", {"relu"}, "hidden_activations is .*expected the name"),
        ("hidden_sizes", -6, "hidden_sizes has -6"),
        ("learning_rate", -0.1, "learning_rate is -0.1, expected a number above 0"),
        ("learning_rate", 0.0, "learning_rate is 0.0, expected a number above 0"),
        ("learning_rate", math.inf, "learning_rate is inf"),
        ("learning_rate", "0.1", "learning_rate is '0.1', expected a number above 0"),
        ("learning_rate", True, "learning_rate is True"),
        ("batch_size", 0, "batch_size is 0, expected a whole number of 1 or more"),
        ("batch_size", 2.5, "batch_size is 2.5, expected a whole number"),
        ("batch_size", None, "batch_size is None, expected a whole number"),
        ("epochs", -1, "epochs is -1"),
        ("epochs", 2.5, "epochs is 2.5"),
        ("seed", -1, "seed is -1"),
        ("seed", None, "seed is None"),
        ("split_seed", 1.5, "split_seed is 1.5"),
        ("test_ratio", 1.0, "test_ratio is 1.0, expected 0 or more, and less than 1"),
        ("test_ratio", -0.1, "test_ratio is -0.1"),
        ("test_ratio", 30, "test_ratio is 30"),
        ("noise", 0.7, "noise is 0.7, expected 0 to 0.5"),
        ("size", 1, "size is 1"),
        ("target_loss", -1.0, "target_loss is -1.0"),
        ("patience", -1, "patience is -1"),
        ("patience", 5, "patience is 5, but with test_ratio=0 .*give a test_ratio above 0"),
        ("shuffle", "no", "shuffle is 'no', expected True or False"),
        ("standardize", 2, "standardize is 2, expected True or False"),
        ("left_out", "petal width", "left_out is 'petal width', expected a list of names"),
    ],
)
def test_a_wrong_choice_of_a_setup_is_named_where_it_is_made(field, value, says):
    with pytest.raises(ValueError, match=says):
        Setup(**{field: value})


def test_an_unknown_field_of_a_setup_is_pythons_own_error():
    with pytest.raises(TypeError, match="learning_rte"):
        Setup(learning_rte=0.1)


def test_one_activation_is_for_every_hidden_layer():
    deep = Setup(hidden_sizes=(16, 16))
    assert deep.hidden_activations == ("sigmoid", "sigmoid")
    assert deep == Setup(hidden_sizes=[16, 16], hidden_activations="sigmoid")
    assert Setup(hidden_sizes=()).hidden_activations == ()
    assert Setup(hidden_sizes=8).hidden_sizes == (8,)
    assert Setup(hidden_sizes=np.array([8, 4]), hidden_activations=["relu"]) == Setup(
        hidden_sizes=(8, 4), hidden_activations=("relu", "relu")
    )
    assert hash(Setup(hidden_sizes=[8], left_out=["petal width"]))
    for layers in (0, 1, 3):  # and a network takes what a set-up takes
        sizes = [4, *[5] * layers, 3]
        one = NeuralNetwork(sizes, hidden=("relu",))
        assert [f.name for f in one.activations] == [*["relu"] * layers, "sigmoid"]


def test_numbers_of_numpys_kinds_are_numbers():
    setup = Setup(
        learning_rate=np.float32(0.5), batch_size=np.int64(4), epochs=3.0, seed=np.uint8(7)
    )
    assert (setup.learning_rate, setup.batch_size, setup.epochs, setup.seed) == (0.5, 4, 3, 7)
    assert all(type(n) in (int, float) for n in (setup.learning_rate, setup.batch_size))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        *(choice for choice in CHOICES if choice[0] != "output"),
        ("output", "linear", "activation is 'linear', expected one of sigmoid"),
        ("hidden", "Relu", r"activation is 'Relu', .*did you mean 'relu'\?"),
        ("hidden", ("relu", "relu"), "hidden names 2 activations, expected 1"),
        ("hidden", None, "hidden is None"),
        ("loss", "mse", r"loss is 'mse', .*did you mean 'half_squared_error'\?"),
        ("loss", "CrossEntropy", r"loss is 'CrossEntropy', .*did you mean 'cross_entropy'\?"),
        ("rng", None, "rng is None, expected a seed"),
        ("rng", -1, "rng is -1, expected a seed"),
        ("rng", 1.5, "rng is 1.5, expected a seed"),
        ("rng", "0", "rng is '0', expected a seed"),
        ("rng", np.random.RandomState(0), "rng is RandomState.*expected a seed"),
    ],
)
def test_a_wrong_choice_of_a_network_is_named(field, value, says):
    with pytest.raises(ValueError, match=says):
        network(**{field: value})


@pytest.mark.parametrize("sizes", [[4], [], [4, 0, 3], [4, 2.5, 3], "463", 4, None, [4, "6", 3]])
def test_wrong_sizes_are_named(sizes):
    with pytest.raises(ValueError, match=r"sizes is .*expected two or more positive whole numbers"):
        NeuralNetwork(sizes)


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("engine", "fast", "engine is 'fast', expected one of auto, compiled, plain"),
        ("engine", "Compiled", r"did you mean 'compiled'\?"),
        ("learning_rate", -0.1, "learning_rate is -0.1, expected a number above 0"),
        ("learning_rate", math.nan, "learning_rate is nan"),
        ("batch_size", 0, "batch_size is 0"),
        ("batch_size", 2.5, "batch_size is 2.5"),
        ("patience", 5, "patience is 5.*test_inputs"),
        ("patience", -5, "patience is -5"),
        ("target_loss", -0.5, "target_loss is -0.5"),
        ("rng", "0", "rng is '0', expected a seed"),
        ("shuffle", "no", "shuffle is 'no', expected True or False"),
        ("measure_printed_loss", "yes", "measure_printed_loss is 'yes'"),
        ("test_inputs", X, "test_inputs and test_targets go only with each other"),
    ],
)
def test_a_wrong_option_of_a_trainer_is_named(option, value, says):
    with pytest.raises(ValueError, match=says):
        Trainer(network(), X, T, **{option: value})


@pytest.mark.parametrize("engine", ["plain", "compiled"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("learning_rate", -0.1), ("batch_size", 2.5), ("patience", 3), ("target_loss", math.nan)],
)
@pytest.mark.filterwarnings("ignore:.*plain NumPy")
def test_a_wrong_value_that_is_set_on_the_way_is_named_at_the_next_epoch(engine, option, value):
    trainer = Trainer(network(), X, T, engine=engine)
    trainer.advance(1, lambda: False)
    setattr(trainer, option, value)
    before = trainer.network.vector.copy()
    with pytest.raises(ValueError, match=f"{option} is {value}"):
        trainer.advance(1, lambda: False)
    np.testing.assert_array_equal(trainer.network.vector, before)


@pytest.mark.parametrize("rate", [-0.1, 0.0, math.nan, math.inf, "0.1", None, True])
def test_a_step_wants_a_learning_rate_above_0(rate):
    net = network()
    before = net.vector.copy()
    with pytest.raises(ValueError, match=f"learning_rate is {rate!r}, expected a number above 0"):
        net.train_step(X, T, rate)
    np.testing.assert_array_equal(net.vector, before)


@pytest.mark.parametrize("count", [-1, 2.5, "3", None])
def test_a_wrong_number_of_epochs_is_named(count):
    with pytest.raises(ValueError, match=r"(count|max_epochs) is .*, expected a whole number"):
        list(Trainer(network(), X, T).epochs(count))
    with pytest.raises(ValueError, match=r"max_epochs is .*, expected a whole number"):
        Trainer(network(), X, T).advance(count, lambda: False)


def test_a_seed_serves_as_a_generator():
    runs = [
        [*Trainer(network(), X, T, shuffle=True, rng=rng).epochs(2)]
        for rng in (0, np.random.default_rng(0), np.int64(0))
    ]
    assert runs[0] == runs[1] == runs[2]
    np.testing.assert_array_equal(
        network(rng=5).vector, network(rng=np.random.default_rng(5)).vector
    )


@pytest.mark.parametrize("ratio", [-0.1, 1.0, math.nan, "0.3"])
def test_a_split_wants_a_ratio(ratio):
    with pytest.raises(ValueError, match="test_ratio is"):
        stratified_split(IRIS.labels, ratio, np.random.default_rng(0))


def test_patience_needs_a_test_part_that_is_not_empty():
    """A ratio may be so small that no sample is kept back."""
    with pytest.raises(ValueError, match=r"patience is 5.*test"):
        Experiment(Setup(test_ratio=0.001, patience=5))


def test_what_is_no_dataset_or_network_is_named():
    with pytest.raises(ValueError, match=r"of type ndarray, expected a Dataset.*from_arrays"):
        Experiment(Setup(), IRIS.features)
    with pytest.raises(ValueError, match="network is 'net', expected a NeuralNetwork"):
        Trainer("net", X, T)
    with pytest.raises(ValueError, match="setup is None, expected a Setup"):
        Experiment(None)
    with pytest.raises(ValueError, match=r"setup is <class .*Setup'>, expected a Setup"):
        Experiment(Setup)
    with pytest.raises(ValueError, match=r"setup is ndarray, .*second, as Dataset\.from_arrays"):
        Experiment(IRIS.features, IRIS.labels)
    with pytest.raises(KeyError, match=r"-1 is no column: there are epoch, .*\['train_loss'\]"):
        Experiment(Setup()).train(1)[-1]
    with pytest.raises(KeyError, match=r"no preset 'Paper'; did you mean 'paper'\?"):
        PRESETS["Paper"]


def test_a_presets_name_is_no_setup():
    with pytest.raises(ValueError, match=r"setup is 'paper', expected a Setup.*PRESETS\['paper'\]"):
        Experiment("paper")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (lambda: studies.seeds(Setup(), 0), "count is 0"),
        (lambda: studies.seeds(Setup(), 2.5), "count is 2.5"),
        (lambda: studies.learning_rates(Setup(), 0.1, math.inf, 3), "rising"),
        (lambda: studies.learning_rates(Setup(), 0.1, 1.0, 2.5), "count is 2.5"),
        (lambda: studies.folds(Setup(), 2.5), "folds is 2.5"),
        (lambda: studies.with_value(Setup(), "neurons", 2.5), "neurons is 2.5"),
        (lambda: studies.with_value(Setup(), "layers", -1), "layers is -1"),
        (lambda: studies.with_value(Setup(), "batch_size", 1.5), "batch_size is 1.5"),
        (lambda: studies.with_value(Setup(), "learning_rte", 0.1), "did you mean 'learning_rate'"),
        (lambda: make_toy("Moons", size=50, noise=0.1, seed=0), "did you mean 'moons'"),
        (lambda: make_toy("moons", size=0, noise=0.1, seed=0), "size is 0"),
        (lambda: make_toy("moons", size=50, noise=-0.1, seed=0), "noise is -0.1"),
        (lambda: make_toy("moons", size=50, noise=0.1, seed=-1), "seed is -1"),
    ],
)
def test_a_wrong_number_of_a_study_or_a_toy_is_named(what, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        what()
