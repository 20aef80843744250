"""Columns that look like the target are named; honest ones, however good, are not."""

from pathlib import Path

import numpy as np
import pytest

from nnlab import data
from nnlab.experiment import Experiment
from nnlab.setup import DATASETS, Setup
from nnlab.table_roles import guess_task
from nnlab.tables import read_table

SHARED = sorted((Path(__file__).parent / "cases").iterdir())
PACKAGE = Path(data.__file__).parent
LEAKS = ("says_class", "looks_like")


def text(columns):
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(map(str, row)) for row in rows]
    return "\n".join([",".join(columns), *lines]).encode()


def leaks(columns, target, task):
    """Which columns are named, and what one press leaves out is."""
    table = read_table(text(columns))
    found = [hint for hint in table.hints(target, [], task) if hint.code in LEAKS]
    out = [name for hint in found for name in hint.left_out]
    assert not {*LEAKS} & {hint.code for hint in table.hints(target, out, task)}
    return out


def prices(rng, n=80):
    """A price, and honest columns beside it."""
    area = rng.uniform(30, 200, n)
    price = np.round(area * 3000 * rng.lognormal(0, 0.2, n))
    return price, {
        "area": np.round(area, 1),
        "rooms": np.round(area / 30 + rng.normal(0, 0.5, n)),
    }


def rounded(digits):
    return lambda price, rng: np.round(price, digits)


NUMBERS = {
    "in thousands": lambda price, rng: np.round(price / 1000),
    "cut off to hundreds": lambda price, rng: price // 100 * 100,
    "to tens of thousands": rounded(-4),
    "to hundreds of thousands": rounded(-5),
    "logarithm": lambda price, rng: np.log(price),
    "rounded logarithm": lambda price, rng: np.round(np.log10(price), 2),
    "root": lambda price, rng: np.round(np.sqrt(price)),
    "with tax": lambda price, rng: np.round(price * 1.19, 2),
    "with two taxes": lambda price, rng: np.round(price * rng.choice([1.07, 1.19], price.size), 2),
    "without tax": lambda price, rng: np.round(price / rng.choice([1.055, 1.2], price.size)),
    "in another currency": lambda price, rng: np.round(price * 7.83),
    "shifted": lambda price, rng: price - 1234.5,
    "turned": lambda price, rng: -price,
    "inverse": lambda price, rng: 1e6 / price,
    "rank": lambda price, rng: price.argsort().argsort() + 1,
    "five bands": lambda price, rng: np.digitize(price, [100e3, 200e3, 300e3, 450e3]),
    "expensive": lambda price, rng: (price > 300e3).astype(int),
    "band in words": lambda price, rng: np.array(["low", "mid", "high"])[
        np.digitize(price, [200e3, 400e3])
    ],
    "nearly the same": lambda price, rng: np.where(rng.random(price.size) < 0.05, 1, price),
    "shifted in nearly all": lambda price, rng: price + np.where(rng.random(80) < 0.05, 9, 5),
}


@pytest.mark.parametrize("leak", NUMBERS)
def test_a_number_in_another_guise_is_named(leak):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        price, honest = prices(rng)
        columns = {**honest, "other": NUMBERS[leak](price, rng), "price": price}
        assert leaks(columns, "price", "numbers") == ["other"]


CLASSES = {
    "passed": (lambda score: np.where(score >= 50, "yes", "no")),
    "as 1 and 0": (lambda score: (score >= 60).astype(int)),
    "grades": (lambda score: np.array([*"fdcba"])[np.digitize(score, [30, 45, 60, 75])]),
    "in disorder": (
        lambda score: np.array(["late", "early", "never"])[np.digitize(score, [40, 60])]
    ),
    "numbers": (lambda score: np.digitize(score, [40, 60]) * 5),
}


@pytest.mark.parametrize("rounds", [True, False])
@pytest.mark.parametrize("leak", CLASSES)
def test_a_column_whose_thresholds_tell_the_class_is_named(leak, rounds):
    for seed, n in ((0, 60), (1, 80), (2, 400)):
        rng = np.random.default_rng(seed)
        score = np.clip(rng.normal(55, 18, n), 0, 100)
        score = np.round(score) if rounds else score
        hours = np.round(score / 10 + rng.normal(0, 1, n), 1)
        columns = {"hours": hours, "score": score, "result": CLASSES[leak](score)}
        assert leaks(columns, "result", "classes") == ["score"]


@pytest.mark.parametrize("rows", [24, 30, 40])
def test_two_dozen_rows_are_enough(rows):
    score = np.random.default_rng(rows).permutation(70)[:rows]
    columns = {"hours": np.arange(rows) % 5, "score": score, "passed": (score >= 35).astype(int)}
    assert leaks(columns, "passed", "classes") == ["score"]


def honest_number(rng):
    n = int(rng.integers(24, 200))
    y = rng.normal(50, 10, n)
    noise = rng.normal(0, 10 * np.sqrt(1 / 0.97**2 - 1), n)  # a correlation of .97
    digits = int(rng.integers(0, 4))
    return {
        "strong": np.round(y + noise, digits),
        "rooms": np.round(y / 12 + rng.normal(0, 0.3, n)),
        "colour": np.array(["red", "green"])[(y + noise > 50).astype(int)],
        "y": np.round(y, digits),
    }


def honest_classes(rng):
    n = int(rng.integers(24, 200))
    codes = rng.integers(0, 3, n)
    codes[:3] = 0, 1, 2
    return {
        "good": np.round(codes * 3 + rng.normal(0, 1, n), 1),  # as iris' petals
        "binary": (codes + rng.normal(0, 0.3, n) > 1.5).astype(int),
        "apart": np.round((codes > 0) * 9 + rng.normal(0, 1, n), 1),
        "kind": np.array(["oak", "ash", "elm"])[codes],
    }


@pytest.mark.parametrize("make", [honest_number, honest_classes])
def test_good_predictors_of_random_tables_are_not_named(make):
    target, task = ("y", "numbers") if make is honest_number else ("kind", "classes")
    for seed in range(25):
        assert leaks(make(np.random.default_rng(seed)), target, task) == [], seed


def test_two_species_that_lie_far_apart_are_no_thresholds():
    rows = (PACKAGE / "iris.csv").read_text("utf-8").splitlines()
    for out in range(3):
        names = sorted({row.rsplit(",", 1)[1] for row in rows[1:]})
        table = read_table("\n".join(r for r in rows if not r.endswith(names[out])).encode())
        target = table.guess_target()
        assert [h.code for h in table.hints(target, []) if h.code in LEAKS] == []


FAR = {
    "animals": lambda rng: {
        "kind": np.repeat(["mouse", "elephant"], 20),
        "weight": np.r_[rng.normal(0.02, 0.002, 20), rng.normal(4000, 300, 20)],
    },
    "a dose's three levels": lambda rng: {
        "dose": np.repeat([1, 2, 3], 12),
        "weight": np.repeat([10.0, 20.0, 30.0], 12) + rng.normal(0, 0.5, 36),
    },
    "a calibration": lambda rng: {
        "absorbance": np.repeat(np.arange(12) / 10, 3) + rng.normal(0, 0.001, 36),
        "weight": np.repeat(np.arange(12), 3),
    },
    "rain, mostly none": lambda rng: {
        "yesterday": np.where(rng.random(400) < 0.03, rng.random(400), 0).round(3),
        "weight": np.where(rng.random(400) < 0.05, rng.random(400), 0).round(3),
    },
}


@pytest.mark.parametrize("far", FAR)
def test_honest_measures_far_apart_are_no_copies(far):
    rng = np.random.default_rng(0)
    columns = FAR[far](rng)
    n = len(columns["weight"])
    order = rng.permutation(n)
    columns = {name: np.asarray(column)[order] for name, column in columns.items()}
    assert leaks({"noise": rng.normal(0, 1, n), **columns}, "weight", "numbers") == []


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_no_column_of_the_packages_tables_is_named(name):
    table = read_table((PACKAGE / f"{name}.csv").read_bytes())
    for column in (table.columns[-1].name, table.guess_target()):
        task = guess_task(table.column(column))
        found = [h for h in table.hints(column, [], task) if h.code in LEAKS]
        assert found == []


@pytest.mark.parametrize("name", DATASETS)
def test_no_feature_of_the_recipes_data_is_named(name):
    dataset = Experiment(Setup(dataset=name)).dataset
    names = [f"x{at}" for at in range(dataset.features.shape[1])][:70]
    columns = dict(zip(names, dataset.features.T.tolist(), strict=False))
    task = "classes" if dataset.numbers is None else "numbers"
    if task == "classes":
        columns["y"] = [dataset.class_names[label] for label in dataset.labels]
    else:
        columns["y"] = dataset.numbers.tolist()
    assert leaks(columns, "y", task) == []


@pytest.mark.parametrize("path", SHARED, ids=[path.name for path in SHARED])
def test_no_feature_of_the_shared_cases_is_named(path):
    table = read_table(path.read_bytes())
    target = table.guess_target()
    out = table.guess_left_out(target)
    task = guess_task(table.column(target))
    assert not {"looks_like"} & {hint.code for hint in table.hints(target, out, task)}
