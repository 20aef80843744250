"""Whether what a function gives is rounded down by //."""

import ast
from collections import defaultdict

from page.code.edited import Edited

from .probes import Piece
from .written import path_in

Values = dict[str, list[ast.expr]]
"""What is given to each name, in any of its lines."""


def floors(edited: Edited, piece: Piece) -> bool:
    """Whether // stands in what is returned or written in place, or in what that comes from; of
    sizes, as in y.shape[0] // 2, it is no mistake."""
    function = path_in(ast.parse(edited.files.get(f"nnlab/{piece.module}.py", "")), piece.function)
    if function is None:
        return False
    given = values_of(function)
    results = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
    for argument in function.args.args:
        results += given.get(argument.arg, [])
    seen: set[str] = set()
    while results:
        result = results.pop()
        for node in ast.walk(result):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
                if not is_size(node.left, given):
                    return True
            elif isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                results += given.get(node.id, [])
    return False


def values_of(function: ast.FunctionDef) -> Values:
    found: Values = defaultdict(list)
    for node in ast.walk(function):
        pairs: list[tuple[ast.expr, ast.expr]]
        if isinstance(node, ast.AugAssign):  # a //= b is a = a // b
            left = ast.parse(ast.unparse(node.target), mode="eval").body
            pairs = [(node.target, ast.BinOp(left, node.op, node.value))]
        elif isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
            pairs = [(node.target, node.value)]
        else:
            continue
        for target, value in pairs:
            for name in names_changed(target):
                found[name].append(value)
    return found


def names_changed(target: ast.expr) -> list[str]:
    """x for x, x[0] and x.flat; of several, each."""
    if isinstance(target, ast.Tuple | ast.List):
        return [name for part in target.elts for name in names_changed(part)]
    if isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        return names_changed(target.value)
    return [target.id] if isinstance(target, ast.Name) else []


def is_size(node: ast.expr, given: Values, within: frozenset[str] = frozenset()) -> bool:
    """Whether it is a number made of sizes alone."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Attribute):
        return node.attr in ("shape", "size", "ndim")
    if isinstance(node, ast.Subscript):
        return is_size(node.value, given, within)
    if isinstance(node, ast.BinOp):
        return is_size(node.left, given, within) and is_size(node.right, given, within)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        sizes = name in ("int", "max", "min") and all(is_size(a, given, within) for a in node.args)
        return name == "len" or sizes
    if isinstance(node, ast.Name) and node.id in given:
        inner = within | {node.id}
        return node.id in within or all(is_size(value, given, inner) for value in given[node.id])
    return False
