"""Slips inside an optimizer's update: each has its name, and the step from which on it shows."""

import numpy as np
import pytest
from diagnosed import SOURCES, diagnosis_of

import nnlab
from in_page import fewer
from page.check.update_rules import RULES, slipped
from page.check.updates import RATE, STEPS, gradients, run_update

RATE_DIVIDES = "learning_rate_divides"
SLIPS_OF_UPDATES = [
    ("sgd", "learning_rate * gradients\n", "gradients / learning_rate\n", RATE_DIVIDES, 1),
    ("sgd", "learning_rate * gradients\n", "learning_rate / gradients\n", "gradient_divides", 1),
    ("momentum", "velocity *= self.momentum", "velocity *= 0.0", "memory_lost", 2),
    ("momentum", "velocity *= self.momentum", "velocity *= 1.0", "memory_not_faded", 2),
    ("momentum", "velocity *= self.momentum", "velocity /= self.momentum", "memory_grows", 2),
    ("momentum", "rate * self.velocity", "rate * gradients", "memory_lost", 2),
    ("momentum", "-= learning_rate * self", "-= self", "learning_rate_missing", 1),
    ("momentum", "+= gradients", "-= gradients", "sign", 1),
    ("rmsprop", "square *= self.decay", "square *= 0.0", "square_lost", 2),
    ("rmsprop", "square *= self.decay", "square *= 1.0", "square_not_faded", 2),
    ("rmsprop", "(1.0 - self.decay) * ", "", "square_share_missing", 1),
    ("rmsprop", "decay) * gradients * gradients", "decay) * gradients", "square_missing", 1),
    ("rmsprop", "np.sqrt(self.square)", "self.square", "root_missing", 1),
    ("rmsprop", " + self.epsilon)", ")", "epsilon_missing", 1),
    ("rmsprop", "self.square) + self.epsilon", "self.square + self.epsilon)", "epsilon_inside", 1),
    ("rmsprop", " / (np.sqrt(self.square) + self.epsilon)", "", "divisor_missing", 1),
    ("rmsprop", "square += ", "square -= ", "no_numbers", 1),
    ("adam", "rate * mean", "rate * gradients", "memory_unused", 2),
    ("adam", "(1.0 - self.beta1) * ", "", "share_missing", 1),
    ("adam", " / (1.0 - self.beta1_power)", "", "mean_not_corrected", 1),
    ("adam", " / (1.0 - self.beta2_power)", "", "square_not_corrected", 1),
    ("adam", "beta1_power *= self.beta1", "beta1_power /= self.beta1", "power_grows", 1),
    ("adam", "self.mean / (", "self.mean * (", "mean_correction_times", 1),
    ("adam", "1.0 - self.beta2_power", "1.0 + self.beta2_power", "square_correction_plus", 1),
]  # fmt: skip


@pytest.mark.parametrize("rule, old, new, slip, since", fewer(SLIPS_OF_UPDATES, 6))
def test_a_slip_in_an_update_is_called_by_its_name(rule, old, new, slip, since):
    file = "nnlab/optimizers.py"
    before, begin, rest = SOURCES[file].partition(f'name = "{rule}"')
    assert old in rest
    (found,) = diagnosis_of(file, before + begin + rest.replace(old, new, 1))["findings"]
    assert (found["rule"], found["slip"], found["since"]) == (rule, slip, since)
    assert found["wrong"] == []  # every matrix


def test_an_update_that_is_off_in_one_matrix_names_it_and_the_factor():
    file = "nnlab/optimizers.py"
    line = "        parameters -= learning_rate * gradients\n"
    only = f"{line}        parameters[50:52] -= 2.0 * learning_rate * gradients[50:52]\n"
    (found,) = diagnosis_of(file, SOURCES[file].replace(line, only))["findings"]
    assert (found["wrong"], found["since"]) == (["b2"], 1)
    assert found["factor_since"] == pytest.approx(3.0)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_without_a_slip_is_the_optimizer(name):
    g, rates = gradients(), [RATE] * STEPS
    np.testing.assert_allclose(
        RULES[name].changes(g, rates), run_update(nnlab, name)[:STEPS], rtol=1e-10, atol=1e-15
    )
    slips = [rule.changes(g, rates) for rule in slipped(RULES[name]).values()]
    for k, one in enumerate(slips):  # no two slips look alike
        assert not any(np.allclose(one, other, equal_nan=True) for other in slips[:k])
