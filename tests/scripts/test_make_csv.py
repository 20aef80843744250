"""The bundled tables are what the scripts write, byte for byte."""

from pathlib import Path

from make.csv_tables import FOLDER, TABLES, write


def test_the_committed_tables_are_what_the_script_writes(tmp_path: Path) -> None:
    for name in TABLES:
        write(name, tmp_path)
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()
