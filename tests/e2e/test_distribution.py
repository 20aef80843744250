"""Any page may load nnlab from the published site, and the browser runs its compiled code."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from site_files import ROOT

LOADED = """async ([runtime, lock]) => {
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: runtime, lockFileURL: lock });
  await pyodide.loadPackage("numpy-nn-lab", { messageCallback: () => {} });
  return JSON.parse(pyodide.runPython(`
import json, sys, nnlab
experiment = nnlab.Experiment(nnlab.PRESETS["paper"])
history = experiment.train()
x, t = (columns[:, :1] for columns in (experiment.trainer.inputs, experiment.trainer.targets))
step = nnlab.trace_update(experiment.network, x, t, 0.05).steps[0]
json.dumps([experiment.trainer.engine_used, history["train_accuracy"][-1], step.source.file,
            "page" in sys.modules])
`));
}"""


def test_a_plain_page_of_another_origin_trains(
    page: Page, serve: Callable[..., str], tmp_path: Path, pages_site: str
) -> None:
    shutil.copytree(ROOT / "web/vendor/pyodide", tmp_path / "web/pyodide")  # a runtime of its own
    (tmp_path / "web/plain.html").write_text("<!doctype html><link rel=icon href=data:,>", "utf-8")
    site = serve(root=tmp_path)
    page.goto(f"{site}web/plain.html")
    lock = f"{pages_site}pyodide/pyodide-lock.json"
    assert lock.split("/")[2] != site.split("/")[2]
    engine, accuracy, source, has_page = page.evaluate(LOADED, [f"{site}web/pyodide/", lock])
    assert engine == ["compiled", ""]
    assert round(accuracy, 2) == 0.96
    assert source.endswith("nnlab/layers.py")
    assert not has_page
