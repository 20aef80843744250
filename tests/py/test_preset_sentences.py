"""What the page says of a preset is what its run does."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from nnlab import PRESETS, Experiment, data
from nnlab.presets import OWN_TABLE

TEXTS = Path(__file__).parents[2] / "web/text"


def last_epoch(seed: int) -> tuple[int, str]:
    """When the preset with too high a rate stops, and why."""
    setup = dataclasses.replace(PRESETS["rate_too_high"], seed=seed)
    report = [*Experiment(setup).trainer.epochs(setup.epochs)][-1]
    return report.epoch, report.breakdown


@pytest.mark.skipif(not TEXTS.is_dir(), reason="only the repository has the page's sentences")
def test_the_rate_that_is_too_high_stops_where_the_page_says() -> None:
    # As compiled, like the page: plain NumPy's last bits send so wild a run another way.
    pytest.importorskip("wasmtime")
    epoch, breakdown = last_epoch(0)
    assert breakdown == "saturated"
    for language in ("en", "zh"):
        sentence = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))["look_rate_too_high"]
        (said,) = (int(found) for found in re.findall(r"\d\d+", sentence))
        assert abs(said - epoch) <= 3  # "some": the page shows the last good epoch, 32
    others = [last_epoch(seed) for seed in (1, 2, 3, 5)]
    assert all(later > epoch for later, _ in others)  # "hold out longer"
    assert (400, "") in others  # "a few to the end"


@pytest.mark.skipif(not TEXTS.is_dir(), reason="only the repository has the page's sentences")
def test_what_an_own_table_begins_with_is_what_the_page_says() -> None:
    said = json.loads((TEXTS / "zh.json").read_text("utf-8"))["own_recipe"]
    page = (TEXTS.parents[1] / "index.html").read_text("utf-8")
    english = re.search(r'data-text="own_recipe">(.*?)<', page)
    assert english
    assert OWN_TABLE.test_ratio == 0.25 and OWN_TABLE.standardize
    assert OWN_TABLE.hidden_sizes == (16, 16) and OWN_TABLE.hidden_activations == ("tanh", "tanh")
    for sentence in (said, english[1]):
        assert re.findall(r"\d+", sentence) == ["16", str(OWN_TABLE.patience)]
        assert "tanh" in sentence and "Adam" in sentence


@pytest.mark.skipif(not TEXTS.is_dir(), reason="only the repository has the page's sentences")
def test_the_modern_set_up_keeps_back_what_the_page_says() -> None:
    for language in ("en", "zh"):
        texts = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
        assert re.findall(r"\d+", texts["look_keeping_modern"]) == ["30"]
    modern = PRESETS["modern"]
    assert (modern.test_ratio, modern.hidden_activations) == (0.3, ("relu", "relu"))
    assert (modern.output, modern.optimizer, modern.standardize) == ("softmax", "adam", True)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="only the repository has the page's sentences")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_said_of_a_data_set_is_so(language: str) -> None:
    texts = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
    wine, tumors, digits, people = (
        data.load_wine(), data.load_breast_cancer(), data.load_digits(), data.load_diabetes(),
    )  # fmt: skip
    assert people.numbers is not None
    ends = people.numbers.min(), people.numbers.max()
    said = {
        "data_wine": [wine.rows, len(wine.feature_names)],
        "data_breast_cancer": [tumors.rows, len(tumors.feature_names)],
        "data_digits": [digits.rows, 8, 8, 64, 0, digits.features.max()],
        "data_diabetes": [people.rows, 1, 6, *ends],
        "data_iris": [data.load_iris().rows],
    }
    for key, numbers in said.items():
        found = re.findall(r"\d+", texts[key].replace("1,797", "1797"))
        assert [int(number) for number in found] == numbers, key
    means = wine.features.mean(axis=0)
    assert 1000 < means.max() / means.min() < 10_000  # "a thousandfold"
