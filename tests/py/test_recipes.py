"""A data set's recipe learns it; the paper's set-up does not learn them all."""

import warnings
from dataclasses import replace

import pytest

from nnlab.curves import CURVES
from nnlab.experiment import Experiment
from nnlab.presets import PRESETS, RECIPES
from nnlab.setup import Setup
from nnlab.toys import TOYS


def accuracy(setup: Setup) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plain NumPy trains here
        *_, last = Experiment(setup).trainer.epochs(setup.epochs)
    return last.train_accuracy


# R² of numbers, the part answered rightly of classes; the bumps' noise leaves no more.
LEAST = {"spiral": 0.9, "step": 0.97, "bumps": 0.9, "plane": 0.97, "hills": 0.88}


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_learns_its_data(name):
    recipe = replace(RECIPES[name], engine="auto")
    assert recipe.dataset == name
    assert min(accuracy(replace(recipe, seed=seed)) for seed in (0, 1)) >= LEAST.get(name, 0.95)


def test_every_made_data_set_has_what_learns_it():
    assert {*TOYS, *CURVES} <= {*RECIPES, *(preset.dataset for preset in PRESETS.values())}


def test_the_paper_s_set_up_fails_where_a_recipe_does_not():
    assert accuracy(Setup(dataset="wine", epochs=100)) < 0.5
    assert accuracy(Setup(dataset="spiral", epochs=40)) < 0.75
