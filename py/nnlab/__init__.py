"""A neural network in plain NumPy, written so that its lines are the note's equations.

    from nnlab import NeuralNetwork, Trainer, load_iris

    iris = load_iris()
    network = NeuralNetwork([4, 6, 3], rng=0)
    for report in Trainer(network, iris.inputs, iris.targets).epochs(400):
        print(report.epoch, report.train_loss)
    network.predict(iris.inputs[:, :1])

Numbers of equations, (eq. 3) and the like, are those of the article on the NN Lab page.
"""

from .data import Dataset, load_breast_cancer, load_iris, load_wine, one_hot
from .experiment import Experiment
from .network import NeuralNetwork
from .presets import PRESETS
from .setup import Setup
from .training import EpochReport, Trainer

__version__ = "0.1.0"

__all__ = [
    "PRESETS",
    "Dataset",
    "EpochReport",
    "Experiment",
    "NeuralNetwork",
    "Setup",
    "Trainer",
    "load_breast_cancer",
    "load_iris",
    "load_wine",
    "one_hot",
]
