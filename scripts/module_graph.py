"""Which of the page's modules need which."""

import posixpath
import re
from collections.abc import Iterator, Mapping

# The quoted specifier in `from "./a.js"`, `import "./a.js"` and `import("./a.js")`.
STATIC = re.compile(
    r"""^(?:import\s*|(?:import|export)\b[^;"'=()]*\bfrom\s*)["']([^"']+)["']""", re.MULTILINE
)
# Not `import("./a.js").Type`, which is what JSDoc calls a type.
DYNAMIC = re.compile(r"""\bimport\(\s*["']([^"']+)["']\s*\)(?!\s*(?:\[|\.(?!then\b)))""")


def resolve(module: str, specifier: str, import_map: Mapping[str, str]) -> str:
    """The path of the module that `specifier` names inside `module`. Raises KeyError."""
    if specifier.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(module), specifier))
    return import_map[specifier]


def specifiers(source: str, *, dynamic: bool = False) -> Iterator[str]:
    """What `source` imports when it is loaded, and with `dynamic` also what it may load later."""
    yield from STATIC.findall(source)
    if dynamic:
        yield from DYNAMIC.findall(source)


def reachable(
    entry: str, sources: Mapping[str, str], import_map: Mapping[str, str], *, dynamic: bool = False
) -> list[str]:
    """`entry` and every module that it needs, each after those that it needs itself.

    Raises ValueError for modules that need each other, KeyError for one that does not exist.
    """
    order: list[str] = []
    open_modules: list[str] = []

    def visit(module: str) -> None:
        if module in order:
            return
        if module in open_modules:
            raise ValueError("modules need each other: " + " → ".join([*open_modules, module]))
        open_modules.append(module)
        for specifier in specifiers(sources[module], dynamic=dynamic):
            visit(resolve(module, specifier, import_map))
        open_modules.pop()
        order.append(module)

    visit(entry)
    return order
