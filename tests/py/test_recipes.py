"""A data set's recipe learns it; the paper's set-up does not learn them all."""

import warnings
from dataclasses import replace

import pytest

from nnlab.experiment import Experiment
from nnlab.presets import RECIPES
from nnlab.setup import Setup


def accuracy(setup: Setup) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plain NumPy trains here
        *_, last = Experiment(setup).trainer.epochs(setup.epochs)
    return last.train_accuracy


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_learns_its_data(name):
    assert RECIPES[name].dataset == name
    worst = min(accuracy(replace(RECIPES[name], seed=seed)) for seed in (0, 1))
    assert worst >= (0.9 if name == "spiral" else 0.95)


def test_the_paper_s_set_up_fails_where_a_recipe_does_not():
    assert accuracy(Setup(dataset="wine", epochs=100)) < 0.5
    assert accuracy(Setup(dataset="spiral", epochs=40)) < 0.75
