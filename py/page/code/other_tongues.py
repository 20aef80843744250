"""What people write who come from another language or library: Matlab, PyTorch, JavaScript."""

import re
from typing import Any

import numpy as np

QUOTE = r"^[^'\"]*([)\]]|\w\w|[ac-eg-qstv-zAC-EG-QSTV-Z])'"
"""A line's first quote, right behind a name or a bracket; b, f, r and u may begin a text."""

DOTTED = r"(?:(?<=[A-Za-z_)\]\s])|(?<=[A-Za-z_]\d))\.(\*|/|\^)"
"""Not behind a number: 1./n is Python's."""

SIGNS = [
    # (the slip, what a line that Python cannot read has in it)
    ("code_fence", r"^\s*(```|~~~)"),
    ("prompt", r"^\s*(>>>|In \[\d+\]:)"),
    ("comment_sign", r"^\s*(%|//)"),
    ("dotted_operator", DOTTED),
    ("quote_for_transpose", QUOTE),
    ("not_equal", r"~=|<>"),
    ("and_or", r"&&|\|\|"),
    ("else_if", r"\b(else\s+if|elseif)\b"),
    ("plus_plus", r"\+\+|--\s*(;|$)"),
]
PATTERNS = [(slip, re.compile(pattern)) for slip, pattern in SIGNS]

INSTEAD = {
    "t": ".T", "view": ".reshape(…)", "unsqueeze": "[:, None]", "mm": "@", "matmul": "@",
    "bmm": "@", "mul": "*", "sub": "-", "div": "/", "pow": "**", "clone": ".copy()",
    "add_": "+=", "sub_": "-=", "mul_": "*=", "div_": "/=", "zero_": "[:] = 0", "dim": ".ndim",
    "length": "len(…)", "permute": ".transpose(…)", "numel": ".size", "type": ".astype(…)",
}  # fmt: skip
"""What NumPy has for what PyTorch calls so."""

OF_LISTS = ("index", "append", "extend", "count", "insert", "remove", "pop")
NEEDLESS = ("detach", "numpy", "cpu", "requires_grad_", "to", "cuda", "values", "to_numpy")
OWN_WORK = ("sigmoid", "softmax", "relu", "one_hot", "log_softmax", "cross_entropy")


def of_line(line: str) -> str:
    """The slip of a line that Python cannot read, or "" when no other tongue is heard in it."""
    code = line.partition("#")[0]
    return next((slip for slip, pattern in PATTERNS if pattern.search(code)), "")


def most_like(name: str, there: list[str]) -> list[str]:
    """The one of these names that looks like it, if any does."""
    try:  # here, since the page fetches this part of Python's library late, or not at all
        from difflib import get_close_matches
    except ImportError:
        return []
    return get_close_matches(name, there, 1, 0.75)


def of_array_attribute(name: str) -> tuple[str, dict[str, str]]:
    if name in OF_LISTS:
        return "of_lists_only", {"name": name}
    if name in NEEDLESS:
        return "attribute_needless", {"name": name}
    instead = INSTEAD.get(name) or (f"np.{name}(…)" if is_function(name) else "")
    if instead:
        return "attribute_instead", {"name": name, "instead": instead}
    return ("own_work" if name in OWN_WORK else "array_attribute"), {"name": name}


def of_numpy_attribute(name: str) -> tuple[str, dict[str, str]]:
    if name in OWN_WORK:
        return "own_work", {"name": name}
    near = most_like(name, dir(np))
    if near:
        return "numpy_near", {"name": name, "near": near[0]}
    return "module_attribute", {"name": name, "module": "numpy"}


def of_name(name: str, there: list[str]) -> tuple[str, dict[str, str]]:
    """Of a name that is not there: one that is and looks like it, or NumPy's; else ""."""
    near = [one for one in there if one.lower() == name.lower()]
    if len(name) > 3:
        near += most_like(name, there)
    if near:
        return "name_near", {"name": name, "near": near[0]}
    if name == "end":
        return "no_end", {}
    return ("numpys_name", {"name": name}) if is_function(name) else ("", {})


def is_function(name: str) -> bool:
    found: Any = getattr(np, name, None)
    return callable(found) and not isinstance(found, type)
