"""What the learner's own lines show that their answers do not."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeGuard

from page.code.edited import Edited, sources

from .probes import Piece


def few_digits_named(edited: Edited, piece: Piece) -> Iterator[str]:
    """The few-digit types that a function's file names, where the original's names none."""
    text = edited.files.get(f"nnlab/{piece.module}.py")
    if text and names_float32(text):
        yield "float32"


@lru_cache(maxsize=8)  # each of a file's functions is asked
def names_float32(text: str) -> bool:
    return any(
        "float32" in (getattr(node, "attr", ""), getattr(node, "value", ""))
        for node in ast.walk(ast.parse(text))
    )


def changes_copies(edited: Edited, piece: Piece) -> bool:
    """Whether a loop changes its own name, as in `for p, g in ...: p -= g`."""
    text = edited.files.get(f"nnlab/{piece.module}.py", "")
    for loop in ast.walk(ast.parse(text)):
        if isinstance(loop, ast.For):
            own = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
            for node in ast.walk(loop):
                changed = getattr(node, "targets", None) or [getattr(node, "target", None)]
                if isinstance(node, ast.Assign | ast.AugAssign) and any(
                    isinstance(one, ast.Name) and one.id in own for one in changed
                ):
                    return True
    return False


def idle(edited: Edited) -> str:
    """What a line computes that nobody takes: "compare" for a comparison, as with == for =,
    "value" for a sum or the like; else ""."""
    for text in edited.files.values():
        for node in ast.walk(ast.parse(text)):
            if is_idle(node):
                return "compare" if isinstance(node.value, ast.Compare) else "value"
    return ""


def is_idle(node: ast.AST) -> TypeGuard[ast.Expr]:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare | ast.BinOp)


def new_text(edited: Edited, piece: Piece) -> str:
    """The lines of a function's file that are not the original's, without what # says."""
    file = f"nnlab/{piece.module}.py"
    known = {line.strip() for line in sources()[file].splitlines()}
    lines = edited.files.get(file, "").splitlines()
    return "\n".join(line.split("#")[0] for line in lines if line.strip() not in known)


def returns_in_loop(edited: Edited, piece: Piece) -> bool:
    """Whether a loop's own last line is a return, so that it ends after its first round."""
    text = edited.files.get(f"nnlab/{piece.module}.py", "")
    lines = new_text(edited, piece).splitlines()
    return any(
        isinstance(loop, ast.For | ast.While)
        and isinstance(loop.body[-1], ast.Return)
        and text.splitlines()[loop.body[-1].lineno - 1].split("#")[0] in lines
        for loop in ast.walk(ast.parse(text))
    )


def shares_rows(edited: Edited) -> bool:
    """Whether a list of lists is made by multiplication, as in [[0] * n] * classes."""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and isinstance(node.left, ast.List)
        and not all(isinstance(one, ast.Constant) for one in node.left.elts)
        for text in edited.files.values()
        for node in ast.walk(ast.parse(text))
    )


def why_not_done(edited: Edited, piece: Piece) -> str:
    """Why a function does nothing at all: what would do it stands in a function inside it that
    nobody calls, or in a generator or a map that nobody goes through."""
    text = edited.files.get(f"nnlab/{piece.module}.py", "")
    function = path_in(ast.parse(text), piece.function)
    if function is None:
        return ""
    inner = [one for one in function.body if isinstance(one, ast.FunctionDef)]
    outside = [one for one in function.body if one not in inner]
    called = {
        getattr(node, "id", getattr(node, "attr", ""))
        for statement in outside
        for node in ast.walk(statement)
    }
    if any(one.name not in called for one in inner):
        return "function_inside"
    lazy = any(
        isinstance(node, ast.Expr)
        and (
            isinstance(node.value, ast.GeneratorExp)
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "map")
        )
        for node in ast.walk(function)
    )
    return "never_run" if lazy else ""


def path_in(tree: ast.Module, path: str) -> ast.FunctionDef | None:
    node: ast.AST | None = tree
    for name in path.split("."):
        inside: list[ast.stmt] = getattr(node, "body", [])
        node = next((one for one in inside if getattr(one, "name", None) == name), None)
    return node if isinstance(node, ast.FunctionDef) else None
