"""An experiment: a set-up at work, with its data split, its network and its trainer."""

from typing import TYPE_CHECKING

from .arrays import Array, seeded
from .checks import columns, finite
from .data import Dataset, Labels
from .network import NeuralNetwork
from .setup import Setup
from .split import Standardizer, stratified_split
from .training import Trainer

if TYPE_CHECKING:
    from .compile import Host


class Experiment:
    """What `setup` asks for, ready to be trained.

    `train_rows` and `test_rows` are indices into the data set's rows. `standardizer` is None when
    the network gets raw features.
    """

    def __init__(
        self,
        setup: Setup,
        dataset: Dataset | None = None,
        host: "Host | None" = None,
        split: tuple[Labels, Labels] | None = None,
    ) -> None:
        """`dataset` is for a table that is not ours; otherwise the set-up's own is loaded.

        `host` runs compiled training: see `training.Trainer`. `split` is for rows to train on and
        rows to test on that others have chosen; otherwise the set-up's test ratio says.

        Raises ValueError for a choice that does not exist or does not fit the data.
        """
        if isinstance(setup, str):
            raise ValueError(f"setup is {setup!r}, expected a Setup, such as PRESETS['paper']")
        self.setup = setup
        self.dataset = setup.load() if dataset is None else dataset
        self.train_rows, self.test_rows = split or stratified_split(
            self.dataset.labels, setup.test_ratio, seeded(setup.split_seed)
        )
        raw, targets = self.dataset.inputs, self.dataset.targets
        fitted = Standardizer.fit(raw[:, self.train_rows]) if setup.standardize else None
        self.standardizer = fitted

        rng = seeded(setup.seed)
        self.network = NeuralNetwork(
            [len(self.dataset.feature_names), *setup.hidden_sizes, len(self.dataset.class_names)],
            hidden=setup.hidden_activations,
            output=setup.output,
            loss=setup.loss,
            initializer=setup.initializer,
            optimizer=setup.optimizer,
            l2=setup.l2,
            rng=rng,
        )
        testing = self.test_rows.size > 0
        self.trainer = Trainer(
            self.network,
            self.scaled(raw[:, self.train_rows]),
            targets[:, self.train_rows],
            batch_size=setup.batch_size,
            learning_rate=setup.learning_rate,
            shuffle=setup.shuffle,
            rng=rng,
            test_inputs=self.scaled(raw[:, self.test_rows]) if testing else None,
            test_targets=targets[:, self.test_rows] if testing else None,
            target_loss=setup.target_loss,
            patience=setup.patience,
            engine=setup.engine,
            host=host,
        )

    def scaled(self, inputs: Array) -> Array:
        """Raw inputs (features, n) as the network takes them."""
        return self.standardizer.transform(inputs) if self.standardizer else inputs

    def predict(self, inputs: Array) -> Array:
        """The network's outputs (classes, n) for raw inputs (features, n).

        Raises ValueError when they are no columns of finite numbers.
        """
        inputs = finite("inputs", columns("inputs", inputs, self.network.sizes[0]))
        return self.network.predict(self.scaled(inputs))
