"""Whether a step is taken more often than once: by several lines, or by a loop around it."""

import ast

import numpy as np

from .flooring import names_changed
from .written import path_in

CHANGED = "parameters"


def repeated(text: str, function: str, factor: float) -> str:
    """The slip by which a function takes `factor` steps where one is asked for, or ""."""
    node = path_in(ast.parse(text), function)
    times = round(factor)
    if node is None:
        return ""
    steps = [one for one in ast.walk(node) if isinstance(one, ast.stmt) and is_step(one)]
    loops = [one for one in ast.walk(node) if isinstance(one, ast.For | ast.While)]
    rounds = [(loop, step) for loop in loops for step in steps if step in within(loop)]
    often = times > 1 and bool(np.isclose(factor, times))
    if often and any(does_the_same(*both) for both in rounds):
        return "steps_in_loop"
    if any(is_whole(step) for _, step in rounds):
        return "steps_together"
    return "steps_repeated" if often and sum(is_whole(step) for step in steps) == times else ""


def is_step(one: ast.stmt) -> bool:
    """Whether it changes the parameters, as -= does, an assignment to a place, or out=."""
    return any(CHANGED in names_changed(target) for target in targets(one))


def is_whole(step: ast.stmt) -> bool:
    """Whether all of the parameters are changed by something: not one entry, nor some."""
    whole = (CHANGED, f"{CHANGED}[:]", f"{CHANGED}[...]")
    return names_in(step) > {CHANGED} and any(ast.unparse(one) in whole for one in targets(step))


def targets(one: ast.stmt) -> list[ast.expr]:
    if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call):
        named = [keyword.value for keyword in one.value.keywords if keyword.arg == "out"]
        first = ast.unparse(one.value.func).split(".")[-1] in ("copyto", "put", "place")
        return named + one.value.args[: int(first)]
    if isinstance(one, ast.Assign):
        return one.targets
    return [one.target] if isinstance(one, ast.AugAssign) else []


def does_the_same(loop: ast.For | ast.While, step: ast.stmt) -> bool:
    """Whether nothing that the step uses is another in the loop's next round."""
    head = loop.target if isinstance(loop, ast.For) else loop.test
    new = names_in(head)
    for _ in within(loop):  # what is made of what is new is new
        for one in within(loop):
            if isinstance(one, ast.Assign) and names_in(one.value) & new:
                new |= {name for target in one.targets for name in names_changed(target)}
    return not (names_in(step) - {CHANGED}) & new


def within(node: ast.AST) -> list[ast.AST]:
    return [one for one in ast.walk(node) if one is not node]


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
