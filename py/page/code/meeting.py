"""The two arrays that do not fit each other, read from the very expression that failed."""

import ast
from itertools import islice
from pathlib import Path
from types import TracebackType

import numpy as np

HARMLESS = (
    ast.Expression, ast.Name, ast.Load, ast.Store, ast.Attribute, ast.Constant, ast.BinOp,
    ast.UnaryOp, ast.operator, ast.unaryop, ast.Subscript, ast.Slice, ast.Tuple, ast.List,
    ast.keyword,
)  # fmt: skip
CALLS = (
    "dot", "sum", "mean", "max", "transpose", "reshape", "astype", "copy", "exp", "log", "sqrt",
    "square", "squeeze", "ravel", "flatten", "derivative", "forward", "arange", "abs", "clip",
    "maximum", "minimum", "eye", "ones_like", "zeros_like",
)  # fmt: skip
"""What may be computed once more without doing anything else."""


FAILING = (ast.BinOp, ast.Call, ast.AugAssign, ast.Compare)


def meeting(error: BaseException, folder: Path) -> list[dict[str, str]]:
    """[{"text": "W.T", "shape": "(3, 5)"}, ...]: both sides of what failed in one of the folder's
    files; [] where it cannot be told without running something twice."""
    trace = innermost(error.__traceback__, folder)
    if trace is None:
        return []
    source = Path(trace.tb_frame.f_code.co_filename).read_text("utf-8")
    node = failed_at(source, trace)
    if node is None:
        return []
    sides = [shape_of(side, trace) for side in both_sides(node)]
    shapes = [side for side in sides if side]
    return shapes if len(shapes) == 2 and len(sides) == 2 else []


def innermost(trace: TracebackType | None, folder: Path) -> TracebackType | None:
    """The last frame, if it is one of the folder's: NumPy's own C code has none."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace and Path(trace.tb_frame.f_code.co_filename).parent == folder:
        return trace
    return None


def failed_at(source: str, trace: TracebackType) -> ast.AST | None:
    """The expression whose instruction raised."""
    positions = trace.tb_frame.f_code.co_positions()
    place = next(islice(positions, trace.tb_lasti // 2, None), None)
    if place is None or None in place:
        return None
    for node in ast.walk(ast.parse(source)):
        at = [getattr(node, name, None) for name in ("lineno", "end_lineno")]
        columns = [getattr(node, name, None) for name in ("col_offset", "end_col_offset")]
        if [*at, *columns] == [*place] and isinstance(node, FAILING):
            return node
    return None


def both_sides(node: ast.AST) -> list[ast.expr]:
    """a and b of a + b, a @ b, a.dot(b), np.dot(a, b), np.matmul(a, b), a -= b, a == b."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators[:1]]
    if isinstance(node, ast.AugAssign):
        return [node.target, node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in ("dot", "matmul", "multiply", "add", "subtract", "divide"):
            return []
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "numpy")
        return node.args[:2] if of_numpy else [node.func.value, *node.args[:1]]
    return []


def is_harmless(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
    return isinstance(node, HARMLESS)


def shape_of(side: ast.expr, trace: TracebackType) -> dict[str, str] | None:
    if not all(is_harmless(node) for node in ast.walk(side)):
        return None
    code = ast.unparse(side)
    frame = trace.tb_frame
    try:
        value = eval(code, frame.f_globals, frame.f_locals)  # the learner's own words, once more
        return None if callable(value) else {"text": code, "shape": str(np.shape(value))}
    except Exception:  # it was about to fail anyway
        return None
