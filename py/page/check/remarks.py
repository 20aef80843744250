"""What is right but has a catch: it is said, and spoils no verdict."""

import nnlab
from page.code.edited import Edited
from page.protocol import Remark

from .asking import ask, find
from .judging import Judged
from .naming import Named
from .original import places
from .probes import Piece
from .sentences import phrase
from .where import place_of


def remarks_of(edited: Edited, judged: list[Judged], asked: list[Piece]) -> list[Remark]:
    """Of a package all of whose answers are right. Each catch is told once."""
    found: list[Remark] = [
        {
            "slip": "asks_original",
            "file": file,
            "line": line,
            "says": [phrase("remark_asks_original")],
        }
        for file, line in places(edited, [one.piece for one in judged if not one.piece.far])
    ]
    for one in judged:
        found += [remark(one.piece, edited, catch) for catch in one.catches]
    by_name = {
        (one.piece.function, one.piece.rule)
        for one in judged
        if any(catch.slip == "activations_by_name" for catch in one.catches)
    }
    for piece in asked:
        if (piece.function, piece.rule) in by_name:
            continue  # which are asked with stubs
        outcome = ask(piece, edited, piece.probes[0])
        if not outcome.nearly:
            found.append(remark(piece, edited, Named(f"{piece.name}_differ")))
    told: dict[tuple[str, str], Remark] = {}
    for each in found:
        told.setdefault((each["slip"], each["file"]), each)
    for slip, file in [*told]:
        if slip == "table_differ":  # which says why the digits are few
            told.pop(("few_digits", file), None)
    return [*told.values()]


def remark(piece: Piece, edited: Edited, named: Named) -> Remark:
    function = find(getattr(edited, piece.module), piece.function)
    original = find(getattr(nnlab, piece.module), piece.function)
    file, line = f"nnlab/{piece.module}.py", 1
    if function:
        file, line = place_of(edited, function, original, piece, named.slip)
    values = {"rule": piece.rule, "function": piece.function.split(".")[-1], **named.values}
    slip = named.slip
    if slip == "few_digits" and "float32" in edited.files.get(file, ""):
        slip = "float32"
    return {"slip": slip, "file": file, "line": line, "says": [phrase(f"remark_{slip}", **values)]}
