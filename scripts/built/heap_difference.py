"""The heap as it travels: what is other in it than in WebAssembly's memory at first.

A fifth of it, gzipped, is what Python's WebAssembly has too, which the visitor has already. The
service worker does the same when it makes the offline copy.
"""

import struct
from collections.abc import Iterable

from built.wasm_split.wasm_file import memory_pieces

PAGE = 65536


def apart(heap: bytes, modules: Iterable[bytes]) -> bytes:
    """The heap (web/worker/heap.js) without what `modules` put into the memory; or with it again.

    Bits are the same where the memory is as the modules made it: then there are only zeros.
    """
    length, count = struct.unpack_from("<2I", heap)
    starts = struct.unpack_from(f"<{count}I", heap, 8)
    pages_at = 8 + 4 * count
    # Pyodide has words of its own in front of the memory; the second of them says how many bytes.
    (front,) = struct.unpack_from("<I", heap, pages_at + 4)
    memory = bytearray(-(-length // PAGE) * PAGE)
    for module in filter(None, modules):
        for start, content in memory_pieces(module):
            memory[front + start : front + start + len(content)] = content
    pages = b"".join(memory[start : start + PAGE] for start in starts)
    return heap[:pages_at] + exclusive(heap[pages_at:], pages)


def exclusive(one: bytes, other: bytes) -> bytes:
    """The bits that are set in one of them."""
    number = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    return number.to_bytes(len(one), "little")
