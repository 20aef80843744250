"""What the page asks about one update: traced, applied and checked through the session."""

import numpy as np
import pytest

from page.panels.confusion import part_rows
from page.session import Session

LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}


@pytest.fixture(params=[{}, {"test_ratio": 0.3, "standardize": True, "optimizer": "adam"}])
def session(request):
    session = Session()
    assert session.handle("configure", {"run": 1, "setup": request.param})["ok"]
    return session


def result(session, method, **params):
    reply = session.handle(method, params)
    assert reply["ok"], reply
    return reply["result"]


@pytest.mark.parametrize(
    "sample",
    [{"rows": [0]}, {"rows": [3, 70, 149]}, {"values": [5.1, 3.5, 1.4, 0.2], "target": 2}],
)
def test_applying_a_step_gives_the_weights_that_the_trace_ended_with(session, sample):
    traced = result(session, "trace", sample=sample, live=LIVE)
    before = session.lab.network.vector.copy()
    again = result(session, "trace", sample=sample, live=LIVE)
    assert np.array_equal(session.lab.network.vector, before)
    assert again["loss"] == traced["loss"] > traced["loss_after"]
    applied = result(session, "apply_step", sample=sample, live=LIVE)
    updates = [step["result"].ravel() for step in traced["steps"] if step["kind"] == "update"]
    assert np.array_equal(applied["snapshot"]["vector"], np.concatenate(updates))
    assert np.array_equal(session.lab.network.vector, applied["snapshot"]["vector"])
    after = result(session, "trace", sample=sample, live=LIVE)
    assert after["loss"] == traced["loss_after"]
    # The figures of the training rows are of the new weights, too.
    rows, dataset = part_rows(session.lab, "train"), session.lab.dataset
    y = session.lab.network.predict(session.lab.scaled(dataset.features[rows].T))
    right = float((y.argmax(axis=0) == dataset.labels[rows]).mean())
    assert applied["train_accuracy"] == pytest.approx(right)


def test_the_first_operand_is_the_chosen_row(session):
    traced = result(session, "trace", sample={"rows": [7, 120]}, live=LIVE)
    x = next(o for o in traced["steps"][0]["operands"] if o["symbol"] == "X")
    assert traced["columns"] == 2
    wanted = session.lab.scaled(session.lab.dataset.features[[7, 120]].T)
    assert np.array_equal(x["array"], wanted)
    assert np.array_equal(traced["samples"], session.lab.dataset.features[[7, 120]].T)
    t = next(o for s in traced["steps"] for o in s["operands"] if o["symbol"] == "t")
    assert t["array"].argmax(axis=0).tolist() == [0, 2]


def test_an_epoch_that_is_cut_goes_on_after_a_question(session):
    """As a large table's does, of which one call trains only a part."""
    trainer = session.lab.trainer
    trainer.engine = "plain"
    calls = iter(range(10**6))

    def soon() -> bool:
        return next(calls) % 2 == 1

    assert trainer.advance(1, soon) == []
    epoch_begun = session.lab.network.vector.copy()
    traced = result(session, "trace", sample={"rows": [0]}, live=LIVE)
    result(session, "gradient_check", sample={"rows": [0]})
    assert np.array_equal(session.lab.network.vector, epoch_begun)
    assert not np.array_equal(epoch_begun, trainer.checkpoint().vector)
    W = next(o for o in traced["steps"][0]["operands"] if o["symbol"] == "W")["array"]
    assert np.array_equal(W.ravel(), trainer.checkpoint().vector[: W.size])


def test_training_goes_on_from_an_applied_step(session, request):
    applied = result(session, "apply_step", sample={"rows": [0]}, live=LIVE)
    other = Session()
    params = {
        "run": 2,
        "setup": request.node.callspec.params["session"],
        "snapshot": packed(applied["snapshot"]),
    }
    assert other.handle("restore", params)["ok"]
    session.lab.trainer.advance(2, lambda: False)
    other.lab.trainer.advance(2, lambda: False)
    assert np.array_equal(session.lab.network.vector, other.lab.network.vector)


def packed(value):
    """As it comes back from the page."""
    if isinstance(value, np.ndarray):
        return {"data": value.ravel().tolist(), "shape": [*value.shape]}
    if isinstance(value, dict):
        return {key: packed(item) for key, item in value.items()}
    return value


def test_the_check_passes_the_package_as_it_is(session):
    checked = result(session, "gradient_check", sample={"rows": [0, 60, 110]})
    assert [f"{m['symbol']}{m['layer']}" for m in checked["matrices"]] == ["W1", "b1", "W2", "b2"]
    assert {m["verdict"] for m in checked["matrices"]} == {"right"}
    assert all(m["largest_error"] < checked["threshold"] for m in checked["matrices"])
    assert checked["columns"] == 3 and checked["stuck"] == []


@pytest.mark.parametrize(
    "sample, said",
    [
        ({"rows": []}, "rows is ()"),
        ({"rows": [150]}, "150"),
        ({"rows": [-1]}, "-1"),
        ({"values": [1.0, 2.0, 3.0], "target": 0}, "3 values"),
        ({"values": [1.0, 2.0, 3.0, 4.0], "target": 3}, "target is 3"),
    ],
)
def test_a_wrong_sample_is_named(session, sample, said):
    reply = session.handle("trace", {"sample": sample, "live": LIVE})
    assert not reply["ok"] and said in reply["error"]["message"]
