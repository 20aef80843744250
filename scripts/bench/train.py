"""Training speed, side by side in one Chromium: ours, the note's listing, other libraries."""

import json
import mimetypes
import sys
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route, Worker, sync_playwright

import train_tables
from fetch.browsers import ensure_chromium
from nnlab import load_iris
from opened import wait
from serve import running
from vendor import vendor

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".vendor"
ROUNDS = 5
ACCURACY = 0.01
OURS, LISTING = "nnlab, compiled", "the note's listing"
SCRIPTS = ("browser.js", "convnet.js", "synaptic.js", "tf.min.js", "tf-backend-wasm.min.js")
# The work: every update, and the loss of its batch after it. Ours, and the listing in batches, also
# measure all samples at every epoch's end. What a library does otherwise than the note's network:
PEERS_DIFFER = {
    "brain.js": "float32; no mini-batches",
    "convnetjs": "softmax and cross-entropy at the output, so a quarter of the rate",
    "synaptic": "cross-entropy at the output, so a quarter of the rate; no mini-batches",
    "TensorFlow.js": "float32; the loss before the update",
}
# The share of the work that it is given; its seconds are scaled up.
SHARES = {
    "paper": {"brain.js": 1.0, "convnetjs": 1.0, "synaptic": 1.0, "TensorFlow.js": 1 / 40},
    "job": {"brain.js": 0.1, "convnetjs": 0.1, "synaptic": 0.01, "TensorFlow.js": 1.0},
}
WORK = {
    "paper": {"hidden": 6, "epochs": 400, "rate": 0.05, "batch": 1},
    "job": {"hidden": 128, "epochs": 5, "rate": 0.5, "batch": 32},
}
TITLES = {
    "paper": "The paper's run: 4-6-3, 150 samples, 400 epochs, batch size 1",
    "job": "The mini-batch job: 64-128-10, 10,000 samples, 5 epochs, batch size 32",
}


def train() -> dict[str, Any]:
    """Medians over ROUNDS rounds, all contenders in turn in each."""
    vendor(["bench"])
    with running() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(sys.executable) or None, args=["--no-sandbox"]
        )
        tab = browser.new_page()
        tab.goto(site.url)
        wait(tab, "ready")
        ours = tab.workers[0]
        load_ours(ours)
        others = browser.new_page()
        load_peers(others)
        figures: dict[str, Any] = {}
        for kind in WORK:
            figures[kind] = compare(kind, ours, others)
        figures["tables"] = {
            dataset: train_tables.compare(dataset, lambda said: in_tables(ours, said), others)
            for dataset in train_tables.EPOCHS
        }
        compile_ms = {
            name: 1000 * median(python(ours, f"compile_seconds({hidden})") for _ in range(ROUNDS))
            for name, hidden in {"4-6-3": [6], "8 layers of 64": [64] * 8}.items()
        }
        figures |= {"compile_ms": compile_ms, "scaling": python(ours, "scaling()")}
        figures["longest_call_ms"] = 1000 * python(ours, "longest_call()")
        browser.close()
    return figures


def load_ours(worker: Worker) -> None:
    names = ("listing", "listing_batches", "train_python")
    sources = {name: (HERE / f"{name}.py").read_text() for name in names}
    worker.evaluate(
        """(sources) => {
          for (const [name, text] of Object.entries(sources)) {
            pyodide.FS.writeFile(`/nnlab/${name}.py`, text);
          }
        }""",
        sources,
    )


def python(worker: Worker, expression: str) -> Any:
    """The value of an expression on the names of train_python.py."""
    code = f"import json; from train_python import *; json.dumps({expression})"
    return json.loads(worker.evaluate("(code) => pyodide.runPython(code)", code))


def in_tables(worker: Worker, expression: str) -> Any:
    """The value of an expression on the names of train_tables.PAGE."""
    code = f"{train_tables.PAGE}\njson.dumps({expression})"
    return json.loads(worker.evaluate("(code) => pyodide.runPython(code)", code))


def load_peers(tab: Page) -> None:
    """A page of its own, at an address that only this test's routes answer."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        if not name:
            route.fulfill(body="<!doctype html><title>peers</title>", content_type="text/html")
            return
        kind = mimetypes.guess_type(name)[0] or "application/wasm"
        route.fulfill(path=PEERS / name, content_type=kind)

    tab.route("http://peers.test/**", answer)
    tab.goto("http://peers.test/")
    for name in SCRIPTS:
        tab.add_script_tag(url=f"http://peers.test/{name}")
    tab.add_script_tag(path=HERE / "peers.js")
    tab.add_script_tag(path=HERE / "table_peers.js")
    tab.evaluate("tf.wasm.setWasmPaths('http://peers.test/')")
    iris = load_iris()
    x, t = job_data()
    for kind, features, targets in [("paper", iris.features, iris.targets.T), ("job", x, t)]:
        data = {"x": features.tolist(), "t": targets.tolist()}
        tab.evaluate("([kind, data]) => { (globalThis.data ??= {})[kind] = data; }", [kind, data])


def job_data() -> tuple[Any, Any]:
    """The same points as in train_python.py."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 10_000)
    centers = rng.normal(size=(10, 64))
    return centers[labels] + rng.normal(size=(10_000, 64)), np.eye(10)[labels]


def compare(kind: str, ours: Worker, others: Page) -> dict[str, Any]:
    """Every contender's seconds, each round's and their median, and its accuracy."""
    backend = others.evaluate("([kind, work]) => bestBackend(data[kind], work)", [kind, WORK[kind]])
    others.evaluate("(name) => tf.setBackend(name)", backend)
    seconds: dict[str, list[float]] = {}
    accuracies: dict[str, list[float]] = {}
    printed: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name in (LISTING, "nnlab, plain NumPy", OURS):
            spent, right, loss = python(ours, f"MEASURES[{kind!r}][{name!r}]()")
            seconds.setdefault(name, []).append(spent)
            if right is not None:
                accuracies.setdefault(name, []).append(right)
            printed[name] = loss
        for name, share in SHARES[kind].items():
            found = others.evaluate(
                "([name, kind, work]) => peers[name](data[kind], work)",
                [name, kind, WORK[kind] | {"share": share}],
            )
            seconds.setdefault(name, []).append(found["seconds"])
            accuracies.setdefault(name, []).append(found["accuracy"])
    if SHARES[kind]["TensorFlow.js"] < 1.0:  # a whole run, once, for its accuracy
        found = others.evaluate(
            "([kind, work]) => peers['TensorFlow.js'](data[kind], work)",
            [kind, WORK[kind] | {"share": 1.0}],
        )
        accuracies["TensorFlow.js"] = [found["accuracy"]]
    if abs(printed[OURS] - printed[LISTING]) > 1e-9 * printed[LISTING]:
        raise AssertionError(f"not the same work: {printed}")
    return {
        "median_s": {name: median(all_) for name, all_ in seconds.items()},
        "all_s": seconds,
        "accuracy": {name: median(all_) for name, all_ in accuracies.items()},
        "backend": backend,
    }


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints the tables and whether each bar holds; returns all figures."""
    for kind, title in TITLES.items():
        medians, accuracy = figures[kind]["median_s"], figures[kind]["accuracy"]
        print(f"{title}; medians of {ROUNDS}, in turn:")
        for name, seconds in sorted(medians.items(), key=lambda item: item[1]):
            share = SHARES[kind].get(name, 1.0)
            notes = [PEERS_DIFFER.get(name, "")]
            if name == "TensorFlow.js":
                notes.append(f"backend {figures[kind]['backend']}")
            if share < 1.0:
                notes.append(f"{share:.3g} of the work, scaled")
            right = f"{accuracy[name]:.3f}" if name in accuracy else "     "
            times = f"{seconds / medians[OURS]:7.1f} x"
            print(f"  {name:20} {seconds:9.4f} s {times}   accuracy {right}", end="")
            print("  " + "; ".join(filter(None, notes)))
    print("Trace, code and compile, in the page:")
    for name, ms in figures["compile_ms"].items():
        print(f"  {name:20} {ms:7.1f} ms")
    print("Cost grows linearly:")
    before = None
    for what, size, seconds in figures["scaling"]:
        grew = "" if before is None or before[0] != what else f"   {seconds / before[1]:5.1f} x"
        print(f"  {what:12} {size:7d} {seconds:9.4f} s{grew}")
        before = (what, seconds)
    bars = bars_of(figures) | train_tables.report(figures["tables"])
    for text, holds in bars.items():
        print(f"  {'holds' if holds else 'MISSED'}: {text}")
    return figures | {"bars": bars}


def bars_of(figures: dict[str, Any]) -> dict[str, bool]:
    paper, job = figures["paper"]["median_s"], figures["job"]["median_s"]
    ratios = paper[LISTING] / paper[OURS], job[LISTING] / job[OURS]
    tiny, deep = figures["compile_ms"].values()
    return {
        f"the paper's run {ratios[0]:.0f} times faster than the listing (100)": ratios[0] >= 100,
        f"the mini-batch job {ratios[1]:.1f} times faster than the listing (4)": ratios[1] >= 4,
        "the paper's run ahead of every library": all(paper[OURS] < paper[n] for n in PEERS_DIFFER),
        "the mini-batch job ahead of every library": all(job[OURS] < job[n] for n in PEERS_DIFFER),
        f"every library's accuracy within {ACCURACY} of ours": all(
            abs(figures[kind]["accuracy"][name] - figures[kind]["accuracy"][OURS]) <= ACCURACY
            for kind in WORK
            for name in PEERS_DIFFER
        ),
        f"4-6-3 compiled in {tiny:.0f} ms (30)": tiny < 30,
        f"8 layers of 64 compiled in {deep:.0f} ms (150)": deep < 150,
        f"the longest call {figures['longest_call_ms']:.0f} ms (20)": (
            figures["longest_call_ms"] <= 20
        ),
    }
