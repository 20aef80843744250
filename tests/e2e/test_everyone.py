"""Two languages, two themes, the keyboard alone, a browser that lacks or refuses things."""

import pytest
from lab_page import BOOT_MS, Lab
from playwright.sync_api import Browser, Page, expect


def test_both_languages_without_losing_anything(lab: Lab, screenshot) -> None:
    lab.train(20)
    weights = lab.weights()
    lab.page.click("#lang")
    expect(lab.page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(lab.page.locator("#classify-title")).to_have_text("给一朵花分类")
    screenshot("desktop-chinese", full_page=True)
    # A sentence left in English would be a word of five Latin letters that is no name and no code.
    words = lab.page.evaluate(
        """() => {
          const names = new RegExp("credit assignment|softmax|Python|NumPy|Sigmoid|Fisher|" +
            "scikit|learn|English|Loss|Chrome|Firefox|" +
            "Softmax|RMSProp|Xavier|Glorot", "g");
          let said = document.body.innerText;
          for (const code of document.querySelectorAll("pre, code, #apart-file")) {
            said = said.replace(code.innerText, "");
          }
          return said.replace(names, "").match(/[A-Za-z]{5,}/g) ?? [];
        }"""
    )
    assert words == []
    lab.page.click("#lang")
    expect(lab.page.locator("#classify-title")).to_have_text("Classify a flower")
    assert lab.weights() == weights
    again = lab.page.context.new_page()
    again.route("**/runtime.json", lambda route: None)  # this needs no Python
    again.goto(lab.page.url)
    expect(again.locator("html")).to_have_attribute("lang", "en")
    again.close()


def test_a_chinese_browser_gets_chinese(browser: Browser, site: str, own_origins: set) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.route("**/runtime.json", lambda route: None)  # this needs no Python
        page.goto(site)
        expect(page.locator("#data-title")).to_have_text("数据")
        expect(page).to_have_title("NN Lab — 可以拆开来看的 NumPy 神经网络")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_chosen(page: Page, site: str, scheme: str) -> None:
    page.route("**/runtime.json", lambda route: None)  # never answered: this needs no Python
    page.emulate_media(color_scheme=scheme)
    page.goto(site)
    paper = "getComputedStyle(document.body).backgroundColor"
    dark, light = "rgb(18, 20, 27)", "rgb(246, 245, 241)"
    assert page.evaluate(paper) == (dark if scheme == "dark" else light)
    page.click("#theme")
    assert page.evaluate(paper) == (light if scheme == "dark" else dark)
    page.reload()
    assert page.evaluate(paper) == (light if scheme == "dark" else dark)


def test_the_main_job_by_keyboard_alone(lab: Lab) -> None:
    page = lab.page
    page.keyboard.press("s")
    expect(page.locator("#epoch")).to_have_text("000001")
    page.keyboard.press("r")
    expect(page.locator("#epoch")).to_have_text("000000")
    page.keyboard.press("Space")
    lab.wait("finished")
    reached = []
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.id")
        reached.append(name)
        if name == "petal length (cm)":
            break
        if page.evaluate("document.activeElement.matches('#data-table *')"):
            the_arrow_keys_go_through_the_table(page)
    assert {"play", "step", "reset", "learning-rate", "epochs", "seed", "speed"} <= set(reached)
    assert len(reached) < 80  # the table's 150 rows are one stop
    page.keyboard.press("Control+a")
    page.keyboard.type("4.5 ")  # a space here is typed, not Play
    expect(page.locator("body")).to_have_attribute("data-state", "finished")
    expect(page.locator("#prediction")).not_to_have_text("–")


# How far below the columns' heads, which stay in view, the focused row lies.
UNDER_THE_HEADS = """document.activeElement.getBoundingClientRect().top
  - document.querySelector("#data-table thead th").getBoundingClientRect().bottom"""


def the_arrow_keys_go_through_the_table(page: Page) -> None:
    """Tab has just come to its first row; at the end the keyboard is on row 78."""
    row = "document.activeElement.getAttribute('aria-label')"
    keys = [
        *(("ArrowUp", 1), ("ArrowDown", 2), ("End", 150), ("PageUp", 140), ("Home", 1)),
        *(("PageDown", 11), *(("ArrowUp", number) for number in range(10, 2, -1))),
        *(("PageDown", 13), ("Shift+Tab", None), ("Tab", 13)),
    ]
    for key, number in keys:
        page.keyboard.press(key)
        assert number is None or page.evaluate(row) == f"Classify row {number}", key
        assert number is None or page.evaluate(UNDER_THE_HEADS) >= 0, key
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#flower-origin")).to_contain_text("Flower 14 of the data")
    for _ in ("zh", "en"):  # the rows are made anew, with other names
        page.evaluate("document.querySelector('#lang').click()")
        assert "14" in page.evaluate(row)
    assert page.locator("#data-table [tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#classify') !== null")
    # A flower that is chosen in another way is where Tab comes to next.
    page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 77 } })")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(row) == "Classify row 78"


def test_what_changes_is_announced(lab: Lab) -> None:
    lab.train(7)
    expect(lab.page.get_by_role("status").filter(has_text="finished after epoch 7")).to_have_count(
        1
    )
    lab.page.get_by_text("The same figures as a table").click()
    expect(lab.page.locator("#history-table tbody tr")).to_have_count(8)


WITHOUT_STACK_SWITCHING = """globalThis.Blob = class extends Blob {
  constructor([start, ...parts], how) {
    const forWorker = /^import "(.*)";$/.exec(start); // web/boot/early.js
    const less = "delete WebAssembly.Suspending; delete WebAssembly.promising; self.less = true;";
    super([forWorker ? `${less} await import("${forWorker[1]}");` : start, ...parts], how);
  }
}"""


def test_the_page_works_without_storage_stack_switching_or_a_language(
    page: Page, site: str
) -> None:
    page.add_init_script(WITHOUT_STACK_SWITCHING)
    page.add_init_script(
        """for (const name of ["localStorage", "indexedDB"]) {
          const get = () => { throw new DOMException("no", "SecurityError"); };
          Object.defineProperty(window, name, { get });
        }"""
    )
    page.add_init_script(
        "Object.defineProperty(navigator, 'language', { value: 'C', configurable: true })"
    )
    page.goto(f"{site}#room=all")
    lab = Lab(page).wait("ready", BOOT_MS)
    assert page.workers[0].evaluate("self.less && typeof WebAssembly.Suspending") == "undefined"
    lab.do_the_main_job()
    page.click("#keep-open")
    expect(page.locator("#keep-storage")).to_contain_text("keeps nothing")
    # What the start left out must come at once, though an import cannot wait.
    assert page.workers[0].evaluate("pyodide.runPython('import calendar; True')") is True
