"""What one does without a mouse."""

from playwright.sync_api import Page


def tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(its) => document.activeElement.matches(its)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def choose(page: Page, nth: int) -> None:
    """The nth choice of the step, and on."""
    tab_to(page, ".lesson-choices input")
    page.keyboard.press("Space")
    for _ in range(nth - 1):
        page.keyboard.press("ArrowDown")
    tab_to(page, "#lesson-next")
    page.keyboard.press("Enter")
