"""The numbers in a WebAssembly function: whatever of them may be an address in memory."""

from collections.abc import Iterator

from built.wasm_split.wasm_file import Reader

LOADS_AND_STORES = range(0x28, 0x3F)
PLAIN = {0x00, 0x01, 0x05, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5)}
BLOCKS = {0x02, 0x03, 0x04, 0x06}
ONE_NUMBER = {0x07, 0x08, 0x09, 0x0C, 0x0D, 0x10, 0x18, *range(0x20, 0x27), 0x3F, 0x40, 0xD0, 0xD2}
# Behind 0xFC and 0xFD: which of them are followed by so many numbers.
BULK = {8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}
LANES = range(21, 35)


def constants(body: bytes) -> Iterator[int]:
    """Every i32.const, and every offset of a load or store. ValueError at what is not known."""
    reader = Reader(body)
    reader.items(lambda: (reader.number(), reader.byte()))  # local variables
    while reader.at < len(body):
        opcode = reader.byte()
        if opcode in PLAIN:
            continue
        if opcode in BLOCKS or opcode in ONE_NUMBER or opcode == 0x42:
            reader.number()
        elif opcode == 0x41:
            yield reader.signed()
        elif opcode in LOADS_AND_STORES:
            reader.number()
            yield reader.number()
        elif opcode == 0x11:
            reader.number()
            reader.number()
        elif opcode == 0x0E:
            reader.items(reader.number)
            reader.number()
        elif opcode == 0x1C:
            reader.items(reader.number)
        elif opcode in (0x43, 0x44):
            reader.at += 4 if opcode == 0x43 else 8
        elif opcode == 0xFC:
            for _ in range(BULK.get(reader.number(), 0)):
                reader.number()
        elif opcode == 0xFD:
            yield from vector_constants(reader)
        else:
            raise ValueError(f"{opcode:#x} at {reader.at - 1}")


def vector_constants(reader: Reader) -> Iterator[int]:
    """The same behind the prefix of SIMD."""
    opcode = reader.number()
    if opcode <= 11 or 84 <= opcode <= 93:
        reader.number()
        yield reader.number()
        reader.at += 84 <= opcode <= 91  # the lane
    elif opcode in (12, 13):
        reader.at += 16
    elif opcode in LANES:
        reader.at += 1
