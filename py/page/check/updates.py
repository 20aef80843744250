"""Updates: what optimizers are asked, their rules written once more, and slips in them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import nnlab
from nnlab.arrays import Array, seeded
from nnlab.optimizers import Adam, Momentum, RMSProp
from nnlab.parameters import matrices

RATE = 0.05
STEPS = 3
SIZES = [3, 5, 6, 2]
"""Of the network whose parameters are changed."""


MATRICES = matrices(SIZES)
COUNT = MATRICES[-1].place.stop


def gradients() -> list[Array]:
    """Of each step. In every matrix, one entry is always 0 and one is hardly more: they tell ε."""
    rng = seeded(8)
    drawn = [rng.normal(size=COUNT) for _ in range(STEPS)]
    for t, g in enumerate(drawn, 1):
        for matrix in MATRICES:
            g[matrix.index(0)], g[matrix.index(0) + 1] = 0.0, 3e-7 * t
    return drawn


def changes_by(step: Callable[[Array, Array, float], Any]) -> Array:
    """The changes that the steps make, each to the same parameters, (steps, parameters)."""
    before = seeded(9).normal(size=COUNT)
    changes = []
    for g in gradients():
        parameters = before.copy()
        step(parameters, g, RATE)
        changes.append(parameters - before)
    return np.array(changes)


@dataclass(frozen=True)
class Rule:
    """m = fade m + share g and s = square_fade s + square_share g^power, both 0 at first, make the
    change -lr (m / c) / ((s / d)^root + ε) with c = 1 - correction^t and d likewise.

    The flags are slips."""

    fade: float = 0.0
    share: float = 1.0
    correction: float = 0.0
    divides: int = 0
    """-1 when the divisor multiplies."""

    square_fade: float = 0.0
    square_share: float = 1.0
    square_correction: float = 0.0
    power: int = 2
    root: float = 0.5
    epsilon: float = 0.0
    inside: bool = False
    """ε under the root."""

    stays: bool = False
    """The t of the corrections stays 1."""

    plus: tuple[bool, bool] = (False, False)
    """c and d have a plus."""

    times: tuple[bool, bool] = (False, False)
    """c and d multiply."""

    inverse: bool = False
    """m / c divides."""

    def changes(self) -> Array:
        m = s = np.zeros(COUNT)
        changes = []
        with np.errstate(all="ignore"):
            for t, g in enumerate(gradients(), 1):
                c, d = self.corrections(1 if self.stays else t)
                m = self.fade * m + self.share * g
                s = self.square_fade * s + self.square_share * g**self.power
                root = (s / d + self.epsilon * self.inside) ** self.root
                divisor = root + self.epsilon * (not self.inside)
                changes.append(
                    -RATE * (m / c) ** (-1 if self.inverse else 1) / divisor**self.divides
                )
        return np.array(changes)

    def corrections(self, t: int) -> list[float]:
        betas = self.correction, self.square_correction
        divisors = [
            1.0 + (p if plus else -p)
            for plus, p in zip(self.plus, [b**t for b in betas], strict=True)
        ]
        return [1.0 / c if times else c for times, c in zip(self.times, divisors, strict=True)]


RULES = {
    "sgd": Rule(),
    "momentum": Rule(fade=Momentum.momentum),
    "rmsprop": Rule(
        divides=1,
        square_fade=RMSProp.decay,
        square_share=1.0 - RMSProp.decay,
        epsilon=RMSProp.epsilon,
    ),
    "adam": Rule(
        fade=Adam.beta1,
        share=1.0 - Adam.beta1,
        correction=Adam.beta1,
        divides=1,
        square_fade=Adam.beta2,
        square_share=1.0 - Adam.beta2,
        square_correction=Adam.beta2,
        epsilon=Adam.epsilon,
    ),
}


def slipped(rule: Rule) -> dict[str, Rule]:
    """The rule with each of its well-known slips."""
    slips: dict[str, dict[str, Any]] = {"gradient_divides": {"inverse": True}}
    if rule.fade:
        slips["memory_lost"] = {"fade": 0.0}
        slips["memory_not_faded"] = {"fade": 1.0}
        slips["memory_grows"] = {"fade": 1.0 / rule.fade}
    if rule.share != 1.0:
        slips["memory_unused"] = {"fade": 0.0, "share": 1.0, "correction": 0.0}
        slips["share_missing"] = {"share": 1.0}
        slips["share_plus"] = {"share": 2.0 - rule.share}
    if rule.divides:
        slips["square_lost"] = {"square_fade": 0.0}
        slips["square_not_faded"] = {"square_fade": 1.0}
        slips["square_grows"] = {"square_fade": 1.0 / rule.square_fade}
        slips["square_share_missing"] = {"square_share": 1.0}
        slips["square_share_plus"] = {"square_share": 2.0 - rule.square_share}
        slips["square_missing"] = {"power": 1}
        slips["root_missing"] = {"root": 1.0}
        slips["epsilon_missing"] = {"epsilon": 0.0}
        slips["epsilon_taken_off"] = {"epsilon": -rule.epsilon}
        slips["epsilon_inside"] = {"inside": True}
        slips["divisor_missing"] = {"divides": 0}
        slips["divisor_multiplies"] = {"divides": -1}
    if rule.correction:
        slips["mean_not_corrected"] = {"correction": 0.0}
        slips["square_not_corrected"] = {"square_correction": 0.0}
        slips["not_corrected"] = {"correction": 0.0, "square_correction": 0.0}
        slips["power_grows"] = {"correction": 1.0 / rule.correction}
        slips["correction_stays"] = {"stays": True}
        for part, of in (("mean", (True, False)), ("square", (False, True))):
            slips[f"{part}_correction_plus"] = {"plus": of}
            slips[f"{part}_correction_times"] = {"times": of}
    return {name: replace(rule, **changes) for name, changes in slips.items()}


def update_slips(name: str) -> dict[str, Array]:
    right = run_update(nnlab, name)
    slips = {
        "not_in_place": np.zeros_like(right),
        "learning_rate_missing": right / RATE,
        "learning_rate_divides": right / RATE**2,
    }
    if name == "sgd":
        slips["gradient_missing"] = np.full_like(right, -RATE)
        slips["replaced"] = changes_by(replace_by_step(1.0))
        slips["replaced+sign"] = changes_by(replace_by_step(-1.0))
    return slips | {slip: rule.changes() for slip, rule in slipped(RULES[name]).items()}


def replace_by_step(sign: float) -> Callable[[Array, Array, float], None]:
    def step(parameters: Array, gradients: Array, rate: float) -> None:
        parameters[:] = -sign * rate * gradients

    return step


def run_update(package: Any, name: str) -> Array:
    return changes_by(package.optimizers.OPTIMIZERS[name](COUNT).step)


def run_state(package: Any, name: str) -> Array:
    """What is remembered after two steps, kept and put into another optimizer."""
    parameters = seeded(9).normal(size=COUNT)
    first, second = (package.optimizers.OPTIMIZERS[name](COUNT) for _ in range(2))
    *two, third = gradients()
    for g in two:
        first.step(parameters, g, RATE)
    kept = first.state()
    first.step(parameters, third, RATE)
    second.restore(kept)
    return np.concatenate([[0.0], *(second.state()[key] for key in sorted(kept))])


def where_off(right: Any) -> tuple[int, list[str]]:
    """The first step in which not all is `right`, (steps, parameters), counted from 1; and the
    matrices that are ever wrong, or [] when that is every one."""
    wrong = [f"{m.symbol}{m.layer}" for m in MATRICES if not right[:, m.place].all()]
    everywhere = len(wrong) == len(MATRICES)
    return int(np.argmin(right.all(axis=1))) + 1, [] if everywhere else wrong
