"""What a whole class shows: its most frequent slips with an example each, and code alike."""

from collections import defaultdict

from .alike import alike
from .shapes import ClassReport, CodeSlip, MarkedItem, MarkedPupil, Slip

MOST = 12


def report(pupils: list[MarkedPupil]) -> ClassReport:
    names = [pupil["pupil"] for pupil in pupils]
    return {
        "slips": slips(pupils)[:MOST],
        "code_slips": code_slips(pupils)[:MOST],
        "alike": alike(pupils),
        "twice": sorted({name for name in names if names.count(name) > 1}),
    }


def slips(pupils: list[MarkedPupil]) -> list[Slip]:
    """Of questions and numbers; predictions may be wrong, that is what they are for."""
    tried: dict[tuple[str, int, str], int] = defaultdict(int)
    found: dict[tuple[str, int, str, str], Slip] = {}
    for pupil in pupils:
        for lesson in pupil["lessons"]:
            for item in lesson["items"]:
                if item["kind"] not in ("ask", "number") or item["state"] == "open":
                    continue
                place = (lesson["lesson"], item["step"], item["name"])
                tried[place] += 1
                if item["slip"]:
                    key = (*place, item["slip"])
                    slip = found.setdefault(key, new_slip(lesson["lesson"], pupil["pupil"], item))
                    slip["count"] += 1
    for key, slip in found.items():
        slip["of"] = tried[key[:3]]
    return sorted(found.values(), key=lambda slip: -slip["count"])


def new_slip(lesson: str, pupil: str, item: MarkedItem) -> Slip:
    return {
        "lesson": lesson, "step": item["step"], "kind": item["kind"], "name": item["name"],
        "slip": item["slip"], "count": 0, "of": 0, "pupil": pupil,
        "given": item["slip"] if item["kind"] == "ask" else item["given"], "right": item["right"],
    }  # fmt: skip


def code_slips(pupils: list[MarkedPupil]) -> list[CodeSlip]:
    tried: dict[str, int] = defaultdict(int)
    found: dict[tuple[str, str], CodeSlip] = {}
    for pupil in pupils:
        for code in pupil["code"]:
            tried[code["exercise"]] += 1
            if code["verdict"] == "same":
                continue
            key = (code["exercise"], code["slip"] or code["verdict"])
            slip = found.setdefault(
                key,
                {
                    "exercise": key[0], "slip": key[1], "count": 0, "of": 0,
                    "pupil": pupil["pupil"], "says": code["says"], "text": code["text"],
                },
            )  # fmt: skip
            slip["count"] += 1
    for key, slip in found.items():
        slip["of"] = tried[key[0]]
    return sorted(found.values(), key=lambda slip: -slip["count"])
