"""Write scripts/built/wasm_split/profile.txt: which functions of Python's WebAssembly a visit runs.

    PYTHONPATH=scripts python3 -m make.wasm_profile

For maintainers, after another Pyodide was pinned, or when the page's first minutes ask Python for
something new: a browser visits a site whose WebAssembly notes each function that is called, first
anew and then from the kept heap. Other browsers call the same functions, but for a few.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from build import build
from built.wasm_split.profile import PROFILE, written
from built.wasm_split.wasm_file import (
    CODE,
    EXPORT,
    GLOBAL,
    GLOBALS,
    Reader,
    module_of,
    name_bytes,
    read_module,
    unsigned,
    vector,
)
from fetch.browsers import installed_chromium
from serve import running
from site_files import ROOT

WASM = ROOT / "web/vendor/pyodide/pyodide.asm.wasm"
READY_MS = 180_000
# What somebody may type into the console first; test_wasm_split.py types it too.
FIRST_LINES = (
    "1 + 1",
    "import numpy as np",
    "net",
    "data",
    "print(net.layers[0].W, data.features.shape, round(3.14159, 2))",
    "a, *rest = [x**2 for x in range(5) if x % 2 == 0]",
    '{k: v for k, v in zip("abc", (1, 2.5, None))}, {1, 2} | {3}',
    "f\"{np.mean(data.features):.3f} {'text':>10} {1e-9!r} {10**20:,}\"",
    '"Some words".lower().split(), ",".join(map(str, sorted([3, 1, 2], reverse=True)))',
    "np.exp(data.features[:2, :3]), data.features.max(axis=1)",
    "np.linspace(0, 1, 5), np.eye(2) @ np.ones((2, 2))",
    "np.random.default_rng(0).normal(size=3)",
    '[type(each).__name__ for each in (1, 2.0, "", [], np.array([1]))]',
    "def square(x, *, power=2):\n    return x**power\nsquare(3), square(2.0, power=3)",
    "class Point:\n    def __init__(self, x):\n        self.x = x\nPoint(1).x",
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
    "for n in range(3):\n    print(n, end=' ')",
    "nothing",
    "1 +",
    "net.forward(data.features[:, :1])",
    "net.layers[0].W[0, 0] = 1",
    "trainer.advance(2, lambda: False)",
    "dir(net)",
    "help(len)",
    "import math; math.sqrt(2), math.pi, sum(n for n in range(100)), max(1, 2), divmod(7, 2)",
)
ASK = """async () => {
  const { engine, store } = nnlab;
  const ask = (method, params) => engine.call(method, params).catch(() => undefined);
  const paper = { ...store.get().setup };
  const live = { learning_rate: 0.05, batch_size: 1, l2: 0, target_loss: 0, patience: 0 };
  const set_ups = [
    { engine: "plain" },
    { learning_rate: 2 },
    {
      test_ratio: 0.3, standardize: true, hidden_sizes: [16, 16], output: "softmax",
      hidden_activations: ["relu", "relu"], initializer: "he", optimizer: "adam",
      batch_size: 16, shuffle: true,
    },
    ...["circle", "xor", "gaussians", "spiral", "moons"].map((dataset) => ({
      dataset, standardize: true, hidden_activations: ["tanh"], optimizer: "momentum",
      initializer: "xavier",
    })),
    {},
  ];
  let run = 1000;
  for (const other of set_ups) {
    const setup = { ...paper, ...other };
    const made = await ask("configure", { run: ++run, setup });
    if (!made) continue;
    const values = [...made.table.features.data.slice(0, made.feature_names.length)];
    const live_now = { ...live, batch_size: setup.batch_size, learning_rate: setup.learning_rate };
    const trained = await ask("train", { run, epochs: 30, budget_ms: 50, live: live_now });
    await ask("predict", { values });
    await ask("regions", { x_feature: 0, y_feature: 1, values, side: 40, neurons: true });
    await ask("confusion", { part: "train" });
    await ask("look", { epoch: 2 });
    await ask("go_back", { epoch: 1 });
    await ask("retrain", { run: ++run, setup, budget_ms: 20 });
    await ask("trace", { sample: { rows: [0] }, live: live_now });
    if (trained) await ask("restore", { run: ++run, setup, snapshot: trained.snapshot });
  }
  await ask("nothing", {});
}"""
USED = """() => {
  const { exports } = pyodide._module.LDSO.loadedLibsByName.__main__;
  return Object.keys(exports).filter((name) => /^~\\d+$/.test(name) && exports[name].value)
    .map((name) => Number(name.slice(1)));
}"""


def counting(whole: bytes) -> bytes:
    """The same module, but each function notes that it was called, in a global that is exported."""
    module = read_module(whole)
    count, first = len(module.bodies), module.imported[GLOBALS] + len(module.globals)

    def noting(function: int) -> bytes:
        body = Reader(module.bodies[function])
        body.items(lambda: (body.number(), body.byte()))  # its local variables
        note = b"\x41\x01\x24" + unsigned(first + function)  # i32.const 1, global.set
        text = body.data[: body.at] + note + body.data[body.at :]
        return unsigned(len(text)) + text

    names = [name_bytes(f"~{n}") + bytes([GLOBALS]) + unsigned(first + n) for n in range(count)]
    return module_of(
        {
            **module.contents,
            GLOBAL: vector([*module.globals, *[b"\x7f\x01\x41\x00\x0b"] * count]),
            EXPORT: vector([*module.exports, *names]),
            CODE: vector([noting(function) for function in range(count)]),
        }
    )


def visit(page: Page, url: str) -> set[int]:
    """The functions that run while a visitor starts, trains, classifies and types a few lines."""
    open_page(page, f"{url}#room=all")
    page.click("#reset")
    for epochs in ("3", "400"):
        page.fill("#epochs", epochs)
        page.press("#epochs", "Enter")
        page.click("#play")
        page.wait_for_selector("body[data-state=finished]", timeout=READY_MS)
    for field in page.locator("#classify input").all():
        field.fill("1.5")
    for button in ("#lang", "#lang", "#reset", "#step"):
        page.click(button)
    for code in FIRST_LINES:
        page.evaluate("(code) => nnlab.engine.call('console', { code })", code)
    page.evaluate(ASK)
    if page.is_visible("#offline-keep"):
        page.click("#offline-keep")
    page.wait_for_selector("#offline-remove:not([hidden])", state="attached", timeout=READY_MS)
    return used(page)


def tour(page: Page, url: str) -> set[int]:
    """The same while a visitor looks into each room and takes a few stories."""
    open_page(page, f"{url}#room=play")
    for room in ("play", "judge", "understand", "code", "learn", "play"):
        page.click(f"#rooms [data-room={room}]")
        page.wait_for_timeout(1500)
    for story in range(4):
        page.evaluate("(nth) => document.querySelectorAll('#presets button')[nth].click()", story)
        page.wait_for_timeout(1500)
    return used(page)


def open_page(page: Page, url: str) -> None:
    page.goto("about:blank")
    page.goto(url)
    there = [f"body[data-state={state}][data-whole]" for state in ("ready", "paused", "finished")]
    page.wait_for_selector(", ".join(there), timeout=READY_MS)


def used(page: Page) -> set[int]:
    return {*page.workers[0].evaluate(USED)}


def main() -> int:
    """Rewrite the file."""
    whole = WASM.read_bytes()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(Path(folder, "dist"), divide=lambda module: (counting(module), b""))
        with running(root=Path(folder, "dist"), pages=True) as site:
            browser = playwright.chromium.launch(
                executable_path=installed_chromium(), args=["--no-sandbox"]
            )
            page = browser.new_page()
            found = visit(page, site.url)  # anew, and then from the kept heap
            found |= visit(page, site.url)
            found |= tour(page, site.url)
            browser.close()
    PROFILE.write_text(written(whole, found), "utf-8")
    print(f"{len(found)} functions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
