"""Measures speed. Ratios matter, not seconds; the machine should have nothing else to do.

    python3 scripts/bench.py plain   the note's listing against nnlab, in this Python
    python3 scripts/bench.py page    the same in the page, and how smooth the page stays meanwhile
    python3 scripts/bench.py start   starting the page against the plainest page with NumPy; in
                                     WebKit against an earlier version; on Lighthouse's phone
    python3 scripts/bench.py train   compiled training against the listing and other libraries
    python3 scripts/bench.py home    nnlab.sklearn beside scikit-learn's own networks, at home
    python3 scripts/bench.py live    from a turn of a knob to the new curve; whole studies
    python3 scripts/bench.py views   the run in the page, its views all visible against all hidden
    python3 scripts/bench.py tables  how long a large table of one's own holds up the page
    python3 scripts/bench.py mark    30 hand-ins of 12 lessons, from their drop to the table

`--json FILE` also writes every figure. Needs only Python 3.11 or later; the rest is fetched.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from fetch.venv import PYTHON, VENV, make_venv
from vendor import vendor

SCRIPTS = Path(__file__).resolve().parent
sys.path[:0] = [str(SCRIPTS / "bench"), str(SCRIPTS.parent / "py"), str(SCRIPTS)]
# Threads cannot help with matrices this small. Set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "what",
        choices=["plain", "page", "start", "train", "home", "live", "views", "tables", "mark"],
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    arguments = parser.parse_args()
    if Path(sys.prefix).resolve() != VENV.resolve():
        try:
            make_venv()
            vendor()
        except (RuntimeError, OSError) as error:
            sys.exit(f"bench.py: {error}")
        return subprocess.run([PYTHON, *sys.argv], check=False).returncode

    if arguments.what == "plain":
        import plain

        figures = plain.report("CPython", plain.plain())
    elif arguments.what == "start":
        import start

        figures = start.report(start.start())
    elif arguments.what == "train":
        import train

        figures = train.report(train.train())
    elif arguments.what == "home":
        import home

        figures = home.report(home.home())
    elif arguments.what == "live":
        import live

        figures = live.report(live.live())
    elif arguments.what == "views":
        import views

        figures = views.report(views.views())
    elif arguments.what == "tables":
        import tables

        figures = tables.report(tables.tables())
    elif arguments.what == "mark":
        import mark

        figures = mark.report(mark.mark())
    else:
        import in_page

        figures = in_page.report(in_page.in_page())
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
