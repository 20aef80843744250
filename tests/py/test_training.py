"""Training: the paper's run, slices of time, what a report says, and breakdowns."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from in_page import fewer
from nnlab import PRESETS, Experiment, NeuralNetwork, Trainer, load_iris
from nnlab.steppers import MULTIPLICATIONS_PER_CHUNK

IRIS = load_iris()


def small_problem(seed=0, samples=30, **network):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(3, samples))
    t = np.eye(2)[:, rng.integers(0, 2, samples)]
    return NeuralNetwork([3, 5, 2], rng=rng, **network), x, t


@pytest.mark.parametrize("seed", fewer(range(10), 10))
def test_paper_run(seed):
    reports = list(Experiment(replace(PRESETS["paper"], seed=seed)).trainer.epochs(400))
    assert [report.epoch for report in reports] == list(range(1, 401))
    assert reports[-1].train_accuracy == 0.96
    for epoch in (360, 370, 380, 390):  # counted from 0, as the note prints them
        assert 0.4 < reports[epoch].printed_loss < 0.9


def test_report_measures_what_it_says():
    network, x, t = small_problem()
    rng = np.random.default_rng(5)
    test_x, test_t = rng.normal(size=(3, 7)), np.eye(2)[:, rng.integers(0, 2, 7)]
    trainer = Trainer(network, x, t, test_inputs=test_x, test_targets=test_t)
    for report in trainer.epochs(5):
        y, test_y = network.predict(x), network.predict(test_x)
        assert report.train_loss == pytest.approx(((y - t) ** 2).sum() / 2 / 30)
        assert report.train_accuracy == ((y[1] > y[0]) == t[1]).mean()
        assert report.test_loss == pytest.approx(((test_y - test_t) ** 2).sum() / 2 / 7)
        assert report.test_accuracy == ((test_y[1] > test_y[0]) == test_t[1]).mean()
        assert report.breakdown == ""


def test_losses_in_a_report_are_without_the_penalty():
    network, x, t = small_problem(l2=0.1)
    (report,) = Trainer(network, x, t).epochs(1)
    penalty = 0.05 * sum((layer.W**2).sum() for layer in network.layers)
    assert report.train_loss == pytest.approx(network.loss(x, t) - penalty)


def test_printed_loss_can_be_left_out_and_changes_nothing():
    reports = []
    for measure in (True, False):
        network, x, t = small_problem()
        trainer = Trainer(network, x, t, measure_printed_loss=measure)
        reports.append(list(trainer.epochs(3)))
    assert [r.printed_loss for r in reports[1]] == [None] * 3
    assert [r.train_loss for r in reports[0]] == [r.train_loss for r in reports[1]]


@given(
    samples=st.integers(1, 200),
    batch_size=st.integers(1, 9),
    shuffle=st.booleans(),
    optimizer=st.sampled_from(["sgd", "adam"]),
    slices=st.lists(st.integers(0, 4), min_size=1),
)
def test_slices_give_the_numbers_of_an_uninterrupted_run(
    samples, batch_size, shuffle, optimizer, slices
):
    def trainer():
        network, x, t = small_problem(samples=samples, optimizer=optimizer)
        rng = np.random.default_rng(7) if shuffle else None
        return Trainer(network, x, t, batch_size=batch_size, shuffle=shuffle, rng=rng)

    whole = trainer()
    expected = list(whole.epochs(4))

    sliced = trainer()
    reports = []
    turn = 0
    while len(reports) < 4:
        asked = 0
        patience = slices[turn % len(slices)]
        turn += 1

        def out_of_time(patience=patience):
            nonlocal asked
            asked += 1
            return asked > patience

        reports += sliced.advance(4 - len(reports), out_of_time)
    assert reports == expected
    np.testing.assert_array_equal(sliced.network.vector, whole.network.vector)


@pytest.mark.parametrize("shuffle", [False, True])
def test_a_checkpoint_goes_on_in_another_trainer(shuffle):
    """It is the end of the last whole epoch, so what a cut epoch did is done again."""

    def trainer():
        network, x, t = small_problem(samples=200, optimizer="adam")
        rng = np.random.default_rng(3) if shuffle else None
        return Trainer(network, x, t, shuffle=shuffle, rng=rng, engine="plain")

    expected = list(trainer().epochs(5))
    first, second = trainer(), trainer()
    list(first.epochs(2))
    assert first.advance(1, lambda: True) == []
    second.restore(first.checkpoint())
    assert list(second.epochs(3)) == expected[2:]
    second.restore(first.checkpoint())
    assert list(second.epochs(3)) == expected[2:]


def test_restore_refuses_another_networks_checkpoint():
    network, x, t = small_problem()
    checkpoint = Trainer(NeuralNetwork([3, 4, 2]), x, t).checkpoint()
    before = network.vector.copy()
    with pytest.raises(ValueError, match=r"shape \(26,\), expected \(32,\)"):
        Trainer(network, x, t).restore(checkpoint)
    np.testing.assert_array_equal(network.vector, before)


def test_a_slice_can_end_inside_an_epoch():
    network, x, t = small_problem(samples=1000)
    trainer = Trainer(network, x, t, engine="plain")
    before = network.vector.copy()
    assert trainer.advance(1, lambda: True) == []
    assert trainer.epoch == 0
    assert not np.array_equal(network.vector, before)


@pytest.mark.parametrize("samples", [1, 2, 67, 5000])
def test_the_end_of_an_epoch_is_measured_in_small_pieces(samples, monkeypatch):
    network = NeuralNetwork([10, 64, 64, 3])
    rng = np.random.default_rng(1)
    x, t = rng.normal(size=(10, samples)), np.eye(3)[:, rng.integers(0, 3, samples)]
    trainer = Trainer(network, x, t, batch_size=samples, test_inputs=x, test_targets=t)
    widths = []
    predict = network.predict
    monkeypatch.setattr(network, "predict", lambda x: widths.append(x.shape[1]) or predict(x))
    reports = []
    while not reports:
        seen = len(widths)
        reports = trainer.advance(1, lambda: True)
        assert len(widths) <= seen + 1  # a look at the clock after each piece
    assert sum(widths) == 2 * samples
    assert max(widths) * network.vector.size <= MULTIPLICATIONS_PER_CHUNK + network.vector.size
    assert reports[0].train_loss == pytest.approx(network.loss(x, t))
    assert reports[0].test_loss == reports[0].train_loss


def test_learning_rate_and_batch_size_can_change_while_it_trains():
    network, x, t = small_problem()
    trainer = Trainer(network, x, t)
    list(trainer.epochs(1))
    trainer.learning_rate, trainer.batch_size = 0.2, 30
    start = network.vector.copy()
    list(trainer.epochs(1))
    other, _, _ = small_problem()
    other.vector[:] = start
    other.train_step(x, t, 0.2)
    np.testing.assert_allclose(network.vector, other.vector, rtol=1e-13)


def test_shuffle_draws_a_new_order_each_epoch_and_takes_every_sample():
    """With lr so small that the weights stand still, the printed loss is the sum over all."""
    network, x, t = small_problem()
    expected = 30 * network.loss_function.value(network.predict(x), t)
    trainer = Trainer(
        network, x, t, learning_rate=1e-12, shuffle=True, rng=np.random.default_rng(0)
    )
    for report in trainer.epochs(3):
        assert report.printed_loss == pytest.approx(expected, rel=1e-8)

    orders = set()
    for seed in range(3):
        network, x, t = small_problem()
        list(Trainer(network, x, t, shuffle=True, rng=np.random.default_rng(seed)).epochs(1))
        orders.add(network.vector.tobytes())
    assert len(orders) == 3


@pytest.mark.parametrize("where", [0, 24, -1])
def test_a_nan_weight_is_a_breakdown_and_the_last_good_weights_return(where):
    trainer = Experiment(PRESETS["paper"]).trainer
    list(trainer.epochs(2))
    good = trainer.network.vector.copy()
    trainer.network.vector[where] = np.nan
    (report,) = trainer.epochs(10)
    assert report.breakdown == trainer.breakdown == "not_finite"
    np.testing.assert_array_equal(trainer.network.vector, good)
    assert list(trainer.epochs(10)) == []


def test_a_diverging_network_is_a_breakdown_and_its_optimizer_goes_back_too():
    network, x, t = small_problem(hidden="relu", output="identity", optimizer="momentum")
    trainer = Trainer(network, x, t, learning_rate=0.01)
    list(trainer.epochs(1))
    good, velocity = network.vector.copy(), network.optimizer.state()["velocity"]
    trainer.learning_rate = 1e150
    (report,) = trainer.epochs(10)
    assert report.breakdown == "not_finite"
    np.testing.assert_array_equal(network.vector, good)
    np.testing.assert_array_equal(network.optimizer.state()["velocity"], velocity)


@pytest.mark.parametrize("learning_rate", [5.0, 10.0, 50.0, 100.0, 1e3, 1e6])
@pytest.mark.parametrize("seed", range(3))
def test_a_far_too_high_learning_rate_saturates(learning_rate, seed):
    network = NeuralNetwork([4, 6, 3], rng=seed)
    trainer = Trainer(network, IRIS.inputs, IRIS.targets, learning_rate=learning_rate)
    reports = list(trainer.epochs(100))
    assert reports[-1].breakdown == "saturated"
    assert all(report.breakdown == "" for report in reports[:-1])
    assert np.isfinite(network.vector).all()


@pytest.mark.parametrize("learning_rate", [0.01, 0.1, 0.5, 1.0])
def test_a_rate_that_learns_is_no_breakdown(learning_rate):
    network = NeuralNetwork([4, 6, 3], rng=0)
    trainer = Trainer(network, IRIS.inputs, IRIS.targets, learning_rate=learning_rate)
    assert [r.breakdown for r in trainer.epochs(60)] == [""] * 60


def test_saturation_with_the_right_answers_is_no_breakdown():
    """A network that has learnt well is as sure of itself as one that has broken down."""
    x, t = np.array([[-1.0, 1.0]]), np.eye(2)
    trainer = Trainer(NeuralNetwork([1, 2], rng=0), x, t)
    trainer.network.vector[:] = [-50.0, 50.0, 0.0, 0.0]
    (report,) = trainer.epochs(1)
    assert report.train_loss < 1e-30
    assert report.breakdown == ""


def test_wrong_arguments_are_named():
    network, x, t = small_problem()
    with pytest.raises(ValueError, match=r"training inputs .* \(3, 30\) and \(30, 2\)"):
        Trainer(network, x, t.T)
    with pytest.raises(ValueError, match="test inputs"):
        Trainer(network, x, t, test_inputs=x[:2], test_targets=t)
    with pytest.raises(ValueError, match="test_inputs and test_targets"):
        Trainer(network, x, t, test_inputs=x)
    with pytest.raises(ValueError, match="shuffle needs rng"):
        Trainer(network, x, t, shuffle=True)
    with pytest.raises(ValueError, match="batch_size is 0"):
        list(Trainer(network, x, t, batch_size=0).epochs(1))
