"""Pyodide's loader without the work and the text that this page has no use for.

All are changes of the pinned file alone: another version that does not read so is refused.
"""

import re
from collections.abc import Iterable

# What py/page/bridge.py calls in the WebAssembly beside what the loader itself does.
CALLED = {"_exp", "_log", "_tanh"}
CHANGES = [
    # It gave every function that the WebAssembly exports a place in the table of functions, to be
    # found by libraries loaded later: 5,000 places, of which NumPy wants 300. What is not there
    # when a library is loaded gets its place then; but never the library's own in place of it.
    ("assignWasmExports(wasmExports);updateGOT(origExports);", "assignWasmExports(wasmExports);"),
    (
        "var existingEntry=GOT[symName]&&GOT[symName].value!=-1;",
        "var existingEntry=isSymbolDefined(symName)||GOT[symName]&&GOT[symName].value!=-1;",
    ),
    # It made a WebAssembly module for each of the 280 functions of OpenGL, which no worker has.
    (
        "if(entry.value==-1){",
        'if(entry.value==-1){if(symName.startsWith("emscripten_gl")){entry.value=0;continue}',
    ),
    # The worker compiles NumPy's libraries while the rest is still on its way (libraries.js) and
    # hands over the modules.
    ("var preloadedWasm={};", 'var preloadedWasm=Module["preloadedWasm"]??{};'),
    (
        "if(preloaded){return flags.loadAsync?Promise.resolve(preloaded):preloaded}",
        "if(preloaded){return loadWebAssemblyModule(preloaded,flags,libName,localScope,handle)}",
    ),
    # It imported what unpacks packages, and with it half a dozen libraries that nothing else wants.
    (
        'API.package_loader=o("pyodide._package_loader"),',
        'Object.defineProperty(API,"package_loader",{get:()=>o("pyodide._package_loader")}),',
    ),
    ("API.public_api,API,me,API,{}]", "API.public_api,API,me,API]"),  # its loadedPackages
    # The pack has no packages with a description of their own, which this would list.
    (",API.package_loader.init_loaded_packages()}", "}"),
    ("API.sitepackages=API.package_loader.SITE_PACKAGES.__str__(),", ""),  # installStdlib said so
    ("API.dsodir=API.package_loader.DSO_DIR.__str__()", 'API.dsodir="/usr/lib"'),
    # Its own address is a blob's, of which no folder can be told: the error that this gave made the
    # browser read the whole file once more, to know in which line. What it is for is here already.
    ('try{scriptDirectory=new URL(".",_scriptName).href}catch{}', ""),
    # Browsers read a function in brackets once; this one, nearly the whole file, they read twice.
    ("async function _createPyodideModule(", "export default (async function("),
    ("return moduleRtn}export default _createPyodideModule;", "return moduleRtn});"),
]
EXPORTS = re.compile(
    r"var (?P<names>[\w$,]+);function assignWasmExports\(wasmExports\)\{(?P<lines>[^{}]*)\}"
)
NAME = re.compile(r"[\w$]+")


def lean_loader(loader: str) -> str:
    """The text of pyodide.asm.mjs, changed. Raises ValueError when it is not the pinned one's."""
    loader = changed(loader, CHANGES)
    exports = EXPORTS.search(loader)
    if not exports:
        raise ValueError("pyodide.asm.mjs no longer names its exports")
    # 4,900 names, a third of the text, of which the rest of the text uses a hundred.
    used = CALLED.union(NAME.findall(loader[: exports.start()] + loader[exports.end() :]))
    names = [name for name in exports["names"].split(",") if name in used]
    lines = [line for line in exports["lines"].split(";") if used.intersection(assigned(line))]
    return (
        f"{loader[: exports.start()]}var {','.join(names)};"
        f"function assignWasmExports(wasmExports){{{';'.join(lines)}}}{loader[exports.end() :]}"
    )


def changed(loader: str, changes: Iterable[tuple[str, str]]) -> str:
    """The text with each old piece replaced by the new. ValueError unless each is there once."""
    for old, new in changes:
        if loader.count(old) != 1:
            raise ValueError(f"pyodide.asm.mjs has no longer this line: {old}")
        loader = loader.replace(old, new)
    return loader


def assigned(line: str) -> set[str]:
    """The variables that get a value in `a=Module["a"]=b=wasmExports["c"]`."""
    return {part for part in line.split("=") if NAME.fullmatch(part)}
