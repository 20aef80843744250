"""What learners write, right and wrong: each gets its verdict, and the reason by its name."""

import sys
from importlib.abc import MetaPathFinder

import numpy as np
import pytest
from learner_answers import Answer, answers
from page_texts import said, sentences

from in_page import fewer
from page.check.far import FAR, TOLD
from page.check.pieces import PIECES, REMARKS, WHOLES
from page.code.errors import WORDS
from page.code.other_tongues import SIGNS
from page.code.workshop import Workshop

ALL = [pytest.param(one, id=f"{one.exercise}-{one.name}") for one in answers()]


NOT_THERE = ("scipy", "sklearn", "pandas")


class OnlyNumPy(MetaPathFinder):
    """As in the browser, where nothing else is."""

    def find_spec(self, fullname, path, target=None):
        if fullname.split(".")[0] in NOT_THERE:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return


@pytest.fixture(autouse=True)
def only_numpy(monkeypatch):
    monkeypatch.setattr(sys, "meta_path", [OnlyNumPy(), *sys.meta_path])
    for name in [*sys.modules]:
        if name.split(".")[0] in NOT_THERE:  # another test has imported it
            monkeypatch.delitem(sys.modules, name)


def said_of(result) -> str:
    every = [*result["findings"], *result["blame"], *result["remarks"], *result["failure"]]
    return " ".join(said(one["says"], language) for one in every for language in ("en", "zh"))


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("answer", fewer(ALL, 16))
def test_an_answer_gets_its_verdict_and_its_reason(answer: Answer) -> None:
    if np.__version__ < "2" and answer.name in SINCE_NUMPY_2:
        pytest.skip(SINCE_NUMPY_2[answer.name])
    result = Workshop().diagnose(answer.files)
    found = result["findings"] or result["failure"]
    assert result["verdict"] == answer.verdict
    assert [one["slip"] for one in found] == list(answer.slips)
    assert [one["slip"] for one in result["remarks"]] == list(answer.remarks)
    assert "{" not in said_of(result)
    every = [*result["findings"], *result["blame"]]
    factors = [one["key"] for each in every for one in each["says"] if one["key"] in FACTORS]
    assert len(factors) <= len({found["slip"] for found in result["findings"]})


def test_every_slip_that_may_be_found_has_a_sentence() -> None:
    slips = {slip for slip, _ in WORDS}
    with np.errstate(all="ignore"):
        for piece in [*PIECES, *WHOLES, *REMARKS]:
            for widths in {*piece.probes, piece.square}:
                made = [piece.slips(widths), piece.factors(widths), piece.added(widths)]
                names = [name.partition(":")[0] for one in made for name in one]
                slips |= {slip for name in names for slip in name.split("+")}
    slips |= {f"only_usual_{piece.far}" for piece in FAR if piece.far != "again"}
    slips |= {*TOLD, "single_precision", *(slip for slip, _ in SIGNS)}
    for language in ("en", "zh"):
        missing = {slip for slip in slips if f"slip_{slip}" not in sentences(language)}
        assert missing == set(), language


SINCE_NUMPY_2 = {
    "flat_index": "before NumPy 2, labels * n is computed in a wider type",
    "data_attribute": "before NumPy 2, .data can be set",
}
FACTORS = ("slip_factor", "slip_factor_more", "by_factor_nearest", "update_factor_since")
"""The sentences that say how many times too large something is."""

MARKED = {
    "adam_power_after": "self.beta1_power *= self.beta1",
    "squeezed": "np.squeeze",
    "flat_index": "labels * n",
    "list_multiplication": "* classes",
    "binary_ce": "(1 - t) / (1 - y)",
    "a_as_z": "np.exp(-a)",
    "t_minus_y": "e = t - y",
    "reshape_for_transpose": "reshape",
    "ten_classes": "10",
    "missing_return": "= 1",
    "return_in_loop": "return",
    "bias_not_added": "z + self.b",
    "lr_squared": "** 2",
    "loop_nested": "for epoch in range(2):",
    "shadow": "self.delta =",
    "exec_modules": "exec(",
    "minus_ones": "-np.ones",
    "clipped_sums": "np.clip",
    "divided_in_place": "next_delta *=",
    "fixed_rounds": "range(150)",
    "more_loop_assign": "out[j] =",
    "flat_index_alone": "t.flat",
}


@pytest.mark.parametrize("name", fewer([*MARKED], 4))
def test_the_marked_line_is_the_one_with_the_slip(name: str) -> None:
    if np.__version__ < "2" and name in SINCE_NUMPY_2:
        pytest.skip(SINCE_NUMPY_2[name])
    answer = next(one for one in answers() if one.name == name)
    result = Workshop().diagnose(answer.files)
    marked = [*result["findings"], *result["remarks"]][0]
    line = answer.files[marked["file"]].splitlines()[marked["line"] - 1]
    assert MARKED[name] in line


def test_every_gradient_of_a_wrong_shape_is_told() -> None:
    answer = next(one for one in answers() if one.name == "db_lost_axis")
    result = Workshop().diagnose(answer.files)
    assert result["blame"][0]["wrong"] == ["b1", "b2", "b3"]
    (found,) = result["findings"]  # of the layer that is blamed, the third, with two outputs
    assert (result["blame"][0]["layer"], found["want_shape"]) == (3, [2, 1])
    assert "(2,), and (2, 1) is expected" in said(found["says"])


def test_what_was_left_out_is_named_without_pythons_own_words() -> None:
    (answer,) = (one for one in answers() if one.name == "one_left_out")
    (found,) = Workshop().diagnose(answer.files)["findings"]
    for language, names in (("en", "without weights, bias"), ("zh", "没有给出 weights, bias")):
        assert names in said(found["says"], language).partition("Python")[0]
