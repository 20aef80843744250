"""What the page may ask of the visitor's own file, before it is used."""

from page.lab.current import CurrentLab
from page.protocol import Buffer, NotReady

from .csv_file import Csv
from .csv_shapes import CsvChoice, CsvGiven, CsvRead


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

    def choose_columns(self, target: str, left_out: list[str], task: str = "classes") -> CsvChoice:
        """What the file last read would come to with these columns."""
        if self._current.new is None:
            raise NotReady("No file has been read yet.")
        return self._current.new.choice(target, left_out, task)
