"""What is heard in a line that Python cannot read, and what is not: Matlab's signs and C's."""

import sys

import pytest

from page.code.errors import of_error, of_syntax
from page.code.other_tongues import most_like, of_line, of_name


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("d = (y - t)'", "quote_for_transpose"),
        ("z = W'*x'", "quote_for_transpose"),
        ("a = W1./y", "dotted_operator"),
        ("a = 2 .* y", "dotted_operator"),
        ("i++", "plus_plus"),
        ("s = 1./(1. + np.exp(-a)", ""),
        ("s = 10./y + (", ""),
        ("raise ValueError(\"bad shape')", ""),
        ("print('bad', shape')", ""),
        ("s = np.exp((-a)  # --- one minus ---", ""),
        ("s = np.exp((-a)  # as in C++", ""),
        ("s = np.exp((-a)  # W' in Matlab", ""),
    ],
)
def test_another_tongue_is_heard_in_code_that_is_no_python(line, slip):
    assert of_line(line) == slip


def syntax_error(text):
    with pytest.raises(SyntaxError) as caught:
        compile(text, "a file", "exec")
    return of_syntax(f"SyntaxError: {caught.value.msg}", caught.value.text or "")


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("if len(a) = 3:\n    pass\n", "equals_for_compare"),
        ("while f(a) = 3:\n    pass\n", "equals_for_compare"),
        ("t(0, k) = 1\n", "round_index"),
        ("s = 1./(1. + np.exp(-a)\n", "unclosed"),
        ("raise ValueError(\"bad shape')\n", "text_unclosed"),
    ],
)
def test_the_real_cause_of_what_is_no_python_is_told(text, slip):
    assert syntax_error(text)[0] == slip


@pytest.mark.parametrize(("kind", "slip"), [("tuple", "axis_lost"), ("list", "list_too_short")])
def test_only_a_shape_has_lost_an_axis(kind, slip):
    message = f"IndexError: {kind} index out of range"
    assert of_error(IndexError(), message, "n = sizes[a.shape[0]]")[0] == slip


def test_without_a_late_part_of_pythons_library_no_near_name_is_offered(monkeypatch):
    assert of_name("lenght", ["length"]) == ("name_near", {"name": "lenght", "near": "length"})
    monkeypatch.setitem(sys.modules, "difflib", None)  # as where its file cannot be fetched
    assert most_like("lenght", ["length"]) == []
    assert of_name("lenght", ["length"]) == ("", {})
