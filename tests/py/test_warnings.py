"""What goes on, but not as was asked for, is a warning; the page shows it itself."""

import warnings
from importlib.util import find_spec

import numpy as np
import pytest

from in_page import IN_PAGE
from nnlab import Experiment, NeuralNetwork, Setup, Trainer, load_iris
from nnlab.activations import Sigmoid
from nnlab.cli import main
from nnlab.optimizers import OPTIMIZERS
from nnlab.warn import TrainingWarning

IRIS = load_iris()
compiles = pytest.mark.skipif(
    not IN_PAGE and find_spec("wasmtime") is None, reason="wasmtime is not installed"
)


class Branching(Sigmoid):
    def forward(self, z):
        return super().forward(z) if z.max() > 0 else z


def trainer(engine="plain", **options):
    return Trainer(NeuralNetwork([4, 6, 3]), IRIS.inputs, IRIS.targets, engine=engine, **options)


@pytest.mark.parametrize(
    ("breaking", "says"),
    [({"learning_rate": 50.0}, "saturated"), ({"learning_rate": 1e300}, r"saturated|finite")],
)
def test_a_breakdown_is_a_warning_that_says_what_to_do(breaking, says):
    breaks = trainer(**breaking)
    with pytest.warns(TrainingWarning, match=says) as caught:
        reports = list(breaks.epochs(20))
    assert reports[-1].breakdown
    (warning,) = caught
    text = str(warning.message)
    assert text.startswith(f"training has broken down in epoch {reports[-1].epoch}: ")
    assert f"the learning rate, {breaking['learning_rate']:g}," in text.lower()
    assert "sgd: try 0.05" in text
    assert warning.filename == __file__


def test_softmax_with_adam_at_the_default_rate_says_which_rate_is_usual():
    setup = Setup(output="softmax", optimizer="adam", engine="plain")
    with pytest.warns(TrainingWarning, match=r"0\.05, is likely too high for adam: try 0\.001"):
        list(Experiment(setup).trainer.epochs(5))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_an_optimizers_usual_rate_learns(optimizer, output):
    setup = Setup(
        output=output, optimizer=optimizer, learning_rate=OPTIMIZERS[optimizer].usual_rate
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "training has broken down")
        reports = list(Experiment(setup).trainer.epochs(40))
    assert len(reports) == 40
    assert reports[-1].train_loss < 0.9 * reports[0].train_loss


@compiles
def test_what_cannot_be_compiled_is_a_warning_once():
    plain = trainer("compiled")
    plain.network.layers[0].activation = plain.network.activations[0] = Branching()
    with pytest.warns(TrainingWarning, match=r"plain NumPy trains.*branch.*engine='plain'") as said:
        plain.advance(1, lambda: False)
        plain.advance(1, lambda: False)
    assert len(said) == 1


@compiles
def test_code_that_changes_on_the_way_is_warned_of_then():
    changed = trainer("compiled")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changed.advance(1, lambda: False)
    changed.network.layers[0].activation = changed.network.activations[0] = Branching()
    with pytest.warns(TrainingWarning, match="plain NumPy trains"):
        changed.advance(1, lambda: False)


def test_a_missing_wasmtime_is_a_warning_that_says_how_to_get_it(monkeypatch, capsys):
    for module in ("stepper", "choice"):
        monkeypatch.setattr(f"nnlab.compile.{module}.default_host", lambda: None)
    with pytest.warns(TrainingWarning, match=r"wasmtime is not installed \(pip install wasmtime\)"):
        Experiment(Setup(engine="compiled")).trainer.advance(1, lambda: False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["train", "--epochs", "1"]) == 0
    streams = capsys.readouterr()
    assert streams.err.startswith("nnlab: plain NumPy trains, which takes longer: ")
    assert streams.err.count("\n") == 1


def test_what_was_asked_for_is_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trainer("plain").advance(2, lambda: False)
        if not IN_PAGE:
            pytest.importorskip("wasmtime")
        compiled = trainer("compiled")  # in the page, too, it finds a host by itself
        compiled.advance(2, lambda: False)
        assert compiled.engine_used == ("compiled", "")
    assert np.isfinite(trainer().network.vector).all()
