"""The visitor's own table: by picker, drop and paste; what is wrong with a file; big ones."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest
from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import expect

from nnlab import Experiment, Setup
from nnlab.presets import OWN_TABLE
from nnlab.table_errors import SENTENCES
from nnlab.tables import read_table

ROWS = 40
GERMAN = "Länge;Breite;Notiz;Sorte\n" + "".join(
    f"{5 + i * 0.13:.2f};{2 + i % 7 * 0.31:.1f};n{i};{'rot' if i % 2 else 'gelb'}\n".replace(
        ".", ","
    )
    for i in range(ROWS)
)
WITH_GAPS = GERMAN + "6,1;;x;rot\nkaputt;2,2;y;gelb\n"


def own(lab: Lab) -> Lab:
    lab.page.check("#datasets input[value=own]")
    return lab


def give(lab: Lab, content: str | bytes, name: str = "mine.csv") -> Lab:
    data = content.encode() if isinstance(content, str) else content
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    lab.page.set_input_files("#own-file", files=[file])
    return lab


def use(lab: Lab) -> Lab:
    lab.page.click("#own-use")
    until(lab.page, "nnlab.store.get().dataset?.name === 'own'")
    expect(lab.page.locator("#own-use")).to_be_disabled()
    return lab


def test_a_file_with_decimal_commas_and_gaps_is_shown_before_it_is_used(lab: Lab) -> None:
    page = own(lab).page
    expect(page.locator("#own")).to_contain_text("nothing is sent anywhere")
    still = page.locator("#own-still")
    expect(still).to_contain_text("Still training on Iris: draw points, or choose a CSV file")
    give(lab, WITH_GAPS)
    expect(still).to_have_text("Still training on Iris until you press “Use these data”.")
    for part in ("42 rows", "semicolons", "decimal comma", "with a header", "UTF-8"):
        expect(page.locator("#own-status")).to_contain_text(part)
    expect(page.locator("#own-target")).to_have_value("Sorte")
    expect(page.locator("[name=column-Notiz]")).to_be_disabled()
    for part in ("40 rows", "1 with a gap", "1 with something", "gelb (20), rot (20)"):
        expect(page.locator("#own-rows")).to_contain_text(part)
    assert page.evaluate("nnlab.store.get().lab.rows") == 150
    page.uncheck("[name=column-Breite]")
    expect(page.locator("#own-rows")).to_contain_text("41 rows")
    page.check("[name=column-Breite]")
    expect(page.locator("#own-rows")).to_contain_text("40 rows")
    use(lab)
    expect(still).to_be_empty()

    expect(page.locator("#data-table tbody tr")).to_have_count(ROWS)
    expect(page.locator("#data-intro")).to_contain_text("mine.csv")
    expect(page.locator("[data-field=standardize]")).to_be_checked()
    names = [field.get_attribute("name") for field in page.locator("#classify input").all()]
    assert names == ["Länge", "Breite"]
    lab.train(5)
    dataset = read_table(WITH_GAPS.encode()).select("Sorte", ["Notiz"]).dataset
    for setup in (OWN_TABLE, Setup(dataset="own")):
        expected = [report.train_loss for report in Experiment(setup, dataset).trainer.epochs(5)]
        np.testing.assert_allclose(lab.history()["train_loss"][1:], expected, rtol=1e-8)
        if page.locator("#own-paper").is_visible():
            page.click("#own-paper")
            until(page, "nnlab.store.get().lab.sizes.length === 3")
            lab.train(5)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_read(lab: Lab, encoding: str) -> None:
    give(own(lab), GERMAN.replace("rot", "红").replace("Länge", "长").encode(encoding))
    expect(lab.page.locator("[name='column-长']")).to_be_checked()
    expect(lab.page.locator("#own-rows")).to_contain_text("gelb (20), 红 (20)")


def test_a_table_can_be_pasted(lab: Lab) -> None:
    page = own(lab).page
    page.click("#own-paste > summary")
    rows = "".join(f"{i}.5\t{i * i}\t{'ab'[i % 2]}\n" for i in range(9))
    page.fill("#own-text", "x\ty\tkind\n" + rows)
    page.click("#own-read")
    expect(page.locator("#own-status")).to_contain_text("pasted table: 9 rows")
    expect(page.locator("#own-status")).to_contain_text("tabs")
    use(lab).train(2)


def test_a_file_can_be_dropped(lab: Lab) -> None:
    page = lab.page
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
          const panel = document.getElementById("data");
          for (const type of ["dragover", "drop"]) {
            const how = { dataTransfer: data, bubbles: true, cancelable: true };
            panel.dispatchEvent(new DragEvent(type, how));
          }
        }""",
        GERMAN,
    )
    expect(page.locator("#own-status")).to_contain_text("dropped.csv: 40 rows")
    use(lab)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04...", "workbook"),
        (b"\x89PNG\x00\x00", "binary"),
        (b"caf\xe9,b\n\xff\xff,2\n", "encoding"),
        (b"x\n1\n2\n", "one_column"),
        (b"x,y,kind\n1,2,a\n1,2\n", "ragged"),
        (b"x,kind\nred,a\ngreen,b\n", "no_numeric"),
        (b"x,class\n1,a\n2,a\n", "one_class"),
        (b"x,class\n5,a\n5,b\n", "no_features"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_gets_its_sentence_and_nothing_is_lost(
    lab: Lab, content: bytes, code: str
) -> None:
    lab.train(20)
    weights, epoch = lab.weights(), lab.epoch
    give(own(lab), content)
    start = SENTENCES[code].split("{")[0]
    said = lab.page.locator(":is(#own-error, #own-trouble)")
    expect(said.filter(has_text=start)).to_have_count(1)
    assert (lab.weights(), lab.epoch) == (weights, epoch)
    assert lab.page.evaluate("nnlab.store.get().setup.dataset") == "iris"
    lab.page.click("#lang")
    expect(said.filter(has_text=start)).to_have_count(0)
    give(lab, GERMAN)
    expect(said.filter(has_text=re.compile("."))).to_have_count(0)


def test_a_big_table_is_read_while_the_page_stays_alive(lab: Lab, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows, columns = 50_000, 50
    numbers = rng.normal(size=(rows, columns)).round(3)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*(f"f{i}" for i in range(columns)), "class"])
    writer.writerows([*row, "ab"[i % 2]] for i, row in enumerate(numbers.tolist()))
    path = tmp_path / "big.csv"
    path.write_text(file.getvalue())
    page = own(lab).page
    page.evaluate(
        """() => {
          window.frames_seen = 0;
          const count = () => { frames_seen += 1; requestAnimationFrame(count); };
          count();
        }"""
    )
    page.set_input_files("#own-file", path)
    expect(page.locator("#own-status")).to_contain_text("Reading big.csv")
    until(page, "document.querySelector('#own-rows').textContent", timeout=120_000)
    assert page.evaluate("frames_seen") > 2  # one at once, one when it is there, and some between
    expect(page.locator("#own-rows")).to_contain_text("50000 rows")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.total === 50000", timeout=60_000)
    expect(page.locator("#data-table tbody tr")).to_have_count(40)
    expect(page.locator("#classify input")).to_have_count(columns)
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("000001", timeout=120_000)


def test_a_wide_form_makes_its_last_fields_when_they_are_wanted(lab: Lab) -> None:
    header = ",".join([*(f"f{i}" for i in range(70)), "kind"])
    numbers = [[(i * k + k * k) % 13 for i in range(70)] for k in range(1, 21)]
    rows = [",".join([*map(str, row), "ab"[at % 2]]) for at, row in enumerate(numbers)]
    page = use(give(own(lab), "\n".join([header, *rows]))).page
    fields = page.locator("#lengths input")
    expect(fields).to_have_count(60)
    fields.nth(1).fill("9")
    until(page, "nnlab.store.get().sample.values?.length === 70")
    assert page.evaluate("nnlab.store.get().sample.values.slice(0, 2)") == [1, 9]
    assert page.evaluate("nnlab.store.get().sample.values[69]") == 70 % 13
    fields.nth(2).fill("1,2,3")
    expect(fields.nth(2)).to_have_attribute("aria-invalid", "true")
    page.click("#all-fields")
    expect(fields.nth(2)).to_have_value("1,2,3")  # for its owner to mend
    expect(page.locator("#all-fields")).to_be_hidden()
    expect(fields).to_have_count(70)
    expect(fields.nth(60)).to_be_focused()
    fields.nth(2).fill("2")
    fields.nth(69).fill("7")
    until(page, "nnlab.store.get().sample.values[69] === 7")


@pytest.mark.expects_console_errors
def test_a_crash_keeps_the_own_data_and_the_weights(lab: Lab) -> None:
    use(give(own(lab), GERMAN)).train(10)
    weights = lab.weights()
    lab.page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory') })")
    lab.wait("failed")
    lab.page.click("#retry")
    until(lab.page, "['paused', 'finished'].includes(document.body.dataset.state)", timeout=90_000)
    assert lab.weights() == weights
    assert lab.page.evaluate("nnlab.store.get().lab.feature_names") == ["Länge", "Breite"]
    lab.train(20)
    lab.page.click("#reset")
    lab.wait("ready")
    assert lab.page.evaluate("nnlab.store.get().lab.rows") == ROWS


KEPT = """async () => {
  const { getMany, createStore } = await import("/web/vendor/idb-keyval/index.js");
  const [lab, csv] = await getMany(["lab", "csv"], createStore("nnlab", "kept"));
  return [lab?.snapshot?.epoch, csv?.data.constructor.name, csv?.data.size];
}"""


def test_a_table_so_large_that_it_is_kept_as_a_blob_is_there_after_a_reload(lab: Lab) -> None:
    lines = [f"{i * 37 % 90},{i % 7},{'é' * 6000}{i},{'ab'[i % 2]}" for i in range(400)]
    text = "\n".join(["x,y,note,kind", *lines])
    size = len(text.encode())
    assert size > 4_000_000
    page = use(give(own(lab), text)).train(3).page
    weights = lab.weights()
    until(page, f"({KEPT})().then((kept) => String(kept) === '3,Blob,{size}')")
    page.goto("about:blank")
    page.go_back()
    lab.wait("paused", BOOT_MS)
    csv_now = "nnlab.store.get().csv"
    assert page.evaluate(f"new TextDecoder().decode({csv_now}.data)") == text
    assert (lab.weights(), page.evaluate("nnlab.store.get().lab.rows")) == (weights, 400)
    lab.page.click("#step")
    expect(page.locator("#epoch")).to_have_text("000004")


def test_a_preset_says_that_it_leaves_the_own_table(lab: Lab) -> None:
    page = use(give(own(lab), GERMAN)).train(5).page
    page.click(".chip[data-preset=paper]")
    until(page, "nnlab.store.get().dataset?.name === 'iris'")
    notice = page.locator("#notices")
    expect(notice).to_contain_text(page.evaluate("nnlab.store.get().csv.name"))
    expect(notice).to_contain_text("Your data")
    assert page.evaluate("nnlab.store.get().earlier.map(({ shown }) => shown)") == [False]
