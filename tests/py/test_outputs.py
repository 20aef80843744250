"""What the views show, held against the network itself and against scikit-learn."""

from typing import Any

import numpy as np
import pytest

from page.session import Session

metrics = pytest.importorskip("sklearn.metrics", reason="not in the browser")
feature_selection = pytest.importorskip("sklearn.feature_selection")

LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}
FLOWER = [6.0, 2.7, 5.1, 1.6]


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply.get("error")
    return reply["result"]


def refused(session: Session, method: str, **params: Any) -> str:
    reply = session.handle(method, params)
    assert not reply["ok"]
    return reply["error"]["message"]


def train(session: Session, epochs: int) -> Any:
    return ask(session, "train", run=1, epochs=epochs, budget_ms=1e6, live=LIVE)


SETUPS = {
    "paper": {},
    "modern": {
        "test_ratio": 0.3,
        "standardize": True,
        "hidden_sizes": [5, 4],
        "hidden_activations": ["tanh", "relu"],
        "output": "softmax",
        "optimizer": "adam",
        "shuffle": True,
    },
}


@pytest.fixture(params=SETUPS)
def session(request: pytest.FixtureRequest) -> Session:
    """A lab after 12 epochs."""
    session = Session()
    ask(session, "configure", run=1, setup=SETUPS[request.param])
    train(session, 12)
    return session


def predicted(session: Session, rows: Any) -> Any:
    """The class of each row by the network as it stands, without the code under test."""
    lab = session.lab
    return lab.outputs(lab.dataset.inputs[:, rows]).argmax(axis=0)


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_confusion_matrix_and_its_figures_are_scikit_learn_s(
    session: Session, part: str
) -> None:
    answer = ask(session, "confusion", part=part)
    rows = session.lab.train_rows if part == "train" else session.lab.test_rows
    assert answer["rows"] == len(rows)
    if not len(rows):
        assert not answer["matrix"].any()
        return
    true, guess = session.lab.dataset.labels[rows], predicted(session, rows)
    np.testing.assert_array_equal(answer["matrix"], metrics.confusion_matrix(true, guess))
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        true, guess, zero_division=0.0
    )
    np.testing.assert_allclose(answer["precision"], precision)
    np.testing.assert_allclose(answer["recall"], recall)
    np.testing.assert_allclose(answer["f1"], f1)
    assert answer["accuracy"] == pytest.approx(metrics.accuracy_score(true, guess))


def test_the_cells_hold_every_row_once_and_the_right_ones(session: Session) -> None:
    lab = session.lab
    matrix = ask(session, "confusion", part="train")["matrix"]
    seen: list[int] = []
    for actual in range(3):
        for taken_for in range(3):
            cell = ask(session, "confused_rows", part="train", actual=actual, taken_for=taken_for)
            rows = cell["rows"].astype(int)
            assert cell["total"] == len(rows) == matrix[actual, taken_for]
            assert (lab.dataset.labels[rows] == actual).all()
            assert (predicted(session, rows) == taken_for).all() if len(rows) else True
            np.testing.assert_array_equal(cell["features"], lab.dataset.features[rows])
            seen += rows.tolist()
    assert sorted(seen) == lab.train_rows.tolist()


def test_the_map_is_what_predict_says_cell_by_cell(session: Session) -> None:
    side = 7
    regions = ask(
        session, "regions", x_feature=3, y_feature=1, values=FLOWER, side=side, neurons=True
    )
    (left, right), (low, high) = regions["x_range"], regions["y_range"]
    for row in range(side):
        for column in range(side):
            sample = list(FLOWER)
            sample[3] = left + (column + 0.5) * (right - left) / side
            sample[1] = low + (row + 0.5) * (high - low) / side
            answer = ask(session, "predict", values=sample)
            assert regions["predicted"][row, column] == answer["predicted"]
            second, first = sorted(answer["outputs"])[-2:]
            assert regions["margin"][row, column] == pytest.approx(first - second)
            for layer, maps in enumerate(regions["neurons"], start=1):
                np.testing.assert_allclose(maps[:, row, column], answer["activations"][layer])


def test_the_points_are_the_data_with_wrong_ones_known(session: Session) -> None:
    lab = session.lab
    points = ask(
        session, "regions", x_feature=0, y_feature=2, values=FLOWER, side=2, neurons=False
    )["points"]
    rows = points["row"].astype(int)
    assert rows.tolist() == list(range(150))
    np.testing.assert_array_equal(points["x"], lab.dataset.features[:, 0])
    np.testing.assert_array_equal(points["y"], lab.dataset.features[:, 2])
    np.testing.assert_array_equal(points["label"], lab.dataset.labels)
    np.testing.assert_array_equal(points["predicted"], predicted(session, rows))
    assert np.flatnonzero(points["test"]).tolist() == lab.test_rows.tolist()


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "circle"])
def test_the_most_telling_features_have_the_largest_f(name: str) -> None:
    session = Session()
    setup = {"dataset": name}
    told = ask(session, "configure", run=1, setup=setup)["telling"]
    dataset = session.lab.dataset
    f, _ = feature_selection.f_classif(dataset.features, dataset.labels)
    assert [*told] == sorted(np.argsort(-f)[:2].tolist())


def test_activations_are_the_network_s_layer_by_layer(session: Session) -> None:
    answer = ask(session, "predict", values=FLOWER)
    lab = session.lab
    expected = lab.network.forward(lab.scaled(np.array(FLOWER)[:, np.newaxis]))
    assert len(answer["activations"]) == len(expected)
    for got, wanted in zip(answer["activations"], expected, strict=True):
        np.testing.assert_array_equal(got, wanted[:, 0])
    np.testing.assert_array_equal(answer["outputs"], answer["activations"][-1])
    assert len(answer["sums"]) == len(lab.network.layers)
    for layer, z, a in zip(lab.network.layers, answer["sums"], expected[1:], strict=True):
        np.testing.assert_array_equal(layer.activation.forward(z[:, np.newaxis]), a)


def test_a_set_weight_is_that_weight_and_no_other(session: Session) -> None:
    for layer in range(len(session.lab.network.layers)):
        for kind, row, column in (("W", 2, 3), ("b", 2, 0)):
            before = session.lab.network.get_parameters()
            answer = ask(
                session,
                "set_parameter",
                layer=layer,
                kind=kind,
                row=row,
                column=column,
                value=-7.25,
            )
            after = session.lab.network.get_parameters()
            at = 2 * layer + (kind == "b")
            assert after[at][row, column] == -7.25
            before[at][row, column] = -7.25
            for one, other in zip(before, after, strict=True):
                np.testing.assert_array_equal(one, other)
            np.testing.assert_array_equal(
                answer["snapshot"]["vector"], np.concatenate([a.ravel() for a in after])
            )
            y = session.lab.outputs(session.lab.dataset.inputs[:, session.lab.train_rows])
            right = y.argmax(axis=0) == session.lab.dataset.labels[session.lab.train_rows]
            assert answer["train_accuracy"] == right.mean()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer": 9}, "layer is 9"),
        ({"kind": "c"}, "kind is 'c'"),
        ({"row": 6}, "row is 6, expected a whole number from 0 to 5"),
        ({"column": 4}, "column is 4, expected a whole number from 0 to 3"),
        ({"row": 0.5}, "row is 0.5"),
        ({"value": float("nan")}, "value is nan, expected a number"),
        ({"value": "1"}, "value is '1'"),
    ],
)
def test_what_is_no_weight_is_refused_and_changes_nothing(
    change: dict[str, Any], message: str
) -> None:
    session = Session()
    ask(session, "configure", run=1, setup=SETUPS["paper"])
    before = session.lab.network.vector.copy()
    params = {"layer": 0, "kind": "W", "row": 0, "column": 0, "value": 1.0} | change
    assert message in refused(session, "set_parameter", **params)
    np.testing.assert_array_equal(session.lab.network.vector, before)


def test_looking_back_changes_nothing_and_answers_as_it_was(session: Session) -> None:
    then = ask(session, "predict", values=FLOWER)
    matrix = ask(session, "confusion", part="train")["matrix"]
    vector = session.lab.network.vector.copy()
    train(session, 9)
    now = ask(session, "predict", values=FLOWER)
    back = ask(session, "predict", values=FLOWER, epoch=12)
    np.testing.assert_array_equal(back["outputs"], then["outputs"])
    assert (back["outputs"] != now["outputs"]).any()
    np.testing.assert_array_equal(
        ask(session, "confusion", part="train", epoch=12)["matrix"], matrix
    )
    np.testing.assert_array_equal(ask(session, "look", epoch=12)["vector"], vector)
    np.testing.assert_array_equal(ask(session, "predict", values=FLOWER)["outputs"], now["outputs"])


def test_going_on_from_the_past_gives_the_same_numbers_again(session: Session) -> None:
    train(session, 9)
    later = session.lab.network.vector.copy()
    snapshot = ask(session, "go_back", epoch=12)
    assert snapshot["epoch"] == 12
    assert session.lab.past.epochs[-1] == 12
    train(session, 9)
    np.testing.assert_array_equal(session.lab.network.vector, later)


def test_a_cut_epoch_is_taken_back_when_a_weight_is_set() -> None:
    session = Session()
    ask(session, "configure", run=1, setup=SETUPS["paper"] | {"engine": "plain"})
    train(session, 2)
    whole = session.lab.network.vector.copy()
    session.lab.trainer.advance(1, lambda: True)  # stops within the third epoch
    assert (session.lab.network.vector != whole).any()
    answer = ask(session, "set_parameter", layer=1, kind="b", row=1, column=0, value=2.0)
    whole[-2] = 2.0
    np.testing.assert_array_equal(session.lab.network.vector, whole)
    assert answer["snapshot"]["epoch"] == 2


def test_an_epoch_that_was_never_kept_is_refused() -> None:
    session = Session()
    ask(session, "configure", run=1, setup=SETUPS["paper"])
    train(session, 3)
    snapshot = ask(session, "look", epoch=3)
    packed = {
        name: {"data": value.ravel().tolist(), "shape": list(value.shape)}
        if isinstance(value, np.ndarray)
        else value
        for name, value in snapshot.items()
    }
    ask(session, "restore", run=2, setup=SETUPS["paper"], snapshot=packed)
    assert "expected 3 or more" in refused(session, "look", epoch=1)


def test_a_lack_of_memory_has_a_sentence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    session = Session()
    monkeypatch.setattr("page.code.questions.Questions.sources", full)
    reply: Any = session.handle("sources", {})
    assert (reply["ok"], reply["error"]["code"]) == (False, "out_of_memory")
