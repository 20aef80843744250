"""The page with its code open, as the tests of the code write, change and check it."""

from lab_page import Lab, until
from playwright.sync_api import Error, Page, expect
from shared_lab import START_OVER, SharedLab

from page.code.edited import sources

EDITOR = "#code-editor .cm-content"
SLOW_MS = 60_000


def open_code(page: Page) -> Page:
    """Opens the code, by the keyboard."""
    page.locator("#code-open").press("Enter")
    expect(page.locator(EDITOR)).to_be_visible(timeout=SLOW_MS)
    return page


class SharedCode(SharedLab):
    """The page with the code opened; each test finds the original files in it."""

    def take(self) -> Lab:
        """The page, ready to train, with the code opened."""
        if self.lab is None:
            open_code(super().take().page)
        return super().take()

    def is_new_again(self, page: Page) -> bool:
        """Restores everything and starts over, as a visitor does; whether that is what there is."""
        try:
            if page.locator("#code-open").is_visible():  # the test has loaded it anew
                open_code(page)
            if self.size:
                page.set_viewport_size(self.size)
            if page.get_attribute("#code-diff", "aria-pressed") == "true":
                page.evaluate("document.getElementById('code-diff').click()")
            page.evaluate(RESTORE)
            page.evaluate(START_OVER)
            until(page, START, timeout=10_000)
        except (AssertionError, Error):
            return False
        return page.locator("#code-file option", has_text="●").count() == 0


# The empty exercises and the original files; what was written before is set aside.
RESTORE = """() => {
  const press = (id) => document.getElementById(id).click();
  for (const entry of document.querySelectorAll("#exercise-list [data-exercise]")) {
    entry.click();
    press("code-restore");
  }
  press("exercise-leave"); // free editing
  press("code-restore");
  const file = document.getElementById("code-file");
  file.value = "nnlab/layers.py";
  file.dispatchEvent(new Event("change"));
}"""
START = """() => {
  const { snapshot, setup, stepper, engine } = nnlab.store.get();
  return engine.kind === "ready" && snapshot.epoch === 0 && setup.seed === 0 && !stepper.stale;
}"""


def choose(page: Page, exercise: str = "") -> None:
    """Goes to an exercise by its entry in the list; without a name, back to the list."""
    if page.locator("#exercise-leave").is_visible():
        page.locator("#exercise-leave").press("Enter")
    if exercise:
        page.locator(f"#exercise-list [data-exercise={exercise}]").press("Enter")
        expect(page.locator("#exercise-leave")).to_be_focused()


def write(page: Page, file: str, text: str) -> None:
    """Replaces a whole file in the editor, by the keyboard."""
    page.locator("#code-file").select_option(file)
    page.locator(EDITOR).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def change(page: Page, module: str, old: str, new: str) -> str:
    """Changes one place of a file; the file's name."""
    file = f"nnlab/{module}.py"
    assert old in sources()[file]
    write(page, file, sources()[file].replace(old, new))
    return file


def check(page: Page) -> str:
    """Presses "Run and check it"; what it says."""
    page.locator("#code-run").press("Enter")
    expect(page.locator("#code-run")).to_be_enabled(timeout=SLOW_MS)
    expect(page.locator("#code-result")).to_be_visible()
    return page.inner_text("#code-result")
