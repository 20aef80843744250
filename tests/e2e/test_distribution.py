"""Any page may load nnlab from the published site, and the browser runs its compiled code."""

from playwright.sync_api import Page

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
    page: Page, unbuilt_site: str, pages_site: str
) -> None:
    plain = f"{unbuilt_site}plain.html"  # beside a runtime of its own, with nothing of ours on it
    page.route(plain, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto(plain)
    lock = f"{pages_site}pyodide/pyodide-lock.json"
    assert lock.split("/")[2] != unbuilt_site.split("/")[2]
    engine, accuracy, source, has_page = page.evaluate(
        LOADED, [f"{unbuilt_site}web/vendor/pyodide/", lock]
    )
    assert engine == ["compiled", ""]
    assert round(accuracy, 2) == 0.96
    assert source.endswith("nnlab/layers.py")
    assert not has_page
