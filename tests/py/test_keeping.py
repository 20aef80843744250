"""What the page saves and opens again is the same lab; a refusal leaves the present one alone."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from nnlab.files.model_file import COLUMNS
from nnlab.presets import PRESETS
from page.keep.keeping import as_history
from page.session import Session

LIVE = {"learning_rate": 0.05, "batch_size": 1, "l2": 0.0, "target_loss": 0.0, "patience": 0}


class Page:
    """What the page keeps while it talks to a session."""

    def __init__(self, **setup: Any) -> None:
        self.session = Session()
        self.setup = setup
        self.begin(self.session.ask("configure", run=1, setup=setup))

    def begin(self, lab: Any) -> None:
        names = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")
        self.history = {"epoch": [0.0], "printed_loss": [np.nan]}
        self.history |= {name: [lab[name]] for name in names}

    def train(self, epochs: int, **live: Any) -> Any:
        trained = self.session.ask(
            "train", run=1, epochs=epochs, budget_ms=1e9, live={**LIVE, **live}
        )
        for name, column in self.history.items():
            column += trained["reports"][name].tolist()  # type: ignore[literal-required]
        return trained

    def save(self) -> str:
        return self.session.ask("save_model", setup=self.setup, history=self.history)["text"]

    def outputs(self) -> Any:
        return self.session.ask("predict", values=[5.9, 3.0, 5.1, 1.8])


def test_a_saved_model_opened_elsewhere_answers_and_trains_on_the_same() -> None:
    one, other = Page(**asdict(PRESETS["modern"]) | {"seed": 3}), Page()
    one.train(5, learning_rate=0.02, batch_size=16)
    opened = other.session.ask("open_model", run=9, text=one.save())
    assert opened["lab"]["run"] == 9
    assert opened["setup"]["seed"] == 3
    for name, column in one.history.items():
        np.testing.assert_array_equal(opened["history"][name], column)
    assert other.outputs()["outputs"].tolist() == one.outputs()["outputs"].tolist()
    ours = one.train(3, learning_rate=0.02, batch_size=16)
    theirs = other.train(3, learning_rate=0.02, batch_size=16)
    np.testing.assert_array_equal(
        theirs["reports"]["train_loss"], ours["reports"]["train_loss"], strict=True
    )
    assert theirs["snapshot"]["changes"] == ours["snapshot"]["changes"]


def test_what_changed_while_it_trained_is_saved() -> None:
    page = Page()
    page.setup = {"learning_rate": 0.5, "epochs": 7, "l2": 0.001}
    page.train(2, learning_rate=0.5)
    setup = json.loads(page.save())["setup"]
    assert [setup[name] for name in ("learning_rate", "epochs", "l2")] == [0.5, 7, 0.001]


def test_weights_opened_elsewhere_answer_the_same_and_count_as_trained() -> None:
    one, other = Page(seed=1), Page(seed=2)
    one.train(20)
    configured = other.session.ask(
        "open_weights", run=4, data=one.session.ask("save_weights")["data"]
    )
    assert configured["snapshot"]["epoch"] == 0
    assert configured["train_loss"] == one.history["train_loss"][-1]
    mine, theirs = one.outputs(), other.outputs()
    assert theirs["outputs"].tolist() == mine["outputs"].tolist()
    assert theirs["trained"]
    assert not Page(seed=2).outputs()["trained"]


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("open_model", {"run": 2, "text": "{}"}, "format"),
        ("open_weights", {"run": 2, "data": b"PK"}, "file"),
        ("save_model", {"setup": {}, "history": {}}, "history"),
        ("take_home", {"setup": {"seed": -1}, "history": {}}, "seed"),
    ],
)
def test_a_refusal_names_the_field_and_changes_nothing(
    method: str, params: dict[str, Any], field: str
) -> None:
    page = Page()
    page.train(2)
    before = page.outputs()["outputs"].tolist()
    reply = page.session.handle(method, params)
    assert not reply["ok"]
    assert reply["error"]["code"] == "not_allowed"
    assert reply["error"]["values"]["field"] == field
    assert page.outputs()["outputs"].tolist() == before
    assert page.session.lab.trainer.epoch == 2


def test_a_model_that_does_not_fit_its_own_data_is_refused() -> None:
    page = Page(standardize=True)
    fields = json.loads(page.save())
    fields["scaler"]["mean"][0] = 100.0
    reply = page.session.handle("open_model", {"run": 2, "text": json.dumps(fields)})
    assert not reply["ok"]
    assert reply["error"]["values"]["field"] == "scaler.mean"


def test_what_was_opened_trains_as_fast_as_before() -> None:
    host: Any = object()
    session, page = Session(host), Page()
    session.ask("open_model", run=1, text=page.save())
    assert session.lab.trainer.host is host
    session.ask("open_weights", run=2, data=page.session.ask("save_weights")["data"])
    assert session.lab.trainer.host is host


CSV = "x;y;种类\n1,5;2;甲\n2,5;3;乙\n3,5;;甲\n4,5;5;乙\n".encode("gb18030")


def own_page() -> Page:
    page = Page()
    page.session.ask("read_csv", data=CSV)
    page.setup = {"dataset": "own", "target": "种类", "left_out": ["y"]}
    page.begin(page.session.ask("configure", run=2, setup=page.setup, new_csv=True))
    return page


def test_a_model_of_an_own_file_brings_the_file_along() -> None:
    page, other = own_page(), Page()
    page.train(3)
    csv = {"name": "花.csv", "data": memoryview(CSV)}
    text = page.session.ask("save_model", setup=page.setup, history=page.history, csv=csv)["text"]
    opened = other.session.ask("open_model", run=5, text=text)
    reading = opened["csv"].pop("reading")  # nothing said how: then it was the first version
    assert reading["version"] == 0
    assert opened["csv"] == {"name": "花.csv", "data": CSV}
    ours, theirs = (
        p.session.ask("predict", values=[2.0])["outputs"].tolist() for p in (page, other)
    )
    assert theirs == ours
    again = {"dataset": "own", "target": "种类"}  # and can be chosen from anew
    other.session.ask("configure", run=6, setup=again)
    assert other.session.lab.dataset.feature_names == ("x", "y")


def test_a_model_brings_along_how_its_file_is_read() -> None:
    page, other = Page(), Page()
    file = b"x;kind\n1.250;a\n2.250;b\n3.250;a\n"
    given = {"decimal": ",", "thousands": "."}
    read = page.session.ask("read_csv", data=file, reading=given)
    page.setup = {"dataset": "own", "target": "kind"}
    page.begin(page.session.ask("configure", run=2, setup=page.setup, new_csv=True))
    csv = {"name": "x.csv", "data": file, "reading": read["reading"]}
    text = page.session.ask("save_model", setup=page.setup, history=page.history, csv=csv)["text"]
    opened = other.session.ask("open_model", run=5, text=text)
    assert opened["csv"]["reading"]["thousands"] == "."
    np.testing.assert_array_equal(
        opened["lab"]["table"]["features"], [[1250.0], [2250.0], [3250.0]]
    )

    fields = json.loads(text)
    fields["data"]["csv"]["reading"] = {"decimal": "x"}
    reply = other.session.handle("open_model", {"run": 6, "text": json.dumps(fields)})
    assert "reading.decimal" in reply["error"]["message"]


@pytest.mark.parametrize(
    "data", [b"", bytes(100), CSV.replace(b"x", b"z"), CSV.replace(b"5", b"6")]
)
def test_a_model_whose_file_is_another_is_refused(data: bytes) -> None:
    page = own_page()
    text = page.session.ask(
        "save_model", setup=page.setup, history=page.history, csv={"name": "x", "data": data}
    )["text"]
    before = page.session.lab
    reply = page.session.handle("open_model", {"run": 5, "text": text})
    if data == CSV.replace(b"5", b"6"):  # the same columns, rows and classes: it fits
        assert reply["ok"]
        return
    assert not reply["ok"]
    assert "code" in reply["error"]
    assert page.session.lab is before


def test_a_history_without_errors_is_one_of_classes() -> None:
    columns = {name: [0.0, 1.0] for name in COLUMNS} | {"train_error": [], "test_error": []}
    assert [*as_history(columns)] == [*COLUMNS]
