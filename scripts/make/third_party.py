"""The text of THIRD_PARTY.md."""

from typing import Any

HEADINGS = {
    "runtime": "## Runs in the page: Python",
    "page": "## Runs in the page: JavaScript, and a font for formulas",
    "build": "## Makes the built site; not part of it",
    "home": "## Makes the package for Python and for other pages; not part of the site",
    "test": "## Used only by the tests; not part of the site",
    "bench": "## Measured against by `scripts/bench.py train`; fetched only for that",
}


def third_party(lock_data: dict[str, Any]) -> str:
    """The text of THIRD_PARTY.md, one table row for every package of the lock."""
    lines = [
        "# Third-party software",
        "",
        "NN Lab's own files are under the MIT licence (`LICENSE`). It also uses the packages",
        "below. None of their files is in git: `scripts/vendor.py` fetches exactly these",
        "versions and refuses a file whose SHA-256 is not the one in",
        "`scripts/vendor.lock.json`. The licence texts come with them: beside the files",
        "in `web/vendor/`, inside the Python wheels, and at the project's home.",
        "",
        "The built site changes some of these files, to start sooner, by what lies in",
        "`scripts/built`: `lean_loader.py` and `heap_loader.py` the loader of Pyodide, and",
        "`pack/inside.py`, which compiles them, a few modules of Python and NumPy.",
        "`wasm_split` makes two modules of Pyodide's WebAssembly, with stubs in each for what",
        "the other has. Through `bundle.py` esbuild joins and shortens the JavaScript. That is",
        "all of the change.",
        "",
        "This page is written by `scripts/make/vendor_lock.py`.",
    ]
    for group, heading in HEADINGS.items():
        lines += [
            "",
            heading,
            "",
            "| package | version | licence | by |",
            "| --- | --- | --- | --- |",
        ]
        # Once, though each platform has a package of its own.
        lines += dict.fromkeys(
            f"| [{p['name']}]({p['home']}) | {p['version']} | {p['license']} | {p['by']} |"
            for p in lock_data["packages"]
            if p["group"] == group
        )
    lines += [
        "",
        "`scripts/bench.py start` asks [Lighthouse](https://github.com/GoogleChrome/lighthouse)",
        "(Apache-2.0, Google), which npm fetches then, with what it needs, as",
        "`scripts/bench/phone/package-lock.json` pins each package, with its licence.",
        "",
        "The test and lint tools that run in CPython are listed, pinned, in",
        "`requirements-dev.txt`; each is under its own licence and none is part of the site.",
    ]
    return "\n".join(lines) + "\n"
