"""Slips that the learner's own lines tell, where the numbers alone do not."""

import re

from page.code.edited import Edited

from .probes import Piece
from .written import changes_copies, idle, new_text, returns_in_loop, shares_rows

ALL_ROWS = ("all_ones", "whole_rows", "whole_columns", "")
MADE_WHOLE = r"(astype\(|dtype *= *)(np\.)?int"
UNNAMED = ("", "zero", "approximate", "rounded")


def as_written(edited: Edited, piece: Piece, slip: str) -> str:
    """The slip that the numbers gave, made plainer by what stands in the text."""
    text = new_text(edited, piece)
    unused = idle(edited)
    if unused == "compare" and slip in ("no_ones", "zero", "not_in_place"):
        return f"{slip}+compare_unused"
    if unused == "value" and slip != "nothing_returned":
        return f"{slip}+value_unused".removeprefix("+")
    if slip == "not_in_place" and changes_copies(edited, piece):
        return "copies_changed"
    if piece.name == "one_hot" and slip in ALL_ROWS and shares_rows(edited):
        return "shared_rows"
    if returns_in_loop(edited, piece):
        return "return_in_loop"
    if slip in (*UNNAMED, "brackets_missing") and re.search(MADE_WHOLE, text):
        return "whole_numbers"
    if slip == "approximate" and re.search(r"float32|\bf4\b", text):
        return "single_precision"
    if slip == "zero" and piece.name == "output_delta" and "sum(" in text:
        return "zero+sums_cancel"
    if slip in UNNAMED and piece.name == "output_delta" and "argmax" in text:
        return "argmax_for_error"
    if slip in ("missing_transpose", "wrong_transpose", "transposed") and "einsum(" in text:
        return f"{slip}+by_letters"
    return slip
