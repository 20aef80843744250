"""What is wrong with an edited package, in the learner's terms.

Two questions, asked apart. Do its gradients fit its own loss? Only that can be wrong in itself: a
new activation with its own derivative is no mistake. And which of its functions answer otherwise
than the original's on the same random inputs? That says where the cause is, and finds what no
gradient check can see. What is right but has a catch is a remark.
"""

from typing import Any, cast

import numpy as np

from nnlab.gradient_check import MatrixCheck
from page.code.edited import Edited
from page.code.paper import MOST_PRINTED, Paper, prints_kept
from page.protocol import Blame, CodeError, Diagnosis, Finding, MatrixChecked

from . import sentences
from .blame import check_all_gradients
from .far import FAR
from .judging import Judged, judge
from .pieces import PIECES, REMARKS, WHOLES
from .remarks import remarks_of

FORWARD = ("activation", "weighted_sum", "loss", "predict", "network_loss")


def diagnose(edited: Edited) -> Diagnosis:
    """All that can be said about an edited package without training it."""
    with np.errstate(all="ignore"):
        judged = [judge(piece, edited) for piece in PIECES]
        wrong = {
            (one.piece.function, one.piece.rule)
            for one in judged
            if one.finding or any(catch.slip == "activations_by_name" for catch in one.catches)
        }
        for piece in FAR:  # the first that is wrong: one limit shows in several ways
            if (piece.function, piece.rule) not in wrong:
                judged.append(judge(piece, edited))
                if judged[-1].finding:
                    wrong.add((piece.function, piece.rule))
        findings = without_echoes([one.finding for one in judged if one.finding])
        if not findings:
            wholes = [judge(piece, edited) for piece in WHOLES]
            findings = [one.finding for one in wholes if one.finding][:1]
            judged += wholes
        with prints_kept():
            blame, checks, failure = check_all_gradients(edited)
        remarks = [] if findings else remarks_of(edited, judged, REMARKS)
    if any(found["slip"] == "not_written" for found in findings):
        # What is not there yet is no mistake; to say what it does not fit would be a hint.
        findings = [found for found in findings if found["slip"] == "not_written"][:1]
    for found in findings:  # which were asked with other shapes
        if failure and found["message"] and is_place(failure, found):
            found["message"] = failure["message"]
            sentences.of_finding(found, failure, None)
    if blame and is_misshapen(blame):
        for found in findings:  # asked of another layer than the one that is blamed
            same = found["matrix"] == blame["symbol"] and not found["message"]
            if same and found["got_shape"] != found["want_shape"]:
                found["got_shape"], found["want_shape"] = blame["shapes"]
                sentences.of_finding(found, None, None)
    verdict = "wrong" if blame or failure else "different" if findings else "same"
    if blame:
        blame = fitting(blame, findings, failure)
    return {
        "verdict": cast(Any, verdict),
        "findings": findings,
        "blame": [blame] if blame else [],
        "remarks": remarks,
        "printed": printed_by(judged),
        "matrices": [for_page(check) for check in checks],
        "failure": [failure] if failure else [],
    }


def fitting(blame: Blame, findings: list[Finding], failure: CodeError | None) -> Blame | None:
    """The blame as it stands beside the findings; None where it only repeats or misleads."""
    if any(found["slip"] == "not_written" for found in findings):
        return None
    if any(found["slip"] in ("given_written_over", "updated_on_the_way") for found in findings):
        return None  # the derivatives are right, of a network that was changed meanwhile
    of_one = blame["symbol"] in ("W", "b")
    if (
        of_one
        and not is_misshapen(blame)
        and any(
            found["matrix"] in ("delta", "slope") or found["piece"] == "gradients"
            for found in findings
        )
    ):
        return None  # its δ is not right, as the sentence would say
    crash = blame["symbol"].startswith("crash_")
    if crash and findings and not any(is_place_of(blame, found) for found in findings):
        return None
    if not crash and findings and all(found["piece"] in FORWARD for found in findings):
        blame |= {"symbol": "forward", "factor": np.nan}  # the gradients are the original's
    elif blame["symbol"] == "delta" and {f["matrix"] for f in findings} == {"W", "b"}:
        blame["symbol"] = "both"  # whatever makes δ answers rightly
    told = [one["key"] for found in findings for one in found["says"]]
    meets = failure["meets"] if failure and "shapes_met" not in told else []
    sentences.of_blame(blame, meets, tells_factor=not findings)
    return blame


def is_misshapen(blame: Blame) -> bool:
    """Whether a gradient of the whole network has not its parameter's shape."""
    return blame["symbol"] in ("W", "b") and len(blame["shapes"]) == 2


def is_place(error: CodeError, found: Finding) -> bool:
    return (error["file"], error["line"]) == (found["file"], found["line"])


def is_place_of(blame: Blame, found: Finding) -> bool:
    pieces = {
        "crash_forward": ("weighted_sum", "activation"),
        "crash_delta": ("hidden_delta", "derivative"),
        "crash_output_delta": ("output_delta", "derivative"),
        "crash_gradients": ("weight_gradient", "bias_gradient"),
    }
    return found["piece"] in pieces[blame["symbol"]] and bool(found["message"])


def without_echoes(findings: list[Finding]) -> list[Finding]:
    """Each cause once: an error stops all that its function computes, the mean loss is off when
    the samples' losses are, and what an optimizer remembers when its update is."""
    causes: list[Finding] = []
    updates = {found["rule"] for found in findings if found["piece"] == "update"}
    for found in sorted(findings, key=lambda f: not f["slip"]):
        echo = any(
            (found["message"] and found["message"] == cause["message"])
            or (found["slip"] in ONLY_SIZES and found["message"]
                and found["function"] == cause["function"] and found["rule"] == cause["rule"])
            or (found["piece"] == "loss" == cause["piece"] and found["rule"] == cause["rule"])
            or (found["piece"], found["rule"], found["slip"], bool(found["rule"]))
                == (cause["piece"], cause["rule"], cause["slip"], True)
            or (found["function"] == cause["function"] and found["slip"] == cause["slip"]
                and found["slip"].split("+")[0] in SAID_ONCE)
            for cause in causes
        )  # fmt: skip
        if not echo and not (found["piece"] == "state" and found["rule"] in updates):
            causes.append(found)
    return sorted(causes, key=findings.index)


ONLY_SIZES = ("fails_for_one_column", "only_one_column", "size_fixed")
"""What is said of an error for some sizes: it may be another answer of the function that fails."""

SAID_ONCE = (
    "not_two",
    "nothing_returned",
    "swapped",
    "given_written_over",
    "not_written",
    "generator",
    "function_inside",
)


def printed_by(judged: list[Judged]) -> str:
    """What was printed when each function was asked for the first time; by whole networks, which
    call them again and again, only if nothing else was."""
    paper = Paper(MOST_PRINTED)
    alone = [one.printed for one in judged if one.piece in PIECES and one.printed]
    for text in dict.fromkeys(alone or [one.printed for one in judged]):
        paper.write(text)
    return paper.text


def for_page(check: MatrixCheck) -> MatrixChecked:
    return {
        "symbol": check.symbol,
        "layer": check.layer,
        "largest_error": check.largest_error,
        "verdict": cast(Any, check.verdict),
        "error": check.error,
        "state": check.state.astype(np.float64),
    }
