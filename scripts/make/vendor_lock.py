"""Write `vendor.lock.json` and `THIRD_PARTY.md` from the table below.

    PYTHONPATH=scripts python3 -m make.vendor_lock

For maintainers, after a version changes here: fetches every package with npm or pip,
notes size and SHA-256 of the files that NN Lab uses, and credits them. Read the diff
before committing it.
"""

import fnmatch
import hashlib
import json
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from make.third_party import third_party
from vendor import LOCK, ROOT, fetch_archives, read_member

NPM = "https://cdn.jsdelivr.net/npm/"
PYODIDE = "314.0.3"
# A public wheel that carries the whole Pyodide distribution: the way to get it where
# only pip works. The files are those of the CDN, byte for byte.
PYODIDE_IN_PIP = ("pip", "open-webui==0.12.4", "open_webui/frontend/pyodide/")
PYODIDE_CDN = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
NUMPY_WHEEL = "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
# Pyodide's own lock lists 300 packages. The page may load one, so this says only that.
PYODIDE_LOCK = {
    "info": {
        "abi_version": "2026_0",
        "arch": "wasm32",
        "platform": "emscripten_5_0_3",
        "python": "3.14.0",
    },
    "packages": {
        "numpy": {
            "depends": [],
            "file_name": NUMPY_WHEEL,
            "imports": ["numpy"],
            "install_dir": "site",
            "name": "numpy",
            "package_type": "package",
            "sha256": "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
            "unvendored_tests": False,
            "version": "2.4.3",
        }
    },
}
TYPES = "tests/.vendor/types/"
ESBUILD = "0.28.2"
PLATFORMS = (
    "linux-x64",
    "linux-arm64",
    "darwin-x64",
    "darwin-arm64",
    "win32-x64",
    "win32-arm64",
)
PEERS = "scripts/bench/.vendor/"
MARIJN = "Marijn Haverbeke"


@dataclass(frozen=True)
class Package:
    """One third-party package and the files of it that NN Lab uses."""

    group: str
    name: str
    version: str
    license: str
    by: str
    home: str
    source: tuple[str, str, str]  # client, spec, prefix inside the archive
    cdn: str
    files: dict[str, str]  # glob inside the package -> path here; a folder when it ends in "/"
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    platform: str = ""  # the only one that its files are for, as `vendor.platform_name` says it


def npm(
    group: str, name: str, version: str, license: str, by: str, home: str, files: dict[str, str]
) -> Package:
    """A package of the npm registry."""
    spec = f"{name}@{version}"
    source = ("npm", spec, "package/")
    return Package(group, name, version, license, by, home, source, f"{NPM}{spec}/", files)


def editor(name: str, version: str, module: str = "dist/index.js", types: str = "") -> Package:
    """A part of CodeMirror 6: one module for the page, its licence, its types for tests."""
    scope = name.removeprefix("@").split("/")[0]
    owner = scope if scope in {"codemirror", "lezer"} else "marijnh"
    repo = name.split("/")[-1]
    home = f"https://github.com/{owner}/{repo}"
    folder = f"web/vendor/{name}/"
    files = {module: f"{folder}index.js", "LICENSE": folder}
    if types:
        files[types] = f"{TYPES}{name}/index.d.ts"
    return npm("page", name, version, "MIT", MARIJN, home, files)


def wheel(name: str, version: str, license: str, by: str, home: str) -> Package:
    """A pure-Python wheel that the tests use inside Pyodide."""
    spec = ("pip", f"{name}=={version}", "")
    return Package(
        "test", name, version, license, by, home, spec, "", {"*": "tests/.vendor/wheels/"}
    )


def builder(name: str, version: str, license: str, by: str, home: str) -> Package:
    """A pure-Python wheel that builds our own."""
    spec = ("pip", f"{name}=={version}", "")
    return Package(
        "home", name, version, license, by, home, spec, "", {"*": "scripts/.vendor/wheels/"}
    )


def esbuild(platform: str) -> Package:
    """The bundler, a program of its own for each platform."""
    spec = f"@esbuild/{platform}@{ESBUILD}"
    source = ("npm", spec, "package/")
    program = "esbuild.exe" if platform.startswith("win32") else "bin/esbuild"
    return Package(
        "build", "esbuild", ESBUILD, "MIT", "Evan Wallace", "https://esbuild.github.io",
        source, f"{NPM}{spec}/", {program: "scripts/.vendor/"}, platform=platform,
    )  # fmt: skip


def peer(name: str, version: str, license: str, by: str, home: str, *files: str) -> Package:
    """A JavaScript library whose speed is measured beside ours."""
    return npm("bench", name, version, license, by, home, dict.fromkeys(files, PEERS))


CODEMIRROR_TYPES = "dist/index.d.ts"
PACKAGES = [
    Package(
        "runtime", "pyodide", PYODIDE, "MPL-2.0",
        "the Pyodide contributors and Mozilla; contains CPython 3.14 (PSF-2.0)",
        "https://github.com/pyodide/pyodide", PYODIDE_IN_PIP, PYODIDE_CDN,
        dict.fromkeys(
            ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"),
            "web/vendor/pyodide/",
        ),
        {"web/vendor/pyodide/pyodide-lock.json": PYODIDE_LOCK},
    ),
    Package(
        "runtime", "numpy", "2.4.3", "BSD-3-Clause", "the NumPy developers",
        "https://numpy.org", PYODIDE_IN_PIP, PYODIDE_CDN,
        {NUMPY_WHEEL: "web/vendor/pyodide/"},
    ),
    npm(
        "page", "uplot", "1.6.32", "MIT", "Leon Sorokin", "https://github.com/leeoniya/uPlot",
        {
            "dist/uPlot.esm.js": "web/vendor/uplot/",
            "dist/uPlot.min.css": "web/vendor/uplot/",
            "LICENSE": "web/vendor/uplot/",
            "dist/uPlot.d.ts": f"{TYPES}uplot/index.d.ts",
        },
    ),
    npm(
        "page", "idb-keyval", "6.3.0", "Apache-2.0", "Jake Archibald",
        "https://github.com/jakearchibald/idb-keyval",
        {
            "dist/index.js": "web/vendor/idb-keyval/",
            "LICENCE": "web/vendor/idb-keyval/",
            "dist/index.d.ts": f"{TYPES}idb-keyval/",
        },
    ),
    npm(
        "page", "uqr", "0.1.3", "MIT", "Anthony Fu and the UnJS contributors",
        "https://github.com/unjs/uqr",
        {
            "dist/index.mjs": "web/vendor/uqr/index.js",
            "LICENSE": "web/vendor/uqr/",
            "dist/index.d.ts": f"{TYPES}uqr/index.d.ts",
        },
    ),
    npm("page", "@noble/hashes", "2.4.0", "MIT", "Paul Miller",
        "https://github.com/paulmillr/noble-hashes",
        dict.fromkeys(("sha2.*", "_md.*", "_u64.*", "utils.*", "LICENSE"),
                      "web/vendor/noble-hashes/")),  # types beside it, for the worker's import
    npm(
        "page", "@fontsource/stix-two-math", "5.3.0", "OFL-1.1", "the STIX Fonts Project",
        "https://github.com/stipub/stixfonts",
        {
            "files/stix-two-math-latin-400-normal.woff2": "web/vendor/stix-two-math/",
            "LICENSE": "web/vendor/stix-two-math/",
        },
    ),
    editor("@codemirror/autocomplete", "6.20.4", types=CODEMIRROR_TYPES),
    editor("@codemirror/commands", "6.11.1", types=CODEMIRROR_TYPES),
    editor("@codemirror/lang-python", "6.2.1", types=CODEMIRROR_TYPES),
    editor("@codemirror/language", "6.13.1", types=CODEMIRROR_TYPES),
    editor("@codemirror/lint", "6.9.8", types=CODEMIRROR_TYPES),
    editor("@codemirror/merge", "6.12.3", types=CODEMIRROR_TYPES),
    editor("@codemirror/search", "6.7.2", types=CODEMIRROR_TYPES),
    editor("@codemirror/state", "6.7.6", types=CODEMIRROR_TYPES),
    editor("@codemirror/streamparser", "6.0.0", types=CODEMIRROR_TYPES),
    editor("@codemirror/view", "6.43.15", types=CODEMIRROR_TYPES),
    editor("@lezer/common", "1.5.5", types=CODEMIRROR_TYPES),
    editor("@lezer/highlight", "1.2.5", types=CODEMIRROR_TYPES),
    editor("@lezer/lr", "1.4.12", types=CODEMIRROR_TYPES),
    editor("@lezer/python", "1.1.19", types=CODEMIRROR_TYPES),
    editor("style-mod", "4.1.5", "src/style-mod.js"),
    editor("w3c-keyname", "2.2.8", "index.js"),
    editor("crelt", "1.0.7", "index.js"),
    editor("@marijn/find-cluster-break", "1.0.4", "src/index.js"),
    *map(esbuild, PLATFORMS),
    builder("setuptools", "84.2.1", "MIT", "the Python Packaging Authority",
            "https://github.com/pypa/setuptools"),
    builder("pyodide-build", "0.39.2", "MPL-2.0", "the Pyodide contributors",
            "https://github.com/pyodide/pyodide-build"),
    builder("pyodide-lock", "0.2.1", "BSD-3-Clause", "the Pyodide contributors",
            "https://github.com/pyodide/pyodide-lock"),
    builder("packaging", "26.3", "Apache-2.0 OR BSD-2-Clause", "Donald Stufft and contributors",
            "https://github.com/pypa/packaging"),
    builder("platformdirs", "4.14.8", "MIT", "the platformdirs contributors",
            "https://github.com/tox-dev/platformdirs"),
    builder("attrs", "26.1.0", "MIT", "Hynek Schlawack", "https://www.attrs.org"),
    builder("cattrs", "26.2.1", "MIT", "Tin Tvrtković", "https://catt.rs"),
    builder("typing-extensions", "4.16.0", "PSF-2.0", "the Python typing community",
            "https://github.com/python/typing_extensions"),
    builder("rich", "15.0.0", "MIT", "Will McGugan", "https://github.com/Textualize/rich"),
    builder("pygments", "2.21.0", "BSD-2-Clause", "Georg Brandl and contributors",
            "https://pygments.org"),
    Package(
        "test", "pyodide (types)", PYODIDE, "MPL-2.0", "the Pyodide contributors and Mozilla",
        "https://github.com/pyodide/pyodide", PYODIDE_IN_PIP, PYODIDE_CDN,
        # Beside the module, under the name by which TypeScript looks for its types.
        {
            "pyodide.d.ts": "web/vendor/pyodide/pyodide.d.mts",
            "ffi.d.ts": "web/vendor/pyodide/",
        },
    ),
    npm(
        "test", "typescript", "6.0.3", "Apache-2.0", "Microsoft",
        "https://github.com/microsoft/TypeScript",
        {
            "package.json": "tests/.vendor/typescript/",
            "LICENSE.txt": "tests/.vendor/typescript/",
            "lib/tsc.js": "tests/.vendor/typescript/lib/",
            "lib/_tsc.js": "tests/.vendor/typescript/lib/",
            "lib/lib.*.d.ts": "tests/.vendor/typescript/lib/",
        },
    ),
    npm(
        "test", "axe-core", "4.14.1", "MPL-2.0", "Deque Systems",
        "https://github.com/dequelabs/axe-core", {"axe.min.js": "tests/.vendor/axe-core/"},
    ),
    wheel("pytest", "9.2.0", "MIT", "Holger Krekel and the pytest-dev team", "https://pytest.org"),
    wheel("pluggy", "1.7.0", "MIT", "Holger Krekel", "https://github.com/pytest-dev/pluggy"),
    wheel("iniconfig", "2.3.1", "MIT", "Holger Krekel and Ronny Pfannschmidt",
          "https://github.com/pytest-dev/iniconfig"),
    wheel("packaging", "26.3", "Apache-2.0 OR BSD-2-Clause", "Donald Stufft and contributors",
          "https://github.com/pypa/packaging"),
    wheel("pygments", "2.21.0", "BSD-2-Clause", "Georg Brandl and contributors",
          "https://pygments.org"),
    wheel("hypothesis", "6.155.7", "MPL-2.0", "David R. MacIver and contributors",
          "https://hypothesis.works"),
    wheel("sortedcontainers", "2.4.0", "Apache-2.0", "Grant Jenks",
          "https://github.com/grantjenks/python-sortedcontainers"),
    peer("brain.js", "2.0.0-beta.24", "MIT", "Heather Arthur and contributors",
         "https://github.com/brainjs/brain.js", "dist/browser.js"),
    peer("convnetjs", "0.3.0", "MIT", "Andrej Karpathy",
         "https://github.com/karpathy/convnetjs", "build/convnet.js"),
    peer("synaptic", "1.1.4", "MIT", "Juan Cazala",
         "https://github.com/cazala/synaptic", "dist/synaptic.js"),
    peer("@tensorflow/tfjs", "4.22.0", "Apache-2.0", "Google",
         "https://github.com/tensorflow/tfjs", "dist/tf.min.js"),
    peer("@tensorflow/tfjs-backend-wasm", "4.22.0", "Apache-2.0", "Google",
         "https://github.com/tensorflow/tfjs", "dist/tf-backend-wasm.min.js",
         "dist/tfjs-backend-wasm.wasm", "dist/tfjs-backend-wasm-simd.wasm"),
]  # fmt: skip


def members(archive: Path, prefix: str) -> list[str]:
    """The names of an archive's files below `prefix`; the archive's own name without one."""
    if not prefix:
        return [archive.name]
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as zipped:
            names = zipped.namelist()
    else:
        with tarfile.open(archive) as tar:
            names = tar.getnames()
    return sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))


def lock_files(package: Package, archive: Path) -> list[dict[str, Any]]:
    """The lock's entries for one package. Raises ValueError if a glob finds nothing."""
    prefix = package.source[2]
    names = members(archive, prefix)
    entries: list[dict[str, Any]] = []
    for glob, to in package.files.items():
        found = fnmatch.filter(names, glob)
        if not found:
            raise ValueError(f"{package.name} {package.version} has no {glob}")
        for name in found:
            data = read_member(archive, prefix + name if prefix else "")
            target = to + Path(name).name if to.endswith("/") else to
            sha256 = hashlib.sha256(data).hexdigest()
            entries.append({"from": name, "to": target, "size": len(data), "sha256": sha256})
    entries += [{"to": to, "json": content} for to, content in package.written.items()]
    return entries


def lock() -> dict[str, Any]:
    """The content of vendor.lock.json. Fetches every package once."""
    entries: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        archives: dict[str, Path] = {}
        for client in ("npm", "pip"):
            specs = dict.fromkeys(p.source[1] for p in PACKAGES if p.source[0] == client)
            archives |= fetch_archives(client, list(specs), Path(folder))
        for package in PACKAGES:
            client, spec, prefix = package.source
            only = {"platform": package.platform} if package.platform else {}
            entries.append(
                {
                    "group": package.group,
                    **only,
                    "name": package.name,
                    "version": package.version,
                    "license": package.license,
                    "by": package.by,
                    "home": package.home,
                    "cdn": package.cdn,
                    "client": client,
                    "spec": spec,
                    "prefix": prefix,
                    "files": lock_files(package, archives[spec]),
                }
            )
    return {"packages": entries}


def main() -> int:
    """Rewrite both files."""
    data = lock()
    LOCK.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (ROOT / "THIRD_PARTY.md").write_text(third_party(data), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
