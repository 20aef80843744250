"""Who may know whom: the house's arrows go one way (docs/architecture.md), and none goes round."""

import ast
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_files import ROOT

# Each room may know those behind it. What no room of the page's makes, everybody may know.
ROOMS = {
    "main.js": {
        *("first_views.js", "views.js", "rooms", "panels", "visit", "lab", "boot", "base"),
    },
    "first_views.js": {"views.js", "panels", "lab"},  # main.js's, but later; of views.js a type
    "views.js": {"rooms", "panels", "visit", "lab", "boot", "base"},  # the same, last
    "rooms": {"panels", "visit", "lab", "boot", "base"},
    "panels": {"visit", "lab", "boot", "base"},  # not each other
    "visit": {"lab", "boot", "base"},  # the Keep panel is handed the address and the keeper
    "lab": {"boot", "base"},
    "boot": {"base"},
    "base": set(),
    "worker": {"base"},
    "generated": set(),
}
MADE = {"generated", "vendor"}
OUTSIDE = {"py/nnlab": set(), "py/page": {"py/nnlab"}}

IMPORT = re.compile(
    r"""^\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?\s*["'](?P<code>\.[^"']+)["']  # import … from
      | \bimport\(\s*["'](?P<later>\.[^"']+)["']                               # import(…)
      | @import\s[^"']*?["'](?P<type>\.[^"']+)["']                             # a type
    """,
    re.MULTILINE | re.VERBOSE,
)

Arrows = Mapping[str, Mapping[str, bool]]  # from file to file: whether it is for more than a type


def javascript(folder: Path = ROOT) -> Arrows:
    """The arrows between the modules of web/."""
    found: dict[str, dict[str, bool]] = {}
    for path in sorted((folder / "web").rglob("*.[jt]s")):
        name = path.relative_to(folder).as_posix()
        if name.startswith("web/vendor/"):
            continue
        own = found.setdefault(name, {})
        for match in IMPORT.finditer(path.read_text("utf-8")):
            written = match["code"] or match["later"] or match["type"]
            to = posixpath.normpath(posixpath.join(posixpath.dirname(name), written))
            own[to] = own.get(to, False) or match["type"] is None
    return found


def python(folder: Path = ROOT) -> Arrows:
    """The arrows between the modules of py/; an import inside a function counts as any other."""
    paths = {path.relative_to(folder / "py"): path for path in (folder / "py").rglob("*.py")}
    modules = {module(path): path.as_posix() for path in paths}
    found: dict[str, dict[str, bool]] = {}
    for relative, path in sorted(paths.items()):
        name = f"py/{relative.as_posix()}"
        targets = (
            target for wanted in imported(relative, path) for target in within(wanted, modules)
        )
        found[name] = {f"py/{target}": True for target in targets if f"py/{target}" != name}
    return found


def module(path: Path) -> str:
    """A file's name as Python imports it."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(relative: Path, path: Path) -> Iterator[str]:
    """What a file imports, by full names; of `from a import b` it is a.b, module or not."""
    package = list(relative.parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, modules: Mapping[str, str]) -> Iterator[str]:
    """The file that `name` is, or is in; a package's own `__init__` is not what one wants of it."""
    if name in modules:
        yield modules[name]
    elif (parent := name.rpartition(".")[0]) in modules:
        yield modules[parent]


def room(name: str) -> str:
    """The room that a file of web/ stands in."""
    return name.split("/")[1]


def wrong(name: str, to: str) -> str:
    """What is wrong with an arrow between two files; "" when nothing is."""
    if name.startswith("py/"):
        package, other = ("/".join(path.split("/")[:2]) for path in (name, to))
        return "" if package == other or other in OUTSIDE[package] else f"{package} knows {other}"
    if not to.startswith("web/"):
        return "leaves web/"
    if room(to) in MADE:
        return ""
    if room(name) == room(to) == "panels":
        return "" if posixpath.dirname(name) == posixpath.dirname(to) else "between two panels"
    if room(name) == room(to) or room(to) in ROOMS[room(name)]:
        return ""
    return f"{room(name)} knows {room(to)}"


def circles(arrows: Arrows) -> list[list[str]]:
    """Files that import each other, round and round: Tarjan's strongly connected components."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for to, for_more_than_a_type in arrows.get(name, {}).items():
            if not for_more_than_a_type:
                continue
            if to not in index:
                visit(to)
                low[name] = min(low[name], low[to])
            elif to in stack:
                low[name] = min(low[name], index[to])
        if low[name] == index[name]:
            circle = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for name in arrows:
        if name not in index:
            visit(name)
    return found


def uphill(arrows: Arrows) -> list[str]:
    """Every arrow that goes where none may, in words."""
    return [
        f"{name} → {to}: {why}"
        for name, targets in arrows.items()
        for to in targets
        if (why := wrong(name, to))
    ]


def test_no_javascript_knows_what_is_above_it() -> None:
    arrows = javascript()
    assert sum(map(len, arrows.values())) > 250
    assert uphill(arrows) == []


def test_no_python_knows_what_is_above_it() -> None:
    arrows = python()
    assert sum(map(len, arrows.values())) > 150
    assert uphill(arrows) == []


def test_no_javascript_goes_round() -> None:
    assert circles(javascript()) == []


def test_no_python_goes_round() -> None:
    assert circles(python()) == []


def test_every_file_stands_in_a_room() -> None:
    rooms = {room(name) for name in javascript() if name != "web/globals.d.ts"}
    assert rooms <= {*ROOMS}
