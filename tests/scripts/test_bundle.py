"""A bundle does what its modules did, in as few files as that takes."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

import built.bundle as bundling
from built.bundle import Bundle, bundle, one_module, smaller
from fetch.node import find_node
from vendor import VendorError

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
const url = new URL("x", import.meta.url).pathname.endsWith("/web/x");
const { sides, again } = await import("./views/later.js");
console.log(double(4), count(), Named, plain(), new Shape().sides, five, url, sides, again());
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
  sides = new URL("../b.js", import.meta.url).pathname.endsWith("/web/b.js") ? 3 : 0;
}
""",
    "web/views/later.js": """import { count } from "../a.js";
export const sides = new URL("c.js", import.meta.url).pathname.endsWith("/web/views/c.js") ? 4 : 0;
export const again = () => count();
""",
    "web/views/nobody.js": "console.log('asked for me');",
    "vendor/named.js": """/* Copyright (c) Somebody */
const local = "default";
export const plain = () => "plain";
const kept = () => "listed";
export { local as default, kept as other };
""",
}
NAMES = {"named": "vendor/named.js"}
SAID = "8 11 default plain 3 5 true 4 11\n"


@pytest.fixture(scope="module")
def bundled() -> Bundle:
    return bundle("web/main.js", SOURCES, NAMES)


def run(modules: Mapping[str, str], folder: Path) -> str:
    """What web/main.js says."""
    (folder / "package.json").write_text('{"type": "module"}')
    for path, text in modules.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    command = [find_node(), folder / "web/main.js"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.stdout


def test_it_does_the_same(bundled: Bundle, tmp_path: Path) -> None:
    assert run(bundled.modules, tmp_path) == SAID


def test_one_module_does_the_same_wherever_it_comes_from(tmp_path: Path) -> None:
    text = one_module("web/main.js", SOURCES, NAMES, "https://lab.invalid/")
    assert "import.meta" not in text
    assert run({"web/main.js": text}, tmp_path) == SAID


def test_what_is_imported_later_is_a_module_of_its_own_name(bundled: Bundle) -> None:
    assert {"web/main.js", "web/later.js"} <= {*bundled.modules}
    assert 'import("./later.js")' in bundled.modules["web/main.js"]
    assert "web/later.js" not in bundled.awaited


def test_what_is_needed_now_and_later_is_there_once_and_known(bundled: Bundle) -> None:
    shared = {*bundled.modules} - {"web/main.js", "web/later.js"}
    assert {*bundled.awaited} == {"web/main.js", *shared}
    assert len(shared) == 1
    assert sum("not seen outside" in text for text in bundled.modules.values()) == 0
    assert sum("made=10" in text for text in bundled.modules.values()) == 1


def test_what_nobody_imports_is_nowhere(bundled: Bundle) -> None:
    assert not any("asked for me" in text for text in bundled.modules.values())


def test_comments_go_but_not_their_authors(bundled: Bundle) -> None:
    joined = "".join(bundled.modules.values())
    for comment in ("Comments go", "which a comment may say", "modules run once"):
        assert comment not in joined
    assert joined.count("Copyright (c) Somebody") == 1
    styles = smaller({"a.css": "/** Copyright (c) Somebody */\n/* goes */ p { color: #ff0000 }\n"})
    assert "Copyright (c) Somebody" in styles["a.css"] and "goes" not in styles["a.css"]


def test_the_same_sources_make_the_same_files(bundled: Bundle) -> None:
    assert bundle("web/main.js", SOURCES, NAMES) == bundled


def test_a_classic_script_stays_fit_for_old_browsers() -> None:
    script = (
        "(function () { var a = 1; var made = { a: a }; window.made = a === null ? 1 : a; })();"
    )
    made = smaller({"a.js": script})["a.js"]
    assert len(made) < len(script)
    assert "=>" not in made and "??" not in made and "{a}" not in made
    with pytest.raises(RuntimeError, match="const"):
        smaller({"a.js": "const a = 1;"})


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('import { a } from "./gone.js"; a();', "gone"),
        ('import { a } from "./a.js"; a();', 'No matching export .* for import "a"'),
        ('import "unnamed";', "unnamed"),
        ("const a = 1; a = 2;", "constant"),
        ("const = 1;", "Expected identifier"),
    ],
)
def test_what_cannot_work_is_refused_by_name(source: str, says: str) -> None:
    with pytest.raises(RuntimeError, match=rf"esbuild:[\s\S]*{says}[\s\S]*main\.js:1"):
        bundle("main.js", {"main.js": source, "a.js": "export const b = 1;"}, {})


def test_no_other_program_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundling, "ROOT", tmp_path)
    with pytest.raises(VendorError, match=r"esbuild is missing or altered; run scripts/vendor\.py"):
        smaller({"a.css": ""})
    monkeypatch.setattr(bundling, "read_lock", lambda _: ([], {}))
    with pytest.raises(VendorError, match=r"no esbuild for \w+-\w+"):
        smaller({"a.css": ""})
