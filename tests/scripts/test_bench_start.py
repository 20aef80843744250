"""What the bench of starting makes of Lighthouse's reports, of WebKit's starts, and of git."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import phone
import start
import webkit_start
from bars import Bar
from site_files import ROOT
from webkit_start import EARLIER, OURS, WebKitStart


def report(performance: float, blocking_ms: float) -> dict[str, Any]:
    """As Lighthouse writes it: a weight of 0 costs nothing, and no score is no fault."""
    return {
        "categories": {
            "performance": {
                "score": performance,
                "auditRefs": [
                    {"id": "first-contentful-paint", "weight": 10},
                    {"id": "total-blocking-time", "weight": 30},
                    {"id": "long-tasks", "weight": 0},
                ],
            },
            "seo": {
                "score": 0.5,
                "auditRefs": [{"id": "hreflang", "weight": 1}, {"id": "title", "weight": 1}],
            },
        },
        "audits": {
            "first-contentful-paint": {"score": 0.75, "displayValue": "1.9 s"},
            "total-blocking-time": {
                "score": 0.5, "displayValue": "600 ms", "numericValue": blocking_ms,
            },
            "long-tasks": {"score": 0},
            "hreflang": {"score": None},
            "title": {"score": 0},
        },
    }  # fmt: skip


def test_a_bar_holds_at_its_very_figure() -> None:
    assert Bar("a", 0.97, "≥", 0.97).holds
    assert not Bar("a", 0.9699, "≥", 0.97).holds
    assert Bar("a", 100, "≤", 100).holds
    assert str(Bar("blocked", 100.4, "≤", 100)).split() == ["MISS", "blocked", "100.40", "≤", "100"]
    assert Bar("a", 2.0, "≥", 1.8).as_json()["holds"] is True


def test_what_costs_points_stands_first_where_it_costs_most() -> None:
    run = phone.read_report(report(0.9, 600.4))
    assert run.scores == {"performance": 0.9, "seo": 0.5}
    assert run.blocking_ms == 600.4
    assert run.costs == {
        "performance": ["total-blocking-time: 600 ms", "first-contentful-paint: 1.9 s"],
        "seo": ["title"],
    }


def test_the_median_run_counts() -> None:
    runs = [phone.read_report(report(*each)) for each in ((0.99, 10), (0.98, 90), (0.5, 900))]
    bars = {bar.name: (bar.figure, bar.holds) for bar in phone.phone_bars(runs)}
    assert bars == {
        "phone, performance": (0.98, True),
        "phone, seo": (0.5, False),
        "phone, blocked, ms": (90, True),
    }


def test_each_package_of_lighthouse_is_pinned_by_its_hash_and_no_host_is_named() -> None:
    lock = json.loads((phone.PINS / "package-lock.json").read_text("utf-8"))
    wanted = json.loads((phone.PINS / "package.json").read_text("utf-8"))["dependencies"]
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert lock["packages"][""]["dependencies"] == wanted
    assert packages["node_modules/lighthouse"]["version"] == wanted["lighthouse"]
    assert len(packages) > 50
    for name, each in packages.items():
        assert each["integrity"].startswith("sha512-"), name
        assert "resolved" not in each, name


def test_webkit_is_compared_start_by_start() -> None:
    times = {(EARLIER, "cold"): 4000, (EARLIER, "warm"): 5000, (OURS, "cold"): 2500}
    starts = [WebKitStart(*kind, ms + off) for kind, ms in times.items() for off in (-9, 0, 90)]
    starts += [WebKitStart(OURS, "warm", ms) for ms in (900, 1000, 3000)]
    cold, warm = webkit_start.webkit_bars(starts)
    assert (cold.figure, cold.holds) == (1.6, False)
    assert (warm.figure, warm.holds) == (5.0, True)


def test_a_shallow_clone_is_told_what_to_do(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with pytest.raises(RuntimeError, match="git fetch --unshallow"):
        webkit_start.unpack_earlier(tmp_path / "into", tmp_path)


def test_the_earlier_version_comes_from_git(tmp_path: Path) -> None:
    known = subprocess.run(["git", "cat-file", "-e", EARLIER], cwd=ROOT, check=False)
    if known.returncode:
        pytest.skip("a shallow clone")
    webkit_start.unpack_earlier(tmp_path)
    assert (tmp_path / "scripts/build.py").is_file()
    assert not (tmp_path / "web/boot").exists()  # the house of today


def test_every_bar_is_printed_and_what_could_not_be_measured_is_a_miss(
    capsys: pytest.CaptureFixture[str],
) -> None:
    measured = start.Measured(trained=[300.0])
    for line, cores in start.ROUNDS:
        for cache in ("cold", "warm"):
            for page, ready in (("plain", 3000.0), ("ours", 1000.0)):
                times = {"trains": 300.0, "text": 200.0, "table": 250.0, "shift": 0.0}
                phases = {"download": 100.0, "python": 400.0}
                measured.starts.append(
                    start.Start(page, line, cores, cache, ready, megabytes=5.0, phases=phases,
                                **times)
                )  # fmt: skip
    file = start.Start("file", "file://", start.ALL, "cold", 2000.0, 0, 0, 0, 0, 18.0, {})
    measured.starts.append(file)
    measured.webkit = [
        WebKitStart(version, cache, ms)
        for version, ms in ((EARLIER, 5000.0), (OURS, 1000.0))
        for cache in ("cold", "warm")
    ]

    def refuse() -> None:
        raise RuntimeError("npm is not here")

    assert measured.have("Lighthouse", refuse) is None
    assert "Not measured: Lighthouse: npm is not here" in capsys.readouterr().out
    figures = start.report(measured)
    said = capsys.readouterr().out
    assert len(said.splitlines()) > 20
    assert "ok   times faster, cold             3.00 ≥ 2.5" in said
    assert f"ok   WebKit, warm, × {EARLIER}        5.00 ≥ 3.0" in said
    assert "MISS share of the bytes" in said
    assert "MISS Lighthouse: npm is not here" in said
    assert json.loads(json.dumps(figures))["missing"] == ["Lighthouse: npm is not here"]
    measured.phone = [phone.read_report(report(0.99, 10))]
    start.report(measured)
    assert "ok   phone, performance             0.99 ≥ 0.97" in capsys.readouterr().out
