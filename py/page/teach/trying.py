"""Tries a pupil's own code. This is the only place where something of a hand-in runs: the page
asks for it in a worker of its own, under a timer, and starts a new worker after it."""

from page.check.diagnose import diagnose
from page.code.edited import Edited, Rejected
from page.code.paper import prints_kept
from page.protocol import Diagnosis

from .own_code import files_of, text_of
from .shapes import CodeHanded, MarkedCode


def mark_code(code: CodeHanded) -> MarkedCode:
    marked: MarkedCode = {
        "exercise": code["exercise"], "verdict": "broken", "own": True, "slip": "", "says": [],
        "text": text_of(code), "hints": code["hints"], "shown": code["shown"],
    }  # fmt: skip
    with prints_kept():
        try:
            edited = Edited(files_of(code))
        except Rejected as rejected:
            error = rejected.error
            return {**marked, "slip": error["slip"], "says": error["says"]}
        except SystemExit:
            return marked
        try:
            diagnosis = diagnose(edited)
        except SystemExit:
            return marked
        finally:
            edited.forget()
    marked["verdict"] = diagnosis["verdict"]
    marked["own"] = not any(each["slip"] == "asks_original" for each in diagnosis["remarks"])
    return with_first(marked, diagnosis)


def with_first(marked: MarkedCode, diagnosis: Diagnosis) -> MarkedCode:
    """The first thing that is wrong, and what is said of it."""
    for found in [*diagnosis["findings"], *diagnosis["failure"]]:
        return {**marked, "slip": found["slip"], "says": found["says"]}
    for blame in diagnosis["blame"]:
        return {**marked, "slip": blame["symbol"], "says": blame["says"]}
    return marked
