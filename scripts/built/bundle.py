"""What esbuild makes of the page's own JavaScript and CSS: fewer files, and smaller ones."""

import json
import posixpath
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_files import ROOT
from vendor import VendorError, platform_name, read_lock

HERE = "import.meta.url"
# esbuild keeps only comments that begin with an exclamation mark. Those of authors must stay.
BY_AUTHORS = re.compile(r"/\*(?!!)\**(?=(?:[^*]|\*(?!/))*Copyright)")


@dataclass(frozen=True)
class Bundle:
    """The modules that do what one module, and all that it imports, did."""

    modules: dict[str, str]  # text by path: the entry's, and others in its folder
    awaited: list[str]  # the entry, and those that it cannot start without


def bundle(entry: str, modules: Mapping[str, str], names: Mapping[str, str]) -> Bundle:
    """The module `entry` with what it imports, and one for each that it imports later.

    What several of these need is in further modules, so that nothing is there twice. `names` is
    the import map. Raises RuntimeError when esbuild has anything to say.
    """
    folder = posixpath.dirname(entry)

    def address(path: str) -> str:
        near = posixpath.relpath(path, folder)
        return f"new URL({json.dumps(f'./{near}')}, {HERE}).href"

    sources = prepared(modules, address)
    # All lie in one folder: an address in a module is relative to where the module is now.
    options = [*linking(names), "--splitting"]
    options += [f"--entry-names={folder}/[name]", f"--chunk-names={folder}/[name]-[hash]"]
    _, outputs = esbuild([entry], sources, options)
    # Once more with the later ones as entries too, for these keep their names.
    entries = [output["entryPoint"] for output in outputs.values() if "entryPoint" in output]
    texts, outputs = esbuild(entries, sources, options)
    awaited = [entry]
    for path in awaited:
        for each in outputs[path]["imports"]:
            needed = each["path"].removeprefix("made/")
            if each["kind"] == "import-statement" and needed not in awaited:
                awaited.append(needed)
    return Bundle(texts, awaited)


def one_module(
    entry: str, modules: Mapping[str, str], names: Mapping[str, str], origin: str
) -> str:
    """`entry` and all that it imports, sooner or later, as one module.

    It takes its addresses from `origin`, wherever the browser has it from. Raises as `bundle`.
    """
    sources = prepared(modules, lambda path: json.dumps(origin + path))
    return esbuild([entry], sources, linking(names))[0][entry]


def smaller(files: Mapping[str, str]) -> dict[str, str]:
    """The same style sheets and classic scripts, which stay fit for old browsers."""
    return esbuild(files, prepared(files), ["--target=es5"])[0]


def prepared(
    files: Mapping[str, str], address: Callable[[str], str] = lambda _: HERE
) -> dict[str, str]:
    """The files with `address` of its path for each one's own address, and authors marked."""
    return {
        path: BY_AUTHORS.sub("/*!", text.replace(HERE, address(path)))
        for path, text in files.items()
    }


def linking(names: Mapping[str, str]) -> list[str]:
    """The options that make esbuild join modules."""
    return ["--bundle", "--format=esm", *(f"--alias:{name}=./{names[name]}" for name in names)]


def esbuild(
    entries: Iterable[str], files: Mapping[str, str], options: Iterable[str]
) -> tuple[dict[str, str], dict[str, Any]]:
    """What esbuild makes of `entries`, and what it tells of each: both by path.

    Raises VendorError without the pinned program, RuntimeError when it warns or fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, path).write_text(text, "utf-8", newline="\n")
        command = [program(), *entries, *options, "--minify", "--charset=utf8"]
        command += ["--log-level=warning", "--outdir=made", "--outbase=.", "--metafile=made.json"]
        run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if run.returncode or run.stderr:
            raise RuntimeError(f"esbuild:\n{run.stderr.decode('utf-8', 'replace').strip()}")
        outputs = json.loads(Path(folder, "made.json").read_text("utf-8"))["outputs"]
        texts = {
            path.removeprefix("made/"): Path(folder, path).read_text("utf-8") for path in outputs
        }
    return texts, {path.removeprefix("made/"): about for path, about in outputs.items()}


def program() -> str:
    """Where esbuild is. Raises VendorError when it is not there, or not the pinned one."""
    pinned = read_lock(("build",))[0]
    if not pinned:
        raise VendorError(f"scripts/vendor.lock.json has no esbuild for {platform_name()}")
    (want,) = pinned
    if not want.matches(ROOT / want.to):
        raise VendorError(f"{want.to} is missing or altered; run scripts/vendor.py first")
    return str(ROOT / want.to)
