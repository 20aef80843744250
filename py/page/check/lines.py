"""Slips that the learner's own lines tell, where the numbers alone do not."""

import re

from page.code.edited import Edited

from .probes import Piece
from .written import changes_copies, idle, new_text, returns_in_loop, shares_rows, why_not_done

ALL_ROWS = ("all_ones", "whole_rows", "whole_columns", "")
MADE_WHOLE = r"(astype\(|dtype *= *)(np\.)?int"
NOT_DONE = ("nothing_returned", "not_in_place")
INVERSE = re.compile(r"linalg\.(inv|pinv|lstsq|solve)\b")
AS_INDEX = re.compile(r"\[ *t( *== *0)?(\.astype\([\w.]+\))? *[\],]")
FORWARD_FIRST = re.compile(
    r"derivative\([^()]*forward\(|\b(\w+) *= *[^\n]*forward\((.*\n)+.*derivative\( *\1 *\)"
)
FIXED_LOOP = re.compile(r"\bfor (?!_)\w+ in range\( *\d+ *\)")
FOR_SOME_SIZES = ("out_of_bounds", "list_too_short", "zeroed", "size_fixed", "only_some_labels")
NO_VALUE = ("argument_missing", "arguments_counted", "number_in_product", "call_missing",
            "brackets_for_call", "recursion")  # fmt: skip
UNFILLED = ("", "answers_change", "answer_of_before", "zeroed", "row_filled", "column_filled")
UNNAMED = ("", "zero", "approximate", "rounded")


def as_written(edited: Edited, piece: Piece, slip: str) -> str:
    """The slip that the numbers gave, made plainer by what stands in the text."""
    text = new_text(edited, piece)
    if slip in NOT_DONE and (why := why_not_done(edited, piece)):
        return why
    if slip == "nothing_returned" and "print(" in text and "return" not in text:
        return "printed_only"
    if slip == "flat_places" and "reshape(" in text and not re.search(r"flat|ravel", text):
        return "reshaped"
    if slip == "not_divided" and re.search(r"/.*\bmax\(", text):
        return "divided_by_max"
    if piece.name == "one_hot" and slip == "out_of_bounds" and re.search(r"classes *- *1", text):
        return "one_class_less"
    if slip in FOR_SOME_SIZES and FIXED_LOOP.search(text):
        return "loop_size_fixed"
    if slip in ("not_two", "not_in_place") and re.search(r"\byield\b", text):
        return "generator"
    if slip == "brackets_missing" and not re.search(r"\* *(1(\.0*)?|ONE) *-", text):
        slip = "zero"
    if slip in UNFILLED and re.search(r"\bempty(_like)?\(", text):
        return "not_filled"
    if slip == "array_called" and re.search(rf"self\.{piece.function.split('.')[-1]} *=", text):
        return "method_replaced"
    if slip.startswith("loss_itself+"):
        return "loss_itself"
    if slip == "not_in_place" and re.search(r"\bint\(", text):
        return "whole_numbers"
    if slip == "slope_elsewhere" and FORWARD_FIRST.search(text):
        return "forward_before_slope"
    if piece.name == "output_delta":
        slip = of_output_delta(text, slip)
    if piece.name == "hidden_delta" and slip in NO_VALUE and re.search(r"\.delta\b", text):
        return "delta_is_given"
    if piece.name == "hidden_delta" and slip in ("", "square_needed") and INVERSE.search(text):
        return "inverse_for_transpose"
    unused = idle(edited)
    if unused == "compare" and slip in ("no_ones", "zero", "not_in_place"):
        return f"{slip}+compare_unused"
    if unused == "compare" and slip in ("unknown_name", "unknown_name_here", "not_yet_set"):
        return "compare_unused"
    if unused == "value" and slip != "nothing_returned":
        return f"{slip}+value_unused".removeprefix("+")
    if slip == "not_in_place" and changes_copies(edited, piece):
        return "copies_changed"
    if piece.name == "one_hot" and slip in ALL_ROWS and shares_rows(edited):
        return "shared_rows"
    if returns_in_loop(edited, piece):
        return "return_in_loop"
    if slip in (*UNNAMED, "zeroed") and re.search(MADE_WHOLE, text):
        return "whole_numbers"
    if slip == "approximate" and re.search(r"float32|\bf4\b", text):
        return "single_precision"
    if slip == "zero" and piece.name == "output_delta" and re.search(r"\b(sum|mean)\(", text):
        return "zero+sums_cancel"
    if slip in UNNAMED and piece.name == "output_delta" and "argmax" in text:
        return "argmax_for_error"
    if slip in ("missing_transpose", "wrong_transpose", "transposed") and "einsum(" in text:
        return f"{slip}+by_letters"
    return slip


def of_output_delta(text: str, slip: str) -> str:
    """Of a δ at the output, where a batch's size and the targets are often mistaken."""
    if AS_INDEX.search(text) and slip in (*UNNAMED, "whole_indices", "out_of_bounds"):
        return "targets_as_index"
    if slip == "targets_missing" and "argmax" in text:
        return "argmax_for_error"
    if ".ndim" in text and slip.startswith(("half_left", "number_for_columns", "divided_by_n")):
        return "ndim_for_columns"
    if slip == "divided_by_rows" and re.search(r"\b(max|min)\(.*shape", text):
        return "larger_or_smaller"
    return slip
