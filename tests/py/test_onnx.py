"""ONNX files say what the network says: the ONNX project checks them, its runtime runs them."""

import json

import numpy as np
import pytest

import nnlab
from nnlab import Dataset, Experiment, NeuralNetwork, Setup, load_iris
from nnlab.activations import ACTIVATIONS, Sigmoid
from nnlab.files.onnx import onnx_bytes, varint, write

onnx = pytest.importorskip("onnx", reason="only the tests need it")
runtime = pytest.importorskip("onnxruntime", reason="only the tests need it")

IRIS = load_iris()
HIDDEN = [name for name, f in ACTIVATIONS.items() if f.element_wise]


def run(content, rows):
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    session = runtime.InferenceSession(content)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(None, {"rows": rows}), strict=True))


def test_sixty_random_networks_give_their_outputs():
    rng = np.random.default_rng(0)
    largest = 0.0
    for _ in range(60):
        sizes = rng.integers(1, 9, rng.integers(2, 6)).tolist()
        hidden = rng.choice(HIDDEN, len(sizes) - 2).tolist()
        output = str(rng.choice(["sigmoid", "softmax", "identity"]))
        loss = "cross_entropy" if output == "softmax" else "half_squared_error"
        network = NeuralNetwork(sizes, hidden=hidden, output=output, loss=loss, rng=rng)
        mean, scale = rng.normal(size=sizes[0]), rng.uniform(0.5, 2.0, sizes[0])
        rows = rng.normal(size=(7, sizes[0]))
        classes = [f"class {k} 类" for k in range(sizes[-1])]
        found = run(write(network, ["x"] * sizes[0], classes, (mean, scale)), rows)
        expected = network.predict(((rows - mean) / scale).T).T
        largest = max(largest, np.abs(found["outputs"] - expected).max())
        assert found["label"].tolist() == [classes[k] for k in found["outputs"].argmax(axis=1)]
    assert largest < 1e-14


def test_an_experiment_s_file_takes_raw_rows(tmp_path):
    experiment = Experiment(Setup(standardize=True, output="softmax", engine="plain"))
    experiment.train(20)
    nnlab.save_onnx(experiment, tmp_path / "iris.onnx")
    content = (tmp_path / "iris.onnx").read_bytes()
    found = run(content, IRIS.features)
    np.testing.assert_allclose(found["outputs"], experiment.predict(IRIS.features), rtol=1e-12)
    assert found["label"].tolist() == experiment.classify(IRIS.features).tolist()
    told = {p.key: json.loads(p.value) for p in onnx.load_from_string(content).metadata_props}
    assert told["feature_names"] == [*IRIS.feature_names]
    assert told["class_names"] == [*IRIS.class_names]


def test_a_number_comes_in_its_own_unit():
    data = Dataset.from_arrays(IRIS.features[:, :3], IRIS.features[:, 3] * 100.0, task="numbers")
    experiment = Experiment(Setup(standardize=True, engine="plain"), data)
    experiment.train(5)
    rows = IRIS.features[:, :3]
    found = run(onnx_bytes(experiment), rows)
    np.testing.assert_allclose(found["outputs"][:, 0], experiment.predict(rows), rtol=1e-12)
    assert [*found] == ["outputs"]


def test_an_estimator_has_a_file_too():
    pytest.importorskip("sklearn")
    from nnlab.sklearn import NNClassifier, NNRegressor

    fitted = NNClassifier((8,), tol=1.0, random_state=0).fit(IRIS.features, IRIS.labels)
    found = run(onnx_bytes(fitted), IRIS.features)
    np.testing.assert_allclose(found["outputs"], fitted.predict_proba(IRIS.features), rtol=1e-10)
    assert found["label"].tolist() == fitted.predict(IRIS.features).astype(str).tolist()
    numbers = NNRegressor((8,), tol=10.0, random_state=0).fit(IRIS.features, 50.0 * IRIS.labels)
    found = run(onnx_bytes(numbers), IRIS.features)
    np.testing.assert_allclose(found["outputs"][:, 0], numbers.predict(IRIS.features), rtol=1e-10)


def test_an_activation_of_one_s_own_is_refused():
    network = NeuralNetwork([2, 2])
    network.layers[0].activation = type("Own", (Sigmoid,), {"name": "swish"})()
    with pytest.raises(ValueError, match="activation 'swish', which ONNX does not know"):
        write(network, ["a", "b"], [])


def test_whole_numbers_are_written_in_groups_of_seven_bits():
    assert varint(1) == b"\x01"
    assert varint(300) == b"\xac\x02"  # the example of the protocol's own documentation
