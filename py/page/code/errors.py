"""What NumPy and Python say, in so many words, of mistakes that learners make."""

import re
from typing import Any

import numpy as np

from page.protocol import Phrase, PhraseValues

from . import other_tongues, unreadable

WORDS = [
    # (the slip, what the message has in it; its named groups are what the sentence needs)
    ("not_written", r"NotImplementedError"),  # an exercise's blank
    ("square_needed", r"LinAlgError: Last 2 dimensions of the array must be square"),
    ("len_of_number", r"object of type '(int|float|numpy\.\w+)' has no len"),
    ("range_for_number", r"'range' object cannot be interpreted as an integer"),
    ("keepdims_by_name", r"Cannot interpret 'True' as a data type"),
    ("view_for_reshape", r"Type must be a sub-type of ndarray type|Cannot interpret '-1' as a da"),
    ("array_as_key", r"unhashable type: 'numpy\.ndarray'"),
    ("round_index", r"cannot assign to function call"),
    ("indices_misfit", r"shape mismatch: indexing arrays could not be broadcast"),
    ("number_in_product", r"matmul: Input operand \d does not have enough dimensions \(has 0"),
    ("misfit", r"matmul: Input operand"),
    ("misfit", r"not aligned"),
    ("misfit", r"could not be broadcast"),
    ("misfit", r"non-broadcastable"),
    ("misfit", r"could not broadcast input array"),
    ("misfit", r" has shape \(.*\), expected \("),  # the package's own words
    ("no_numpy", r"name '(np|numpy)' is not defined"),
    ("not_imported", r"name '(?P<name>math|random|itertools|functools)' is not defined"),
    (
        "not_here",
        r"name '(?P<name>torch|F|tf|nn|keras|jax|jnp|scipy|special|sklearn|pd|plt)' is not def",
    ),
    ("activation_by_name", r"name '(?P<name>sigmoid|tanh|relu|softmax)' is not defined"),
    ("unknown_name", r"name '(?P<name>\w+)' is not defined"),
    ("not_here", r"ModuleNotFoundError: No module named '(?P<name>[\w.]+)'"),
    ("no_such_import", r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'"),
    ("not_yet_set", r"local variable '(?P<name>\w+)' (where it is not|referenced before)"),
    ("activation_called", r"'(Activation|Sigmoid|Tanh|ReLU|Identity|Softmax)' object is not call"),
    ("array_called", r"'numpy\.(ndarray|float64|float32|int64)' object is not callable"),
    ("number_called", r"'(float|int)' object is not callable"),
    ("shape_called", r"'(tuple|list)' object is not callable"),
    ("brackets_for_call", r"'(builtin_function_or_method|function|method)' object is not subsc"),
    ("call_missing", r"'(builtin_function_or_method|function|method)'( and|$| object has)"),
    ("call_missing", r"and '(builtin_function_or_method|function|method)'"),
    ("bit_operator", r"ufunc 'bitwise_(and|or)'|unsupported operand type\(s\) for [&|]:"),
    ("pythons_type", r"module 'numpy' has no attribute '(?P<name>float|int|bool|str|complex)'\."),
    ("caret", r"bitwise_xor|unsupported operand type\(s\) for \^"),
    ("one_number_function", r"only (length-1|0-dimensional|size-1) arrays can be converted"),
    ("one_number_function", r"must be real number, not (numpy\.)?(ndarray|list)"),
    ("truth_of_array", r"truth value of an array with more than one element"),
    ("out_of_bounds", r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size "
                      r"(?P<size>\d+)"),
    ("list_too_short", r"(list|tuple) (assignment )?index out of range"),
    ("too_many_indices", r"too many indices for array"),
    ("axis_missing", r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<size>\d+)"),
    ("shape_as_two", r"Cannot interpret '.*' as a data type"),
    ("shape_as_two", r"data type '?.*'? not understood"),
    ("dim_for_axis", r"unexpected keyword argument '(?P<name>dim|keepdim)'"),
    ("unknown_keyword", r"(?P<call>[\w.]+)\(\) got an unexpected keyword argument '(?P<name>\w+)'"),
    ("argument_missing", r"(?P<call>[\w.]+)\(\) missing \d+ required positional arguments?: "
                         r"(?P<name>[^:]+)$"),
    ("arguments_counted", r"(?P<call>[\w.]+)\(\) takes (?P<takes>\d+) positional arguments? but "
                          r"(?P<given>\d+) "),
    ("arguments", r"(?P<call>[\w.]+)\(\) (missing \d+ required|takes (from )?\d+ )"),
    ("none_computed", r"'NoneType'"),
    ("list_for_array", r"unsupported operand type\(s\) for .*'list'"),
    ("list_for_array", r"can't multiply sequence by non-int"),
    ("list_for_array", r"'list' object has no attribute"),
    ("list_for_array", r"list indices must be integers or slices, not"),
    ("not_writable", r"attribute '(?P<name>\w+)' of '[\w.]+' objects is not writable"),
    ("no_cast", r"Cannot cast ufunc '\w+' output from dtype\('\w+'\) to dtype\('(?P<kind>\w+)'\)"),
    ("boolean_minus", r"boolean subtract|boolean negative"),
    ("ragged", r"inhomogeneous shape|setting an array element with a sequence"),
    ("reshape", r"cannot reshape array of size (?P<size>\d+) into shape (?P<shape>\([\d, ]+\))"),
    ("whole_indices", r"arrays used as indices must be of integer|only integers, slices"),
    ("einsum", r"einstein sum|einsum|does not have the same number of indices"),
    ("unpacking", r"(not enough|too many) values to unpack"),
    ("array_attribute", r"'numpy\.ndarray' object has no attribute '(?P<name>\w+)'"),
    ("unknown_key", r"KeyError: (np\.\w+\()?(?P<name>[^()]+)"),
    ("no_memory", r"MemoryError"),
    ("no_memory", r"array is too big"),
    ("no_memory", r"Maximum allowed dimension exceeded"),
    ("no_memory", r"Maximum allowed size exceeded"),
    ("recursion", r"RecursionError"),
    ("read_only", r"assignment destination is read-only"),
    ("nobody_answers", r"EOFError"),
    ("no_exit", r"SystemExit"),
    ("unclosed", r"SyntaxError: '(?P<bracket>.)' was never closed"),
    ("unclosed", r"SyntaxError: closing parenthesis .* opening parenthesis '(?P<bracket>.)'"),
    ("unopened", r"SyntaxError: unmatched '(?P<bracket>.)'"),
    ("text_unclosed", r"SyntaxError: unterminated"),
    ("superscript", r"SyntaxError: invalid character '(?P<sign>[²³⁴])'"),
    ("maths_sign", r"SyntaxError: invalid character '(?P<sign>[×·⋅∙⊙÷−–—√≤≥≠])'"),
    ("fullwidth", r"SyntaxError: invalid character '(?P<sign>.)'"),
    ("fullwidth", r"SyntaxError: invalid non-printable character (?P<sign>U\+\w+)"),
    ("indent_missing", r"IndentationError: expected an indented block"),
    ("indent", r"IndentationError|TabError"),
    ("return_outside", r"SyntaxError: 'return' outside function"),
    ("colon_missing", r"SyntaxError: expected ':'"),
    ("equals_for_compare", r"Maybe you meant '==' (instead of|or ':=')"),
    ("cannot_assign", r"SyntaxError: cannot assign to"),
    ("comma_missing", r"Perhaps you forgot a comma"),
    ("keyword_as_name", r"SyntaxError: invalid syntax. Maybe you meant"),
    ("star_missing", r"SyntaxError: invalid decimal literal"),
    ("syntax", r"SyntaxError"),
]  # fmt: skip
MOST_TOLD = 15
"""An owner with more attributes than these is one of Python's: a list of them helps nobody."""

PATTERNS = [(slip, re.compile(words)) for slip, words in WORDS]


def slip_and_values(message: str) -> tuple[str, dict[str, str]]:
    """The slip that an error's message tells, and what its sentence is filled with."""
    message = re.sub(r"[\w.]+\.<locals>\.", "", message)  # a function within another one
    for slip, pattern in PATTERNS:
        found = pattern.search(message)
        if found:
            values = {name: text for name, text in found.groupdict().items() if text}
            if slip == "argument_missing":  # 'a' and 'b', as Python says it in English
                values["name"] = ", ".join(re.findall(r"'(\w+)'", values["name"]))
            if slip == "arguments_counted" and "." in values["call"] and values["takes"] != "0":
                # self is none of them
                values |= {name: str(int(values[name]) - 1) for name in ("takes", "given")}
            return slip, values
    return "", {}


def of_syntax(message: str, line: str) -> tuple[str, dict[str, str]]:
    """As `slip_and_values`, of a line that Python cannot read."""
    slip, values = slip_and_values(message)
    if slip == "round_index" and re.match(r"\s*(if|elif|while|assert)\b", line):
        return "equals_for_compare", {}
    if slip in ("syntax", "text_unclosed", "cannot_assign", "unclosed", "comma_missing"):
        slip = other_tongues.of_line(line) or slip
    seen, more = unreadable.of_line(line) if slip in ("syntax", "comma_missing") else ("", {})
    return (seen, more) if seen else (slip, values)


def of_error(error: BaseException, message: str, line: str = "") -> tuple[str, dict[str, str]]:
    """As `slip_and_values`, with what the error itself knows: which names there are instead; and
    with what stands in the line that raised it."""
    if isinstance(error, AttributeError) and error.name:
        return of_attribute(error)
    slip, values = slip_and_values(message)
    if slip == "unknown_name":
        return of_unknown_name(error, values, line)
    if slip == "number_called" and (called := re.search(r"\.(size|ndim)\(", line)):
        return "size_called", {"name": called[1]}
    if slip == "shape_as_two" and ".view(" in line:
        return "view_for_reshape", {}
    if slip == "list_too_short" and "tuple index" in message and ".shape[" in line:
        return "axis_lost", {}
    if slip == "number_in_product":
        for name in re.findall(r"\bself\.(\w+)", line):
            if name in names_given(error).split(", "):
                return "argument_not_attribute", {"name": name}
    return slip, values


def of_unknown_name(
    error: BaseException, values: dict[str, str], line: str
) -> tuple[str, dict[str, str]]:
    given, name = names_given(error), values["name"]
    if "//" in line and re.search(rf"//.*\b{name}\b", line):
        return "comment_sign", {}
    slip, more = other_tongues.of_name(name, [*filter(None, given.split(", "))])
    if slip:
        return slip, more
    return ("unknown_name_here", values | {"given": given}) if given else ("unknown_name", values)


def of_attribute(error: AttributeError) -> tuple[str, dict[str, str]]:
    owner, name = error.obj, error.name or ""
    kind = type(owner).__name__
    if owner is None:
        return "none_computed", {}
    if name in names_given(error).split(", "):
        return "argument_not_attribute", {"name": name}
    if kind in ("list", "tuple"):
        return "list_for_array", {}
    if kind == "ndarray":
        return other_tongues.of_array_attribute(name)
    if owner is np:
        return other_tongues.of_numpy_attribute(name)
    if kind == "module":
        return "module_attribute", {"name": name, "module": str(getattr(owner, "__name__", ""))}
    if kind in ("method", "function", "builtin_function_or_method"):
        return "call_missing", {}
    if isinstance(owner, int | float | np.generic):
        return "number_attribute", {"name": name, "owner": kind}
    has = [one for one in dir(owner) if not one.startswith("_")]
    if len(has) > MOST_TOLD:
        return "unknown_attribute_alone", {"name": name, "owner": kind}
    return "unknown_attribute", {"name": name, "owner": kind, "has": ", ".join(has)}


def sentences(
    slip: str, values: dict[str, str], meets: list[dict[str, str]], message: str
) -> list[Phrase]:
    """What is said of an error: the slip, the shapes that met, and Python's own words."""
    says: list[Phrase] = []
    if slip:
        says.append({"key": f"slip_{slip}", "values": dict(values)})
    says += shapes_met(meets)
    if slip != "not_written":
        says.append({"key": "python_says", "values": {"message": message}})
    return says


def shapes_met(meets: list[dict[str, str]]) -> list[Phrase]:
    """The two sides of an expression that failed, if they are known."""
    if len(meets) != 2:
        return []
    left, right = meets
    shapes: PhraseValues = {
        "left": left["text"],
        "first": left["shape"],
        "right": right["text"],
        "second": right["shape"],
    }
    return [{"key": "shapes_met", "values": shapes}]


def names_given(error: BaseException) -> str:
    """The arguments of the function in which an error arose, but for self."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return ""
    code: Any = trace.tb_frame.f_code
    names = code.co_varnames[: code.co_argcount]
    return ", ".join(name for name in names if name != "self")
