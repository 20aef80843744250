"""axe-core, asked of a part of the page."""

from playwright.sync_api import Page

from site_files import ROOT

AXE = (ROOT / "tests/.vendor/axe-core/axe.min.js").read_text("utf-8")
FOUND = """async (root) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  document.getAnimations().forEach((each) => each.finish()); // a color on its way to another
  const { violations } = await axe.run(root ?? document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    ({ target, any }) => `${id}: ${target.join(" ")}: ${any[0]?.message ?? ""}`));
}"""


def found(page: Page, root: str | None) -> list[str]:
    """What axe has to say of a part of the page, or of all of it."""
    violations: list[str] = page.evaluate(FOUND, root)
    return violations
