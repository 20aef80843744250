"""Tables that earlier versions kept, whose cells were other numbers then: they are these again.

tests/earlier/COMMIT/tables.json was written by that commit's Session, with what it answered.
"""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnlab.cell_numbers import NOW
from nnlab.files.constraints import NotAllowed
from nnlab.files.saving import read_experiment
from nnlab.tables import read_table
from page.session import Session

EARLIER = Path(__file__).parents[1] / "earlier"
KEPT = {
    f"{path.parent.name}-{name}": kept
    for path in sorted(EARLIER.glob("*/tables.json"))
    for name, kept in json.loads(path.read_text("utf-8")).items()
}


def ask(session: Session, method: str, **params: Any) -> Any:
    reply = session.handle(method, params)
    assert reply["ok"], reply.get("error")
    return reply["result"]


def outputs(session: Session, values: list[float]) -> list[float]:
    return np.ravel(ask(session, "predict", values=values)["outputs"]).tolist()


def packed(value: Any) -> Any:
    """As the page sends it back."""
    if isinstance(value, np.ndarray):
        return {"data": value.ravel(), "shape": [*value.shape]}
    return {k: packed(v) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_a_model_and_a_kept_lab_have_the_numbers_that_they_had(kept: dict[str, Any]) -> None:
    text, session = json.dumps(kept["model"]), Session()
    opened = ask(session, "open_model", run=1, text=text)
    assert opened["lab"]["rows"] == kept["rows"] and opened["fits"]
    np.testing.assert_allclose(outputs(session, kept["values"]), kept["outputs"], rtol=1e-12)
    experiment = read_experiment(text)
    assert experiment.dataset.features[0].tolist() == kept["values"]
    # What is saved again says it, and opens without a search.
    assert opened["csv"]["reading"]["version"] < NOW

    csv = kept["model"]["data"]["csv"]
    said = {
        "data": base64.b64decode(csv["base64"]), "reading": csv.get("reading", {}),
        "setup": opened["setup"], "snapshot": packed(opened["lab"]["snapshot"]),
        "loss": kept["model"]["history"]["train_loss"][-1],
    }  # fmt: skip
    visit = Session()
    read = ask(visit, "read_kept", **said)
    assert read["as_before"]
    ask(visit, "restore", run=1, setup=said["setup"], snapshot=said["snapshot"], new_csv=True)
    np.testing.assert_allclose(outputs(visit, kept["values"]), kept["outputs"], rtol=1e-12)
    # After a single step the loss was not measured again: then it need not be the weights'.
    assert ask(Session(), "read_kept", **{**said, "loss": said["loss"] + 0.1})["as_before"]
    # A network of another shape does not go on with these numbers.
    snapshot = {**said["snapshot"], "vector": packed(opened["lab"]["snapshot"]["vector"][:-1])}
    assert not ask(Session(), "read_kept", **{**said, "snapshot": snapshot})["as_before"]


def test_a_table_that_nothing_reads_as_then_is_refused_kindly() -> None:
    model = json.loads(json.dumps(KEPT["ba5a4ec-halves"]["model"]))
    model["data"]["rows"] -= 1
    with pytest.raises(NotAllowed, match="open the table itself, and train anew"):
        read_experiment(json.dumps(model))


def test_a_version_reads_cells_as_it_did() -> None:
    cells = {"0½": 0.5, "$(100)": -100, "5.--": 5, "%5": 5, "1.5x10^3": 1500}
    for cell, now in cells.items():
        data = f'a,b,k\n"{cell}",1,x\n"{cell}",2,y\n'.encode()
        for version in range(NOW + 1):
            table = read_table(data, version=version, decimal=".", thousands="")
            was = now if version > 2 else np.nan
            np.testing.assert_equal(table.columns[0].numbers[0], was, err_msg=f"{cell} {version}")
        assert table.reading.version == NOW
    areas = [read_table(b"a,k\n3 m2,x\n4 m2,y\n5 m2,x\n5 m2,y\n", version=v) for v in (2, 3)]
    assert [table.columns[0].is_numeric for table in areas] == [False, True]
    for cells in (["5 cm", "6 cm", "---"], ["yes", "no", "---"]):  # three words until then
        rows = "".join(f"{cells[i % 3]},{'xy'[i % 2]}\n" for i in range(12)).encode()
        for version in (1, 2, 3):
            column = read_table(b"a,k\n" + rows, version=version).columns[0]
            assert column.is_numeric == (version > 2), (cells, version)
            assert column.different == (2 if version > 2 else 3)
    euros = read_table(b"a;k\n1250,-;x\n1,5;y\n", version=2, decimal=",", thousands="")
    assert euros.columns[0].numbers.tolist() == [-1250.0, 1.5]  # as it was


def test_a_kept_lab_whose_reading_is_none_is_refused() -> None:
    said = {"data": b"a,k\n1,x\n2,y\n", "reading": {"encoding": 7}, "setup": {}, "snapshot": {}}
    reply = Session().handle("read_kept", {**said, "loss": float("nan")})
    assert not reply["ok"] and "reading.encoding" in str(reply["error"])
