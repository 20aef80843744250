"""The built page's data table: there before any script has run.

It is made of the very elements that web/panels/data/data_table.js makes; a test compares the two.
"""

import re
from collections.abc import Mapping

EMPTY_TABLE = "<thead><tr></tr></thead>\n      <tbody></tbody>"
EMPTY_LEGEND = 'id="species-legend"></ul>'


def with_data(html: str, csv: str, english: Mapping[str, str]) -> str:
    """The page with the rows of `csv` in its table, and their classes in its legend.

    `english` has the page's sentences. Raises ValueError when the page has no such empty table.
    """
    header, *lines = (line.split(",") for line in csv.splitlines())
    classes = list(dict.fromkeys(line[-1] for line in lines))
    # "sepal length (cm)" stands above its column without the unit.
    heads = ["#", *(re.sub(r" *\(.*", "", name) for name in header[:-1]), english["species"]]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        row(index, line[:-1], mark(classes.index(line[-1])) + line[-1], english["choose_row"])
        for index, line in enumerate(lines)
    )
    legend = "".join(f"<li>{mark(index)}{name}</li>" for index, name in enumerate(classes))
    for empty, full in {
        EMPTY_TABLE: f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>",
        EMPTY_LEGEND: f'id="species-legend">{legend}</ul>',
    }.items():
        if html.count(empty) != 1:
            raise ValueError(f"index.html should have one {empty!r}")
        html = html.replace(empty, full)
    return html


def row(index: int, values: list[str], kind: str, label: str) -> str:
    """One row; `label` is the sentence for its button."""
    name = label.replace("{row}", str(index + 1))
    tab = -1 if index else 0  # one Tab stop for the table: web/base/roving.js
    button = (
        f'<button type="button" data-row="{index}" aria-label="{name}" tabindex="{tab}">'
        f"{index + 1}</button>"
    )
    cells = "".join(f"<td>{value}</td>" for value in values)
    return (
        f'<tr data-row="{index}"><th scope="row">{button}</th>{cells}'
        f'<td class="species">{kind}</td></tr>'
    )


def mark(index: int) -> str:
    """The coloured, shaped mark of a class."""
    return f'<span class="mark mark-{index}" aria-hidden="true"></span>'
