"""What may help a run that ended poorly: set-ups that change one thing each, to be tried for real.

The page trains them all as a study and recommends one only when it did clearly better, so what it
says of them has happened. They come simplest first; only the last one changes several things.
"""

from dataclasses import replace

from nnlab.setup import Setup
from nnlab.studies import Job
from page.requests import MOST_NEURONS

RATE_FACTOR = 5.0
NEW_LAYER = 8
LARGE = (16, 16)
ADAM_RATE = 0.01
SMALL_BATCH = 10


def advised(setup: Setup) -> list[Job]:
    """The set-ups to try in place of `setup`."""
    sizes = setup.hidden_sizes
    tries = [] if setup.standardize else [replace(setup, standardize=True)]
    for factor in (RATE_FACTOR, 1 / RATE_FACTOR):
        tries.append(replace(setup, learning_rate=float(f"{setup.learning_rate * factor:.4g}")))
    if not sizes:
        tries.append(replace(setup, hidden_sizes=(NEW_LAYER,), hidden_activations=("tanh",)))
    else:
        tries.append(replace(setup, hidden_activations=("tanh",) * len(sizes)))
        larger = tuple(min(MOST_NEURONS, 2 * size) for size in sizes)
        tries.append(replace(setup, hidden_sizes=larger))
    adam = replace(setup, optimizer="adam", learning_rate=ADAM_RATE)
    tries.append(adam)
    larger_still = replace(adam, hidden_sizes=LARGE, hidden_activations=("tanh",) * len(LARGE))
    tries.append(replace(larger_still, batch_size=SMALL_BATCH, shuffle=True))
    return [Job(each) for each in dict.fromkeys(tries) if each != setup]
