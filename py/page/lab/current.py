"""The lab that the page works on, and the visitor's own files. One for each session.

Every module that answers the page has a class `Questions`, made with this.
"""

import dataclasses
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from nnlab.setup import Setup
from page.protocol import Configured, LiveFields, NoNetwork, NotReady, SetupFields
from page.requests import LIVE, check_live, check_setup

from .lab import Lab
from .telling import most_telling

if TYPE_CHECKING:  # imported when first asked, so that the page starts no slower
    from nnlab.compile import Host
    from page.panels.csv_file import Csv

MadeLab: TypeAlias = "tuple[Lab, Csv | None]"


class CurrentLab:
    """Where the questions find the lab. `host` runs compiled training: see `Trainer`.

    `own` is the file that a set-up's data set "own" means, `new` the last one that was read.
    """

    def __init__(self, host: "Host | None" = None) -> None:
        self.host = host
        self.own: Csv | None = None
        self.new: Csv | None = None
        self._lab: Lab | None = None

    @property
    def lab(self) -> Lab:
        """The lab that was installed last. Raises NoNetwork before any was."""
        if self._lab is None:
            raise NoNetwork("No network has been set up yet.")
        return self._lab

    def make(self, setup: SetupFields, new_csv: bool) -> MadeLab:
        """A lab for `setup`, and its own file; with `new_csv`, that is the one last read."""
        checked = check_setup(setup)
        csv = self.new if new_csv else self.own
        if checked.dataset != "own":
            return Lab(checked, host=self.host), csv
        if csv is None:
            raise NotReady("No file has been read yet.")
        return Lab(checked, csv.dataset(checked), self.host), csv

    def install(self, run: int, lab: Lab, csv: "Csv | None") -> Configured:
        """Makes `lab` the current one. `run` marks the replies that belong to it."""
        self._lab, self.own = lab, csv
        dataset, pictures = lab.dataset, lab.pictures
        return {
            "run": run,
            "sizes": lab.network.sizes,
            "rows": dataset.rows,
            "row_numbers": [] if dataset.row_numbers is None else dataset.row_numbers.tolist(),
            "test_rows": len(lab.test_rows),
            "feature_names": [*dataset.feature_names],
            "input_names": [*lab.input_names],
            "task": cast(Any, dataset.task),
            "class_names": [*dataset.class_names],
            "target_name": dataset.target_name if dataset.task == "numbers" else "",
            "unit": dataset.unit,
            "table": lab.table(),
            "telling": most_telling(dataset),
            "sources": [
                {
                    "name": source.name,
                    "words": [*source.words],
                    "other": source.other,
                    "fill": source.fill,
                    "first": source.first,
                    "pattern": source.dates.pattern if source.dates else "",
                    "offset": source.dates.offset if source.dates else 0.0,
                    "per_day": source.dates.per_day if source.dates else 1.0,
                }
                for source in dataset.sources
            ],
            "truths": [(s.first, *s.truth) for s in dataset.sources if s.truth],
            "pictures": (
                [{"side": pictures.side, "paper": pictures.paper, "ink": pictures.ink}]
                if pictures
                else []
            ),
            "snapshot": lab.snapshot(),
            **lab.measured(),
            "kept": lab.kept(),
        }

    def take(self, live: LiveFields) -> float:
        """Sets the fields that may change on the way; the learning rate among them."""
        trainer = self.lab.trainer
        changes = check_live(live)
        trainer.network.l2 = changes.pop("l2")
        for field, value in changes.items():
            setattr(trainer, field, value)
        return trainer.learning_rate

    def setup_now(self, setup: SetupFields) -> Setup:
        """The lab's own set-up, with the values that may have changed since."""
        now = check_setup(setup)
        changes = {field: getattr(now, field) for field in (*LIVE, "epochs")}
        return dataclasses.replace(self.lab.setup, **changes)
