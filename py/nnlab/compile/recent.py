"""Loads and stores, of which some need no memory: what was just stored is still in a local.

A processor hands a stored number on to the next load of it within a few cycles, but two numbers
that were stored one by one and are loaded as a pair it must first bring to the cache, which takes
longer than their arithmetic. So straight code, whose addresses are all known, remembers for each
address the local variable that holds its number. Where a loop or a branch begins or ends, or a
store's address is not known, all that is forgotten. Every store is made nevertheless.
"""

from .wasm import Function, Instruction


def base(cursor: int | None) -> Instruction:
    """Where an access begins to count: at a cursor, or at 0, for an address that is known."""
    return ("i32.const", 0) if cursor is None else ("local.get", cursor)


def store(f: Function, kind: str, address: int, *, known: bool) -> None:
    """Stores what is on the stack, behind its base, which is 0 where the address is `known`."""
    if not known:
        f.recent.clear()
    elif kind == "v128":
        local = f.local("v128")
        f.emit("local.tee", local)
        f.recent[address], f.recent[address + 8] = (local, 0), (local, 1)
    else:
        local = f.local("f64")
        f.emit("local.tee", local)
        f.recent[address] = local, None
    f.emit(f"{kind}.store", address)


def load(f: Function, name: str, address: int, cursor: int | None = None) -> None:
    """Leaves the number, the pair, or the number twice, at `address` on the stack.

    With `cursor`, that local is added to the address.
    """
    known = f.recent if cursor is None else {}
    first, second = known.get(address), known.get(address + 8)
    if first and name == "f64.load":
        number(f, first)
    elif first and name == "v128.load64_splat":
        number(f, first)
        f.emit("f64x2.splat")
    elif first and second and name == "v128.load":
        if first[0] == second[0]:
            f.emit("local.get", first[0])
        else:
            number(f, first)
            f.emit("f64x2.splat")
            number(f, second)
            f.emit("f64x2.replace_lane", 1)
    else:
        f.emit(*base(cursor))
        f.emit(name, address)


def number(f: Function, place: tuple[int, int | None]) -> None:
    """A local's number, or one of its lanes."""
    local, lane = place
    f.emit("local.get", local)
    if lane is not None:
        f.emit("f64x2.extract_lane", lane)
