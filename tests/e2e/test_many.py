"""Many runs: bands, sweeps, heat maps and folds, each run of them the lab's own."""

import csv
from pathlib import Path

import pytest
from lab_page import Lab, csv_text
from playwright.sync_api import expect


def choose(lab: Lab, kind: str) -> None:
    lab.page.check(f"input[name=many-kind][value={kind}]")


def run_study(lab: Lab) -> None:
    lab.page.click("#many-start")
    expect(lab.page.locator("#many-status")).to_contain_text("runs are done.", timeout=60_000)
    expect(lab.page.locator("#many-cancel")).to_be_hidden(timeout=60_000)


def rows(lab: Lab) -> list[list[str]]:
    table = lab.page.locator("#many-table tbody tr")
    expect(table).not_to_have_count(0)  # it is filled once it is open
    return [row.locator("th, td").all_inner_texts() for row in table.all()]


def test_studies_are_made_of_the_lab_s_own_runs(lab: Lab, tmp_path: Path) -> None:
    seeds_make_a_band(lab, tmp_path)
    lab.set("#seed", "0").wait("ready")
    sweep_grid_and_folds(lab)
    lab.page.evaluate("nnlab.runner.change({ hidden_sizes: [6], learning_rate: 0.05 })")
    lab.wait("ready")
    the_newest_study_goes_first_and_a_stopped_one_stays(lab)


def seeds_make_a_band(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    lab.set("#epochs", "40")
    page.fill("#many-seeds", "1")
    page.click("#many-start")
    expect(page.locator("#many-error")).to_contain_text("2 to 100")
    page.fill("#many-seeds", "7")
    run_study(lab)
    expect(page.locator("#many-error")).to_be_empty()
    expect(page.locator("#many-chart-loss canvas")).to_be_visible()
    page.click("#many-details summary")
    assert [row[0] for row in rows(lab)] == [f"seed = {seed}" for seed in range(7)]

    with page.expect_download() as download:
        page.click("#many-csv")
    path = tmp_path / "seeds.csv"
    download.value.save_as(path)
    lines = list(csv.DictReader(csv_text(path).splitlines()))
    assert len(lines) == 7 * 41
    own = [float(line["train_loss"]) for line in lines if line["run"] == "seed = 3"]

    over = page.locator("#many-chart-loss .u-over")
    box = over.bounding_box()
    assert box is not None
    for height in range(4, int(box["height"]), 6):  # down a line until a run is met
        over.hover(position={"x": 20, "y": height})
        if "seed = " in page.locator("#many-hover").inner_text():
            break
    expect(page.locator("#many-hover")).to_contain_text("seed = ")

    page.locator("#many-table tbody button").nth(3).click()
    lab.wait("finished")
    assert page.input_value("#seed") == "3"
    assert lab.history()["train_loss"] == own  # to the last bit


def sweep_grid_and_folds(lab: Lab) -> None:
    page = lab.page
    lab.set("#epochs", "30")
    choose(lab, "rates")
    for selector, value in (("#many-low", "0.01"), ("#many-high", "100"), ("#many-rates", "5")):
        page.fill(selector, value)
    run_study(lab)
    found = rows(lab)
    assert [row[0].split()[-1] for row in found] == ["0.01", "0.1", "1", "10", "100"]
    assert found[-1][1] == "×"
    expect(page.locator("#many-summary")).to_contain_text("broke down")

    choose(lab, "grid")
    page.evaluate("nnlab.runner.change({ test_ratio: 0.3 })")
    page.fill("#many-row-values", "0.05，0.2")
    page.fill("#many-column-values", "2, 5, nine")
    page.click("#many-start")
    expect(page.locator("#many-error")).not_to_be_empty()
    page.fill("#many-column-values", "2, 5")
    run_study(lab)
    cells = page.locator("#many-heat button")
    assert cells.count() == 4
    # The best run is that of the figure which colours the grid.
    for curve, best in (("test_loss", min), ("train_accuracy", max), ("train_loss", min)):
        page.select_option("#many-curve", curve)
        figure = best(cells.all_inner_texts(), key=float)
        expect(page.locator("#many-summary")).to_contain_text(f", {figure},")
    shown = float(cells.nth(3).inner_text())
    cells.first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    lab.wait("finished")
    assert page.evaluate("nnlab.store.get().setup.hidden_sizes") == [5]
    assert lab.history()["train_loss"][-1] == pytest.approx(shown, abs=5e-5)
    expect(page.locator("#many-stale")).to_be_hidden()  # the run that was opened is one of them
    page.evaluate("nnlab.runner.change({ dataset: 'wine' })")
    expect(page.locator("#many-stale")).to_be_visible()
    page.evaluate("nnlab.runner.change({ dataset: 'iris' })")
    expect(page.locator("#many-stale")).to_be_hidden()

    choose(lab, "folds")
    page.fill("#many-folds", "3")
    run_study(lab)
    assert len(rows(lab)) == 3
    expect(page.locator("#many-summary")).to_contain_text("test accuracy: mean")
    assert page.locator("#many-table tbody button").count() == 0


def the_newest_study_goes_first_and_a_stopped_one_stays(lab: Lab) -> None:
    page = lab.page
    choose(lab, "seeds")
    page.fill("#many-seeds", "20")
    lab.set("#epochs", "20000")
    page.click("#many-start")
    expect(page.locator("#many-cancel")).to_be_visible()
    choose(lab, "folds")
    lab.set("#epochs", "20")
    page.fill("#many-folds", "2")
    run_study(lab)  # long before the seeds are done
    choose(lab, "seeds")
    expect(page.locator("#many-cancel")).to_be_visible()
    page.click("#many-cancel")
    expect(page.locator("#many-status")).to_contain_text("Stopped")
    lab.train(5)  # the lab is free
