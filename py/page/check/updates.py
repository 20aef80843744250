"""Updates: what optimizers are asked, and what well-known slips would answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, seeded
from nnlab.optimizers import OPTIMIZERS
from nnlab.parameters import matrices

from .naming import Named, close, common_factor
from .probes import Given, Piece, Slips, Widths
from .update_rules import RULES, Rule, slipped

RATE = 0.05
STEPS = 3
OTHER_RATE = 0.2
RATES = (RATE,) * STEPS + (OTHER_RATE,) * STEPS
CHANGING = (0.05, 0.2, 0.1)
SIZES = [3, 5, 6, 2]
"""Of the network whose parameters are changed."""


MATRICES = matrices(SIZES)
COUNT = MATRICES[-1].place.stop


def gradients() -> list[Array]:
    """Of each step. In every matrix, one entry is always 0 and one is hardly more: they tell ε."""
    rng = seeded(8)
    drawn = [rng.normal(size=COUNT) for _ in range(STEPS)]
    for t, g in enumerate(drawn, 1):
        for k, matrix in enumerate(MATRICES):
            first = matrix.index(0) + (k == 0)  # a loop that leaves out the very first shows
            g[first], g[first + 1] = 0.0, 3e-7 * t
    return drawn


def start() -> Array:
    """The parameters before a step."""
    drawn: Array = seeded(9).normal(size=COUNT)
    return drawn


def given(widths: Widths) -> Given:
    """One entry a step, since the gradients may be written over."""
    return {"gradients": np.array(gradients())}


def changes_by(
    step: Callable[[Array, Array, float], Any], of: Sequence[Array], rates: Sequence[float]
) -> Array:
    """The changes that the steps make, each to the same parameters, (steps, parameters)."""
    before = start()
    changes = []
    for g, rate in zip(of, rates, strict=True):
        parameters = before.copy()
        step(parameters, g, rate)
        changes.append(parameters - before)
    return np.array(changes)


def optimizer(package: Any, name: str) -> Any:
    return package.optimizers.OPTIMIZERS[name](COUNT)


def run_update(package: Any, name: str, of: Sequence[Array] | None = None) -> Array:
    """All steps with one rate, and all with another."""
    made = [gradients() if of is None else of, gradients()]
    return np.concatenate(
        [
            changes_by(optimizer(package, name).step, g, [rate] * STEPS)
            for g, rate in zip(made, (RATE, OTHER_RATE), strict=True)
        ]
    )


def run_changing(package: Any, name: str) -> Array:
    return changes_by(optimizer(package, name).step, gradients(), CHANGING)


def update_slips(name: str) -> Slips:
    right = run_update(nnlab, name)
    rates = np.array(RATES)[:, None]
    g = np.array(gradients() * 2)
    p = start()
    made = {
        "not_in_place": np.zeros_like(right),
        "learning_rate_missing": right / rates,
        "learning_rate_divides": right / rates**2,
        "learning_rate_twice": right * rates,
        "learning_rate_added": -(rates + g),
        "weights_for_gradients": -rates * p,
        "weights_for_gradients+learning_rate_missing": -p + 0.0 * g,
        "sign_only": -rates * np.sign(g),
        "mean_gradient": -rates * g.mean(axis=1, keepdims=True) + 0.0 * g,
        "summed_gradient": -rates * g.sum(axis=1, keepdims=True) + 0.0 * g,
        "unit_gradient": -rates * g / np.sqrt((g * g).sum(axis=1, keepdims=True)),
        "squared_gradient": -rates * g * g,
        "absolute_gradient": -rates * np.abs(g),
        "multiplied_by_weights": -rates * g * p,
        "some_left_out:last": right * (np.arange(COUNT) < COUNT - 1),
        "some_left_out:first": right * (np.arange(COUNT) > 0),
        "some_left_out:others": right * (np.arange(COUNT) == 0),
    }
    if name == "sgd":
        norm = np.sqrt((g * g).sum(axis=1, keepdims=True))
        for most in (0.01, 0.1, 0.5, 1.0, 2.0, 5.0):
            made[f"norm_clipped:{most:g}"] = -rates * g * np.minimum(1.0, most / norm)
            if most < np.abs(g).max():
                made[f"clipped:{most:g}"] = -rates * np.clip(g, -most, most)
        made["gradient_missing"] = -rates + 0.0 * g
        made["replaced"] = -rates * g - p
        made["replaced+sign"] = rates * g - p
        made["replaced+learning_rate_missing"] = -g - p
        made |= {slip: -rates * other for slip, other in of_gradients(gradients()).items()}
    for slip, rule in slipped(RULES[name]).items():
        made[slip] = np.concatenate(
            [rule.changes(gradients(), [rate] * STEPS) for rate in (RATE, OTHER_RATE)]
        )
    for other, rule in others(name).items():
        made[f"is_other_rule:{other}"] = np.concatenate(
            [rule.changes(gradients(), [rate] * STEPS) for rate in (RATE, OTHER_RATE)]
        )
    for decay in (1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 0.1) if name != "sgd" else ():
        penalized = [one + decay * p for one in gradients()]
        made[f"decay_in_gradient:{decay:g}"] = np.concatenate(
            [RULES[name].changes(penalized, [rate] * STEPS) for rate in (RATE, OTHER_RATE)]
        )
    # Two ways to write it that differ from each other only while the rate changes.
    made.pop("rate_remembered", None)
    return made


def of_gradients(g: Sequence[Array]) -> dict[str, Array]:
    """What is mistaken for the gradient of each step, all steps of two runs."""
    sums = np.cumsum(g, axis=0)
    made = {
        "first_gradient_only": np.array([g[0]] * len(g)),
        "previous_gradient": np.array([g[0], *g[:-1]]),
        "gradients_added_up": sums,
        "gradients_averaged": sums / np.arange(1, len(g) + 1)[:, None],
        "mean_taken_off": np.array([one - one.mean() for one in g]),
        "gradient_scaled:std": np.array([one / one.std() for one in g]),
        "gradient_scaled:max": np.array([one / np.abs(one).max() for one in g]),
        "gradient_scaled:mean": np.array([one / np.abs(one).mean() for one in g]),
        "gradient_scaled:sum": np.array([one / np.abs(one).sum() for one in g]),
        "gradient_scaled:mean, std": np.array([(one - one.mean()) / one.std() for one in g]),
    }
    return {slip: np.concatenate([steps, steps]) for slip, steps in made.items()}


def others(name: str) -> dict[str, Rule]:
    """The other optimizers, and momentum with other numbers, where none is asked for."""
    made = {f"{other}": rule for other, rule in RULES.items() if other != name}
    if name == "sgd":
        made |= {f"momentum ({c:g})": Rule(fade=c) for c in (0.5, 0.8, 0.95, 0.99)}
        made["momentum (0.9, averaged)"] = Rule(fade=0.9, share=0.1)
        for epsilon in (1e-8, 1e-7, 1e-6):
            divides = Rule(divides=1, square_fade=1.0, epsilon=epsilon)
            made[f"Adagrad ({epsilon:g})"] = divides
            made[f"RMSProp (0.9, {epsilon:g})"] = replace(
                divides, square_fade=0.9, square_share=0.1
            )
    return made


def update_factors(name: str) -> Mapping[str, float]:
    """Some slips of a rule only make all steps longer or shorter."""
    rule = RULES[name]
    factors = {"divided_by_count": 1.0 / COUNT}
    if name == "momentum":
        return factors | {"memory_averaged": 1.0 - rule.fade, "gradient_fades_too": rule.fade}
    if name == "adam":
        shares = {"missing": 1.0, "plus": 2.0 - rule.share, "is_fade": rule.fade}
        return factors | {f"share_{how}": share / rule.share for how, share in shares.items()}
    return factors


def decay(got: Array, right: Array, parameters: Array) -> float:
    """λ of a weight decay: got = right - lr λ parameters; NaN when it is none."""
    rates = np.array(RATES)[:, None]
    with np.errstate(all="ignore"):
        share = (right - got) / (rates * parameters)
    middle = float(np.median(share))
    alike = np.allclose(share, middle, rtol=1e-5, atol=1e-9)
    return middle if alike and abs(middle) > 1e-9 else float("nan")


def decay_without_rate(got: Array, right: Array, parameters: Array) -> float:
    """As `decay`, for one that the learning rate is not multiplied into."""
    share = (right - got) / parameters
    middle = float(np.median(share))
    alike = np.allclose(share, middle, rtol=1e-5, atol=1e-9)
    return middle if alike and abs(middle) > 1e-9 else float("nan")


def cut_off(got: Array, right: Array) -> Named | None:
    """Gradients, (steps, parameters), that are cut off entry by entry, or made shorter."""
    most = float(np.max(np.abs(got)))
    if most < np.max(np.abs(right)) and close(got, np.clip(right, -most, most)):
        return Named("clipped", values={"number": f"{most:.4g}"})
    factors = [common_factor(mine, theirs) for mine, theirs in zip(got, right, strict=True)]
    shorter = np.array([each < 0.999 for each in factors])
    norms = np.sqrt((got**2).sum(axis=1))
    if np.isfinite(factors).all() and shorter.any() and np.allclose(norms[shorter], norms.max()):
        return Named("norm_clipped", values={"number": f"{norms.max():.4g}"})
    return None


def by_rate(got: Array, right: Array) -> tuple[float, float]:
    """How many times too large the steps are with either rate; NaN where it is no one number."""
    return (
        common_factor(got[:STEPS], right[:STEPS]),
        common_factor(got[STEPS:], right[STEPS:]),
    )


def fixed_rate(got: Array, right: Array) -> float:
    """The number in the place of the learning rate; NaN when there is none."""
    first, second = got[:STEPS], got[STEPS:]
    if not np.allclose(first, second, rtol=1e-6, atol=1e-14) or not got.any():
        return float("nan")
    sure = np.abs(right[:STEPS]) > 1e-9
    ratios = first[sure] / right[:STEPS][sure]
    if not np.allclose(ratios, ratios[0], rtol=1e-5):
        return float("nan")
    return float(ratios[0]) * RATE


def run_state(package: Any, name: str) -> Array:
    """What is remembered after two steps, kept and put into another optimizer."""
    parameters = start()
    first, second = (optimizer(package, name) for _ in range(2))
    *two, third = gradients()
    for g in two:
        first.step(parameters, g, RATE)
    kept = first.state()
    first.step(parameters, third, RATE)
    second.restore(kept)
    return np.concatenate([[0.0], *(second.state()[key] for key in sorted(kept))])


def state_factors(name: str) -> Mapping[str, float]:
    if name != "momentum":
        return {}
    return {"rate_remembered": RATE, "rate_remembered:minus": -RATE}


def first_forgotten(name: str, right: Array) -> str:
    """The first array of an optimizer's memory that is not as it should be."""
    kept: dict[str, Array] = optimizer(nnlab, name).state()
    place = int(np.argmin(right)) - 1
    for key in sorted(kept):
        if place < kept[key].size:
            return key
        place -= kept[key].size
    return ""


def where_off(right: Any) -> tuple[int, list[str]]:
    """The first step in which not all is `right`, (steps, parameters), counted from 1; and the
    matrices that are ever wrong, or [] when that is every one."""
    wrong = [f"{m.symbol}{m.layer}" for m in MATRICES if not right[:, m.place].all()]
    everywhere = len(wrong) == len(MATRICES)
    first = int(np.argmin(right.all(axis=1)))
    return first % STEPS + 1, [] if everywhere else wrong


CLASSES = {name: rule.__name__ for name, rule in OPTIMIZERS.items()}


def asks(ask: Callable[..., Array], name: str) -> Callable[[Any, Given], Any]:
    return lambda package, given: ask(package, name, *given.values())


def per_name(make: Callable[[str], Any], name: str) -> Callable[[Widths], Any]:
    return lambda widths: make(name)


UPDATES = [
    Piece(
        "update", n, "optimizers", f"{c}.step", "W", asks(run_update, n), given,
        per_name(update_slips, n), per_name(update_factors, n),
        spoils=frozenset({"gradients"}), least=1e-12,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
STATES = [
    Piece(
        "state", n, "optimizers", "Memory.restore", "state", asks(run_state, n),
        factors=per_name(state_factors, n),
    )
    for n in CLASSES
]  # fmt: skip
CHANGING_RATES = [
    Piece(
        "changing_rate", n, "optimizers", f"{c}.step", "W", asks(run_changing, n), remark=True,
        least=1e-12,
    )
    for n, c in CLASSES.items()
]  # fmt: skip
