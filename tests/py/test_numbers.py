"""Numbers to predict: against scikit-learn's network and metrics, and by laws."""

import io
import json
import zipfile
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from nnlab import PRESETS, Dataset, Experiment, Setup
from nnlab.files.csv_file import CsvFile
from nnlab.files.model_file import COLUMNS, read_model
from nnlab.files.saving import load, save
from nnlab.optimizers import OPTIMIZERS
from nnlab.table_errors import TableError
from nnlab.tables import read_table
from page.keep.keeping import open_model, save_model
from page.keep.take_home_file import FOLDER, write_take_home
from page.lab.lab import Lab
from page.panels.csv_file import Csv
from page.session import Session

SETUP = Setup(
    dataset="own", target="price", task="numbers", test_ratio=0.25, standardize=True,
    hidden_sizes=(5,), hidden_activations=("tanh",), learning_rate=0.1, batch_size=8, epochs=20,
)  # fmt: skip


def houses(rows: int = 40, factor: float = 1000.0, offset: float = 200_000.0) -> Dataset:
    rng = np.random.default_rng(3)
    features = rng.normal(size=(rows, 2))
    numbers = features[:, 0] - np.sin(3.0 * features[:, 1]) + 0.1 * rng.normal(size=rows)
    return Dataset(
        "own", ("area", "age"), (), features, np.zeros(0, np.intp),
        numbers=offset + factor * numbers, target_name="price", unit="€",
    )  # fmt: skip


def csv_of(data: Dataset) -> bytes:
    assert data.numbers is not None
    lines = ["area,age,price"]
    for (area, age), price in zip(data.features.tolist(), data.numbers.tolist(), strict=True):
        lines.append(f"{area!r},{age!r},{price!r}")
    return "\n".join(lines).encode()


def trained(**changes: Any) -> Experiment:
    experiment = Experiment(replace(SETUP, **changes), houses())
    list(experiment.trainer.epochs(experiment.setup.epochs))
    return experiment


def test_the_network_ends_in_the_number_itself() -> None:
    experiment = Experiment(SETUP, houses())
    network = experiment.network
    assert network.sizes == [2, 5, 1]
    assert network.activations[-1].name == "identity"
    assert network.loss_function.name == "half_squared_error"
    t = experiment.trainer.targets
    assert t.mean() == pytest.approx(0.0, abs=1e-12)
    assert t.std() == pytest.approx(1.0)
    assert not np.isclose(experiment.targets[:, experiment.test_rows].std(), 1.0, rtol=1e-6)


def test_epochs_equal_those_of_scikit_learns_network() -> None:
    """The same weights, batches in file order, plain steps: the same answers, in euros."""
    neural = pytest.importorskip("sklearn.neural_network")
    experiment = Experiment(replace(SETUP, test_ratio=0.0), houses())
    raw, prices = experiment.dataset.features, experiment.dataset.numbers
    assert prices is not None
    x = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    t = (prices - prices.mean()) / prices.std()
    theirs = neural.MLPRegressor(
        hidden_layer_sizes=(5,), activation="tanh", solver="sgd", alpha=0.0, batch_size=8,
        shuffle=False, learning_rate_init=0.1, momentum=0.0, nesterovs_momentum=False,
    )  # fmt: skip
    theirs.partial_fit(x, t)  # makes its arrays
    for array, ours in zip(
        [*theirs.coefs_, *theirs.intercepts_],
        [layer.W.T for layer in experiment.network.layers]
        + [layer.b[:, 0] for layer in experiment.network.layers],
        strict=True,
    ):
        array[...] = ours
    for report in experiment.trainer.epochs(20):
        theirs.partial_fit(x, t)
        answers = theirs.predict(x) * prices.std() + prices.mean()
        np.testing.assert_allclose(experiment.predict(raw), answers, rtol=1e-10)
        assert report.train_accuracy == pytest.approx(theirs.score(x, t), abs=1e-10)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_reports_tell_what_scikit_learn_tells_of_the_answers(optimizer: str, l2: float) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    setup = replace(SETUP, optimizer=optimizer, l2=l2, learning_rate=0.01)
    experiment = Experiment(setup, houses())
    data, scale = experiment.dataset, experiment.target_scaler
    assert data.numbers is not None and scale is not None
    *_, report = experiment.trainer.epochs(15)
    for rows, r2, error, loss in [
        (experiment.train_rows, report.train_accuracy, report.train_error, report.train_loss),
        (experiment.test_rows, report.test_accuracy, report.test_error, report.test_loss),
    ]:
        answers = experiment.predict(data.features[rows])
        rmse = metrics.root_mean_squared_error(data.numbers[rows], answers)
        assert r2 == pytest.approx(metrics.r2_score(data.numbers[rows], answers), abs=1e-10)
        assert error * scale.scale[0, 0] == pytest.approx(rmse)
        assert loss == pytest.approx((rmse / scale.scale[0, 0]) ** 2 / 2)


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_the_unit_changes_nothing_but_the_unit(engine: str) -> None:
    if engine == "compiled":
        pytest.importorskip("wasmtime")
    one = Experiment(replace(SETUP, engine=engine), houses(factor=1.0, offset=0.0))
    other = Experiment(replace(SETUP, engine=engine), houses(factor=1e6, offset=-5e6))
    for ours, theirs in zip(one.trainer.epochs(10), other.trainer.epochs(10), strict=True):
        assert ours.train_loss == pytest.approx(theirs.train_loss, rel=1e-8)
        assert ours.test_accuracy == pytest.approx(theirs.test_accuracy, rel=1e-8)
    x = one.dataset.features
    np.testing.assert_allclose(other.predict(x), 1e6 * one.predict(x) - 5e6, rtol=1e-7)


def test_in_plain_python_rows_give_numbers(tmp_path: Any) -> None:
    data = houses()
    own = Dataset.from_arrays(data.features, list(data.numbers), task="numbers")  # type: ignore[arg-type]
    experiment = Experiment(replace(SETUP, epochs=3), own)
    history = experiment.train()
    answers = experiment.predict(data.features)
    assert answers.shape == (40,)
    errors = (answers - data.numbers)[experiment.test_rows]
    assert history["test_error"][-1] == pytest.approx(float(np.sqrt((errors**2).mean())))
    assert len(history["test_error"]) == 4  # the untrained network's too
    with pytest.raises(ValueError, match="'y' is a number"):
        experiment.classify(data.features)
    save(experiment, tmp_path / "model.json")
    again = load(tmp_path / "model.json")
    np.testing.assert_array_equal(again.predict(data.features), answers)
    np.testing.assert_allclose(again.history["test_error"], history["test_error"], rtol=1e-9)
    assert "train_error" not in Experiment(replace(PRESETS["paper"], epochs=1)).train()


def test_a_data_set_has_classes_or_numbers() -> None:
    data = houses()
    assert (data.task, data.rows, data.output_names) == ("numbers", 40, ("price",))
    assert data.targets.shape == (1, 40)
    for wrong, words in [
        ({"class_names": ("a", "b")}, "not both"),
        ({"numbers": np.ones(3)}, "40 rows of features, and 3 numbers"),
        ({"numbers": np.full(40, np.nan)}, "numbers has nan in row 0"),
        ({"numbers": np.ones((40, 2))}, r"expected \(rows,\)"),
    ]:
        with pytest.raises(ValueError, match=words):
            replace(data, **wrong)
    column = replace(data, numbers=data.numbers[:, None])  # type: ignore[index]
    np.testing.assert_array_equal(column.targets, data.targets)


def test_a_table_is_taken_as_numbers_when_asked() -> None:
    text = "area,rooms,place,price\n" + "".join(
        f"{40 + i},{i % 3},{'north' if i % 2 else 'south'},{1000 * i + (i == 3) * 0.5}\n"
        for i in range(12)
    )
    table = read_table(text.replace("5000", "?").encode())
    selection = table.select("price", ["place"], "numbers")
    data = selection.dataset
    assert selection.not_numeric == 1 and data.rows == 11
    assert data.target_name == "price" and data.class_names == ()
    assert data.numbers is not None and data.numbers[3] == 3000.5
    assert data.unit == ""
    in_euros = read_table(text.replace("price", "price (1000 €)", 1).encode())
    chosen = in_euros.select("price (1000 €)", ["place"], "numbers")
    assert chosen.dataset.unit == "1000 €"
    few = table.select("rooms", ["place"], "numbers").dataset
    assert few.numbers is not None and {*few.numbers.tolist()} == {0.0, 1.0, 2.0}
    with pytest.raises(TableError, match="“place” holds words"):
        table.select("place", [], "numbers")
    with pytest.raises(TableError, match="12 different"):
        table.select("price", ["place"])
    same = read_table(b"a,b\n1,5\n2,5\n")
    with pytest.raises(TableError, match="nothing to predict"):
        same.select("b", [], "numbers")


class Page:
    """A session with the houses as the visitor's own file."""

    def __init__(self) -> None:
        self.session = Session()
        self.csv = csv_of(houses())
        self.setup = asdict(SETUP)
        self("read_csv", data=self.csv)
        self.lab = self("configure", run=1, setup=self.setup, new_csv=True)

    def __call__(self, method: str, **params: Any) -> Any:
        reply = self.session.handle(method, params)
        assert reply["ok"], reply.get("error")
        return reply["result"]

    def train(self, epochs: int) -> Any:
        rates = ("learning_rate", "batch_size", "l2", "target_loss", "patience")
        live = {name: self.setup[name] for name in rates}
        return self("train", run=1, epochs=epochs, budget_ms=1e6, live=live)


def test_the_page_is_told_numbers_in_their_unit() -> None:
    page = Page()
    prices = houses().numbers
    assert prices is not None
    assert (page.lab["task"], page.lab["class_names"]) == ("numbers", [])
    assert page.lab["target_name"] == "price"
    np.testing.assert_array_equal(page.lab["table"]["labels"], prices)
    reports = page.train(20)["reports"]
    lab = page.session.lab
    answers = lab.predict(lab.dataset.features)
    rmse = float(np.sqrt(((answers - prices)[lab.train_rows] ** 2).mean()))
    assert reports["train_error"][-1] == pytest.approx(rmse)
    assert lab.measured()["train_error"] == pytest.approx(rmse)
    row = houses().features[7]
    assert page("predict", values=row.tolist())["number"] == pytest.approx(answers[7])
    plane = page("regions", x_feature=0, y_feature=1, values=[0, 0], side=5, neurons=False)
    np.testing.assert_allclose(plane["points"]["predicted"], answers)
    np.testing.assert_array_equal(plane["points"]["label"], prices)
    assert prices.min() - 2e3 < plane["predicted"].mean() < prices.max() + 2e3


def test_an_update_is_taken_apart_and_checked_as_for_classes() -> None:
    page = Page()
    page.train(3)
    lab = page.session.lab
    row = houses().features[7].tolist()
    live = {"learning_rate": 0.1, "batch_size": 8, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    typed = page("trace", sample={"values": row, "target": float(houses().numbers[7])}, live=live)
    of_row = page("trace", sample={"rows": [7]}, live=live)
    assert typed["loss"] == pytest.approx(of_row["loss"], rel=1e-12)
    y, t = lab.network.predict(lab.scaled(lab.dataset.inputs[:, [7]])), lab.targets[:, [7]]
    assert of_row["loss"] == pytest.approx(float((y - t)[0, 0] ** 2 / 2))
    deltas = [step for step in of_row["steps"] if step["kind"] == "output_delta"]
    np.testing.assert_allclose(deltas[0]["result"], y - t)
    checked = page("gradient_check", sample={"rows": [0, 7, 9]})
    assert {matrix["verdict"] for matrix in checked["matrices"]} == {"right"}


def lab_of_file() -> tuple[Lab, CsvFile]:
    csv = CsvFile("houses.csv", csv_of(houses()))
    lab = Lab(SETUP, Csv(csv.data).table.select("price", [], "numbers").dataset)
    list(lab.trainer.epochs(20))
    return lab, csv


EMPTY = {name: np.zeros(0) for name in COLUMNS}


def test_a_model_comes_back_and_a_changed_one_does_not() -> None:
    lab, csv = lab_of_file()
    text = save_model(lab, SETUP, EMPTY, csv)
    opened, model, _, _ = open_model(text, None)
    assert model.setup == SETUP
    np.testing.assert_array_equal(
        opened.predict(lab.dataset.features), lab.predict(lab.dataset.features)
    )
    fields = json.loads(text)
    for name, value in [("mean", 1.0), ("scale", 2.0), ("name", "cost")]:
        target = {**fields["data"]["target"], name: value}
        wrong = {**fields, "data": {**fields["data"], "target": target}}
        with pytest.raises(ValueError, match=f"data.target.{name}"):
            open_model(json.dumps(wrong), None)
    without = {key: value for key, value in fields["data"].items() if key != "target"}
    with pytest.raises(ValueError, match=r"data\.class_names"):
        read_model(json.dumps({**fields, "data": without}))


def test_a_file_from_before_tasks_still_opens() -> None:
    experiment = Experiment(PRESETS["paper"])
    fields = json.loads(save_model(Lab(PRESETS["paper"]), PRESETS["paper"], EMPTY, None))
    assert "target" not in fields["data"]
    del fields["setup"]["task"]
    assert read_model(json.dumps(fields)).setup == experiment.setup


def test_taken_home_it_says_the_same(tmp_path: Any) -> None:
    from test_take_home import run_at_home

    lab, _ = lab_of_file()
    again = Lab(lab.setup, lab.dataset)
    epochs = [again.measured(), *(r._asdict() for r in again.trainer.epochs(20))]
    rows = [{"epoch": 0, "printed_loss": np.nan, **epoch} for epoch in epochs]
    history = {name: np.array([row[name] for row in rows], np.float64) for name in COLUMNS}
    data = write_take_home(again, SETUP, again.recorder.journal, history)
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        header = zipped.read(f"{FOLDER}/data.csv").decode("utf-8-sig").splitlines()[0]
        zipped.extractall(tmp_path)
    assert header == "area,age,price"
    done = run_at_home(tmp_path / FOLDER)
    assert done.returncode == 0, done.stdout + done.stderr
    answers, numbers = lab.predict(lab.dataset.features), lab.dataset.numbers
    assert numbers is not None
    r2 = 1 - ((answers - numbers) ** 2).sum() / ((numbers - numbers.mean()) ** 2).sum()
    assert f"price on all 40 rows: R² {r2:.4f}" in done.stdout
