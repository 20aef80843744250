"""Which statement of an edited function is the wrong one."""

import ast
import inspect
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from page.code.edited import Edited, sources

from .probes import Piece
from .written import is_idle

WRITES = "written over"
KEPT = r"self\.\w+( *=|\b.*\[)|hasattr|getattr|setdefault|global|[A-Z_]{2,}|cache"
LIMITS = r"clip|min|max|where|[<>]|\bif\b"
WORDS = {
    "overflow": r"exp",
    "loop_size_fixed": r"range\( *\d+ *\)",
    "flat_places": r"flat|ravel|put|take|\*",
    "divided_by_max": r"/.*max",
    "one_column_written": r"\[.*\].*=",
    "output_too_many": r"\* *a\b",
    "size_made_one": r"/|norm",
    "one_array_for_both": r"zeros|ones|empty|@|dot",
    "other_value_for_zero": r"ones|full|zeros|where",
    "over_neurons": r"/|mean",
    "output_for_input": r"forward",
    "last_neuron_only": r"^\w+(\[.*?\])? *= .*(outer|@|dot|\*)",
    "neuron_left_out": r"range|\[.*:.*\]",
    "sums_for_input": r"@|dot",
    "one_class_less": r"classes *- *1",
    "next_output": r"forward",
    "sums_clipped": r"clip|min|max",
    "slope_of_output": r"exp|forward|tanh",
    "tanh_of_output": r"exp|tanh",
    "forward_for_slope": r"exp|forward|tanh",
    "of_binary_cross_entropy": r"/",
    "of_cross_entropy": r"/",
    "by_output": r"/",
    "small_labels_differ": r"labels(\[.*?\])? *\*|\* *labels",
    "shared_rows": r"\] *\*",
    "fails_for_one_column": r"squeeze|ravel|flatten|reshape",
    "float32": r"float32",
    "size_fixed": r"(?<!\*\* )(?<!\*\*)\b([3-9]|\d\d+)\b",
    "number_for_columns": r"/ *\d|/=",
    "only_some_labels": r"\b([2-9]|\d\d+)\b|max\(|unique",
    "classes_from_labels": r"max|unique|set\(",
    "present_classes_only": r"unique|set\(",
    "diagonal_taken": r"diag",
    "epsilon_inside": r"epsilon",
    "epsilon_taken_off": r"epsilon",
    "root_missing": r"/",
    "correction_late": r"beta|\bt\b",
    "clipped": r"clip|min|max",
    "norm_clipped": r"clip|norm|min|max",
    "exp_of_minus": r"exp",
    "max_after_exp": r"max",
    "max_of_all": r"max",
    "max_of_rows": r"max",
    "softmax_of_rows": r"max|sum",
    "softmax_of_all": r"max|sum",
    "sum_of_rows": r"sum",
    "sum_of_all": r"sum",
    "squared_error": r"\*\* *2|square|power",
    "missing_transpose": r"@|dot|einsum|matmul|inner",
    "reshaped": r"reshape",
    "sign": r"\bt *- *y|= *-|return *-|\+",
    "learning_rate_twice": r"learning_rate *(\*\*|\* *learning_rate)|square|power",
    "soft_targets_differ": r"-= *1|== *1|argmax",
    "exponent_scaled": r"\*\*|exp|power",
    "base_two": r"\*\*|exp|power",
    "own_slope_too_many": r"1(\.0*)? *- *y|derivative",
    "nesterov": r"momentum",
    "whole_rows": WRITES,
    "whole_columns": WRITES,
    "shape_fixed": r"\b([2-9]|\d\d+)\b",
    "whole_numbers": r"\bint",
    "last_row_left_out": r"range",
    "first_row_left_out": r"range",
    "sums_cancel": r"sum",
    "function_inside": r"^ *def ",
    "never_run": r"\bmap\b|\bfor\b",
    "inverse_for_transpose": r"linalg",
    "targets_as_index": r"\[ *t",
    "ndim_for_columns": r"ndim",
    "larger_or_smaller": r"max|min",
    "rate_kept": KEPT,
    "weights_clipped": r"clip|min|max",
    "rows_for_columns": r"range",
    "gradients_changed": r"gradients\b.*=",
    "answer_of_before": KEPT,
    "answers_added_up": KEPT,
    "answers_change": KEPT,
    "array_reused": KEPT,
    "reused_differ": KEPT,
    "random_numbers": r"random|rng",
    "generator": r"yield",
    "only_usual_exact": LIMITS,
    "only_usual_exact_answers": LIMITS,
    "only_usual_slopes": LIMITS,
    "no_number_exactly": r"/|log|arctanh|assert",
    "activations_by_name": r"name|class|isinstance",
    "argmax_for_error": r"argmax",
    "own_weights": r"self\.W",
    "forward_for_derivative": r"forward",
    "slope_of_next_layer": r"next_layer\.activation",
    "next_slope_again": r"next_layer\.activation",
    "summed_early": r"sum|@|dot",
    "averaged_early": r"mean|sum",
    "bias_added": r"\.b\b",
    "next_bias_added": r"\.b\b",
    "memory_lost": r"velocity|mean",
    "memory_averaged": r"velocity",
    "memory_not_faded": r"velocity|mean",
    "share_missing": r"mean",
    "square_not_faded": r"square",
    "square_share_missing": r"square",
    "square_missing": r"square",
    "adagrad": r"square",
    "betas_swapped": r"beta",
    "weight_decay": r"parameters",
    "decay_in_gradient": r"parameters",
    "last_column_left_out": r"range",
    "first_column_left_out": r"range",
    "some_left_out": r"range",
    "steps_in_loop": r"^ *(for|while)\b",
    "steps_together": r"^ *(for|while)\b",
    "method_replaced": r"self\.\w+ *=",
    "half_of_batch": r"//|/ *2",
    "one_column_scaled": LIMITS,
    "not_filled": r"\bempty",
    "delta_is_given": r"\.delta\b",
    "forward_before_slope": r"forward",
    "sign_lost": r"abs|\*\* *2|sqrt",
    "only_usual_classes": r"(?<!\.)\b([2-9]|\d\d+)\b|int8|int16|%",
    "only_usual_ends": LIMITS,
    "only_usual_large": LIMITS,
    "only_usual_many": LIMITS,
    "only_usual_rates": r"min|max|\bif\b|clip|learning_rate *=",
    "only_usual_small": LIMITS,
    "result_between": LIMITS,
    "result_clipped": LIMITS,
    "result_lifted": LIMITS,
    "rate_misused": r"min|max|\bif\b|clip|learning_rate *(=|\+|\*\*)",
    "smallest_label_first": r"min",
    "sums_limited": r"clip|min|max",
    "zeroed": LIMITS,
    "writes_over": WRITES,
    "given_written_over": WRITES,
    "written_over_before_use": WRITES,
}
"""What the wrong statement of a slip has in it."""


def place_of(
    edited: Edited, function: Any, original: Any, piece: Piece, slip: str
) -> tuple[str, int]:
    """File and line of what was changed: in `function`; else in its file, for a helper may have
    changed; else in another file, whose code it calls. Where it begins, if nothing was."""
    name = f"nnlab/{Path(function.__code__.co_filename).name}"
    first = function.__code__.co_firstlineno
    text = edited.files.get(name, sources().get(name, ""))
    node = function_from(ast.parse(text), first)
    known = lines_of(sources()[f"nnlab/{Path(original.__code__.co_filename).name}"])
    own = [*new_statements(node, text, known)] if node else []
    if node and own:
        return name, wrong_one(node, own, text, piece, slip).lineno
    if node and (moved := first_moved(text.splitlines()[first - 1 : node.end_lineno], original)):
        return name, first + moved
    for file in sorted(edited.files, key=lambda file: file != name):
        other = edited.files[file]
        new = next(new_statements(ast.parse(other), other, lines_of(sources()[file])), None)
        if new:
            return file, new.lineno
    return name, first


def first_moved(mine: list[str], original: Any) -> int:
    """The first line that stands elsewhere than in the original, counted from 0; 0 for none."""
    theirs = inspect.getsource(original).splitlines()
    ours, others = ([line.strip() for line in text] for text in (mine, theirs))
    alike = SequenceMatcher(None, ours, others)
    changes = [change for change in alike.get_opcodes() if change[0] != "equal"]
    # A line that was moved stands where nothing of the original stood; the gap it left tells less.
    put = [change for change in changes if change[0] != "insert"] or changes
    return min(put[0][1], len(mine) - 1) if put else 0


def lines_of(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def function_from(tree: ast.Module, line: int) -> ast.FunctionDef | None:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return next((node for node in functions if node.lineno == line), None)


def new_statements(within: ast.AST, text: str, known: set[str]) -> Iterator[ast.stmt]:
    """In order of their lines, those of which a line is not known; docstrings are none."""
    lines = text.splitlines()
    found = [node for node in ast.walk(within) if isinstance(node, ast.stmt) and node != within]
    for node in sorted(found, key=lambda node: node.lineno):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        own = lines[node.lineno - 1 : max(node.lineno, last)]
        if any(line.strip() not in known for line in own if line.strip()):
            yield node


def wrong_one(
    function: ast.FunctionDef, own: list[ast.stmt], text: str, piece: Piece, slip: str
) -> ast.stmt:
    for part in slip.split("+"):
        words = WORDS.get(part)
        hits = [s for s in own if words and matches(s, text, words)]
        if hits:
            return hits[0]
    idle = [s for s in own if is_idle(s)]
    if idle:
        return idle[0]
    if slip == "nothing_returned":
        return own[-1]
    if "return_in_loop" in slip and (early := [s for s in own if isinstance(s, ast.Return)]):
        return early[0]
    answer = answering(function, piece)
    if answer in own:
        return answer
    plain = [statement for statement in own if not hasattr(statement, "body")]
    return (plain or own)[-1 if piece.name in ("update", "train_step") else 0]


def matches(statement: ast.stmt, text: str, words: str) -> bool:
    if words == WRITES:
        targets = getattr(statement, "targets", [])
        in_place = isinstance(statement, ast.AugAssign)
        return in_place or any(isinstance(target, ast.Subscript) for target in targets)
    if hasattr(statement, "body"):  # only what stands above its body
        return re.search(words, text.splitlines()[statement.lineno - 1]) is not None
    return re.search(words, ast.get_source_segment(text, statement) or "") is not None


def answering(function: ast.FunctionDef, piece: Piece) -> ast.stmt | None:
    """The statement that makes what is returned; of two gradients, the one that is asked."""
    statements = sorted(
        (node for node in ast.walk(function) if isinstance(node, ast.stmt)),
        key=lambda node: node.lineno,
    )
    answer = next((s for s in reversed(statements) if isinstance(s, ast.Return)), None)
    if answer is None:
        return None
    value = answer.value
    place: ast.stmt = answer
    which = {"weight_gradient": 0, "bias_gradient": 1}.get(piece.name)
    if which is not None and isinstance(value, ast.Tuple) and len(value.elts) == 2:
        value = value.elts[which]
    for _ in range(3):
        made = made_by(value.id, statements) if isinstance(value, ast.Name) else None
        if made is None:
            break
        place, value = made, getattr(made, "value", None)
        if isinstance(made, ast.AugAssign):
            break
    return place


def made_by(name: str, statements: list[ast.stmt]) -> ast.stmt | None:
    """The last statement that gives `name` its value."""
    for statement in reversed(statements):
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
            root(target) == name for target in targets
        ):
            return statement
    return None


def root(target: ast.expr | None) -> str:
    while isinstance(target, ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""
