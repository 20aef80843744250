"""Slips in every arithmetic line of the package, one at a time: each is found in its function."""

import ast

import pytest
from diagnosed import SOURCES, diagnosis_of

from in_page import fewer

FILES = ["nnlab/activations.py", "nnlab/layers.py", "nnlab/losses.py", "nnlab/optimizers.py"]

SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
# What else in these files calls NumPy makes arrays or looks at shapes.
ARITHMETIC = ("forward", "derivative", "per_sample", "step")
OF_ALL_NUMBERS = ("dot", "sum", "max", "mean")


class Swap(ast.NodeTransformer):
    """Changes the operation that comes `number`-th in a file's functions, and only that."""

    def __init__(self, number):
        self.left = number
        self.function = self.line = None

    def visit_FunctionDef(self, node):
        self.function, before = node.name, self.function
        self.generic_visit(node)
        self.function = before
        return node

    def change(self, node, new):
        self.generic_visit(node)
        if self.function is None:
            return node
        self.left -= 1
        if self.left != -1:
            return node
        self.line, self.name = node.lineno, self.function
        return ast.copy_location(new(node), node)

    def visit_BinOp(self, node):
        if type(node.op) not in SWAPS:
            return node
        swapped = SWAPS[type(node.op)]()
        return self.change(node, lambda n: ast.BinOp(n.left, swapped, n.right))

    def visit_AugAssign(self, node):
        if type(node.op) not in SWAPS:
            return node
        swapped = SWAPS[type(node.op)]()
        return self.change(node, lambda n: ast.AugAssign(n.target, swapped, n.value))

    def visit_UnaryOp(self, node):
        return self.change(node, lambda n: n.operand) if isinstance(node.op, ast.USub) else node

    def visit_Attribute(self, node):
        return self.change(node, lambda n: n.value) if node.attr == "T" else node

    def visit_Call(self, node):
        """NumPy's own arithmetic: the factors of a product swapped, any other function left out."""
        if not isinstance(node.func, ast.Attribute):
            self.generic_visit(node)
            return node
        if node.func.attr == "dot":
            return self.change(node, factors_swapped)
        if node.func.attr in OF_ALL_NUMBERS:
            return self.change(node, lambda n: n.func.value)
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
        if of_numpy and self.function in ARITHMETIC:
            return self.change(node, lambda n: n.args[0])
        self.generic_visit(node)
        return node


def factors_swapped(call):
    """B.dot(A) for A.dot(B)."""
    (argument,) = call.args
    return ast.Call(ast.Attribute(argument, "dot", ast.Load()), [call.func.value], [])


def mutants():
    for file in FILES:
        for number in range(1000):
            swap = Swap(number)
            tree = swap.visit(ast.parse(SOURCES[file]))
            if swap.line is None:
                break
            text = ast.unparse(ast.fix_missing_locations(tree))
            name = f"{file[6:]}:{swap.line}-{number}"
            yield pytest.param(file, text, swap.name, swap.line, id=name)


def matrix_of(file, function, line):
    """What a broken line gets wrong."""
    if file == "nnlab/layers.py" and function == "gradients":
        return "W" if "dW =" in SOURCES[file].splitlines()[line - 1] else "b"
    return {
        ("activations", "forward"): "a",
        ("activations", "derivative"): "slope",
        ("layers", "forward"): "z",
        ("layers", "delta"): "delta",
        ("losses", "per_sample"): "Loss",
        ("losses", "value"): "Loss",
        ("losses", "delta"): "delta",
        ("losses", "mean_over_columns"): "delta",
        ("optimizers", "step"): "W",
    }[file[6:-3], function]


@pytest.mark.parametrize("file, text, function, line", fewer(list(mutants()), 12))
def test_every_broken_line_is_found_in_its_function(file, text, function, line):
    result = diagnosis_of(file, text)
    assert result["verdict"] != "same"
    found = [f for f in result["findings"] if f["file"] == file]
    assert matrix_of(file, function, line) in {f["matrix"] for f in found}
    assert all(f["since"] for f in found if f["piece"] == "update")
    asked = {"mean_over_columns": "delta"}
    assert asked.get(function, function) in {f["function"].split(".")[1] for f in found}
