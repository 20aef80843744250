"""The loss landscape: the plane through the weights, the path on it, and what it leads to."""

import re

from lab_page import Lab
from playwright.sync_api import expect
from views_page import token

# Where a disc of this color lies on the landscape, in CSS pixels.
DISC = """(ink) => {
  const canvas = document.querySelector("#landscape-canvas");
  const { width, height } = canvas;
  const ratio = width / canvas.getBoundingClientRect().width;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const at = (x, y) => (y * width + x) * 4;
  const inked = (x, y) => ink.every((part, i) => Math.abs(data[at(x, y) + i] - part) < 25);
  const away = Math.round(4 * ratio);
  const cross = [[0, 0], [away, 0], [-away, 0], [0, away], [0, -away]];
  for (let y = 8; y < height - 8; y += 1) {
    for (let x = 8; x < width - 8; x += 1) {
      if (cross.every(([dx, dy]) => inked(x + dx, y + dy))) return [x / ratio, y / ratio];
    }
  }
}"""


def test_the_path_runs_on_the_contours_and_leads_to_its_epochs(lab: Lab) -> None:
    page = lab.page
    page.select_option("#landscape-directions", "path")
    page.click("#landscape-start")  # nothing has been trained yet
    expect(page.locator("#landscape-error")).to_contain_text("train some epochs first")
    page.select_option("#landscape-directions", "random")
    lab.train(80)
    page.click("#landscape-start")
    expect(page.locator("#landscape-canvas")).to_be_visible()
    expect(page.locator("#landscape-error")).to_be_empty()
    loss = lab.history()["train_loss"][-1]
    expect(page.locator("#landscape-note")).to_contain_text(f"{loss:.4f}")
    share = int(re.search(r"holds (\d+) %", page.inner_text("#landscape-note"))[1])  # type: ignore[index]

    page.select_option("#landscape-directions", "path")
    expect(page.locator("#landscape-note")).not_to_contain_text(f"holds {share} %")
    better = int(re.search(r"holds (\d+) %", page.inner_text("#landscape-note"))[1])  # type: ignore[index]
    assert better > share

    page.click("#landscape-details summary")
    rows = page.locator("#landscape-table tbody tr")
    expect(rows).not_to_have_count(0)  # it is filled once it is open
    first = rows.first.locator("th, td").all_inner_texts()
    last = rows.last.locator("th, td").all_inner_texts()
    assert (first[0], first[1]) == ("0", f"{lab.history()['train_loss'][0]:.4f}")
    assert last == ["80", f"{loss:.4f}", "0.000", "0.000", "100 %"]

    # The filled dot stands where the network is: look for it on the canvas, then press it.
    spot = page.evaluate(DISC, token(lab, "--ink"))
    assert spot
    page.locator("#landscape-canvas").hover(position={"x": spot[0], "y": spot[1]})
    expect(page.locator("#landscape-readout")).to_contain_text(f"its loss is {loss:.4f}")

    lab.set("#seed", "5")
    expect(page.locator("#landscape-stale")).to_be_visible()
