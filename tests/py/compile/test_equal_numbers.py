"""Numbers to predict: compiled training gives plain NumPy's answers, in the data's unit."""

from dataclasses import replace

import numpy as np
import pytest
from trainers import check_equal

from nnlab.experiment import Experiment
from nnlab.optimizers import OPTIMIZERS
from nnlab.presets import PRESETS, RECIPES


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["diabetes", "sine", "bumps", "hills"])
def test_a_recipe_of_numbers_trains_compiled_as_plainly(name: str, optimizer: str) -> None:
    recipe = {**PRESETS, **RECIPES}[name]
    recipe = replace(recipe, optimizer=optimizer, learning_rate=0.005, l2=0.01)
    compiled, plain = (
        Experiment(replace(recipe, engine=engine)) for engine in ("compiled", "plain")
    )
    assert compiled.trainer.engine_used == ("compiled", "")
    assert compiled.dataset.task == "numbers"
    for one, other in zip(compiled.trainer.epochs(3), plain.trainer.epochs(3), strict=True):
        for figure in ("train_loss", "test_loss", "train_accuracy", "test_error"):
            wanted = getattr(other, figure)
            assert getattr(one, figure) == (wanted and pytest.approx(wanted, rel=1e-9)), figure
    check_equal(compiled.trainer, plain.trainer, tolerance=1e-9)
    rows = plain.dataset.features
    np.testing.assert_allclose(compiled.predict(rows), plain.predict(rows), rtol=1e-8)
