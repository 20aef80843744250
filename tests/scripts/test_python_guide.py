"""docs/python.md holds: its examples run as they stand, in every language the same."""

import doctest
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnlab import PRESETS, Dataset, Experiment
from nnlab.table_columns import MOST_CLASSES
from site_files import ROOT

GUIDES = [ROOT / "docs/python.md", ROOT / "docs/python.zh.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[tuple[str, str]]:
    return FENCE.findall(path.read_text("utf-8"))


def test_the_guides_show_the_same_code() -> None:
    assert blocks(GUIDES[0]) == blocks(GUIDES[1])


def test_the_guide_s_examples_give_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's, of a search that ends before it converges
        failed, tried = doctest.testfile(
            str(GUIDES[0]), module_relative=False, optionflags=doctest.ELLIPSIS
        )
    assert tried > 30
    assert failed == 0
    assert {"model.json", "model.onnx", "flowers.csv"} <= {p.name for p in tmp_path.iterdir()}


def test_the_guides_know_how_many_classes_a_file_may_have() -> None:
    for guide, words in zip(GUIDES, ("{} classes at most", "最多 {} 个类别"), strict=True):
        assert words.format(MOST_CLASSES) in guide.read_text("utf-8")


def pytorch_snippet() -> str:
    (code,) = [code for kind, code in blocks(GUIDES[0]) if "import torch" in code]
    return code


class Numbers:
    """As much of torch as the snippet uses, on NumPy; a real one is used where it is installed."""

    float64 = "float64"
    tensor = staticmethod(np.asarray)

    class nn:  # noqa: N801
        class Sequential:
            def __init__(self) -> None:
                self.parts: list[Any] = []

            def append(self, part: Any) -> Any:
                self.parts.append(part)
                return self

            def __getitem__(self, i: int) -> Any:
                return self.parts[i]

            def __call__(self, x: Any) -> Any:
                for part in self.parts:
                    x = part(x)
                return x

        class Parameter:
            data: Any

        class Linear:
            def __init__(self, inputs: int, outputs: int, dtype: str) -> None:
                assert dtype == "float64"
                self.shape = outputs, inputs
                self.weight, self.bias = Numbers.nn.Parameter(), Numbers.nn.Parameter()

            def __call__(self, x: Any) -> Any:
                assert self.weight.data.shape == self.shape
                return x @ self.weight.data.T + self.bias.data

        class ReLU:
            def __call__(self, x: Any) -> Any:
                return np.maximum(x, 0.0)

        class Tanh:
            __call__ = staticmethod(np.tanh)

        class Sigmoid:
            def __call__(self, x: Any) -> Any:
                return 1.0 / (1.0 + np.exp(-x))

        class Softmax:
            def __init__(self, dim: int) -> None:
                self.dim = dim

            def __call__(self, x: Any) -> Any:
                e = np.exp(x)
                return e / e.sum(axis=self.dim, keepdims=True)


def test_the_network_in_pytorch_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        monkeypatch.setitem(__import__("sys").modules, "torch", Numbers)
    X = np.random.default_rng(0).normal(size=(20, 2))
    mixed = replace(PRESETS["modern"], hidden_activations=("tanh", "relu"))
    for setup in (mixed, PRESETS["paper"]):
        experiment = Experiment(setup, Dataset.from_arrays(X, X[:, 0] > 0))
        experiment.train(3)
        names: dict[str, Any] = {"experiment": experiment, "X": X}
        exec(pytorch_snippet(), names)
        outputs = names["outputs"]
        outputs = outputs.detach().numpy() if hasattr(outputs, "detach") else outputs
        np.testing.assert_allclose(outputs, experiment.predict(X), rtol=1e-10)
