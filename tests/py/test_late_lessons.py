"""The claims of lessons 7 to 12: see test_lessons.py."""

import numpy as np
import pytest
from learner import Learner, seeds

pytestmark = pytest.mark.filterwarnings("ignore:training has broken down")


@seeds("07")
def test_equals_stay_equal(seed: int) -> None:
    learner = Learner("07", seed).start(3)
    assert not learner.done()["xor"]
    assert learner.train(200).done() == {"xor": True}
    assert not learner.session.lab.network.vector.any()  # "nothing at all"
    learner.start(4)
    assert not learner.done()["iris"]
    assert learner.train().done() == {"iris": True}
    assert learner.session.lab.measured()["train_accuracy"] == pytest.approx(0.873, abs=1e-3)
    assert learner.start(6, 0).train(200).done() == {"freed": True, "random": False}
    assert np.flatnonzero(learner.session.lab.network.layers[0].W.any(axis=1)).tolist() == [0]
    assert learner.start(6, 1).train(200).done() == {"freed": False, "random": True}


@seeds("08")
def test_raw_measurements_saturate_the_network(seed: int) -> None:
    learner = Learner("08", seed).start(1)
    assert learner.check()["shown"] == {"big": "1065", "small": "0.28"}
    lab = learner.start(3, 0).session.lab
    z = lab.network.layers[0].W.dot(lab.trainer.inputs)
    assert abs(z).mean() > 100
    assert learner.train(100).done() == {"raw": True, "scaled": False}
    assert learner.session.lab.measured()["train_accuracy"] < 0.272
    scaled = learner.start(3, 1).session.lab.trainer.inputs
    assert (abs(scaled) < 2).mean() > 0.9  # "most values"
    assert learner.train(100).done() == {"raw": False, "scaled": True}
    assert learner.session.lab.measured()["train_accuracy"] == 1.0


@seeds("09")
def test_cross_entropy_gives_up_what_it_was_sure_of(seed: int) -> None:
    learner = Learner("09", seed)
    assert learner.start(2, 0).done() == {"tiny": True, "full": False}
    assert learner.start(2, 1).done() == {"tiny": False, "full": True}
    assert learner.session.lab.dataset.class_names[learner.session.lab.dataset.labels[100]] == (
        "virginica"
    )
    assert learner.start(4, 0).train().done() == {"squared": True, "cross": False}
    assert learner.start(4, 1).train(40).done() == {"squared": False, "cross": False}
    assert learner.train(360).done() == {"squared": False, "cross": True}


@seeds("10")
def test_updates_count_and_each_rule_has_its_rate(seed: int) -> None:
    learner = Learner("10", seed)
    assert learner.start(3, 0).train(100).done() == {"one": True, "all": False}
    assert learner.start(3, 1).train(100).done() == {"one": False, "all": True}
    for option, task in enumerate(("sgd", "adam_low", "adam")):
        assert not any(learner.start(4, option).done().values())
        learner.train(100)
        assert learner.done() == {each: each == task for each in ("sgd", "adam_low", "adam")}


@seeds("11")
def test_slopes_multiply_in_a_deep_network(seed: int) -> None:
    learner = Learner("11", seed).start(3)
    weights = sum(layer.W.size for layer in learner.session.lab.network.layers)
    assert 7 <= weights / (4 * 6 + 6 * 3) < 8  # "seven times as many weights"
    assert learner.done() == {"ratio": True, "stuck": False}
    if seed == 0:
        assert learner.check()["tasks"][0]["facts"][0]["said"] == "2718"
    assert learner.train(300).done() == {"ratio": False, "stuck": True}
    answers = learner.ask("some_answers", rows=[*range(1, 151)])["outputs"].argmax(axis=1)
    assert len({*answers.tolist()}) == 1  # "every flower alike"
    learner.start(5)
    assert learner.done() == {"tanh_ratio": True, "tanh": False, "relu": False}
    assert learner.train(300).done() == {"tanh_ratio": False, "tanh": True, "relu": False}
    learner.start(5, 1)
    assert learner.done() == {"tanh_ratio": False, "tanh": False, "relu": False}
    assert learner.train(300).done()["relu"]


@seeds("12")
def test_only_what_was_kept_back_tells(seed: int) -> None:
    learner = Learner("12", seed).start(3)
    lab = learner.session.lab
    assert (len(lab.train_rows), len(lab.test_rows)) == (40, 40)
    assert sum(layer.W.size for layer in lab.network.layers) > 1000
    assert learner.train(40).done() == {"heart": False}
    assert learner.train(260).done() == {"heart": True}
    (task,) = learner.check()["tasks"]
    losses = lab.past.epochs
    assert float(task["facts"][2]["said"]) in losses
    assert learner.start(5, 0).train(300).done() == {"patience": True, "l2": False}
    assert learner.start(5, 1).train(300).done() == {"patience": False, "l2": True}
