"""A model file that does not go with its table says so, and opens all the same."""

import json
from dataclasses import replace
from typing import Any

import pytest
from table_texts import leaves

from nnlab.files.own_csv import open_csv
from nnlab.files.saving import model_text
from nnlab.presets import OWN_TABLE
from page.session import Session

SETUPS: dict[str, dict[str, Any]] = {
    "plain": {},
    "penalty": {"l2": 0.01, "l1": 0.001},
    "balanced": {"balanced": True},
    "test part": {"test_ratio": 0.3},
    "numbers": {"target": "wid"},
}


def saved(path: Any, **changes: Any) -> dict[str, Any]:
    path.write_text("len,wid,kind\n" + leaves(rows=60), "utf-8")
    target = changes.pop("target", "kind")
    setup = replace(OWN_TABLE, **{"epochs": 3, "engine": "plain", **changes})
    experiment = open_csv(path, setup, target=target)
    experiment.train()
    return json.loads(model_text(experiment))


def opened(model: dict[str, Any]) -> dict[str, Any]:
    reply = Session().handle("open_model", {"run": 1, "text": json.dumps(model)})
    assert reply["ok"], reply
    return reply["result"]


@pytest.mark.parametrize("name", SETUPS)
def test_only_a_network_with_another_loss_on_its_table_is_told(tmp_path: Any, name: str) -> None:
    model = saved(tmp_path / "own.csv", **SETUPS[name])
    right = opened(model)
    assert right["fits"]
    model["history"]["train_loss"][-1] *= 1.1
    wrong = opened(model)
    assert not wrong["fits"]
    assert wrong["setup"] == right["setup"]  # all is kept
    one, other = (answer["lab"]["snapshot"]["vector"].tolist() for answer in (right, wrong))
    assert one == other
    assert wrong["csv"]["data"] == right["csv"]["data"]
