"""Draw web/icons/icon-192.png and icon-512.png from web/icon.svg's lines and circles.

PYTHONPATH=scripts python3 -m make.icons
"""

import math
import re
import struct
import zlib

from built.offline import SIZES
from site_files import ROOT

BACKGROUND = (246, 245, 241)
Color = tuple[int, int, int]
Line = tuple[float, float, float, float]
Circle = tuple[float, float, float, Color]


def color(text: str) -> Color:
    """#rrggbb as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def to_line(x: float, y: float, line: Line) -> float:
    """The distance of a point from a line's nearest point."""
    x1, y1, x2, y2 = line
    dx, dy = x2 - x1, y2 - y1
    t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - x1 - t * dx, y - y1 - t * dy)


def draw(size: int, svg: str) -> bytes:
    """A square PNG; the drawing, 40 by 32, sits in its middle with a rim that may be cut off."""
    scale = size / 56  # pixels for one of the drawing's units
    width = float(re.findall(r'stroke-width="([^"]+)"', svg)[0])
    grey = color(re.findall(r'stroke="([^"]+)"', svg)[0])
    numbers = re.findall(r"M([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)", svg)
    lines: list[Line] = [(float(a), float(b), float(c), float(d)) for a, b, c, d in numbers]
    circles: list[Circle] = [
        (float(x), float(y), float(r), color(fill))
        for x, y, r, fill in re.findall(r'cx="(.*?)" cy="(.*?)" r="(.*?)" fill="(.*?)"', svg)
    ]
    rows = bytearray()
    for row in range(size):
        rows.append(0)  # this row is not predicted from another
        for column in range(size):
            x, y = (column + 0.5) / scale - 8, (row + 0.5) / scale - 12
            pixel = BACKGROUND
            near = min(to_line(x, y, line) for line in lines) - width / 2
            pixel = blend(pixel, grey, near * scale)
            for cx, cy, radius, fill in circles:
                pixel = blend(pixel, fill, (math.hypot(x - cx, y - cy) - radius) * scale)
            rows += bytes(pixel)
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def blend(below: Color, above: Color, outside: float) -> Color:
    """`above` over `below`, with a soft edge; `outside` is how many pixels beyond the edge."""
    share = max(0.0, min(1.0, 0.5 - outside))
    red, green, blue = (round(b + (a - b) * share) for b, a in zip(below, above, strict=True))
    return red, green, blue


if __name__ == "__main__":
    folder = ROOT / "web/icons"
    folder.mkdir(exist_ok=True)
    for size in SIZES:
        drawn = draw(size, (ROOT / "web/icon.svg").read_text("utf-8"))
        (folder / f"icon-{size}.png").write_bytes(drawn)
