"""Times nnlab's plain NumPy path against the note's listing written the obvious way.

Runs wherever nnlab and NumPy do: CPython, and Pyodide in the page or under Node.
"""

from statistics import median
from time import perf_counter

import listing
from nnlab import PRESETS, Experiment, load_iris


def plain(rounds: int = 5) -> dict[str, float]:
    """Seconds for the paper's 400 epochs with the loss of each: {"listing": s, "nnlab": s}.

    Medians of `rounds`, the two in turn, so that a busy machine slows both alike.
    """
    paper = PRESETS["paper"]
    iris = load_iris()
    rows, targets = iris.features, iris.targets.T
    seconds: dict[str, list[float]] = {"listing": [], "nnlab": []}
    for _ in range(rounds):
        start = perf_counter()
        expected = listing.run(rows, targets, paper.epochs, paper.learning_rate, paper.seed)
        middle = perf_counter()
        reports = list(Experiment(paper).trainer.epochs(paper.epochs))
        end = perf_counter()
        for report, loss in zip(reports, expected, strict=True):
            if report.printed_loss is None or abs(report.printed_loss - loss) > 1e-9 * loss:
                raise AssertionError(f"not the same work: {report} against a loss of {loss}")
        seconds["listing"].append(middle - start)
        seconds["nnlab"].append(end - middle)
    return {name: median(times) for name, times in seconds.items()}


def report(where: str, seconds: dict[str, float]) -> dict[str, float]:
    """Prints what `plain` measured in `where`, with the ratio, and returns all of it."""
    figures = seconds | {"ratio": seconds["listing"] / seconds["nnlab"]}
    print(f"Plain NumPy, {where}, the paper's 400 epochs:")
    print(f"  the note's listing   {figures['listing']:7.2f} s")
    print(f"  nnlab                {figures['nnlab']:7.2f} s")
    print(f"  ratio                {figures['ratio']:7.2f}")
    return figures
