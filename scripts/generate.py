"""Writes what JavaScript must know of Python and of the lock, so that it is said once.

    python3 scripts/generate.py           # writes the files
    python3 scripts/generate.py --check   # says which of them are stale, and fails

It needs NumPy: what is written comes from the package as it runs.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "py"))

from make.lessons import lessons_js  # noqa: E402
from make.options import options_js  # noqa: E402
from make.protocol_types import protocol_dts  # noqa: E402
from make.python_files import LIST, files_json  # noqa: E402
from make.runtime_list import RUNTIME_LIST, runtime_json  # noqa: E402

GENERATED: dict[str, Callable[[], str]] = {
    "web/generated/options.js": options_js,
    "web/generated/protocol.d.ts": protocol_dts,
    "web/generated/lessons.js": lessons_js,
    LIST: files_json,
    RUNTIME_LIST: runtime_json,
}


def stale() -> list[str]:
    """The generated files that are not what Python says now."""
    return [path for path, make in GENERATED.items() if read(ROOT / path) != make()]


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say what is stale")
    check = parser.parse_args().check
    old = stale()
    if not check:
        for path in old:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(GENERATED[path](), "utf-8")
            print(f"wrote {path}")
    elif old:
        sys.exit(f"stale: {', '.join(old)}; run python3 scripts/generate.py")


if __name__ == "__main__":
    main()
