"""Mounting returns unmounting: one call ends a panel's listeners, observers and watchers."""

import re

from lab_page import Lab
from playwright.sync_api import Page

from site_files import ROOT

# Notes every listener and every observer of the page's own that has begun and not ended.
NOTED = """
globalThis.begun = { listeners: [], observers: new Set() };
const { addEventListener, removeEventListener } = EventTarget.prototype;
const isOurs = () => new Error().stack.includes(location.origin); // and not Playwright's
const same = (one, other) => one.every((part, at) => part === other[at]);
const entry = (target, [type, listener, options]) =>
  [target ?? globalThis, type, listener, Boolean(options?.capture ?? options)];
EventTarget.prototype.addEventListener = function (...how) {
  if (isOurs()) begun.listeners.push(entry(this, how));
  return addEventListener.apply(this, how);
};
EventTarget.prototype.removeEventListener = function (...how) {
  const ended = entry(this, how);
  begun.listeners = begun.listeners.filter((one) => !same(one, ended));
  return removeEventListener.apply(this, how);
};
globalThis.Mutations = MutationObserver;
const kinds = ["ResizeObserver", "IntersectionObserver", "MutationObserver", "PerformanceObserver"];
for (const name of kinds) {
  globalThis[name] = class extends globalThis[name] {
    constructor(listener) {
      super(listener);
      if (isOurs()) begun.observers.add(this);
    }
    disconnect() {
      super.disconnect();
      begun.observers.delete(this);
    }
  };
}
"""
# What still listens in the page, and which elements of the markup have a handler of their own.
LEFT = """(ids) => {
  const name = (target) =>
    target === window ? "window" : target === document ? "document" : target.id;
  const places = begun.listeners.filter(([target]) =>
    target === window || target === document || ids.includes(target.id));
  const handlers = ["click", "input", "change", "keydown", "submit", "blur", "pointermove"];
  const handled = ids.flatMap((id) =>
    handlers.filter((type) => document.getElementById(id)["on" + type]).map((type) => [id, type]));
  return {
    listeners: places.map(([target, type]) => [name(target), type]),
    handled, observers: begun.observers.size,
  };
}"""
# Everything in the store is new at once: gives how much of the page changed.
RENEW = """async () => {
  const state = nnlab.store.get();
  const copy = (value) => Array.isArray(value) ? [...value]
    : typeof value === "object" && value?.constructor === Object ? { ...value } : value;
  const copied = Object.entries(state).map(([key, value]) => [key, copy(value)]);
  let changes = 0;
  const observer = new Mutations((records) => {
    // The page's own state stands on its body, mounted or not.
    changes += records.filter(({ target }) => target !== document.body).length;
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  nnlab.store.set({
    ...Object.fromEntries(copied), highlight: { kind: "layer", layer: 1 }, error: "an error",
    notices: [{ key: "stored_damaged" }], pace: 3, whyPlain: "a reason",
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  return changes;
}"""
IDS = re.findall(r'\sid="([^"]+)"', (ROOT / "index.html").read_text("utf-8"))
# What the visit itself listens to, from its first moment to its last, and uPlot as a whole.
VISIT = [
    ["document", "visibilitychange"],
    ["window", "dppxchange"],
    ["window", "error"],
    ["window", "hashchange"],
    ["window", "pagehide"],
    ["window", "popstate"],
    ["window", "resize"],
    ["window", "scroll"],
    ["window", "unhandledrejection"],
]


def test_nothing_of_a_panel_is_left_when_it_is_unmounted(page: Page, site: str) -> None:
    page.add_init_script(NOTED)
    lab = Lab(page).open(site)
    lab.train(5)
    page.click("#code-open")
    page.wait_for_selector(".cm-content")
    assert page.evaluate(RENEW) > 10
    left = page.evaluate(LEFT, IDS)
    assert len(left["listeners"]) > 50
    assert left["observers"] > 5

    page.evaluate("nnlab.unmount()")
    page.wait_for_timeout(500)
    left = page.evaluate(LEFT, IDS)
    assert sorted(left["listeners"]) == VISIT, str(left["listeners"])
    assert left["handled"] == []
    assert left["observers"] == 0
    assert page.evaluate(RENEW) == 0
