"""Files that are text but no CSV: one is read, the others are called by their names."""

import json
import re

from .table_errors import TableError

TAG = re.compile(
    r"\s*<(\?xml|!doctype|!--|html|head|body|table|[A-Za-z][\w.:-]*[ >/])", re.IGNORECASE
)
ATTRIBUTE = re.compile(r"""@attribute\s+("[^"]*"|'[^']*'|\S+)\s+\S""", re.IGNORECASE)
DATA = re.compile(r"@data\s*", re.IGNORECASE)
SPARSE = re.compile(r"\S+(?:\s+\d+:\S+)+\s*(?:#.*)?")
CUT_JSON = re.compile(r'(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
"""What JSON begins with, though its end be missing."""

FEW_LINES = 20


def refuse_other_formats(text: str) -> None:
    """Raises TableError for JSON, a web page or XML, RTF, and rows that leave out zeros."""
    start = text.lstrip()
    if start.startswith("{\\rtf"):
        raise TableError("rtf")
    if start.startswith("version https://git-lfs"):
        raise TableError("pointer")
    if start[0] in "[{" and (CUT_JSON.match(start) or is_json(start)):
        raise TableError("json")
    if TAG.match(start):
        raise TableError("markup")
    lines = [line for line in start[:20_000].splitlines()[:FEW_LINES] if line.strip()]
    if all(SPARSE.fullmatch(line.strip()) for line in lines):
        raise TableError("sparse")


def is_json(text: str) -> bool:
    """Whether it is JSON, as a whole or by its first line."""
    for part in (text, text.splitlines()[0].strip()):
        try:
            return isinstance(json.loads(part), list | dict)
        except (ValueError, RecursionError):
            continue
    return False


def without_arff(text: str) -> str:
    """Weka's format as CSV: names in the place of the line that says @data. Other text as it is.

    Lines keep their numbers.
    """
    if "@" not in text or not re.search(r"^\s*@relation\b", text, re.IGNORECASE | re.MULTILINE):
        return text
    names: list[str] = []
    lines = text.splitlines()
    for at, line in enumerate(lines):
        stripped = line.strip()
        if found := ATTRIBUTE.match(stripped):
            names.append(found[1].strip("\"'"))
        if DATA.fullmatch(stripped):
            below = [line.strip() for line in lines[at + 1 :] if line.strip()]
            if below and all(line.startswith("{") for line in below[:FEW_LINES]):
                raise TableError("sparse_arff")
            header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
            return "\n".join([*[""] * at, header, *lines[at + 1 :]]) if names else text
    return text
