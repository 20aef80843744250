"""web/generated/options.js: the set-up's fields and their rules, the data sets, and the limits."""

import dataclasses
import json
import math
from typing import Any

import nnlab
from nnlab.activations import ACTIVATIONS
from nnlab.cell_numbers import NOW
from nnlab.cell_truths import LETTERS, TRUTHS
from nnlab.data import BUNDLED
from nnlab.decoding import ENCODINGS
from nnlab.decoding import MOST_BYTES as MOST_CSV_BYTES
from nnlab.files.constraints import Constraint, Flag, ListOf, Number, OneOf, Text, Whole
from nnlab.files.strict_json import MOST_BYTES as MOST_MODEL_BYTES
from nnlab.optimizers import OPTIMIZERS
from nnlab.presets import OWN_TABLE
from nnlab.setup import ADDED, DATASETS, Setup
from nnlab.table_reading import COMMENTS, DELIMITERS, THOUSANDS
from page.check.exercises import EXERCISES
from page.course.reading import MOST_BYTES as MOST_LESSON_BYTES
from page.keep.weights_file import MOST_BYTES as MOST_WEIGHTS_BYTES
from page.panels.many import MOST_VALUES, STUDY_COUNTS
from page.requests import (
    DEFAULT,
    FIELDS,
    HIDDEN_ACTIVATIONS,
    LIVE,
    MOST_LAYERS,
    MOST_NEURONS,
)
from page.teach.reading import MOST_ANSWER, MOST_ANSWERS, MOST_QUESTION
from page.teach.reading import MOST_BYTES as MOST_HAND_IN_BYTES
from site_files import ROOT, languages

from .expressions import tree

HEAD = """\
// @ts-check
// Written by scripts/generate.py from Python: change it there, then run the script.

/** @import { Activation, Live, Optimizer, Setup } from "./protocol.js" */

/**
 * What a value may be. In a number's rule, `open` says that `least` itself is not allowed.
 *
 * @typedef {{ kind: "choice", allowed: readonly string[] }
 *         | { kind: "number", least: number, most: number, open: boolean }
 *         | { kind: "whole", least: number, most: number }
 *         | { kind: "flag" }
 *         | { kind: "text" }
 *         | { kind: "list", item: Rule, most: number }} Rule
 *
 * @typedef {Rule & { default: any, link: string, live?: true }} Field
 *   `link` is what a link calls it. `live` ones may change while a network trains; any other
 *   change starts anew.
 *
 * @typedef {{
 *   kind: "table" | "toy", task: "classes" | "numbers", features: number, classes: number,
 * }} DatasetFacts
 *   A table is measured, a toy drawn from a seed. A number to predict counts as one class.
 *
 * @typedef {number | string | [string, ...any[]]} Expression  A number, a name, or an operator or a
 *   function with what it is applied to.
 *
 * @typedef {{
 *   elementWise: boolean, least: number, most: number,
 *   formula: Expression, slope: Expression | undefined,
 * }} ActivationFacts  f(z) lies between `least` and `most`; the slope is written with a = f(z).
 *
 * @typedef {{ equations: [string, Expression][] }} OptimizerFacts  What is computed, in order: a
 *   name and its new value. Names are parameter, gradient, learning_rate, epsilon, and what is
 *   remembered.
 */
"""


def options_js() -> str:
    """The whole module."""
    fields = {
        name: {
            **rule(field.constraint),
            "default": getattr(DEFAULT, name),
            "link": field.link,
            **({"live": True} if field.live else {}),
        }
        for name, field in FIELDS.items()
    }
    activations = {name: activation_facts(name) for name in ACTIVATIONS}
    optimizers = {name: optimizer_facts(name) for name in OPTIMIZERS}
    exercises = [{"name": each.name, "minutes": each.minutes} for each in EXERCISES]
    counts = {kind: rule(constraint) for kind, constraint in STUDY_COUNTS.items()}
    return "\n".join(
        [
            HEAD,
            f"export const VERSION = {literal(nnlab.__version__)};\n",
            constant("FIELDS", fields, "Record<keyof Setup, Field>"),
            "/** Fields that kept set-ups from before lack, and what was done then. */",
            f"export const ADDED = {literal(ADDED)};\n",
            "/** What every call to train takes anew. @type {readonly (keyof Live)[]} */",
            f"export const LIVE = {literal(LIVE)};\n",
            f"export const HIDDEN_ACTIVATIONS = {literal(HIDDEN_ACTIVATIONS)};\n",
            constant("DATASETS", {name: dataset_facts(name) for name in DATASETS}, DATASET_TYPE),
            constant("ACTIVATIONS", activations, "Record<Activation, ActivationFacts>"),
            constant("OPTIMIZERS", optimizers, "Record<Optimizer, OptimizerFacts>"),
            "/** How many runs a study may have; a grid has one for each pair of values. */",
            constant(
                "STUDY_COUNTS",
                counts,
                'Record<"seeds" | "rates" | "folds", Rule & { kind: "whole" }>',
            ),
            "/** What may be said of how the visitor's file is read. */",
            f"export const CSV_ENCODINGS = {literal([*ENCODINGS])};",
            f"export const TRUTH_WORDS = {literal([*TRUTHS, *LETTERS])};",
            f"export const CSV_DELIMITERS = {literal(DELIMITERS)};",
            f"export const CSV_THOUSANDS = {literal(THOUSANDS)};",
            f"export const CSV_COMMENTS = {literal(COMMENTS)};\n",
            "/** The exercises in their order, and how many minutes each takes at first. */",
            f"export const EXERCISES = {literal(exercises)};\n",
            "/** What an own table is first trained with. @type {Partial<Setup>} */",
            f"export const OWN_TABLE = {literal(own_table())};\n",
            "/** What each in web/text calls itself. @type {Record<string, string>} */",
            f"export const LANGUAGES = {literal(language_names())};\n",
            *(f"export const {name} = {value:_};" for name, value in LIMITS.items()),
            "",
        ]
    )


def own_table() -> dict[str, Any]:
    """How `OWN_TABLE` differs from the note's run."""
    own, paper = dataclasses.asdict(OWN_TABLE), dataclasses.asdict(Setup())
    return {name: value for name, value in own.items() if value != paper[name]}


DATASET_TYPE = "Record<string, DatasetFacts>"

LIMITS = {
    "MOST_LAYERS": MOST_LAYERS,
    "MOST_NEURONS": MOST_NEURONS,
    "MOST_STUDY_VALUES": MOST_VALUES,
    "MOST_CSV_BYTES": MOST_CSV_BYTES,
    "MOST_LESSON_BYTES": MOST_LESSON_BYTES,
    "MOST_HAND_IN_BYTES": MOST_HAND_IN_BYTES,
    "MOST_ANSWER": MOST_ANSWER,
    "MOST_ANSWERS": MOST_ANSWERS,
    "MOST_QUESTION": MOST_QUESTION,
    "MOST_MODEL_BYTES": MOST_MODEL_BYTES,
    "MOST_WEIGHTS_BYTES": MOST_WEIGHTS_BYTES,
    "READING_VERSION": NOW,
}


def rule(constraint: Constraint) -> dict[str, Any]:
    """A constraint as the page knows it. Raises TypeError for one that it does not know."""
    match constraint:
        case OneOf(choices):
            return {"kind": "choice", "allowed": [*choices]}
        case Number(least, most, open_below):
            return {"kind": "number", "least": least, "most": most, "open": open_below}
        case Whole(least, most):
            return {"kind": "whole", "least": least, "most": most}
        case ListOf(item, most):
            return {"kind": "list", "item": rule(item), "most": most}
        case Flag():
            return {"kind": "flag"}
        case Text():
            return {"kind": "text"}
    raise TypeError(f"{type(constraint).__name__} has no rule in JavaScript")


def dataset_facts(name: str) -> dict[str, Any]:
    """Its kind and task, and how many features and classes it has."""
    dataset = Setup(dataset=name).load()
    kind = "table" if name in BUNDLED else "toy"
    counts = {"features": len(dataset.feature_names), "classes": len(dataset.output_names)}
    return {"kind": kind, "task": dataset.task, **counts}


def activation_facts(name: str) -> dict[str, Any]:
    """Its range and its formulas."""
    facts = ACTIVATIONS[name]
    slope = facts.derivative_formula
    return {
        "elementWise": facts.element_wise,
        "least": facts.least,
        "most": facts.most,
        "formula": tree(facts.formula),
        "slope": tree(slope) if slope else None,
    }


def optimizer_facts(name: str) -> dict[str, Any]:
    """Its equations, with its constants as numbers but for the ε that only guards a division."""
    facts = OPTIMIZERS[name]
    numbers = {each: getattr(facts, each) for each in facts.constants if each != "epsilon"}
    return {"equations": [[target, tree(value, numbers)] for target, value in facts.equations]}


def constant(name: str, table: dict[str, Any], type_: str) -> str:
    """An exported object, one line for each entry."""
    lines = [f"  {key}: {literal(value)}," for key, value in table.items()]
    return "\n".join([f"/** @type {{{type_}}} */", f"export const {name} = {{", *lines, "};", ""])


def language_names() -> dict[str, str]:
    """What each language calls itself."""
    texts = {each: ROOT / f"web/text/{each}.json" for each in languages()}
    return {
        each: json.loads(path.read_text("utf-8"))["language_name"] for each, path in texts.items()
    }


def literal(value: Any) -> str:
    """`value` as JavaScript writes it."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key}: {literal(item)}' for key, item in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if value is None:
        return "undefined"
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, float):
        return repr(int(value) if value == int(value) else value)
    return json.dumps(value, ensure_ascii=False)
