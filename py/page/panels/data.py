"""What the page may ask of the visitor's own file, before it is used."""

from typing import Any, cast

from nnlab.files.csv_file import CsvFile
from nnlab.files.earlier import that_fits
from nnlab.files.reading import check_reading
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import Buffer, NotReady, SetupFields, Snapshot
from page.requests import check_setup

from .csv_file import Csv
from .csv_shapes import CsvChoice, CsvGiven, CsvKept, CsvRead


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def read_csv(self, data: Buffer, reading: CsvGiven | None = None) -> CsvRead:
        """Reads a file, which leaves the lab and its data as they are.

        `reading` is what the visitor says of how. A file with which nothing can be trained leaves
        the one that was read before.
        """
        csv = Csv(bytes(data), reading)
        if csv.refused is None:
            self._current.new = csv
        return csv.summary()

    def read_kept(
        self, data: Buffer, reading: CsvGiven, setup: SetupFields, snapshot: Snapshot, loss: float
    ) -> CsvKept:
        """Reads a file as it was read when the lab of `snapshot` was kept, if that can be.

        `loss` is that of the training rows, which the lab had; NaN where it is not known. Earlier
        versions did not measure again after a single step: where no reading has it, the likeliest
        that takes the weights will do, and only where none does, the file is read as now.
        """
        checked = check_setup(setup)

        def make(file: CsvFile) -> Lab:
            lab = Lab(checked, Csv(file.data, file.reading).dataset(checked), self._current.host)
            lab.restore(snapshot)
            return lab

        file = CsvFile("", bytes(data), check_reading({**cast(Any, reading)}))
        try:
            _, file, _ = that_fits(file, loss, make)
        except ValueError:
            return {"read": self.read_csv(file.data, reading), "as_before": False}
        self._current.new = csv = Csv(file.data, file.reading)
        return {"read": csv.summary(), "as_before": True}

    def choose_columns(self, target: str, left_out: list[str], task: str = "classes") -> CsvChoice:
        """What the file last read would come to with these columns."""
        if self._current.new is None:
            raise NotReady("No file has been read yet.")
        return self._current.new.choice(target, left_out, task)
