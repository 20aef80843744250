"""The optimizers' rules written once more, as one rule with other numbers, and slips in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnlab.arrays import Array
from nnlab.optimizers import Adam, Momentum, RMSProp


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

    before: bool = False
    """ε is added before s is corrected: that corrects ε too."""

    stays: bool = False
    """The t of the corrections stays 1."""

    late: int = 0
    """How much the t of the corrections lags behind."""

    plus: tuple[bool, bool] = (False, False)
    """c and d have a plus."""

    times: tuple[bool, bool] = (False, False)
    """c and d multiply."""

    inverse: bool = False
    """m / c divides."""

    ahead: float = 0.0
    """Nesterov: the step is g + ahead m."""

    kept: bool = False
    """s is the largest that there was."""

    centred: bool = False
    """The squares are of g - m."""

    mean_squared: bool = False
    """The squares are of m."""

    rate_inside: bool = False
    """The rate is in what is remembered: m = fade m + share lr g."""

    def changes(self, gradients: Sequence[Array], rates: Sequence[float]) -> Array:
        m = s = most = np.zeros_like(gradients[0])
        changes = []
        with np.errstate(all="ignore"):
            for t, (g, rate) in enumerate(zip(gradients, rates, strict=True), 1):
                c, d = self.corrections(1 if self.stays else t - self.late)
                m = self.fade * m + self.share * g * (rate if self.rate_inside else 1.0)
                of = m if self.mean_squared else g - m if self.centred else g
                s = self.square_fade * s + self.square_share * of**self.power
                most = np.maximum(most, s) if self.kept else s
                extra = self.epsilon * np.sqrt(1.0 / d) if self.before else 0.0
                root = (most / d + self.epsilon * self.inside) ** self.root
                divisor = root + self.epsilon * (not self.inside and not self.before) + extra
                step = g + self.ahead * m if self.ahead else m / c
                change = step ** (-1 if self.inverse else 1) / divisor**self.divides
                changes.append(-change if self.rate_inside else -rate * change)
        return np.array(changes)

    def corrections(self, t: int) -> list[float]:
        betas = self.correction, self.square_correction
        divisors = [
            np.float64(1.0) + (p if plus else -p)
            for plus, p in zip(self.plus, [b**t for b in betas], strict=True)
        ]
        return [1.0 / c if times else c for times, c in zip(self.times, divisors, strict=True)]


RULES = {
    "sgd": Rule(),
    "momentum": Rule(fade=Momentum.momentum),
    "rmsprop": Rule(
        divides=1, square_fade=RMSProp.decay, square_share=1.0 - RMSProp.decay,
        epsilon=RMSProp.epsilon,
    ),
    "adam": Rule(
        fade=Adam.beta1, share=1.0 - Adam.beta1, correction=Adam.beta1, divides=1,
        square_fade=Adam.beta2, square_share=1.0 - Adam.beta2, square_correction=Adam.beta2,
        epsilon=Adam.epsilon,
    ),
}  # fmt: skip


def slipped(rule: Rule) -> dict[str, Rule]:
    """The rule with each of its well-known slips."""
    slips: dict[str, dict[str, Any]] = {"gradient_divides": {"inverse": True}}
    if rule.fade:
        slips["memory_lost"] = {"fade": 0.0}
        slips["memory_not_faded"] = {"fade": 1.0}
        slips["memory_grows"] = {"fade": 1.0 / rule.fade}
    if rule.fade and rule.share == 1.0:
        slips["nesterov"] = {"ahead": rule.fade}
        slips["rate_remembered"] = {"rate_inside": True}
    if rule.share != 1.0:
        slips["memory_unused"] = {"fade": 0.0, "share": 1.0, "correction": 0.0}
        slips["share_missing"] = {"share": 1.0}
        slips["share_plus"] = {"share": 2.0 - rule.share}
        slips["share_is_fade"] = {"share": rule.fade}
        slips["shares_swapped"] = {"share": rule.fade, "fade": rule.share}
    if rule.divides:
        slips |= slips_of_squares(rule)
    if rule.correction:
        slips |= slips_of_corrections(rule)
    return {name: replace(rule, **changes) for name, changes in slips.items()}


def slips_of_squares(rule: Rule) -> dict[str, dict[str, Any]]:
    slips: dict[str, dict[str, Any]] = {
        "square_lost": {"square_fade": 0.0},
        "square_not_faded": {"square_fade": 1.0},
        "adagrad": {"square_fade": 1.0, "square_share": 1.0},
        "square_grows": {"square_fade": 1.0 / rule.square_fade},
        "square_share_missing": {"square_share": 1.0},
        "square_share_plus": {"square_share": 2.0 - rule.square_share},
        "square_share_is_fade": {"square_share": rule.square_fade},
        "shares_swapped:square": {
            "square_share": rule.square_fade, "square_fade": rule.square_share,
        },
        "square_missing": {"power": 1},
        "root_missing": {"root": 1.0},
        "epsilon_missing": {"epsilon": 0.0},
        "epsilon_taken_off": {"epsilon": -rule.epsilon},
        "epsilon_inside": {"inside": True},
        "divisor_missing": {"divides": 0},
        "divisor_multiplies": {"divides": -1},
        "largest_square_kept": {"kept": True},
    }  # fmt: skip
    if rule.fade:
        slips["betas_swapped"] = {
            "fade": rule.square_fade, "share": rule.square_share,
            "correction": rule.square_correction, "square_fade": rule.fade,
            "square_share": rule.share, "square_correction": rule.correction,
        }  # fmt: skip
        slips["deviation_squared"] = {"centred": True}
        slips["mean_squared"] = {"mean_squared": True}
    return slips


def slips_of_corrections(rule: Rule) -> dict[str, dict[str, Any]]:
    slips: dict[str, dict[str, Any]] = {
        "mean_not_corrected": {"correction": 0.0},
        "square_not_corrected": {"square_correction": 0.0},
        "not_corrected": {"correction": 0.0, "square_correction": 0.0},
        "corrections_swapped": {
            "correction": rule.square_correction, "square_correction": rule.correction,
        },
        "power_grows": {"correction": 1.0 / rule.correction},
        "correction_stays": {"stays": True},
        "correction_late": {"late": 1},
        "correction_early": {"late": -1},
        "epsilon_corrected": {"before": True},
    }  # fmt: skip
    for part, of in (("mean", (True, False)), ("square", (False, True))):
        slips[f"{part}_correction_plus"] = {"plus": of}
        slips[f"{part}_correction_times"] = {"times": of}
    return slips
