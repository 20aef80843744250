"""Formulas that Python states as text, as trees that the page can draw.

A number, a name, or a list: an operator or a function, then what it is applied to.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import TypeAlias

Tree: TypeAlias = "float | str | list[Tree]"

OPERATORS: dict[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.Pow: ("**", operator.pow),
}


def tree(formula: str, constants: Mapping[str, float] | None = None) -> Tree:
    """`formula`, a Python expression, with numbers for `constants` and what follows from them.

    Raises TypeError for what is no arithmetic.
    """
    return written(ast.parse(formula, mode="eval").body, constants or {})


def written(node: ast.expr, constants: Mapping[str, float]) -> Tree:
    match node:
        case ast.Constant(int() | float() as number):
            return number
        case ast.Name(name):
            return constants.get(name, name)
        case ast.UnaryOp(ast.USub(), inner):
            return ["-", written(inner, constants)]
        case ast.BinOp(one, between, other) if type(between) in OPERATORS:
            sign, compute = OPERATORS[type(between)]
            left, right = written(one, constants), written(other, constants)
            if isinstance(left, int | float) and isinstance(right, int | float):
                return round(compute(left, right), 12)  # 1 - 0.999 is 0.001
            return [sign, left, right]
        case ast.Call(ast.Name(name), inner, []):
            return [name, *(written(each, constants) for each in inner)]
    raise TypeError(f"{ast.unparse(node)} is no arithmetic that the page can draw")
