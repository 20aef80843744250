"""axe-core, asked of a part of the page."""

from playwright.sync_api import Page

from site_files import ROOT

AXE = (ROOT / "tests/.vendor/axe-core/axe.min.js").read_text("utf-8")
FOUND = """async ([root, rules]) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  document.getAnimations().forEach((each) => each.finish()); // a color on its way to another
  const { violations } = await axe.run(
    root ?? document, { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    ({ target, any }) => `${id}: ${target.join(" ")}: ${any[0]?.message ?? ""}`));
}"""


# The rules that hold in each theme. The second differs in colors and in nothing else,
# and all of axe takes a while: there it looks at the colors only.
THEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}


def found(page: Page, root: str | None, rules: list[str] | None = None) -> list[str]:
    """What axe has to say of a part of the page, or of all of it, by all its rules or by some."""
    violations: list[str] = page.evaluate(FOUND, [root, rules])
    return violations
