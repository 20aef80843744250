"""Python's WebAssembly in two modules: what every visit runs, and all other functions, for later.

Both work on the same memory, tables, globals and tags. In the first, a stub stands for each
function that comes later: it calls through a table of its own, the slots, and when the later module
is not there yet it first calls slot 0, where web/worker/split.js brings it. In the later module the
first one's functions stand for themselves by stubs of the same kind. So each function keeps its
number in both, no body is rewritten, and whoever holds a function holds the same one ever after.

Of the data only tables move that nothing in the first module can read: see profile.py.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from built.wasm_split.wasm_file import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    END,
    EXPORT,
    FUNCTION,
    FUNCTIONS,
    GLOBAL,
    GLOBAL_GET,
    GLOBALS,
    I32_CONST,
    IMPORT,
    MEMORIES,
    TABLE,
    TABLES,
    TAGS,
    TYPE,
    Module,
    module_of,
    name_bytes,
    read_module,
    signed,
    unsigned,
    vector,
)

OWN = "~"  # begins the names of what only the two know: no name of Python's does
THERE, SLOTS = f"{OWN}there", f"{OWN}slots"
ACTION = b"\x60\x00\x00"  # the type of what takes nothing and gives nothing
I32, FUNCREF = 0x7F, 0x70
CALL, CALL_INDIRECT, IF, EMPTY, EQZ, LOCAL_GET = 0x10, 0x11, 0x04, 0x40, 0x45, 0x20

Span = tuple[int, int]  # from an address up to another
Piece = tuple[int, bytes]  # of the memory: where it begins, and what it is
SMALL_GAP = 32


def split(whole: bytes, first: Iterable[int], tables: Iterable[Span]) -> tuple[bytes, bytes]:
    """The first module, with the functions `first` of the module `whole`, and the later one.

    Functions count from the first that is no import. What lies in `tables` is there once the later
    module has come. Raises ValueError when the module has something that cannot be split.
    """
    module = read_module(whole)
    hot = sorted({*first})
    cold = sorted({*range(len(module.bodies))}.difference(hot))
    # Slot 0 is who brings the later module.
    slots = {function: 1 + nth for nth, function in enumerate([*cold, *hot])}
    action = module.types.index(ACTION)
    table = module.imported[TABLES] + len(module.tables)
    there = module.imported[GLOBALS] + len(module.globals)
    count = len(module.bodies)
    called = module.imported[FUNCTIONS] + count

    def stub(function: int, before: bytes = b"") -> bytes:
        kind = module.functions[function]
        arguments = [bytes([LOCAL_GET]) + unsigned(n) for n in range(module.takes[kind])]
        return b"\x00" + before + b"".join(arguments) + through(slots[function], kind)

    def through(slot: int, kind: int) -> bytes:
        call = bytes([CALL_INDIRECT]) + unsigned(kind) + unsigned(table)
        return bytes([I32_CONST]) + signed(slot) + call + bytes([END])

    bring = bytes([0, GLOBAL_GET]) + unsigned(there) + bytes([EQZ, IF, EMPTY])
    bring += through(0, action) + bytes([END])
    call_bring = bytes([CALL]) + unsigned(called)
    slot_table = bytes([FUNCREF, 0]) + unsigned(count + 1)
    functions = [unsigned(kind) for kind in module.functions]
    is_hot = {*hot}

    def code(own: set[int], before: bytes) -> list[bytes]:
        return [
            body if function in own else stub(function, before)
            for function, body in enumerate(module.bodies)
        ]

    def fill(own: list[int]) -> bytes:
        """Puts functions into their slots, which lie side by side."""
        offset = bytes([I32_CONST]) + signed(slots[own[0]]) + bytes([END])
        numbers = [unsigned(module.imported[FUNCTIONS] + each) for each in own]
        return b"\x02" + unsigned(table) + offset + b"\x00" + vector(numbers)

    shared = shared_by(module)
    spans = sorted(tables)
    pieces = [piece for start, content in module.data for piece in cut(start, content, spans)]

    def data(later: bool) -> bytes:
        own = joined(piece for piece, moves in pieces if moves is later)
        return vector([segment(*piece) for piece in own])

    exports = [
        *(name_bytes(name) + bytes([kind]) + unsigned(number) for name, kind, number, _ in shared),
        name_bytes(SLOTS) + bytes([TABLES]) + unsigned(table),
        name_bytes(THERE) + bytes([GLOBALS]) + unsigned(there),
    ]
    one = {
        # How many segments there are is for instructions that Python's code has none of.
        **{number: content for number, content in module.contents.items() if number != DATA_COUNT},
        FUNCTION: vector([*functions, unsigned(action)]),
        TABLE: vector([*module.tables, slot_table]),
        GLOBAL: vector([*module.globals, bytes([I32, 1, I32_CONST, 0, END])]),
        EXPORT: vector([*module.exports, *exports]),
        ELEMENT: vector([*module.elements, fill(hot)]),
        CODE: vector([sized(body) for body in [*code(is_hot, call_bring), bring]]),
        DATA: data(False),
    }
    imports = module.contents[IMPORT][len(unsigned(sum(module.imported))) :]
    own = [
        name_bytes(OWN) + name_bytes(name) + bytes([kind]) + what
        for name, kind, _, what in [*shared, (SLOTS, TABLES, table, slot_table)]
    ]
    other = {
        TYPE: module.contents[TYPE],
        IMPORT: unsigned(sum(module.imported) + len(own)) + imports + b"".join(own),
        FUNCTION: module.contents[FUNCTION],
        GLOBAL: vector([each for each in module.globals if not is_mutable(each)]),
        ELEMENT: vector([fill(cold)]),
        CODE: vector([sized(body) for body in code({*cold}, b"")]),
        DATA: data(True),
    }
    return module_of(one), module_of(other)


def shared_by(module: Module) -> list[tuple[str, int, int, bytes]]:
    """What the first module gives the later one: name, kind, number, and what it is.

    Memories, tables, tags, and the globals that change; each keeps its number. Raises ValueError
    when it could not.
    """
    changing = [each for each in module.globals if is_mutable(each)]
    if changing != module.globals[: len(changing)]:
        raise ValueError("globals that change do not come first")
    kinds = {
        MEMORIES: module.memories,
        TABLES: module.tables,
        TAGS: module.tags,
        GLOBALS: [each[:2] for each in changing],
    }
    return [
        (f"{OWN}{kind}.{nth}", kind, module.imported[kind] + nth, each)
        for kind, these in kinds.items()
        for nth, each in enumerate(these)
    ]


def cut(start: int, content: bytes, spans: list[Span]) -> Iterator[tuple[Piece, bool]]:
    """The pieces of a segment, and whether each lies in one of the spans."""
    end = start + len(content)
    edges = sorted({start, end, *(edge for span in spans for edge in span if start < edge < end)})
    for begin, after in pairwise(edges):
        moves = any(first <= begin < last for first, last in spans)
        yield (begin, content[begin - start : after - start]), moves


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The same, but with the zeros of small gaps, which cost less than a segment's head."""
    found: list[Piece] = []
    for start, content in pieces:
        before, held = found[-1] if found else (0, b"")
        gap = start - before - len(held)
        if found and 0 <= gap <= SMALL_GAP:
            found[-1] = before, held + bytes(gap) + content
        else:
            found.append((start, content))
    return found


def segment(start: int, content: bytes) -> bytes:
    return bytes([0, I32_CONST]) + signed(start) + bytes([END]) + sized(content)


def is_mutable(of_global: bytes) -> bool:
    return of_global[1] == 1


def sized(body: bytes) -> bytes:
    return unsigned(len(body)) + body
