"""Join a module and all that it imports into one module: one request in place of many.

It knows the forms of import and export that the page's own modules use, and refuses others. Each
module becomes a function that runs once and returns its exports. Comments on lines of their own
are left out, for they are a quarter of all bytes; not so those that name an author.
"""

import json
import posixpath
import re
from collections.abc import Mapping

from module_graph import DYNAMIC, reachable, resolve

IMPORT = re.compile(
    r"""^import\s*(?:(?P<default>[\w$]+)\s*)?,?\s*(?:\{(?P<names>[^}]*)\}\s*)?"""
    r"""(?:from\s*)?["'](?P<specifier>[^"']+)["'];?""",
    re.MULTILINE,
)
DECLARATION = re.compile(
    r"^export\s+(?=(?:(?:async\s+)?function\s*\*?|class|const)\s*([\w$]+))", re.MULTILINE
)
LISTED = re.compile(r"^export\s*\{([^}]*)\};?", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b(?!\s*\().*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
HERE = "import.meta.url"


def bundle(entry: str, modules: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The module that does what `entry` does; what it imports later stays a module of its own.

    Raises ValueError for an import or export in another form, such as of a `let`, whose changes
    nobody would see.
    """
    parts = []
    for path in reachable(entry, modules, names):
        source = moved(path, entry, without_comments(modules[path]), names)
        if path != entry:
            source, exports = without_exports(source)
            source = f"const {local(path)} = (() => {{\n{source}\nreturn {{ {exports} }};\n}})();\n"
        if left := LEFT.search(source):
            raise ValueError(f"{path}: bundle.py does not know this form: {left[0]}")
        parts.append(source)
    return "".join(parts)


def without_comments(source: str) -> str:
    """A module's text without the comments that begin a line and fill it."""
    return COMMENT.sub(lambda found: found[0] if "Copyright" in found[0] else "", source)


def local(path: str) -> str:
    """The name, in the bundle, of what the module at `path` exports."""
    return "$" + re.sub(r"\W", "_", path)


def renamed(names: str) -> list[list[str]]:
    """["a", "b"] for each `a as b` of a list of names, and ["a"] for a plain `a`."""
    return [re.split(r"\s+as\s+", name) for name in map(str.strip, names.split(",")) if name]


def moved(path: str, entry: str, source: str, names: Mapping[str, str]) -> str:
    """`source` as it must read in the bundle that stands where `entry` did."""

    def near(target: str) -> str:
        found = posixpath.relpath(target, posixpath.dirname(entry))
        return found if found.startswith(".") else f"./{found}"

    def take(found: re.Match[str]) -> str:
        wanted = [f"default: {found['default']}"] if found["default"] else []
        wanted += [": ".join(each) for each in renamed(found["names"] or "")]
        whole = local(resolve(path, found["specifier"], names))
        return f"const {{ {', '.join(wanted)} }} = {whole};" if wanted else ""

    def take_later(found: re.Match[str]) -> str:
        return f'import("{near(resolve(path, found[1], names))}")'

    source = DYNAMIC.sub(take_later, IMPORT.sub(take, source))
    there = HERE if path == entry else f"new URL({json.dumps(near(path))}, {HERE}).href"
    return source.replace(HERE, there)


def without_exports(source: str) -> tuple[str, str]:
    """A module's text with its exports taken out, and those as the inside of an object."""
    exports = DECLARATION.findall(source)
    for each in LISTED.findall(source):
        exports += [f"{name[-1]}: {name[0]}" for name in renamed(each)]
    return LISTED.sub("", DECLARATION.sub("", source)), ", ".join(exports)
