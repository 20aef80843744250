"""Exercises: a function's body is taken out, the learner writes it, the diagnosis checks it."""

import ast
from dataclasses import dataclass

from page.code.edited import sources
from page.protocol import ExerciseForPage

BLANK = '"""Your turn."""\nraise NotImplementedError'


@dataclass(frozen=True)
class Exercise:
    """`places` are the functions to write: (file, dotted name); `minutes` what it takes."""

    name: str
    minutes: int
    places: tuple[tuple[str, str], ...]


EXERCISES = (
    Exercise("sigmoid_derivative", 5, (("nnlab/activations.py", "Sigmoid.derivative"),)),
    Exercise("output_delta", 8, (("nnlab/losses.py", "HalfSquaredError.delta"),)),
    Exercise("hidden_delta", 10, (("nnlab/layers.py", "DenseLayer.delta"),)),
    Exercise("gradients", 10, (("nnlab/layers.py", "DenseLayer.gradients"),)),
    Exercise("update", 5, (("nnlab/optimizers.py", "SGD.step"),)),
    Exercise("one_hot", 5, (("nnlab/data.py", "one_hot"),)),
    Exercise(
        "softmax_cross_entropy",
        20,
        (
            ("nnlab/activations.py", "Softmax.forward"),
            ("nnlab/losses.py", "CrossEntropy.delta"),
        ),
    ),
)


def exercises() -> list[ExerciseForPage]:
    """Every exercise: its files with the bodies taken out, where they are, and the answers."""
    found: list[ExerciseForPage] = []
    for exercise in EXERCISES:
        files: dict[str, str] = {}
        answers: list[str] = []
        lines: list[int] = []
        for file, function in exercise.places:
            text = files.get(file, sources()[file])
            files[file], answer, line = take_out(text, function)
            answers.append(answer)
            lines.append(line)
        found.append(
            {
                "name": exercise.name,
                "places": [
                    {"file": file, "function": function, "line": line}
                    for (file, function), line in zip(exercise.places, lines, strict=True)
                ],
                "files": files,
                "answer": "\n\n".join(answers),
            }
        )
    return found


def take_out(text: str, function: str) -> tuple[str, str, int]:
    """The text with a function's body replaced, the function as it was, and the body's line."""
    lines = text.splitlines()
    node = function_at(ast.parse(text), function)
    first, last = node.body[0].lineno, node.end_lineno or node.lineno
    indent = " " * node.body[0].col_offset
    blank = [f"{indent}{line}" for line in BLANK.splitlines()]
    answer = "\n".join(lines[node.lineno - 1 : last])
    return "\n".join([*lines[: first - 1], *blank, *lines[last:]]) + "\n", answer, first


def function_at(tree: ast.Module, path: str) -> ast.FunctionDef:
    """The function at a dotted path. Raises LookupError when there is none."""
    body = tree.body
    for name in path.split("."):
        node = next(
            (n for n in body if isinstance(n, ast.ClassDef | ast.FunctionDef) and n.name == name),
            None,
        )
        if node is None:
            raise LookupError(f"{path} is not there")
        body = node.body
    if not isinstance(node, ast.FunctionDef):
        raise LookupError(f"{path} is no function")
    return node
