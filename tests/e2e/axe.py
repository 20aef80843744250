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


# What of a part of the page axe can judge differently: which elements are seen, which attributes
# they have, of what color they are; not what their sentences say. Alike ones in one count once.
SHAPE = """(root) => {
  const telling = /^(class|role|tabindex|type|aria-(?!label|described|controls|value).*)$/;
  const shape = (e) => {
    if (!e.checkVisibility()) return "";
    const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(e);
    const attributes = [...e.attributes].map(({ name, value }) =>
      `${name}=${telling.test(name) ? value : value.trim() !== ""}`);
    const words = [...e.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const parts = [...new Set([...e.children].map(shape))];
    return JSON.stringify(
      [e.localName, attributes, color, backgroundColor, fontSize, fontWeight, words, parts]);
  };
  return shape(root ? document.querySelector(root) : document.body);
}"""


def found(page: Page, root: str | None, rules: list[str] | None = None) -> list[str]:
    """What axe has to say of a part of the page, or of all of it, by all its rules or by some."""
    violations: list[str] = page.evaluate(FOUND, [root, rules])
    return violations
