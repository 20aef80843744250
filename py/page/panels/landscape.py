"""The loss landscape as the page asks for it: a plane and a path at once, the losses in slices."""

import time
from collections.abc import Callable
from typing import Literal, TypedDict, get_args

import numpy as np

from nnlab.arrays import Array, seeded
from nnlab.files.constraints import OneOf, Whole, check
from nnlab.landscape import losses, path_plane, project, random_plane
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import NotReady
from page.requests import CONSTRAINTS

from .outputs import every_nth

LARGEST_SIDE = 81
MOST_PATH = 200
"""Epochs of the path; more points than this no line can show."""

MOST_WORK = 2e9
"""Multiplications: some seconds. Beyond it fewer samples are asked, but never fewer than these."""
FEWEST_SAMPLES = 100

CHUNK_WORK = 4e6
CHUNK_NUMBERS = 2e6


Directions = Literal["random", "path"]


class LandscapePath(TypedDict):
    """The epochs that are kept, seen on the plane: see `nnlab.landscape.Path`; all (epochs,)."""

    epochs: Array
    alphas: Array
    betas: Array
    shares: Array
    losses: Array  # of the epoch itself, not of its place on the plane


class LandscapeBegun(TypedDict):
    """A plane through the network's parameters: see `page.panels.landscape`."""

    alphas: Array
    betas: Array
    loss: float  # in its middle
    samples: int  # that the losses are of, out of so many training rows
    rows: int
    path: LandscapePath


class LandscapeLosses(TypedDict):
    """The losses from point `first` on, beta by beta."""

    first: int
    losses: Array
    done: bool


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._landscape: Landscape | None = None

    def start_landscape(
        self, directions: Directions, seed: int, side: int, epoch: int | None = None
    ) -> LandscapeBegun:
        """A plane through the network of `epoch`, or the latest, and its path."""
        check("directions", directions, OneOf(get_args(Directions)))
        check("seed", seed, CONSTRAINTS["seed"])
        check("side", side, Whole(5, LARGEST_SIDE))
        self._landscape = Landscape(self._current.lab, directions, seed, side, epoch)
        return self._landscape.begun()

    def advance_landscape(self, budget_ms: float) -> LandscapeLosses:
        """More losses of the plane that was begun last."""
        if self._landscape is None:
            raise NotReady("No landscape has been begun.")
        deadline = time.perf_counter() + budget_ms / 1000
        return self._landscape.advance(lambda: time.perf_counter() >= deadline)


class NoPath(ValueError):
    """The plane of the path was asked for, of a network that has hardly been trained."""

    code = "no_path"

    def __init__(self) -> None:
        super().__init__("the path is too short for a plane: train some epochs first")
        self.values: dict[str, str] = {}


class Landscape:
    """The surroundings of the network of an epoch, on `side` × `side` points or more."""

    def __init__(self, lab: Lab, directions: str, seed: int, side: int, epoch: int | None) -> None:
        """`directions` is "random", drawn from `seed`, or "path". Raises NoPath."""
        here = lab.checkpoint_at(epoch)
        kept = [at for at in lab.past.epochs if at < here.epoch]
        chosen = [kept[at] for at in every_nth(len(kept), MOST_PATH - 1)] if kept else []
        checkpoints = [*(lab.checkpoint_at(at) for at in chosen), here]
        vectors = np.array([checkpoint.vector for checkpoint in checkpoints])

        self.network = lab.network
        if directions == "random":
            rng = seeded(seed)
            self.plane = random_plane(here.vector, lab.network.sizes, rng)
        else:
            try:
                self.plane = path_plane(here.vector, vectors)
            except ValueError as error:
                raise NoPath from error
        inputs, targets = lab.trainer.inputs, lab.trainer.targets
        self.rows = inputs.shape[1]
        wanted = int(MOST_WORK / (side * side * here.vector.size))
        samples = every_nth(self.rows, max(FEWEST_SAMPLES, wanted))
        self.inputs, self.targets = inputs[:, samples].copy(), targets[:, samples].copy()

        self.path = project(self.plane, vectors)
        self.path_epochs = [checkpoint.epoch for checkpoint in checkpoints]
        self.path_losses = self._losses(vectors)
        reach = 1.0 if directions == "random" else 0.4
        self.alphas = axis(self.path.alphas, side, reach)
        self.betas = axis(self.path.betas, side, reach)
        self._done = 0

    def begun(self) -> LandscapeBegun:
        return {
            "alphas": self.alphas,
            "betas": self.betas,
            "loss": float(self.path_losses[-1]),
            "samples": self.inputs.shape[1],
            "rows": self.rows,
            "path": {
                "epochs": np.array(self.path_epochs, np.float64),
                "alphas": self.path.alphas,
                "betas": self.path.betas,
                "shares": self.path.shares,
                "losses": self.path_losses,
            },
        }

    def advance(self, out_of_time: Callable[[], bool]) -> LandscapeLosses:
        """The losses of the next points: of the lowest beta first, alpha by alpha."""
        columns, total = self.alphas.size, self.alphas.size * self.betas.size
        first, parts = self._done, [np.empty(0)]
        while self._done < total:
            points = np.arange(self._done, min(self._done + self._chunk, total))
            vectors = self.plane.at(self.alphas[points % columns], self.betas[points // columns])
            parts.append(self._losses(vectors))
            self._done += points.size
            if out_of_time():
                break
        return {"first": first, "losses": np.concatenate(parts), "done": self._done == total}

    def _losses(self, vectors: Array) -> Array:
        """In pieces that take milliseconds and a few megabytes."""
        pieces = np.split(vectors, range(self._chunk, len(vectors), self._chunk))
        return np.concatenate(
            [losses(self.network, piece, self.inputs, self.targets) for piece in pieces]
        )

    @property
    def _chunk(self) -> int:
        """How many vectors make such a piece."""
        samples, numbers = self.inputs.shape[1], self.plane.center.size
        widest = max(self.network.sizes) * samples
        return max(1, int(min(CHUNK_WORK / (numbers * samples), CHUNK_NUMBERS / widest)))


def axis(points: Array, side: int, reach: float) -> Array:
    """`side` even steps, 0 among them, that hold `points` and reach from -reach to reach."""
    low, high = min(points.min(), -reach), max(points.max(), reach)
    margin = 0.08 * (high - low)
    step = (high - low + 2 * margin) / (side - 2)
    places: Array = step * (np.floor((low - margin) / step) + np.arange(side, dtype=np.float64))
    return places
