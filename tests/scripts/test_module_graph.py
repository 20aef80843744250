"""Modules are listed each after those that it needs."""

import pytest

from module_graph import reachable

SOURCES = {
    "web/main.js": 'import { a } from "./a.js";\nimport "uplot";\nvoid import("./views/c.js");',
    "web/a.js": 'export const name = "./none.js";\nexport { b } from "./views/b.js";\n',
    "web/views/b.js": "",
    "web/views/c.js": 'import {\n  b,\n} from "./b.js";\n',
    "vendor/uplot.js": "",
}
IMPORT_MAP = {"uplot": "vendor/uplot.js"}


def test_what_is_needed_comes_first() -> None:
    assert reachable("web/main.js", SOURCES, IMPORT_MAP) == [
        "web/views/b.js",
        "web/a.js",
        "vendor/uplot.js",
        "web/main.js",
    ]


def test_later_imports_count_when_asked_for() -> None:
    found = reachable("web/main.js", SOURCES, IMPORT_MAP, dynamic=True)
    assert sorted(found) == sorted(SOURCES)
    assert found.index("web/views/c.js") < found.index("web/main.js")


def test_a_circle_is_refused() -> None:
    circle = {"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'}
    with pytest.raises(ValueError, match=r"need each other: a\.js → b\.js"):
        reachable("a.js", circle, {})


def test_a_missing_module_is_an_error() -> None:
    with pytest.raises(KeyError):
        reachable("a.js", {"a.js": 'import "./gone.js";'}, {})
