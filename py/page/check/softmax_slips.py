"""What a softmax answers that takes its maximum or its sum along the wrong way."""

from collections.abc import Callable

import numpy as np

from nnlab.arrays import Array

from .probes import Slips

TIMES = {"z": 1.0, "large z": 100.0, "far z": 10_000.0, "zero z": 0.0}
"""What sums are multiplied by; the far ones so that e^z overflows or vanishes."""

MAXIMA: dict[str, Callable[[Array], Array]] = {
    "": lambda z: z.max(axis=0, keepdims=True),
    "overflow": lambda z: np.zeros((1, 1)),
    "max_of_all": lambda z: z.max(keepdims=True),
    "max_of_all:abs": lambda z: np.abs(z).max(keepdims=True),
    "max_of_rows": lambda z: z.max(axis=1, keepdims=True),
}
SUMS: dict[str, Callable[[Array], Array]] = {
    "": lambda e: e.sum(axis=0, keepdims=True),
    "sum_of_rows": lambda e: e.sum(axis=1, keepdims=True),
    "sum_of_all": lambda e: e.sum(keepdims=True),
    "not_divided": lambda e: np.ones((1, 1)),
    "divided_by_max": lambda e: e.max(axis=0, keepdims=True),
    "divided_by_count": lambda e: np.full((1, 1), float(e.shape[0])),
}
ONE_WORD = {
    "max_of_rows+sum_of_rows": "softmax_of_rows",
    "max_of_all+sum_of_all": "softmax_of_all",
    "not_divided": "not_divided:lowered",
    "not_divided+overflow": "not_divided",
}


def softmax_slips(z: Array) -> Slips:
    """Each for all of TIMES."""

    def all_of(forward: Callable[[Array], Array]) -> Array:
        return np.concatenate([forward(times * z) for times in TIMES.values()])

    slips: dict[str, Array] = {}
    for of, maximum in MAXIMA.items():
        for by, total in SUMS.items():
            # The sum's slip stands first: it is wrong for every z, an overflow for large ones only.
            of_max, _, way = of.partition(":")
            name = "+".join(filter(None, [of_max, by] if of_max.startswith("max") else [by, of]))
            if way:
                name += f":{way}"
            if name:
                slips[ONE_WORD.get(name, name)] = all_of(with_these(maximum, total))
    if z.shape[0] == z.shape[1]:
        for of, maximum in MAXIMA.items():
            name = "+".join(filter(None, ["sum_of_rows", "axis_dropped", of]))
            slips[name] = all_of(with_these(maximum, lambda e: e.sum(axis=1)))
        slips["max_of_rows+axis_dropped"] = all_of(with_these(lambda z: z.max(axis=1), SUMS[""]))
    sigmoid = all_of(lambda z: 1.0 / (1.0 + np.exp(-z)))
    parts = np.split(sigmoid, len(TIMES))
    slips["base_two"] = all_of(scaled(float(np.log(2.0))))
    for e in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0):
        slips[f"sum_plus:{e:g}"] = all_of(with_these(MAXIMA[""], plus(e)))
    for c in (0.1, 0.5, 2.0, 10.0):
        slips[f"exponent_scaled:{c:.4g}"] = all_of(scaled(c))
    for most in (5.0, 10.0, 20.0, 30.0, 50.0, 80.0, 88.0, 100.0, 128.0, 150.0):
        slips[f"sums_clipped:{most:g}"] = all_of(clipped(most))
    return slips | {
        "exp_missing": all_of(lambda z: z / z.sum(axis=0)),
        "max_not_in_sum": all_of(
            lambda z: np.exp(z - z.max(axis=0)) / np.exp(z).sum(axis=0, keepdims=True)
        ),
        "hardmax": all_of(lambda z: (z == z.max(axis=0)) * 1.0),
        "hardmax:first": all_of(lambda z: np.eye(len(z))[:, z.argmax(axis=0)]),
        "exp_twice": all_of(
            lambda z: with_these(MAXIMA["overflow"], SUMS[""])(np.exp(z - z.max(axis=0)))
        ),
        "sigmoids": sigmoid,
        "sigmoids_divided": np.concatenate([s / s.sum(axis=0) for s in parts]),
        "max_after_exp": all_of(max_after_exp),
        "exp_of_minus": all_of(lambda z: with_these(MAXIMA[""], SUMS[""])(-z)),
        "exp_of_minus+overflow": all_of(lambda z: with_these(MAXIMA["overflow"], SUMS[""])(-z)),
        "log_softmax": all_of(
            lambda z: (z - z.max(axis=0)) - np.log(np.exp(z - z.max(axis=0)).sum(axis=0))
        ),
        "is_other:identity": all_of(lambda z: z),
    }


def limits_forgiven(z: Array) -> Slips:
    """z cut off so far out that nobody meets it."""
    return {
        f"sums_limited:{most:g}": np.concatenate([clipped(most)(c * z) for c in TIMES.values()])
        for most in (200.0, 250.0, 300.0, 350.0, 400.0, 500.0, 600.0, 700.0, 709.0)
    }


def clipped(most: float) -> Callable[[Array], Array]:
    right = with_these(MAXIMA[""], SUMS[""])
    return lambda z: right(np.clip(z, -most, most))


def with_these(
    maximum: Callable[[Array], Array], total: Callable[[Array], Array]
) -> Callable[[Array], Array]:
    def forward(z: Array) -> Array:
        e = np.exp(z - maximum(z))
        result: Array = e / total(e)
        return result

    return forward


def plus(e: float) -> Callable[[Array], Array]:
    return lambda shares: SUMS[""](shares) + e


def scaled(c: float) -> Callable[[Array], Array]:
    right = with_these(MAXIMA[""], SUMS[""])
    return lambda z: right(c * z)


def max_after_exp(z: Array) -> Array:
    e = np.exp(z)
    e = e - e.max(axis=0)
    result: Array = e / e.sum(axis=0)
    return result
