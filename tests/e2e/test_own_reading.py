"""How the visitor's table is read: shown, changed by hand, asked about, and mended in one press."""

import pytest
from lab_page import Lab, until
from playwright.sync_api import Locator, Page, expect

from site_files import ROOT

CASES = ROOT / "tests/py/cases"
GERMAN = "Länge;Preis;Sorte\n" + "".join(
    f"{5 + i / 10:.1f};{1 + i % 7}.{100 + i};{'rot' if i % 2 else 'gelb'}\n" for i in range(20)
).replace(".", ",")


KEPT_NAME = """async () => {
  const { get, createStore } = await import("/web/vendor/idb-keyval/index.js");
  return (await get("csv", createStore("nnlab", "kept")))?.name;
}"""


def give(lab: Lab, content: str | bytes, name: str = "mine.csv") -> Page:
    page = lab.page
    page.check("#datasets input[value=own]")
    data = content.encode() if isinstance(content, str) else content
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.set_input_files("#own-file", files=[file])
    return page


def give_case(lab: Lab, case: str) -> Page:
    (path,) = CASES.glob(f"{case}_*")
    return give(lab, path.read_bytes(), path.name)


def part(page: Page, name: str) -> Locator:
    if not page.locator("#own-reading[open]").count():
        page.click("#own-reading > summary")
    return page.locator(f"#own-reading [data-part={name}]")


def first_row(page: Page) -> list[str]:
    return page.locator("#own-preview tbody tr").first.locator("td").all_inner_texts()


def test_each_guess_is_shown_and_can_be_changed(lab: Lab) -> None:
    page = give(lab, "x;y;kind\n1,5;2;a\n2,5;3;b\n3,5;4;a\n4,5;5;b\n")
    expect(page.locator("#own-rows")).to_contain_text("4 rows")
    guessed = {
        "header": "true", "delimiter": ";", "decimal": ",", "thousands": "", "encoding": "UTF-8",
        "comment": "", "skip": "0",
    }  # fmt: skip
    for name, value in guessed.items():
        expect(part(page, name)).to_have_value(value)
    assert first_row(page) == ["1.5", "2", "a"]

    part(page, "header").select_option("false")
    expect(page.locator("#own-status")).to_contain_text("5 rows, 3 columns")
    expect(page.locator("#own-status")).to_contain_text("no header")
    assert first_row(page) == ["x", "y", "kind"]
    part(page, "header").select_option("auto")
    expect(page.locator("#own-status")).to_contain_text("4 rows, 3 columns")
    part(page, "delimiter").select_option(",")
    expect(page.locator("#own-status")).to_contain_text("divided by commas")
    part(page, "delimiter").select_option("auto")
    expect(page.locator("#own-preview thead th")).to_have_text(["x", "y", "kind"])
    part(page, "skip").select_option("1")
    expect(page.locator("#own-preview thead th")).to_have_text(["column 1", "column 2", "column 3"])

    page = give(lab, "x;y;kind\n1 500;2;a\n2 500;3;b\n#3 500;4;a\n4 500;5;b\n")
    expect(page.locator("#own-rows")).to_contain_text("3 rows")
    expect(part(page, "comment")).to_have_value("#")
    part(page, "comment").select_option("")
    expect(page.locator("#own-status")).to_contain_text("4 rows")
    expect(page.locator("#own-preview tbody td", has_text="#3 500")).to_have_count(1)
    part(page, "comment").select_option("auto")
    expect(part(page, "thousands")).to_have_value(" ")
    assert first_row(page) == ["1500", "2", "a"]
    part(page, "thousands").select_option("")
    expect(page.locator("#own-preview tbody td").first).to_have_text("1 500")
    part(page, "thousands").select_option(" ")
    expect(page.locator("#own-preview tbody td").first).to_have_text("1500")


def test_a_wrong_encoding_is_set_by_hand(lab: Lab) -> None:
    page = give(lab, "délka;druh\n4;a\n2;b\n3;a\n".encode("cp1250").replace(b"\xe9", b"\xf8"))
    expect(page.locator("#own-preview thead th").first).to_have_text("dølka")
    part(page, "encoding").select_option("Windows-1250")
    expect(page.locator("#own-preview thead th").first).to_have_text("dřlka")
    part(page, "encoding").select_option("UTF-8")
    expect(page.locator("#own-error")).to_contain_text("is no UTF-8")
    expect(page.locator("#own-kept")).to_contain_text("mine.csv")
    part(page, "encoding").select_option("auto")
    expect(page.locator("#own-error")).to_be_empty()


def test_a_date_is_asked_about_and_typed_in_the_form_as_it_is_written(lab: Lab) -> None:
    rows = "".join(f"0{1 + i}/0{1 + i % 7}/2024,{i % 3},{'ab'[i // 4]}\n" for i in range(8))
    page = give(lab, f"sold,rooms,kind\n{rows}")
    question = page.locator("#own-question")
    expect(question).to_contain_text("“08/01/2024” in “sold”")
    question.get_by_role("button", name="August 1, 2024").click()
    expect(page.locator("#own-hints")).to_contain_text("month before the day; the network gets")
    assert first_row(page) == ["0", "0", "a"]
    expect(page.locator("#own-preview tbody tr").nth(1).locator("td").first).to_have_text("32")
    page.click("#own-use")
    field = page.locator("#classify input[name=sold]")
    expect(field).to_have_value("01/01/2024")
    field.fill("2/29/2024")
    until(page, "nnlab.store.get().sample.values?.[0] === 59")
    page.locator("#classify .nudge").nth(1).click()
    expect(field).to_have_value("03/01/2024")
    field.fill("2/30/2024")
    expect(page.locator("#classify .error").first).to_contain_text("not a date")


def test_times_gap_numbers_and_totals_are_asked_about_and_said(lab: Lab) -> None:
    rows = "".join(
        f"{8 + i % 12:02}{i * 7 % 60:02},{-1 if i in (3, 11) else 1 + i % 5},{'ab'[i % 2]}\n"
        for i in range(24)
    )
    page = give(lab, f"start,answer,kind\n{rows}Total,70,\n")
    expect(page.locator("#own-status")).to_contain_text("Rows below the table, such as a total: 1")
    question = page.locator("#own-question")
    answers = ["the time 08:00", "800", "0800, a code"]
    expect(question.get_by_role("button")).to_have_text(answers)
    question.get_by_role("button").first.click()
    expect(question).to_be_hidden()
    hints = page.locator("#own-hints li")
    expect(hints.filter(has_text="as hours: 0800 is 8")).to_have_count(1)
    asked = hints.filter(has_text="−1 stands in answer 2 times")
    asked.get_by_role("button").click()
    expect(page.locator("#own-rows")).to_contain_text("Left out: 2 with a gap in “kind”")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.total === 22")
    field = page.locator("#classify input[name=start]")
    expect(field).to_have_value("0800")
    field.fill("1430")
    until(page, "nnlab.store.get().sample.values?.[0] === 14.5")
    field.fill("1475")
    expect(page.locator("#classify .error").first).to_contain_text("not a time")
    # A row is called by its number in the file.
    expect(page.locator("#data-table tbody button").nth(3)).to_have_text("5")


def test_what_may_change_numbers_is_asked_before_they_are_used(new_lab: Lab) -> None:
    lab = new_lab
    page = give(lab, GERMAN)
    expect(page.locator("#own-status")).to_contain_text("decimal comma")  # the first column says so
    expect(page.locator("#own-question")).to_be_hidden()

    page = give(
        lab, "Preis;Sorte\n" + "".join(f"{i + 1},{100 + i};{'ab'[i % 2]}\n" for i in range(9))
    )
    question = page.locator("#own-question")
    expect(question).to_contain_text("“1,100” in “Preis”")
    expect(question.get_by_role("button")).to_have_text(["1.1", "1100"])
    expect(page.locator("#own-use")).to_be_disabled()
    expect(page.locator("#own-ask-first")).to_contain_text("1,100")
    question.get_by_role("button", name="1100").click()
    expect(question).to_be_hidden()
    expect(page.locator("#own-preview tbody td").first).to_have_text("1100")
    expect(page.locator("#own-status")).to_contain_text("thousands as in 1,250")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.name === 'own'")
    assert page.evaluate("nnlab.store.get().dataset.rows[0].values") == [1100]
    expect(page.locator("#own-use")).to_be_disabled()

    part(page, "decimal").select_option(",")
    expect(page.locator("#own-use")).to_be_enabled()
    expect(page.locator("#own-preview tbody td").first).to_have_text("1.1")
    until(page, KEPT_NAME)
    page.reload()  # the file comes back as it was read
    until(page, "globalThis.nnlab?.store.get().dataset?.name === 'own'", timeout=90_000)
    assert page.evaluate("nnlab.store.get().dataset.rows[0].values") == [1100]


def test_a_bad_file_is_named_and_the_good_one_stays_usable(lab: Lab) -> None:
    page = give_case(lab, "09a")
    expect(page.locator("#own-rows")).to_contain_text("36 rows")
    ticked_off = page.locator("[name='column-column 1']")
    expect(ticked_off).not_to_be_checked()
    expect(page.locator("#own-features")).to_contain_text("only numbers the rows")
    give(lab, "x,y,kind\n1,2,a\n1,2\n1,2,b\n1,2,b,,5\n", "bad.csv")
    expect(page.locator("#own-error")).to_contain_text("“bad.csv”: Line 5")
    expect(page.locator("#own-kept")).to_contain_text("09a_shuffled_index.csv")
    expect(page.locator("#own-reading")).to_have_attribute("open", "")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.name === 'own'")
    assert page.evaluate("nnlab.store.get().dataset.total") == 36
    assert page.evaluate("nnlab.store.get().dataset.features") == ["len", "wid"]
    expect(page.locator("#own-error")).to_be_empty()


@pytest.mark.parametrize(
    ("case", "hint", "classes"),
    [
        ("14", "if capitals and blanks make no difference, it has 3", "(12)"),
        ("17", "oak, ash, elm are one class in 3 columns", "oak (12), ash (12), elm (12)"),
    ],
)
def test_a_strange_table_is_mended_in_one_press(
    lab: Lab, case: str, hint: str, classes: str
) -> None:
    page = give_case(lab, case)
    hints = page.locator("#own-hints li")
    expect(hints.first).to_contain_text(hint)
    hints.first.get_by_role("button").click()
    expect(page.locator("#own-rows")).to_contain_text(classes)
    expect(hints.filter(has_text=hint)).to_have_count(0)
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.name === 'own'")
    assert page.evaluate("nnlab.store.get().dataset.classes.length") == 3


def test_what_is_always_the_same_is_left_out_beside_the_button_that_waits(lab: Lab) -> None:
    page = give(lab, "x,same,kind\n" + "".join(f"{i},7,{'ab'[i % 2]}\n" for i in range(12)))
    expect(page.locator("#own-use")).to_be_enabled()
    expect(page.locator("#data-table")).to_be_hidden()  # the rows of the data in use
    page.check("input[name=column-same]")
    expect(page.locator("#own-trouble")).to_contain_text("“same” is 7 in every usable row")
    expect(page.locator("#own-use")).to_be_disabled()
    page.click("#own-mend")
    expect(page.locator("#own-trouble")).to_be_empty()
    expect(page.locator("input[name=column-same]")).not_to_be_checked()
    expect(page.locator("#own-use")).to_be_enabled()
    page.check("#datasets input[value=iris]")
    expect(page.locator("#data-table")).to_be_visible()


def test_many_different_numbers_are_offered_as_a_number(lab: Lab) -> None:
    rows = "".join(f"{i}.5,{i % 4},{i * i}.25\n" for i in range(30))
    page = give(lab, "size,rooms,price\n" + rows, "houses.csv")
    expect(page.locator("#own-target")).to_have_value("price")
    classes, number = (page.locator(f"#own-task input[value={t}]") for t in ("classes", "numbers"))
    expect(number).to_be_checked()
    expect(classes).to_be_disabled()
    expect(page.locator("#own-rows")).to_contain_text("“price” runs from 0.25 to 841")
    page.select_option(
        "#own-target", "rooms"
    )  # few numbers: classes, until one press says otherwise
    expect(classes).to_be_checked()
    number.check()
    expect(page.locator("#own-rows")).to_contain_text("“rooms” runs from 0 to 3")
    page.click("#own-use")
    until(page, "nnlab.store.get().lab?.target_name === 'rooms'")
    assert page.evaluate("nnlab.store.get().lab.sizes.at(-1)") == 1


def test_a_lone_row_s_class_is_named_before_cross_validation(lab: Lab) -> None:
    rows = "".join(f"{i}.5,{'elm' if i == 7 else 'oa'[i % 2]}\n" for i in range(20))
    page = give(lab, "x,kind\n" + rows)
    expect(page.locator("#own-hints")).to_contain_text("Of only one row: elm")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.name === 'own'")
    page.check("input[name=many-kind][value=folds]")
    page.click("#many-start")
    expect(page.locator("#many-status")).to_contain_text("“elm” has only 1 row")
    page.get_by_role("button", name="Leave such rows out").click()
    expect(page.locator("#own-rows")).to_contain_text("19 rows")
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.total === 19")
