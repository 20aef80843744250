"""Small tables as text, for the tests of how tables are read."""

from nnlab.tables import read_table

KINDS = ["oak", "ash", "elm"]


def table(header, *columns, **given):
    """A table of 24 rows, each column a function of the row."""
    rows = [",".join(str(column(i)) for column in columns) for i in range(24)]
    return read_table("\n".join([header, *rows]).encode(), **given)


def length(i):
    return 5 + i * 37 % 50 / 10


def kind(i):
    return KINDS[i % 3]


def leaves(form="{},{},{}\n", rows=24):
    """So many lines of a length, a width and a kind."""
    return "".join(form.format(length(i), i % 7 + 0.5, kind(i)) for i in range(rows))
