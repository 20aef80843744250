"""A trained experiment as a file that the page opens too, and back."""

from dataclasses import replace
from os import PathLike
from pathlib import Path

from ..data import Dataset
from ..experiment import Experiment
from ..facts import fact
from ..history import reports_of
from ..setup import DATASETS, Setup
from .csv_file import CsvFile
from .earlier import that_fits
from .model_file import read_model, write_model
from .own_table import read_own, write_table


def save(experiment: Experiment, path: str | PathLike[str]) -> None:
    """Writes the model file: set-up, data, weights, the state of training, history.

    The page opens it (Keep & share), and so does `load`. Your own data are in it. Raises ValueError
    for a data set that a table cannot hold, and for what is no Experiment.
    """
    if not isinstance(experiment, Experiment):
        raise ValueError(
            f"experiment is {type(experiment).__name__}, expected an Experiment, which has its "
            "data: keep an estimator with joblib.dump or save_onnx, or train an Experiment alike"
        )
    Path(path).write_text(model_text(experiment), "utf-8")


def model_text(experiment: Experiment) -> str:
    """What `save` writes."""
    run, setup = experiment.trainer, experiment.setup
    setup = replace(
        setup,
        learning_rate=run.learning_rate,
        batch_size=run.batch_size,
        l2=run.network.l2,
        l1=fact(run.network, "l1"),
        target_loss=run.target_loss,
        patience=run.patience,
    )
    setup, experiment.csv = own_file(experiment, setup)
    return write_model(experiment, setup, experiment.journal(), experiment.history, experiment.csv)


def own_file(experiment: Experiment, setup: Setup) -> tuple[Setup, CsvFile | None]:
    """The file that own data are in, made where there is none, and the set-up that reads it.

    Raises ValueError when a table cannot hold them.
    """
    if setup.dataset in DATASETS or experiment.csv:
        return setup, experiment.csv
    data = experiment.dataset
    target = data.target_name
    if data.numbers is None:
        target = setup.target or data.target_name or "class"
    while target in data.feature_names:
        target += "_"
    setup = replace(setup, target=target, task=data.task, left_out=())
    return setup, write_table(data, target)


def load(path: str | PathLike[str]) -> Experiment:
    """The experiment in a model file that `save` or the page has written, trained as it was.

    A file may come from anybody: nothing in it is run, and each field is checked. Raises
    ValueError for the first that is wrong, naming it.
    """
    return read_experiment(Path(path).read_text("utf-8"))


def read_experiment(text: str) -> Experiment:
    """What `load` gives for a file's text."""
    model = read_model(text)
    csv, setup = model.csv, model.setup

    def make(own: Dataset | None) -> Experiment:
        experiment = Experiment(setup, own)
        model.check_fits(experiment)
        experiment.go_on_from(model.checkpoint, model.journal)
        return experiment

    def make_of(file: CsvFile) -> Experiment:
        split = setup.test_ratio, setup.split_seed
        return make(read_own(file, setup.target, setup.left_out, setup.task, split))

    if csv is None:
        experiment = make(None)
    else:
        experiment, csv, _ = that_fits(csv, model.loss, make_of)
    experiment.csv = csv
    experiment.reports = reports_of(experiment.with_errors(model.history))
    return experiment
