"""Kernels and machines that several trainers use, one after the other."""

import gc
import weakref

from trainers import check_equal, check_reports, make


def test_a_kernel_is_not_taken_for_another_networks():
    """Networks that differ only in which layer has which of two activations."""
    for hidden in (["relu", "tanh", "tanh"], ["relu", "tanh", "relu"]):
        compiled, plain = (make(e, [3, 5, 5, 5, 2], hidden=hidden) for e in ("compiled", "plain"))
        check_reports(compiled.advance(1, lambda: False), plain.advance(1, lambda: False))


def test_a_machine_serves_one_trainer_after_another():
    """What the last one left in its memory changes nothing; and never do two share one."""
    problem = {"sizes": [4, 6, 3], "shuffle": True, "optimizer": "adam", "tests": 5}
    first = make("compiled", **problem)
    first.advance(3, lambda: False)
    machine = first.stepper.machine
    del first
    problem["seed"] = 1
    second, beside = make("compiled", **problem), make("compiled", **problem)
    plain = make("plain", **problem)
    assert second.stepper.machine is machine
    assert beside.stepper.machine is not machine
    expected = plain.advance(3, lambda: False)
    for compiled in (second, beside):
        check_reports(compiled.advance(3, lambda: False), expected)
        check_equal(compiled, plain)


def test_a_machine_outlives_a_trainer_that_was_garbage_in_a_cycle():
    """Such garbage is finalised all together: the machine must not be a part of it."""
    problem = {"sizes": [4, 6, 3], "shuffle": True, "optimizer": "adam", "tests": 5}
    cycle = [make("compiled", **problem)]
    cycle[0].advance(3, lambda: False)
    machine = weakref.ref(cycle[0].stepper.machine)
    cycle.append(cycle)
    del cycle
    gc.collect()
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    assert compiled.engine_used == ("compiled", "") and compiled.stepper.machine is machine()
    check_reports(compiled.advance(3, lambda: False), plain.advance(3, lambda: False))
    check_equal(compiled, plain)
