"""WebAssembly's binary format, read as far as splitting a module takes it.

Numbers and lists are written as the project's compiler does (py/nnlab/compile/wasm.py). That is
read as a file: a build must do without NumPy, and nnlab as a package would ask for it.
"""

import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from site_files import ROOT

WRITER: dict[str, Any] = runpy.run_path(str(ROOT / "py/nnlab/compile/wasm.py"))
unsigned: Callable[[int], bytes] = WRITER["unsigned"]
signed: Callable[[int], bytes] = WRITER["signed"]
vector: Callable[[list[bytes]], bytes] = WRITER["vector"]
name_bytes: Callable[[str], bytes] = WRITER["name_bytes"]

HEAD = b"\x00asm\x01\x00\x00\x00"
TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT = range(1, 8)
ELEMENT, CODE, DATA, DATA_COUNT, TAG = 9, 10, 11, 12, 13
# The kinds of what is imported and exported.
FUNCTIONS, TABLES, MEMORIES, GLOBALS, TAGS = range(5)
I32_CONST, GLOBAL_GET, END = 0x41, 0x23, 0x0B


class Reader:
    """Goes through `data` from its beginning."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """LEB128; of a signed number only the length is right."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self) -> int:
        start = self.at
        value, bits = self.number(), 7 * (self.at - start)
        return value - (1 << bits) if value >> (bits - 1) else value

    def take(self) -> bytes:
        """As many bytes as the number in front of them says."""
        size = self.number()
        self.at += size
        return self.data[self.at - size : self.at]

    def items(self, read: Callable[[], object]) -> list[bytes]:
        """The bytes of each item of a list, which `read` goes through."""
        found = []
        for _ in range(self.number()):
            start = self.at
            read()
            found.append(self.data[start : self.at])
        return found

    def limits(self) -> None:
        if self.byte() & 1:
            self.number()
        self.number()

    def constant(self) -> None:
        """An expression of one instruction."""
        if self.byte() not in (I32_CONST, GLOBAL_GET):
            raise ValueError("a global begins with something else than a number")
        self.number()
        self.byte()

    def import_kind(self) -> int:
        """One import; what it is."""
        self.take()
        self.take()
        kind = self.byte()
        if kind == FUNCTIONS:
            self.number()
        elif kind in (TABLES, TAGS):
            self.byte()
            if kind == TABLES:
                self.limits()
            else:
                self.number()
        elif kind == MEMORIES:
            self.limits()
        else:
            self.at += 2
        return kind


def sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """Each section's number and content. Raises ValueError when it is no WebAssembly."""
    reader = Reader(module)
    if module[: len(HEAD)] != HEAD:
        raise ValueError("this is no WebAssembly")
    reader.at = len(HEAD)
    while reader.at < len(module):
        number = reader.byte()
        yield number, reader.take()


def module_of(contents: Mapping[int, bytes]) -> bytes:
    """The module of these sections, in the order that the format asks for."""
    order = (0, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, TAG, GLOBAL, EXPORT, ELEMENT, DATA_COUNT)
    return HEAD + b"".join(
        bytes([number]) + unsigned(len(contents[number])) + contents[number]
        for number in (*order, CODE, DATA)
        if number in contents
    )


@dataclass(frozen=True)
class Module:
    """A module taken apart. What it imports comes first in each kind's numbers."""

    contents: dict[int, bytes]
    imported: list[int]
    """How many functions, tables, memories, globals and tags it imports."""
    takes: list[int]
    """How many arguments each type of function takes."""
    types: list[bytes]
    functions: list[int]
    """The type of each function of its own."""
    tables: list[bytes]
    memories: list[bytes]
    tags: list[bytes]
    globals: list[bytes]
    exports: list[bytes]
    elements: list[bytes]
    bodies: list[bytes]
    data: list[tuple[int, bytes]]
    """What the memory holds at first: from which address on, and the bytes."""


def read_module(module: bytes) -> Module:
    """Raises ValueError when it is no WebAssembly, or has what this does not know."""
    contents: dict[int, bytes] = {}
    for number, content in sections(module):
        if number in contents:
            raise ValueError(f"section {number} is there twice")
        contents[number] = content

    def each(number: int, read: Callable[[Reader], object]) -> list[bytes]:
        reader = Reader(contents.get(number, b"\x00"))
        return reader.items(lambda: read(reader))

    takes: list[int] = []

    def function_type(reader: Reader) -> None:
        reader.byte()
        takes.append(len(reader.take()))
        reader.take()

    kinds: list[int] = []
    each(IMPORT, lambda reader: kinds.append(reader.import_kind()))
    types = each(TYPE, function_type)
    functions: list[int] = []
    each(FUNCTION, lambda reader: functions.append(reader.number()))
    data: list[tuple[int, bytes]] = []
    each(DATA, lambda reader: data.append(data_segment(reader)))
    bodies: list[bytes] = []
    each(CODE, lambda reader: bodies.append(reader.take()))
    return Module(
        contents,
        [kinds.count(kind) for kind in range(5)],
        takes,
        types,
        functions,
        each(TABLE, table_type),
        each(MEMORY, Reader.limits),
        each(TAG, lambda reader: (reader.byte(), reader.number())),
        each(GLOBAL, global_variable),
        each(EXPORT, lambda reader: (reader.take(), reader.byte(), reader.number())),
        each(ELEMENT, element),
        bodies,
        data,
    )


def memory_pieces(module: bytes) -> list[tuple[int, bytes]]:
    """What it puts into its memory. Raises ValueError as `read_module`."""
    found: list[tuple[int, bytes]] = []
    for number, content in sections(module):
        if number == DATA:
            reader = Reader(content)
            found += [data_segment(reader) for _ in range(reader.number())]
    return found


def table_type(reader: Reader) -> None:
    reader.byte()
    reader.limits()


def global_variable(reader: Reader) -> None:
    """Its type, whether it changes, and what it is at first."""
    reader.byte()
    reader.byte()
    reader.constant()


def element(reader: Reader) -> None:
    """Functions for a table. Raises ValueError when they are of another kind."""
    with_table = reader.byte()
    if with_table not in (0, 2):
        raise ValueError("a table's elements are of another kind than was expected")
    if with_table:
        reader.number()
    reader.constant()
    if with_table:
        reader.byte()
    reader.items(reader.number)


def data_segment(reader: Reader) -> tuple[int, bytes]:
    """Where the memory gets it, and what it is. Raises ValueError when it is of another kind."""
    if reader.byte() or reader.byte() != I32_CONST:
        raise ValueError("data are of another kind than was expected")
    start = reader.signed()
    reader.byte()
    return start, reader.take()
