"""WebAssembly's binary format: instructions in, bytes out.

An instruction is a tuple, its name first and its operand behind: ("f64.add",), ("local.get", 2),
("f64.load", 64). WebAssembly is a stack machine: an instruction
takes its arguments off a stack and leaves its result there. `wat.py` prints the same tuples as
text. Sections, opcodes and LEB128 numbers are those of the WebAssembly Core Specification 2.0,
chapter 5 (https://webassembly.github.io/spec/core/binary/).
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

Instruction = tuple[str | int, ...]

TYPES = {"i32": 0x7F, "i64": 0x7E, "f64": 0x7C, "v128": 0x7B}
EMPTY_BLOCK = 0x40

# What follows an opcode: nothing; an index; a signed number; a float; a block's type; an offset
# into memory (behind the alignment that goes with the instruction); a lane; two lane-free zeros.
PLAIN = {
    "unreachable": 0x00, "else": 0x05, "end": 0x0B, "return": 0x0F, "drop": 0x1A, "select": 0x1B,
    "i32.eqz": 0x45, "i32.eq": 0x46, "i32.ne": 0x47, "i32.lt_s": 0x48, "i32.lt_u": 0x49,
    "i32.gt_s": 0x4A, "i32.le_s": 0x4C, "i32.ge_s": 0x4E,
    "f64.eq": 0x61, "f64.ne": 0x62, "f64.lt": 0x63, "f64.gt": 0x64, "f64.le": 0x65, "f64.ge": 0x66,
    "i32.add": 0x6A, "i32.sub": 0x6B, "i32.mul": 0x6C, "i32.and": 0x71, "i32.or": 0x72,
    "i32.shl": 0x74, "i32.shr_s": 0x75, "i32.shr_u": 0x76,
    "i64.add": 0x7C, "i64.sub": 0x7D, "i64.and": 0x83, "i64.or": 0x84, "i64.shl": 0x86,
    "i64.shr_s": 0x87, "i64.shr_u": 0x88,
    "f64.abs": 0x99, "f64.neg": 0x9A, "f64.nearest": 0x9E, "f64.sqrt": 0x9F, "f64.add": 0xA0,
    "f64.sub": 0xA1, "f64.mul": 0xA2, "f64.div": 0xA3, "f64.min": 0xA4, "f64.max": 0xA5,
    "f64.copysign": 0xA6, "i32.wrap_i64": 0xA7, "i32.trunc_f64_s": 0xAA, "i64.extend_i32_s": 0xAC,
    "f64.convert_i32_s": 0xB7, "f64.convert_i64_s": 0xB9,
    "i64.reinterpret_f64": 0xBD, "f64.reinterpret_i64": 0xBF,
}  # fmt: skip
INDEX = {
    "br": 0x0C, "br_if": 0x0D, "call": 0x10, "local.get": 0x20, "local.set": 0x21,
    "local.tee": 0x22,
}  # fmt: skip
NUMBER = {"i32.const": 0x41, "i64.const": 0x42}
BLOCK = {"block": 0x02, "loop": 0x03, "if": 0x04}
BRANCHES = {*BLOCK, "else", "end"}
MEMORY = {
    "i32.load": (0x28, 2),
    "f64.load": (0x2B, 3),
    "i32.store": (0x36, 2),
    "f64.store": (0x39, 3),
}
# SIMD: 128 bits hold two f64, the lanes; all opcodes behind the prefix 0xFD.
VECTOR = {
    "v128.not": 0x4D, "v128.and": 0x4E, "v128.or": 0x50, "v128.bitselect": 0x52,
    "i64x2.bitmask": 0xC4, "i64x2.shl": 0xCB, "i64x2.add": 0xCE,
    "f64x2.splat": 0x14, "f64x2.eq": 0x47, "f64x2.ne": 0x48, "f64x2.lt": 0x49, "f64x2.gt": 0x4A,
    "f64x2.le": 0x4B, "f64x2.ge": 0x4C, "f64x2.abs": 0xEC, "f64x2.neg": 0xED,
    "f64x2.sqrt": 0xEF, "f64x2.add": 0xF0, "f64x2.sub": 0xF1, "f64x2.mul": 0xF2, "f64x2.div": 0xF3,
}  # fmt: skip
VECTOR_MEMORY = {"v128.load": (0x00, 4), "v128.load64_splat": (0x0A, 3), "v128.store": (0x0B, 4)}
LANE = {"i32x4.extract_lane": 0x1B, "f64x2.extract_lane": 0x21, "f64x2.replace_lane": 0x22}


def unsigned(number: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first; the eighth bit says that more follow."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number: int) -> bytes:
    """LEB128 of a signed number: it ends once the rest is only copies of the sign bit."""
    out = bytearray()
    while not -64 <= number < 64:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number & 0x7F)
    return bytes(out)


@cache
def encode(name: str, operand: str | float = 0) -> bytes:
    """One instruction. A float comes as its hexadecimal text, which tells 0.0 from -0.0."""
    if name in PLAIN:
        return bytes([PLAIN[name]])
    if name in VECTOR:
        return b"\xfd" + unsigned(VECTOR[name])
    if name in BLOCK:
        return bytes([BLOCK[name], EMPTY_BLOCK])
    if name == "memory.copy":
        return b"\xfc\x0a\x00\x00"
    if name == "f64.const":
        return b"\x44" + struct.pack("<d", float.fromhex(str(operand)))
    number = int(operand)
    if name in INDEX:
        return bytes([INDEX[name]]) + unsigned(number)
    if name in NUMBER:
        return bytes([NUMBER[name]]) + signed(number)
    if name in MEMORY:
        opcode, alignment = MEMORY[name]
        return bytes([opcode, alignment]) + unsigned(number)
    if name in VECTOR_MEMORY:
        opcode, alignment = VECTOR_MEMORY[name]
        return b"\xfd" + bytes([opcode, alignment]) + unsigned(number)
    if name in LANE:
        return b"\xfd" + bytes([LANE[name], number])
    raise ValueError(f"no such instruction: {name}")


def encode_body(body: Iterable[Instruction]) -> bytes:
    return b"".join([encode(*instruction) for instruction in body])


def vector(items: Sequence[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def name_bytes(text: str) -> bytes:
    data = text.encode()
    return unsigned(len(data)) + data


@dataclass
class Function:
    """`parameters` and `results` are type names; `locals` are the types of the further locals."""

    name: str
    parameters: tuple[str, ...]
    results: tuple[str, ...]
    body: list[Instruction] = field(default_factory=list)
    locals: list[str] = field(default_factory=list)
    exported: bool = False
    recent: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    """Which local, and which lane of it, holds the number at an address: see `recent`."""

    _free: dict[str, list[int]] = field(default_factory=dict)
    _lent: list[tuple[str, int]] = field(default_factory=list)

    def local(self, kind: str) -> int:
        """A new local variable; its index counts from the parameters on."""
        self.locals.append(kind)
        return len(self.parameters) + len(self.locals) - 1

    def borrow(self, kind: str) -> int:
        """A local variable for the moment: free again after the next `give_back`."""
        free = self._free.setdefault(kind, [])
        local = free.pop() if free else self.local(kind)
        self._lent.append((kind, local))
        return local

    def give_back(self) -> None:
        for kind, local in self._lent:
            self._free[kind].append(local)
        self._lent.clear()

    def emit(self, *instruction: str | int) -> None:
        if instruction[0] in BRANCHES:
            self.recent.clear()
        self.body.append(instruction)

    def number(self, value: float) -> None:
        self.body.append(("f64.const", float(value).hex()))

    def emit_all(self, instructions: Iterable[Instruction]) -> None:
        self.body += instructions

    def encode(self) -> bytes:
        runs: list[list[int]] = []  # WebAssembly wants locals as runs of one type
        for kind in self.locals:
            if runs and runs[-1][1] == TYPES[kind]:
                runs[-1][0] += 1
            else:
                runs.append([1, TYPES[kind]])
        locals_ = vector([unsigned(count) + bytes([kind]) for count, kind in runs])
        code = locals_ + encode_body(self.body) + b"\x0b"
        return unsigned(len(code)) + code


@dataclass
class Module:
    """Imports come first in the numbering of functions: ("math", "exp") is function 0, and so on.

    `pages` is the size of the module's own memory, exported as "memory", in pages of 64 KiB.
    """

    imports: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    pages: int = 1

    def index(self, name: str) -> int:
        """The number that `call` takes for the function of that name."""
        names = [item[1] for item in self.imports] + [f.name for f in self.functions]
        return names.index(name)

    def encode(self) -> bytes:
        signatures = [(item[2], item[3]) for item in self.imports]
        signatures += [(f.parameters, f.results) for f in self.functions]
        kinds = list(dict.fromkeys(signatures))

        def type_bytes(kind: tuple[tuple[str, ...], tuple[str, ...]]) -> bytes:
            return b"\x60" + b"".join(vector([bytes([TYPES[t]]) for t in part]) for part in kind)

        first = len(self.imports)
        imports = [
            name_bytes(module) + name_bytes(name) + b"\x00" + unsigned(kinds.index((takes, gives)))
            for module, name, takes, gives in self.imports
        ]
        exports = [name_bytes("memory") + b"\x02\x00"]
        exports += [
            name_bytes(function.name) + b"\x00" + unsigned(first + i)
            for i, function in enumerate(self.functions)
            if function.exported
        ]
        sections = {
            1: vector([type_bytes(kind) for kind in kinds]),
            2: vector(imports),
            3: vector([unsigned(kinds.index(s)) for s in signatures[first:]]),
            5: vector([b"\x00" + unsigned(self.pages)]),
            7: vector(exports),
            10: vector([function.encode() for function in self.functions]),
        }
        out = b"\x00asm\x01\x00\x00\x00"
        for number, content in sections.items():
            if content != b"\x00":  # none of it
                out += bytes([number]) + unsigned(len(content)) + content
        return out
