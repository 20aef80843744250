"""A trained network as ONNX, which other programs run: raw rows in, class and outputs out.

The file is a protocol buffer, written here byte by byte: a field is its number and its kind in one
number, then what it holds; a message in a message is bytes with their length in front. The names of
the fields stand in onnx.proto of the ONNX project (ONNX IR version 7, operators of version 13).

    rows (n, features) -> [made of two] -> [Sub mean, Div scale]
                       -> Gemm, activation -> ... -> outputs (n, outputs)
                                                     -> ArgMax, Gather of names -> label (n,)
"""

import json
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array
from ..network import NeuralNetwork

IR_VERSION, OPERATORS = 7, 13
DOUBLE, INT64, STRING = 11, 7, 8  # TensorProto.DataType
INT = 2  # AttributeProto.AttributeType
OPERATOR = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}


def save_onnx(model: Any, path: str | PathLike[str]) -> None:
    """Writes an Experiment, or a fitted estimator of nnlab.sklearn, as an ONNX file.

    Its input "rows" takes raw rows (n, features) of float64; "outputs" is (n, outputs), and "label"
    the class of each row, a text. Of a number to predict, "outputs" has it in its own unit.
    Raises ValueError for an activation that ONNX does not have under its name.
    """
    Path(path).write_bytes(onnx_bytes(model))


def onnx_bytes(model: Any) -> bytes:
    """What `save_onnx` writes."""
    if hasattr(model, "dataset"):
        data, scalers = model.dataset, (model.standardizer, model.target_scaler)
        inside, outside = ((s.mean[:, 0], s.scale[:, 0]) if s else None for s in scalers)
        names = data.feature_names, data.class_names
        return write(model.network, *names, inside, outside, model.made)
    numbered = [f"x{i}" for i in range(1, model.n_features_in_ + 1)]
    features = [*map(str, getattr(model, "feature_names_in_", numbered))]
    classes = [*map(str, getattr(model, "classes_", ()))]
    return write(model.network_, features, classes, None, getattr(model, "target_scale_", None))


def write(
    network: NeuralNetwork,
    feature_names: Sequence[str],
    class_names: Sequence[str],
    scaler: tuple[Array, Array] | None = None,
    target_scaler: tuple[Array, Array] | None = None,
    made: Sequence[str] = (),
) -> bytes:
    """The file of a network; a scaler is mean and scale, of each input or of the number.

    `made` says what the network gets beside two features: see `made.MADE`.
    """
    graph = Graph()
    at = "rows"
    if made:
        at = add_made(graph, at, made)
    if scaler:
        at = graph.add("Sub", [at, graph.doubles("mean", scaler[0])], "moved")
        at = graph.add("Div", [at, graph.doubles("scale", scaler[1])], "scaled")
    for k, layer in enumerate(network.layers, 1):
        W, b = graph.doubles(f"W{k}", layer.W), graph.doubles(f"b{k}", layer.b[:, 0])
        at = graph.add("Gemm", [at, W, b], f"z{k}", transB=1)
        name = layer.activation.name
        if name not in (*OPERATOR, "identity"):
            raise ValueError(f"layer {k} has activation {name!r}, which ONNX does not know")
        if name != "identity":
            options = {"axis": 1} if name == "softmax" else {}
            at = graph.add(OPERATOR[name], [at], f"a{k}", **options)
    if target_scaler:
        at = graph.add("Mul", [at, graph.doubles("target_scale", target_scaler[1])], "unscaled")
        at = graph.add("Add", [at, graph.doubles("target_mean", target_scaler[0])], "restored")
    graph.add("Identity", [at], "outputs")
    results = [value("outputs", DOUBLE, "n", network.sizes[-1])]
    if class_names:
        names = graph.texts("class_names", class_names)
        index = graph.add("ArgMax", ["outputs"], "index", axis=1, keepdims=0)
        graph.add("Gather", [names, index], "label", axis=0)
        results.append(value("label", STRING, "n"))
    graph_bytes = graph.encode([value("rows", DOUBLE, "n", len(feature_names))], results)
    told = {"feature_names": [*feature_names], "class_names": [*class_names]}
    return b"".join(
        [
            field(1, IR_VERSION),
            field(2, "nnlab"),
            field(7, graph_bytes),
            field(8, field(1, "") + field(2, OPERATORS)),
            *(
                field(14, field(1, key) + field(2, json.dumps(names, ensure_ascii=False)))
                for key, names in told.items()
            ),
        ]
    )


def add_made(graph: "Graph", at: str, made: Sequence[str]) -> str:
    """Both features, and what is made of them, side by side."""
    x, y = (graph.add("Gather", [at, graph.whole(f"at_{n}", [k])], n, axis=1)
            for k, n in enumerate("xy"))  # fmt: skip
    operations = {
        "square_x": ("Mul", [x, x]), "square_y": ("Mul", [y, y]), "product": ("Mul", [x, y]),
        "sine_x": ("Sin", [x]), "sine_y": ("Sin", [y]),
    }  # fmt: skip
    parts = [graph.add(*operations[name], name) for name in made]
    return graph.add("Concat", [at, *parts], "with_made", axis=1)


class Graph:
    """GraphProto: its nodes and its constants, as they are added."""

    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.constants: list[bytes] = []

    def add(self, operator: str, inputs: Sequence[str], output: str, **options: int) -> str:
        """One operation; the name of what it gives."""
        node = [field(1, name) for name in inputs]
        node += [field(2, output), field(3, f"{operator}_{len(self.nodes)}"), field(4, operator)]
        node += [field(5, field(1, k) + field(3, v) + field(20, INT)) for k, v in options.items()]
        self.nodes.append(b"".join(node))
        return output

    def doubles(self, name: str, array: Any) -> str:
        """A constant of float64; its name."""
        array = np.ascontiguousarray(array, dtype="<f8")
        shape = b"".join(field(1, size) for size in array.shape)
        self.constants.append(shape + field(2, DOUBLE) + field(8, name) + field(9, array.tobytes()))
        return name

    def whole(self, name: str, numbers: Sequence[int]) -> str:
        """A constant of whole numbers; its name."""
        content = np.array(numbers, "<i8").tobytes()
        shape = field(1, len(numbers))
        self.constants.append(shape + field(2, INT64) + field(8, name) + field(9, content))
        return name

    def texts(self, name: str, words: Sequence[str]) -> str:
        """A constant of texts; its name."""
        content = b"".join(field(6, word) for word in words)
        self.constants.append(field(1, len(words)) + field(2, STRING) + content + field(8, name))
        return name

    def encode(self, inputs: Sequence[bytes], outputs: Sequence[bytes]) -> bytes:
        parts: Mapping[int, Sequence[bytes]] = {
            1: self.nodes, 5: self.constants, 11: inputs, 12: outputs,
        }  # fmt: skip
        body = b"".join(field(number, item) for number, items in parts.items() for item in items)
        return body + field(2, "network")


def value(name: str, kind: int, *shape: int | str) -> bytes:
    """ValueInfoProto: an input or output, with its kind and shape; a text is a length unknown."""
    sizes = (field(1, field(2 if isinstance(size, str) else 1, size)) for size in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, b"".join(sizes))))


def field(number: int, content: int | str | bytes) -> bytes:
    """One field of a message: a whole number as it is, all else with its length in front."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    data = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(n: int) -> bytes:
    """A whole number in groups of seven bits, the lowest first; all but the last have bit 8 set."""
    groups = bytearray()
    while n > 127:
        groups.append(n & 127 | 128)
        n >>= 7
    return bytes([*groups, n])
