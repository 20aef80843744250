"""A link holds a whole set-up and brings it back; what is wrong in one is named and left out."""

import dataclasses
import json
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.node import find_node
from nnlab.engines import ENGINES
from nnlab.made import MADE
from nnlab.network import NeuralNetwork
from nnlab.presets import PRESETS
from nnlab.setup import DATASETS, Setup
from page.requests import CONSTRAINTS, FIELDS, HIDDEN_ACTIVATIONS
from site_files import ROOT

CODEC = ROOT / "tests/js/link_codec.js"


def as_json(setup: Setup) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(setup)))
    return fields


class Codec:
    """web/visit/link.js under Node."""

    def __init__(self) -> None:
        presets = json.dumps({name: as_json(preset) for name, preset in PRESETS.items()})
        self.process = subprocess.Popen(
            [find_node(), CODEC, presets],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, *question: Any) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        # JavaScript writes a large number's first digits and zeros behind them.
        return json.loads(self.process.stdout.readline(), parse_int=lambda text: int(float(text)))

    def write(self, setup: Setup, sizes: list[int] | None = None, **link: Any) -> str:
        link = {"setup": as_json(setup), "hide": [], "embed": False} | link
        text: str = self.ask("write", link, sizes)
        return text

    def read(self, text: str, own: bool = False) -> Any:
        return self.ask("read", text, own)

    def refused(self, text: str) -> dict[str, str]:
        """What a link has wrong, values by key. Its set-up is a good one all the same."""
        read = self.read(text)
        for field, constraint in CONSTRAINTS.items():
            assert constraint.take(read["setup"][field]) == as_tuple(read["setup"][field]), field
        assert len(read["setup"]["hidden_sizes"]) == len(read["setup"]["hidden_activations"])
        return {problem["key"]: problem["value"] for problem in read["problems"]}


def as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.fixture(scope="module")
def codec() -> Any:
    codec = Codec()
    yield codec
    assert codec.process.stdin
    codec.process.stdin.close()
    codec.process.wait()
    assert codec.process.stdout
    codec.process.stdout.close()


def test_the_paper_s_run_is_the_link_of_the_issue(codec: Codec) -> None:
    link = "preset=paper&seed=7&lr=0.05&layers=4-6-3"
    assert codec.write(Setup(seed=7)) == link
    read = codec.read(f"#{link}")
    assert read == {"setup": as_json(Setup(seed=7)), "hide": [], "embed": False, "problems": []}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_comes_back(codec: Codec, name: str) -> None:
    read = codec.read(codec.write(PRESETS[name]))
    assert read["setup"] == as_json(PRESETS[name]) and not read["problems"]


def numbers(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most, allow_nan=False, exclude_min=least == 0)


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """Any set-up of our own data that Python allows."""
    count = draw(st.integers(0, 8))
    layer = st.tuples(st.integers(1, 64), st.sampled_from(HIDDEN_ACTIVATIONS))
    layers = draw(st.lists(layer, min_size=count, max_size=count))
    test_ratio = draw(st.just(0.0) | numbers(0, 0.9))
    return Setup(
        dataset=draw(st.sampled_from(DATASETS)),
        noise=draw(numbers(0, 0.5)),
        size=draw(st.integers(20, 2000)),
        target=draw(st.text(st.characters(codec="utf-8"), max_size=8)),
        left_out=tuple(
            draw(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=1))
        ),
        test_ratio=test_ratio,
        split_seed=draw(st.integers(0, 999_999_999)),
        made=tuple(draw(st.lists(st.sampled_from([*MADE]), unique=True))),
        standardize=draw(st.booleans()),
        balanced=draw(st.booleans()),
        hidden_sizes=tuple(size for size, _ in layers),
        hidden_activations=tuple(name for _, name in layers),
        output=draw(st.sampled_from(["sigmoid", "softmax"])),
        initializer=draw(st.sampled_from(["uniform", "xavier", "he"])),
        optimizer=draw(st.sampled_from(["sgd", "momentum", "rmsprop", "adam"])),
        learning_rate=draw(numbers(0, 1e300)),
        batch_size=draw(st.integers(1, 100_000)),
        l2=draw(numbers(0, 10)),
        l1=draw(numbers(0, 10)),
        shuffle=draw(st.booleans()),
        seed=draw(st.integers(0, 999_999_999)),
        epochs=draw(st.integers(1, 1_000_000)),
        target_loss=draw(numbers(0, 10)),
        patience=draw(st.integers(0, 1_000_000)) if test_ratio else 0,
        engine=draw(st.sampled_from(ENGINES)),
    )


@settings(max_examples=150)
@given(setup=setups(), embed=st.booleans())
def test_any_set_up_comes_back_exactly(codec: Codec, setup: Setup, embed: bool) -> None:
    link = codec.write(setup, hide=["article"], embed=embed)
    read = codec.read(link)
    expected = {"setup": as_json(setup), "hide": ["article"], "embed": embed, "problems": []}
    assert read == expected, link
    assert link.isascii() and " " not in link and '"' not in link and "<" not in link


def test_own_data_come_back_where_the_file_is(codec: Codec) -> None:
    setup = Setup(dataset="own", target="类别, a&b", left_out=("x,y", "1=2"), hidden_sizes=(5,))
    link = codec.write(setup, sizes=[9, 5, 4])
    assert "layers=9-5-4" in link
    assert codec.read(link, own=True)["setup"] == as_json(setup)
    there = codec.read(link)
    assert there["setup"]["dataset"] == "iris"
    assert [problem["key"] for problem in there["problems"]] == ["data", "layers"]


@pytest.mark.parametrize("axes", [[0, 1], [3, 0], [2, 3]])
def test_the_chosen_axes_come_back(codec: Codec, axes: list[int]) -> None:
    link = codec.write(Setup(), axes=axes)
    assert f"axes={axes[0] + 1}-{axes[1] + 1}" in link
    read = codec.read(link)
    assert read["axes"] == axes and not read["problems"]
    assert "axes" not in codec.read(codec.write(Setup()))


def test_axes_of_a_file_are_not_measured_by_iris(codec: Codec) -> None:
    link = codec.write(Setup(dataset="own"), sizes=[20, 6, 3], axes=[18, 2])
    assert codec.read(link, own=True)["axes"] == [18, 2]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("preset=best", "preset"),
        ("preset=__proto__", "preset"),
        ("preset=constructor", "preset"),
        ("seed=-1", "seed"),
        ("seed=1.5", "seed"),
        ("seed=1e99", "seed"),
        ("seed=", "seed"),
        ("seed", "seed"),
        ("lr=0", "lr"),
        ("lr=NaN", "lr"),
        ("lr=Infinity", "lr"),
        ("lr=1e999", "lr"),
        ("lr=0x10", "lr"),
        ("lr=alert(1)", "lr"),
        ("layers=4-0-3", "layers"),
        ("layers=4-65-3", "layers"),
        ("layers=4-1000000000-3", "layers"),
        ("layers=" + "9-" * 5000 + "3", "layers"),
        ("layers=6", "layers"),
        ("layers=5-6-3", "layers"),
        ("layers=4--3", "layers"),
        ("activation=softmax", "activation"),
        ("activation=relu-relu-relu", "activation"),
        ("data=toString", "data"),
        ("data=own", "data"),
        ("data=%", "data"),
        ("without=%E0%A4%A", "without"),
        ("shuffle=yes", "shuffle"),
        ("patience=5", "patience"),
        ("hide=everything", "hide"),
        ("hide=%3Cscript%3E", "hide"),
        ("axes=1-1", "axes"),
        ("axes=0-2", "axes"),
        ("axes=4-5", "axes"),
        ("axes=2", "axes"),
        ("axes=1-2-3", "axes"),
        ("axes=-1-2", "axes"),
        ("data=spiral&layers=2-6-2&axes=1-3", "axes"),
        ("embed=true", "embed"),
        ("__proto__=1", "__proto__"),
        ("constructor.prototype.x=1", "constructor.prototype.x"),
        ("SEED=1", "SEED"),
        ("seed=1&seed=2", "seed"),
        ("x" * 100_000, "#"),
    ],
)
def test_what_is_wrong_is_named_and_left_out(codec: Codec, part: str, key: str) -> None:
    refused = codec.refused(part)
    assert [*refused] == [key]
    assert len(refused[key]) <= 41


@settings(max_examples=300)
@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_can_break_it(codec: Codec, text: str) -> None:
    codec.refused(text)
    codec.refused(
        "&".join(f"{key}={text}" for key in ("seed", "layers", "without", "axes", "hide"))
    )


def test_every_field_has_its_own_key() -> None:
    keys = [field.link for field in FIELDS.values()]
    assert {*FIELDS} == {field.name for field in dataclasses.fields(Setup)}
    assert len({*keys, "preset", "axes", "hide", "embed"}) == len(keys) + 4


@pytest.mark.parametrize("name", DATASETS)
def test_the_ends_are_those_of_the_data(codec: Codec, name: str) -> None:
    dataset = Setup(dataset=name).load()
    network = NeuralNetwork([dataset.inputs.shape[0], 6, len(dataset.output_names)])
    assert f"layers={'-'.join(map(str, network.sizes))}" in codec.write(Setup(dataset=name))
