"""Works the page for a long time and looks whether its memory grows.

    python3 scripts/soak.py              30 minutes: 100,000 epochs, 500 resets, 50 data sets
    python3 scripts/soak.py --minutes 1  the same in small

Ends with 1 when the heap after a reset and garbage collection is more than 10 % above what it was
early on. Needs what `scripts/test.py` has put into .venv.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

SCRIPTS = Path(__file__).resolve().parent
VENV = SCRIPTS.parent / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
ROUNDS_A_MINUTE = 500 / 30
EPOCHS = 200
ROUNDS_A_DATASET = 10
# By then every data set was there, and the largest, the last, for so long that whatever the page
# keeps up to a limit, such as the earlier runs for comparison, is as large as it gets.
EARLY = 12
MOST_GROWTH = 1.10
DATASETS = ["wine", "circle", "xor", "gaussians", "spiral", "moons", "iris", "breast_cancer"]
ROUND = """async ([dataset, epochs]) => {
  dataset ||= nnlab.store.get().setup.dataset;
  await nnlab.runner.change({ dataset, epochs, standardize: true });
  await nnlab.runner.reset();
  await nnlab.runner.play();
  const { training, error, history } = nnlab.store.get();
  // On some data the note's network gets stuck, and training stops: that is no fault of the page.
  const over = ["finished", "broken"].includes(training.kind);
  if (!over || error) throw new Error(`${training.kind}: ${error}`);
  return history.epoch.at(-1);
}"""
# The page stores and draws a little later than it computes.
QUIET_MS = 1500
WASM_BYTES = "pyodide._module.HEAP8.buffer.byteLength"


@dataclass(frozen=True)
class Memory:
    """In bytes: what the page's scripts hold, its document, the worker's heap, Python's memory.

    The browser's machine code of the page's functions is left out: it makes more of it for as long
    as ever more functions become hot, whatever the page does.
    """

    scripts: int
    document: int
    worker: int
    python: int

    def __str__(self) -> str:
        mb = [f"{name} {size / 1e6:.2f} MB" for name, size in vars(self).items()]
        return ", ".join(mb)


@dataclass(frozen=True)
class Soaked:
    """What was done, and the memory early on and at the end."""

    epochs: int
    resets: int
    datasets: int
    early: Memory
    late: Memory

    @property
    def growth(self) -> dict[str, float]:
        """Late over early, for each memory."""
        return {name: vars(self.late)[name] / early for name, early in vars(self.early).items()}


def measure(page: "Page") -> Memory:
    """The memory after a reset and garbage collection."""
    page.evaluate("nnlab.runner.change({ dataset: 'iris' }).then(nnlab.runner.reset)")
    page.wait_for_timeout(QUIET_MS)
    session = page.context.new_cdp_session(page)
    try:
        sizes = sizes_by_type(heap_snapshot(session))
        worker = worker_heap(page, session)
    finally:
        session.detach()
    scripts = sum(size for kind, size in sizes.items() if kind not in ("code", "native"))
    return Memory(scripts, sizes["native"], worker, page.workers[0].evaluate(WASM_BYTES))


def heap_snapshot(session: "CDPSession") -> dict[str, Any]:
    """Everything on the page's heap that is in use, as the developer tools save it."""
    parts: list[str] = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: parts.append(event["chunk"]))
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    snapshot: dict[str, Any] = json.loads("".join(parts))
    return snapshot


def sizes_by_type(snapshot: dict[str, Any]) -> Counter[str]:
    """How many bytes there are of each type: object, string, code, native and so on."""
    meta, nodes = snapshot["snapshot"]["meta"], snapshot["nodes"]
    fields, types = meta["node_fields"], meta["node_types"][0]
    each, kind, size = len(fields), fields.index("type"), fields.index("self_size")
    sizes: Counter[str] = Counter()
    for at in range(0, len(nodes), each):
        sizes[types[nodes[at + kind]]] += nodes[at + size]
    return sizes


def worker_heap(page: "Page", session: "CDPSession") -> int:
    """The bytes that the worker's JavaScript uses."""
    workers: list[str] = []
    answers: dict[int, Any] = {}

    def on_answer(event: dict[str, str]) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            answers[message["id"]] = message.get("result", message)

    def on_attached(event: dict[str, Any]) -> None:
        if event["targetInfo"]["type"] == "worker":
            workers.append(event["sessionId"])

    session.on("Target.attachedToTarget", on_attached)
    session.on("Target.receivedMessageFromTarget", on_answer)
    # Not flat: messages to a worker travel in messages to its page.
    attach = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
    session.send("Target.setAutoAttach", attach)

    def ask(method: str) -> Any:
        number = len(answers) + 1
        message = json.dumps({"id": number, "method": method})
        session.send("Target.sendMessageToTarget", {"sessionId": workers[0], "message": message})
        while number not in answers:
            page.wait_for_timeout(20)
        return answers[number]

    for _ in range(2):
        ask("HeapProfiler.collectGarbage")
    used: int = round(ask("Runtime.getHeapUsage")["usedSize"])
    return used


def soak(page: "Page", rounds: int, minutes: float = 0) -> Soaked:
    """Works the open page for `rounds` of a reset and 200 epochs, spread over `minutes`.

    The first eight rounds and, after EARLY, every tenth take another data set. Raises playwright's
    Error as soon as the page reports one.
    """
    if rounds <= EARLY:
        raise ValueError(f"rounds is {rounds}, expected more than {EARLY}")
    start = time.monotonic()
    epochs = datasets = 0
    early = None
    for n in range(rounds):
        new = n < len(DATASETS) or (n > EARLY and n % ROUNDS_A_DATASET == 0)
        another = DATASETS[n % len(DATASETS)] if new else ""
        datasets += another != ""
        epochs += page.evaluate(ROUND, [another, EPOCHS])
        if n + 1 == EARLY:
            early = measure(page)
            print(f"after {n + 1} rounds: {early}", flush=True)
        elif (n + 1) % 50 == 0:
            print(f"after {n + 1} rounds: {measure(page)}", flush=True)
        ahead = start + minutes * 60 * (n + 1) / rounds - time.monotonic()
        page.wait_for_timeout(max(0.0, ahead * 1000))
    assert early is not None
    return Soaked(epochs, rounds, datasets, early, measure(page))


def report(soaked: Soaked) -> bool:
    """Print what came out; whether nothing grew too much."""
    print(f"{soaked.epochs} epochs, {soaked.resets} resets, {soaked.datasets} data sets")
    print(f"early: {soaked.early}\nlate:  {soaked.late}")
    for name, growth in soaked.growth.items():
        print(f"{name}: {growth:.3f} times {'ok' if growth <= MOST_GROWTH else 'TOO MUCH'}")
    return max(soaked.growth.values()) <= MOST_GROWTH


def main() -> int:
    """Run as a command; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30, help="default 30, at least 1")
    minutes = max(1.0, parser.parse_args().minutes)
    if VENV.is_file() and Path(sys.prefix).resolve() != VENV.parent.parent.resolve():
        return subprocess.run([VENV, *sys.argv], check=False).returncode

    from playwright.sync_api import sync_playwright

    from build import build
    from fetch.browsers import installed_chromium
    from serve import running

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(Path(folder) / "dist")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NNLAB_CHROMIUM") or installed_chromium(),
            args=["--no-sandbox"] if root else [],
        )
        with running(root=Path(folder) / "dist") as site:
            page = browser.new_page(service_workers="block")
            page.goto(site.url)
            page.wait_for_selector("body[data-state=ready]", timeout=90_000)
            fine = report(soak(page, round(ROUNDS_A_MINUTE * minutes), minutes))
        browser.close()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
