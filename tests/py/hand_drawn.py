"""The ten digits as somebody draws them: each a list of strokes, x to the right, y downwards."""

import numpy as np

Point = tuple[float, float]


def arc(x: float, y: float, width: float, height: float, start: float, end: float) -> list[Point]:
    """A part of an ellipse about (x, y), from one angle to another: 0 is right, 90 is down."""
    angles = np.radians(np.linspace(start, end, 18))
    across, down = x + width / 2 * np.cos(angles), y + height / 2 * np.sin(angles)
    return [*zip(across.tolist(), down.tolist(), strict=True)]


STROKES: list[list[list[Point]]] = [
    [arc(0.5, 0.5, 0.5, 0.8, -90, 270)],
    [[(0.38, 0.28), (0.55, 0.12), (0.55, 0.88)]],
    [[*arc(0.5, 0.3, 0.44, 0.4, -170, 40), (0.28, 0.88), (0.76, 0.88)]],
    [[*arc(0.47, 0.3, 0.44, 0.38, -160, 90), *arc(0.47, 0.69, 0.5, 0.4, -90, 150)]],
    [[(0.58, 0.1), (0.25, 0.6), (0.8, 0.6)], [(0.62, 0.38), (0.6, 0.9)]],
    [[(0.72, 0.1), (0.35, 0.1), (0.32, 0.45), *arc(0.48, 0.64, 0.48, 0.44, -110, 140)]],
    [[(0.5, 0.08), (0.38, 0.35), (0.34, 0.6), *arc(0.5, 0.75, 0.34, 0.3, 160, -160)]],
    [[(0.25, 0.14), (0.75, 0.14), (0.45, 0.9)], [(0.35, 0.52), (0.68, 0.52)]],
    [arc(0.5, 0.3, 0.4, 0.4, -90, 270), arc(0.5, 0.7, 0.34, 0.4, -90, 270)],
    [[*arc(0.5, 0.32, 0.4, 0.4, 0, 360), (0.7, 0.32), (0.64, 0.9)]],
]
