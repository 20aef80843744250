"""py/files.json: the files that the unbuilt page's worker mounts, for no server lists a folder."""

import json

from site_files import site_files

LIST = "py/files.json"


def files_json() -> str:
    """Every published file below py/, as a path relative to it."""
    names = [name.removeprefix("py/") for name in site_files() if name.startswith("py/")]
    return json.dumps(sorted({*names} - {LIST.removeprefix("py/")}), indent=1) + "\n"
