"""What Lighthouse says of the page on a phone: its default profile, on a slow line and processor.

Lighthouse is installed by npm, as phone/package-lock.json pins every package that it needs. For
another version, in that folder: npm install --package-lock-only --ignore-scripts lighthouse@VERSION
"""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bars import Bar
from fetch.node import find_node

PINS = Path(__file__).parent / "phone"
FOLDER = Path(__file__).parent / ".vendor/phone"
ROUNDS = 5
PERFORMANCE, OTHERS, BLOCKING_MS = 0.97, 1.0, 100
SECONDS = 300  # more than one run may take


@dataclass(frozen=True)
class PhoneRun:
    """One of Lighthouse's reports."""

    scores: dict[str, float]  # by category, 0 to 1
    blocking_ms: float  # "Total Blocking Time"
    costs: dict[str, list[str]]  # by category, what costs points, the dearest first


def install_lighthouse() -> Path:
    """The script that runs Lighthouse; just the pinned packages are beside it.

    Raises RuntimeError when there is no npm, or npm cannot fetch them.
    """
    script = FOLDER / "node_modules/lighthouse/cli/index.js"
    pins = sorted(PINS.iterdir())
    same = all((FOLDER / each.name).is_file() for each in pins) and all(
        (FOLDER / each.name).read_bytes() == each.read_bytes() for each in pins
    )
    if same and script.is_file():
        return script
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("Lighthouse needs npm, which is not here; install it")
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(PINS, FOLDER)
    quiet = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [npm, "ci", *quiet], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(FOLDER)
        raise RuntimeError(f"npm cannot install Lighthouse:\n{done.stderr[-600:]}")
    return script


def phone_runs(script: Path, browser: str, url: str) -> list[PhoneRun]:
    """Lighthouse's reports of the page at `url`, one after the other."""
    return [read_report(ask(script, browser, url)) for _ in range(ROUNDS)]


def ask(script: Path, browser: str, url: str) -> dict[str, Any]:
    """One report. Raises RuntimeError when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        words = ["--quiet", "--no-enable-error-reporting", "--output=json"]
        words += [f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"]
        done = subprocess.run(
            [find_node(), script, url, *words],
            env={**os.environ, "CHROME_PATH": browser, "TMPDIR": folder},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode or not report.is_file():
            raise RuntimeError(f"Lighthouse failed:\n{done.stderr[-600:]}")
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    if "runtimeError" in found:
        raise RuntimeError(f"Lighthouse failed: {found['runtimeError']['message']}")
    return found


def read_report(report: dict[str, Any]) -> PhoneRun:
    """What of a report has a bar, and the audits that keep a category from 1."""
    audits = report["audits"]
    costs: dict[str, list[str]] = {}
    for name, category in report["categories"].items():
        weights = {ref["id"]: ref["weight"] for ref in category["auditRefs"]}
        # What does not apply has no score.
        lost = {
            audit: weight * (1 - audits[audit]["score"])
            for audit, weight in weights.items()
            if weight and audits[audit].get("score") is not None
        }
        costs[name] = [
            ": ".join(filter(None, (audit, audits[audit].get("displayValue"))))
            for audit in sorted(lost, key=lambda each: -lost[each])
            if lost[audit]
        ]
    return PhoneRun(
        scores={name: category["score"] for name, category in report["categories"].items()},
        blocking_ms=audits["total-blocking-time"]["numericValue"],
        costs=costs,
    )


def phone_bars(runs: list[PhoneRun]) -> list[Bar]:
    """Each category's score, and for how long the page's thread is blocked; medians."""
    found = []
    for name in runs[0].scores:
        score = statistics.median(run.scores[name] for run in runs)
        bar = PERFORMANCE if name == "performance" else OTHERS
        found.append(Bar(f"phone, {name}", score, "≥", bar))
    blocking = statistics.median(run.blocking_ms for run in runs)
    return [*found, Bar("phone, blocked, ms", blocking, "≤", BLOCKING_MS)]


def report(runs: list[PhoneRun]) -> None:
    """Print each run, and what costs points."""
    for run in runs:
        scores = ", ".join(f"{name} {score:.2f}" for name, score in run.scores.items())
        print(f"phone: {scores}; blocked {run.blocking_ms:.0f} ms")
        for name, costs in run.costs.items():
            if costs:
                print(f"  {name} loses by {', '.join(costs)}")
