"""What an owner writes in words is read, said, and asked about in the form."""

from lab_page import Lab, until
from playwright.sync_api import expect
from test_own_reading import first_row, give

SLEEP = "day,took,rings,smokes,sleep\n" + "".join(
    f"{1 + i}. März 2024,{1 + i % 9}h {5 * (i % 12)}m,{'x' if i % 3 else ''},{'JN'[i % 2]},"
    f"{['None', 'Insomnia', 'Apnea'][i * 5 % 3]}\n"
    for i in range(27)
)


def test_words_are_numbers_and_none_an_answer(lab: Lab) -> None:
    page = give(lab, SLEEP)
    hints = page.locator("#own-hints li")
    expect(
        hints.filter(has_text="durations; the network gets them as hours: 1h 0m is 1.")
    ).to_have_count(1)
    assert first_row(page)[:4] == ["0", "1h 0m → 1", "0", "J → 1"]
    asked = hints.filter(has_text="“None” stands in “sleep” 9 times and counts as a gap")
    expect(page.locator("#own-rows")).to_contain_text("18 rows")
    asked.get_by_role("button", name="Take it as a word").click()
    expect(page.locator("#own-rows")).to_contain_text("27 rows can be used. Classes: None (9)")
    expect(hints.filter(has_text="“None” is a class, not a gap.")).to_have_count(1)
    page.click("#own-use")
    until(page, "nnlab.store.get().dataset?.total === 27")
    expect(page.locator("#classify select[name=smokes] option")).to_have_text(["N", "J"])
    expect(page.locator("#classify select[name=rings] option")).to_have_text(["no value", "x"])
    field = page.locator("#classify input[name=day]")
    expect(field).to_have_value("1. Mar 2024")
    field.fill("5. Mar 2024")
    until(page, "nnlab.store.get().sample.values?.[0] === 4")
