"""The plane, its losses and the path on it, held against definitions and one by one."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from nnlab.experiment import Experiment
from nnlab.landscape import (
    filter_normalized,
    filter_slices,
    losses,
    path_plane,
    project,
    random_plane,
)
from nnlab.network import NeuralNetwork
from nnlab.presets import PRESETS
from page.session import Session

SIZES = [4, 5, 3]


@pytest.fixture
def network() -> NeuralNetwork:
    network = NeuralNetwork(SIZES, rng=3)
    network.vector += np.random.default_rng(1).normal(size=network.vector.size)
    return network


def test_every_parameter_is_in_one_filter(network: NeuralNetwork) -> None:
    numbers = np.arange(network.vector.size, dtype=float)
    network.vector[:] = numbers
    found = [(numbers[weights].tolist(), numbers[bias]) for weights, bias in filter_slices(SIZES)]
    rows = [
        (layer.W[row].tolist(), layer.b[row, 0])
        for layer in network.layers
        for row in range(len(layer.W))
    ]
    assert found == rows


@pytest.mark.parametrize("seed", range(5))
def test_a_direction_s_filters_are_as_long_as_the_network_s(
    network: NeuralNetwork, seed: int
) -> None:
    plane = random_plane(network.vector, SIZES, np.random.default_rng(seed))
    for direction in (plane.first, plane.second):
        twin = NeuralNetwork(SIZES)
        twin.vector[:] = direction
        for ours, theirs in zip(twin.layers, network.layers, strict=True):
            lengths = [np.hypot(np.linalg.norm(at.W, axis=1), at.b[:, 0]) for at in (ours, theirs)]
            np.testing.assert_allclose(lengths[0], lengths[1], rtol=1e-12)
    drawn = np.random.default_rng(seed).standard_normal(network.vector.size)
    once = filter_normalized(drawn, network.vector, SIZES)
    np.testing.assert_allclose(filter_normalized(once, network.vector, SIZES), once, rtol=1e-12)
    assert (np.sign(once) == np.sign(drawn)).all()  # lengthened, never turned


@pytest.mark.parametrize("preset", ["paper", "modern"])
def test_losses_are_those_of_the_network_itself(preset: str) -> None:
    experiment = Experiment(dataclasses.replace(PRESETS[preset], l2=0.01))
    trainer, network = experiment.trainer, experiment.network
    list(trainer.epochs(3))
    plane = random_plane(network.vector, network.sizes, np.random.default_rng(0))
    alphas, betas = np.array([0.0, 0.5, -1.0]), np.array([0.0, -0.25, 2.0])
    before = network.vector.copy()
    found = losses(network, plane.at(alphas, betas), trainer.inputs, trainer.targets)
    np.testing.assert_array_equal(network.vector, before)
    for alpha, beta, loss in zip(alphas, betas, found, strict=True):
        network.vector[:] = before + alpha * plane.first + beta * plane.second
        assert loss == pytest.approx(trainer.measure(trainer.inputs, trainer.targets)[0], rel=1e-12)


def test_the_projection_is_the_nearest_point(network: NeuralNetwork) -> None:
    rng = np.random.default_rng(0)
    plane = random_plane(network.vector, SIZES, rng)
    vectors = np.vstack([plane.center + rng.normal(size=(6, plane.center.size)), plane.center])
    path = project(plane, vectors)
    nearest = plane.at(path.alphas, path.betas)
    rest = vectors - nearest  # at right angles to the plane
    np.testing.assert_allclose(rest @ plane.first, 0, atol=1e-9)
    np.testing.assert_allclose(rest @ plane.second, 0, atol=1e-9)
    away, within = vectors - plane.center, nearest - plane.center
    cosines = [
        1.0 if not a.any() else a @ w / np.linalg.norm(a) / np.linalg.norm(w)
        for a, w in zip(away, within, strict=True)
    ]
    np.testing.assert_allclose(path.shares, cosines, rtol=1e-9)
    on_it = project(plane, plane.at(np.array([0.3, -2.0]), np.array([1.0, 0.25])))
    np.testing.assert_allclose([on_it.alphas, on_it.betas], [[0.3, -2.0], [1.0, 0.25]], rtol=1e-9)
    np.testing.assert_allclose(on_it.shares, 1.0)


def test_the_path_s_own_plane_holds_more_of_it_than_any_other() -> None:
    experiment = Experiment(PRESETS["paper"])
    kept: list[Any] = []
    experiment.trainer.on_epochs = lambda ended, at: kept.extend(at(r.epoch).vector for r in ended)
    list(experiment.trainer.epochs(40))
    path, end = np.array(kept[:-1]), kept[-1]
    own = path_plane(end, path)
    best = np.square(project(own, path).shares * np.linalg.norm(path - end, axis=1)).sum()
    for seed in range(5):
        other = random_plane(end, experiment.network.sizes, np.random.default_rng(seed))
        assert (
            np.square(project(other, path).shares * np.linalg.norm(path - end, axis=1)).sum() < best
        )
    values = np.linalg.svd(path - end, compute_uv=False)
    assert best == pytest.approx(np.square(values[:2]).sum())
    with pytest.raises(ValueError, match="one line"):
        path_plane(end, path[:1])


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply.get("error")
    return reply["result"]


def whole_landscape(session: Session, **params: Any) -> tuple[Any, Any]:
    begun = ask(session, "start_landscape", **params)
    rows: list[Any] = []
    while not rows or not rows[-1]["done"]:
        rows.append(ask(session, "advance_landscape", budget_ms=0.001))
    surface = np.concatenate([part["losses"] for part in rows])
    return begun, surface.reshape(begun["betas"].size, begun["alphas"].size)


@pytest.mark.parametrize("directions", ["random", "path"])
def test_the_page_s_landscape_has_the_loss_in_its_middle(directions: str) -> None:
    session = Session()
    lab = ask(session, "retrain", run=1, setup={"epochs": 25}, budget_ms=1e6)
    begun, surface = whole_landscape(session, directions=directions, seed=4, side=11)
    assert surface.shape == (11, 11)
    end = lab["trained"]["reports"]["train_loss"][-1]
    assert begun["loss"] == pytest.approx(end, rel=1e-12)
    at = [np.argmin(np.abs(begun[axis])) for axis in ("betas", "alphas")]
    assert surface[at[0], at[1]] == pytest.approx(end, rel=1e-9)
    assert begun["path"]["epochs"].tolist() == [*range(26)]
    assert (begun["path"]["shares"] <= 1).all() and begun["path"]["shares"][-1] == 1
    np.testing.assert_allclose(begun["path"]["losses"][1:], lab["trained"]["reports"]["train_loss"])
    for name, axis in (("alphas", begun["alphas"]), ("betas", begun["betas"])):
        points = begun["path"][name]
        assert axis[0] <= points.min() and points.max() <= axis[-1]
    again, same = whole_landscape(session, directions=directions, seed=4, side=11)
    np.testing.assert_array_equal(surface, same)
    assert again["samples"] == 150


def test_a_landscape_without_a_path_says_what_is_missing() -> None:
    session = Session()
    ask(session, "configure", run=1, setup={})
    reply = session.handle("start_landscape", {"directions": "path", "seed": 0, "side": 11})
    assert not reply["ok"] and reply["error"]["code"] == "no_path"
    assert not session.handle("advance_landscape", {"budget_ms": 1})["ok"]
    ask(session, "start_landscape", directions="random", seed=0, side=11)
