"""A bundle does what its modules did, and what cannot be bundled is refused."""

import subprocess
from pathlib import Path

import pytest

from bundle import bundle
from node import find_node

SOURCES = {
    "web/main.js": """// Comments go.
import {
  twice as double,
  count,
} from "./a.js";
import Named, { plain } from "named";
import { Shape } from "./views/shape.js";
import "./a.js";

const five = await Promise.resolve(5);
const url = new URL("x", import.meta.url).pathname.endsWith("/x");
console.log(double(4), count(), Named, plain(), new Shape().sides, five, url);
""",
    "web/a.js": """/** Not `export const twice`, which a comment may say:
export const twice = 0;
 */
let calls = 0;
calls += 1; // modules run once
import { Shape } from "./views/shape.js";
const local = "not seen outside";
export async function unused() { return local; }
export const twice = (x) => x * 2;
export function count() { return calls + Shape.made; }
""",
    "web/views/shape.js": """export class Shape {
  static made = 10;
  sides = new URL("../b.js", import.meta.url).pathname.endsWith("/b.js") ? 3 : 0;
}
""",
    "vendor/named.js": """/* Copyright (c) Somebody */
const local = "default";
export const plain = () => "plain";
const kept = () => "listed";
export { local as default, kept as other };
""",
}
NAMES = {"named": "vendor/named.js"}


def test_it_does_the_same(tmp_path: Path) -> None:
    joined = bundle("web/main.js", SOURCES, NAMES)
    (tmp_path / "main.mjs").write_text(joined)
    command = [find_node(), tmp_path / "main.mjs"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("8 11 default plain 3 5 true\n", "")


def test_comments_go_but_not_their_authors() -> None:
    joined = bundle("web/main.js", SOURCES, NAMES)
    assert "Comments go" not in joined and "which a comment may say" not in joined
    assert "Copyright (c) Somebody" in joined
    assert "// modules run once" in joined  # beside code a comment stays: it may be a string


def test_what_is_imported_later_stays_a_module() -> None:
    sources = {
        "web/main.js": 'import "./views/a.js";',
        "web/views/a.js": 'void import("../code/b.js");',
    }
    assert 'import("./code/b.js")' in bundle("web/main.js", sources, {})


@pytest.mark.parametrize(
    "source",
    [
        "export let a = 1;",
        "export var a = 1;",
        "export default 1;",
        'export * from "./b.js";',
        'import * as b from "./b.js";',
    ],
)
def test_a_form_that_it_does_not_know_is_refused(source: str) -> None:
    sources = {"main.js": 'import "./a.js";', "a.js": source, "b.js": ""}
    with pytest.raises(ValueError, match=r"a\.js: bundle\.py does not know"):
        bundle("main.js", sources, {})
