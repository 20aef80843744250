"""Says the class, or the number, of each row of a table.

    python predict.py new.csv
    python predict.py new.csv --out answers.csv

The first writes new-answers.csv: the table's own columns, and the answers behind them.

The table needs the columns' names in its first line, those of your own file with its words and
gaps, or those of data.csv; without a table, data.csv is asked about. Where your own file has words
or gaps, a few of its columns may be missing: what is usual in training is taken for them.
"""

import sys
from pathlib import Path

from nnlab.cli import main

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    arguments, said = sys.argv[1:] or [str(HERE / "data.csv")], ""
    if len(sys.argv) == 2 and Path(arguments[0]).is_file():
        table = Path(arguments[0])
        answers = table.with_name(f"{table.stem}-answers.csv")
        arguments += ["--rows", "--out", str(answers)]
        said = f"The answers are in {answers}"
    code = main(["predict", str(HERE / "model.json"), *arguments])  # exits where it cannot
    if said and code == 0:
        print(said)
    sys.exit(code)
