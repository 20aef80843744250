"""Studies: each run is the one that could be made alone; folds, quartiles and means by oracle."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.bands import band, mean_and_spread, on_common_epochs
from nnlab.experiment import Experiment
from nnlab.folds import RareClass, stratified_folds
from nnlab.presets import PRESETS
from nnlab.setup import Setup
from nnlab.studies import Job, Study, folds, grid, learning_rates, seeds, with_value

SMALL = Setup(epochs=6, test_ratio=0.3, hidden_sizes=(3,), shuffle=True)


def finished(jobs: list[Job]) -> Any:
    study = Study(jobs)
    ended = study.advance(lambda: False)
    assert study.done and study.part == 1.0
    return ended


@pytest.mark.parametrize("setup", [SMALL, dataclasses.replace(PRESETS["modern"], epochs=5)])
def test_each_seed_gives_the_run_that_it_gives_alone(setup: Setup) -> None:
    for outcome, seed in zip(finished(seeds(setup, 3)), range(setup.seed, 99), strict=False):
        alone = Experiment(dataclasses.replace(setup, seed=seed)).trainer
        reports = [*alone.epochs(setup.epochs)]
        assert outcome.setup.seed == seed
        assert outcome.epochs.tolist() == [0, *(r.epoch for r in reports)]
        for name, curve in outcome.curves.items():
            own = np.array([getattr(report, name) for report in reports], np.float64)
            np.testing.assert_array_equal(curve[1:], own)
        assert outcome.curves["train_loss"][0] == alone.first_loss


def test_slices_change_nothing_and_say_how_far_it_is() -> None:
    plain = dataclasses.replace(SMALL, engine="plain")  # which can stop after every epoch
    whole = finished(seeds(plain, 3))
    study, parts, sliced = Study(seeds(plain, 3)), [0.0], []
    while not study.done:
        sliced += study.advance(lambda: True)
        parts.append(study.part)
    assert parts == sorted(parts) and len(parts) > 4
    for one, other in zip(whole, sliced, strict=True):
        np.testing.assert_array_equal(one.curves["test_loss"], other.curves["test_loss"])


def test_rates_rise_by_one_factor() -> None:
    jobs = learning_rates(SMALL, 0.001, 10.0, 9)
    rates = np.array([job.setup.learning_rate for job in jobs])
    np.testing.assert_allclose(rates[1:] / rates[:-1], 10**0.5, rtol=1e-3)
    assert (rates[0], rates[-1]) == (0.001, 10.0)
    with pytest.raises(ValueError, match="rising"):
        learning_rates(SMALL, 1.0, 0.1, 5)


def test_a_run_that_breaks_down_says_so() -> None:
    hopeless = dataclasses.replace(SMALL, learning_rate=1e6, hidden_activations=("relu",))
    (outcome,) = finished([Job(hopeless)])
    assert outcome.breakdown
    assert outcome.epochs[-1] < hopeless.epochs


def test_a_grid_has_every_pair_row_by_row() -> None:
    jobs = grid(SMALL, ("learning_rate", "neurons"), ((0.1, 0.2), (1, 4, 5)))
    found = [(job.setup.learning_rate, job.setup.hidden_sizes) for job in jobs]
    assert found == [(rate, (n,)) for rate in (0.1, 0.2) for n in (1, 4, 5)]


def test_layers_come_and_go() -> None:
    deep = with_value(SMALL, "layers", 3)
    assert deep.hidden_sizes == (3, 3, 3) and len(deep.hidden_activations) == 3
    assert with_value(deep, "layers", 0).hidden_sizes == ()
    with pytest.raises(ValueError, match="no hidden layer"):
        with_value(with_value(SMALL, "layers", 0), "neurons", 3)
    with pytest.raises(ValueError, match="noise"):
        with_value(SMALL, "noise", 0.1)


@given(st.lists(st.integers(2, 30), min_size=1, max_size=5), st.integers(0, 99), st.data())
def test_folds_are_a_partition_stratified_within_one(
    sizes: list[int], seed: int, data: st.DataObject
) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    np.random.default_rng(seed).shuffle(labels)
    count = data.draw(st.integers(2, min(sizes)))
    parts = stratified_folds(labels, count, np.random.default_rng(seed))
    assert sorted(np.concatenate(parts).tolist()) == list(range(labels.size))
    table = np.array([np.bincount(labels[part], minlength=len(sizes)) for part in parts])
    assert (np.ptp(table, axis=0) <= 1).all()
    assert np.ptp(table.sum(axis=1)) <= 1
    with pytest.raises(ValueError, match="rarest"):
        stratified_folds(labels, min(sizes) + 1, np.random.default_rng(seed))


def test_a_class_with_fewer_rows_than_folds_is_named() -> None:
    labels = np.repeat([0, 1, 2], [9, 2, 1])
    for names, rare in ((("oak", "ash", "elm"), labels), (("oak", "ash"), labels[labels < 2])):
        with pytest.raises(RareClass) as caught:
            stratified_folds(rare, 5, np.random.default_rng(0), names)
        alone = rare is labels
        assert caught.value.code == ("lone_class" if alone else "rare_class")
        expected = {"name": "elm" if alone else "ash", "rows": 1 if alone else 2, "folds": 5}
        assert caught.value.values == expected


def test_folds_have_as_many_of_each_class_as_scikit_learn_s() -> None:
    selection = pytest.importorskip("sklearn.model_selection")
    labels = np.repeat([0, 1, 2], [23, 11, 17])
    ours = stratified_folds(labels, 5, np.random.default_rng(0))
    splits = selection.StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels)
    theirs = [test for _, test in splits]
    for label in range(3):
        counts = [sorted(int((labels[p] == label).sum()) for p in each) for each in (ours, theirs)]
        assert counts[0] == counts[1]


def test_a_fold_s_scaler_knows_nothing_of_its_test_part() -> None:
    setup = dataclasses.replace(SMALL, dataset="wine", standardize=True)
    jobs = folds(setup, 4)
    assert sorted(row for job in jobs for row in job.split[1]) == list(range(178))  # type: ignore[index]
    for job in jobs:
        experiment = Experiment(setup, split=job.split)
        assert set(experiment.train_rows) & set(experiment.test_rows) == set()
        np.testing.assert_allclose(experiment.trainer.inputs.mean(axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(experiment.trainer.inputs.std(axis=1), 1)
    (first, *_) = finished(jobs)
    alone = Experiment(setup, split=jobs[0].split).trainer
    assert first.curves["test_loss"][-1] == [*alone.epochs(setup.epochs)][-1].test_loss


@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 99))
def test_quartiles_are_numpy_s(runs: int, epochs: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(runs, epochs))
    for ours, theirs in zip(band(values), np.quantile(values, [0.25, 0.5, 0.75], 0), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    values[rng.random(values.shape) < 0.3] = np.nan
    for column in range(epochs):
        there = values[np.isfinite(values[:, column]), column]
        ours = [quartile[column] for quartile in band(values)]
        expected = np.quantile(there, [0.25, 0.5, 0.75]) if there.size else [np.nan] * 3
        np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-12)


def test_runs_of_different_lengths_by_hand() -> None:
    epochs = [np.array([0.0, 2.0, 4.0]), np.array([0.0, 2.0, 3.0]), np.array([0.0, 2.0])]
    curves = [np.array([5.0, 3.0, 1.0]), np.array([6.0, 4.0, 2.0]), np.array([7.0, 9.0])]
    common, table = on_common_epochs(epochs, curves, [False, False, True])
    assert common.tolist() == [0, 2, 3, 4]
    np.testing.assert_array_equal(table, [[5, 3, 3, 1], [6, 4, 2, 2], [7, 9, np.nan, np.nan]])
    assert band(table).median.tolist() == [6, 4, 2.5, 1.5]


def test_mean_and_spread_by_hand() -> None:
    assert mean_and_spread(np.array([1.0, 3.0])) == (2.0, 2.0**0.5)
    mean, spread = mean_and_spread(np.array([4.0]))
    assert mean == 4.0 and np.isnan(spread)
