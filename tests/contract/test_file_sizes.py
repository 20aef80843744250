"""One concept a file: a long one holds several."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_LINES = 350
SOURCES = ("*.py", "*.js", "*.mjs", "*.css")
GENERATED = "web/generated/"


def test_no_source_file_is_longer_than_350_lines() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--", *SOURCES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [name for name in listed.stdout.splitlines() if not name.startswith(GENERATED)]
    assert len(files) > 300
    lengths = {
        name: (ROOT / name).read_text("utf-8").count("\n")
        for name in files
        if (ROOT / name).is_file()
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}
