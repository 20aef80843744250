"""The advice for a poor run: what is tried, and that trying helps where the page needs it."""

from dataclasses import replace

import pytest

from in_page import fewer
from nnlab import PRESETS, Experiment, Setup
from page.panels.advice import advised
from page.requests import CONSTRAINTS, check_fields

POOR = {
    "wine raw": replace(PRESETS["paper"], dataset="wine"),
    "short steps": replace(PRESETS["paper"], learning_rate=0.001),
    "long steps": replace(PRESETS["paper"], learning_rate=1.0),
    "no hidden layer": replace(
        PRESETS["paper"], dataset="xor", hidden_sizes=(), hidden_activations=()
    ),
    "spiral": replace(PRESETS["paper"], dataset="spiral"),
    "deep sigmoids": PRESETS["deep_sigmoids"],
}


def accuracy(setup: Setup) -> float:
    return [*Experiment(setup).trainer.epochs(setup.epochs)][-1].train_accuracy


@pytest.mark.parametrize("preset", PRESETS)
def test_every_try_is_another_set_up_that_the_page_may_have(preset: str) -> None:
    setup = PRESETS[preset]
    tries = [job.setup for job in advised(setup)]
    assert setup not in tries
    assert len(set(tries)) == len(tries)
    for each in tries:
        fields = {name: getattr(each, name) for name in CONSTRAINTS}
        assert check_fields(fields, CONSTRAINTS) == fields
        # The data, the seed and the length of the run stay: only so do the figures compare.
        same = ("dataset", "noise", "size", "test_ratio", "split_seed", "seed", "epochs")
        assert all(getattr(each, name) == getattr(setup, name) for name in same)


@pytest.mark.parametrize(
    "setup",
    fewer([*POOR.values()], 6),
    ids=fewer([*POOR], 6),
)
def test_a_poor_run_of_the_usual_kinds_has_a_try_that_helps(setup: Setup) -> None:
    setup = replace(setup, epochs=min(setup.epochs, 120))
    before = accuracy(setup)
    assert before < 0.9
    assert max(accuracy(job.setup) for job in advised(setup)) > before + 0.1
