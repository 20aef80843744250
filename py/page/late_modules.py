"""Imports what the start left out: the built page's pack holds only what the page itself imports.

The rest stands in Python's and NumPy's own archives, which are fetched whole at the first import
that needs one.
"""

import hashlib
import importlib.abc
import io
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import FileFinder, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TypedDict


class Archive(TypedDict):
    """A zip file of modules: `sha256` of the file, and `to`, the folder it is unpacked into."""

    path: str
    sha256: str
    to: str
    modules: list[str]


class LateFinder(importlib.abc.MetaPathFinder):
    """Comes last in `sys.meta_path`. `read(path)` gives an archive's bytes, or raises OSError."""

    def __init__(self, archives: Sequence[Archive], read: Callable[[str], bytes]) -> None:
        self._read = read
        self._archive_of = {name: archive for archive in archives for name in archive["modules"]}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec once its archive is unpacked; None for a module of no archive.

        Raises ImportError when the archive cannot be had or is not the one that was published.
        """
        archive = self._archive_of.get(name)
        if archive is None:
            return None
        try:
            content = self._read(archive["path"])
        except OSError as error:
            raise ImportError(f"{archive['path']} cannot be fetched: {error}", name=name) from error
        if hashlib.sha256(content).hexdigest() != archive["sha256"]:
            raise ImportError(f"{archive['path']} is not the file that was published", name=name)
        import zipfile  # so that the page starts no slower

        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            # Beside byte code, a source would be imported in its place, and the two do not mix.
            zipped.extractall(
                archive["to"],
                [
                    file
                    for file in zipped.namelist()
                    if not self._is_of_another(archive, file)
                    and not Path(archive["to"], file).with_suffix(".pyc").exists()
                ],
            )
        for module in archive["modules"]:
            del self._archive_of[module]
        # importlib.invalidate_caches would import importlib.metadata, out of another archive.
        for finder in sys.path_importer_cache.values():
            if isinstance(finder, FileFinder):
                finder.invalidate_caches()
        return PathFinder.find_spec(name, path, target)

    def _is_of_another(self, archive: Archive, file: str) -> bool:
        """Whether an archive that is still to come has the whole package that `file` is in."""
        *folders, _ = file.split("/")
        packages = (".".join(folders[:depth]) for depth in range(1, len(folders) + 1))
        return any(self._archive_of.get(name, archive) is not archive for name in packages)
