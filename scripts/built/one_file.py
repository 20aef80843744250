"""Make nnlab.html: the whole page in one file, which works without network and without a server.

Everything small comes first, then the runtime's parts as base64 text, those that Python's start
needs in front. Right behind each a script hands it to the worker, so that starting overlaps with
reading the file.
"""

import base64
import gzip
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from built.built_page import (
    CHARSET,
    ENTRY,
    IMPORT_MAP,
    KERNEL,
    WORKER,
    import_map,
    inlined,
    kernel_mark,
    policy,
    texts,
)
from built.bundle import one_module

ORIGIN = "https://nnlab.invalid/"  # no such place, and nothing ever asks for it
# A font beside a style sheet, which one file has not: there the system's serve.
FONT = re.compile(r',\s*url\("?[^"()]+\.woff2"?\)\s*format\("woff2"\)')
# What is said of files that only a site has beside it.
BESIDE = re.compile(r' *<p id="(?:one-file|python-package)" class="note" hidden>.*</p>\n')
HAND_OVER = "<script>nnlabPart()</script>"
RULES = {
    "default-src": "'none'",
    "script-src": "blob: data: 'wasm-unsafe-eval'",
    "style-src": "'unsafe-inline'",
    "img-src": "blob: data:",
    "worker-src": "blob:",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def one_file(
    root: Path, app: Mapping[str, bytes], parts: Mapping[str, bytes], now: Iterable[str]
) -> str:
    """The file. `app` are the page's sources, `parts` the runtime's, in the order of need.

    Parts named in `now` stay uncompressed, because imports must read them at once.
    """
    source = app["index.html"].decode()
    modules = texts(app)
    names = import_map(source)
    scripts = root / "scripts/built/one_file"
    worker = {
        "origin": ORIGIN,
        "texts": {"web/runtime.json": app["web/runtime.json"].decode()},
        "awaited": [*parts],
        "module": one_module(WORKER, modules, names, ORIGIN),
    }
    files = {
        "origin": ORIGIN,
        "texts": {path: app[path].decode() for path in app if is_text(path)},
        "module": one_module(ENTRY, modules, names, ORIGIN),
        "worker": f"const files = {json.dumps(worker)};\n"
        + (scripts / "worker.js").read_text("utf-8"),
    }
    page_script = (scripts / "page.js").read_text("utf-8")
    html = whole(source, app)
    body, end = html.split("</body>")
    body += f'<script type="application/json" id="nnlab-files">{in_html(files)}</script>\n'
    body += f"<script>\n{page_script}</script>\n"
    before, charset, after = body.partition(CHARSET)
    rules = policy(body + HAND_OVER, RULES)
    elements = "".join(part_element(name, parts[name], name in now) for name in parts)
    mark = kernel_mark(app[KERNEL]) + "\n"
    return before + charset + rules + mark + after + elements + "</body>" + end


def is_text(path: str) -> bool:
    """Whether the page itself may fetch `path`; Python has its own files in the pack."""
    folders = ("web/text/", "web/lessons/", "web/panels/article/", "py/nnlab/", KERNEL)
    return path.startswith(folders) and path.endswith((".json", "/iris.csv"))


def whole(html: str, app: Mapping[str, bytes]) -> str:
    """The page with everything small inside it, but for its modules."""
    icon = app["web/icon.svg"]
    mark = re.search(r"<svg[^>]*>(.*)</svg>", icon.decode(), re.DOTALL)
    html = IMPORT_MAP.sub("", html)
    html = re.sub(r'<script type="module" src="[^"]*"></script>', "", html)
    # The worker starts when the page has read its first part, not early.
    html = re.sub(r'<script src="web/boot/early.js"[^>]*></script>\n', "", html)
    html = FONT.sub("", inlined(html, app))
    html = BESIDE.sub("", html)
    html = re.sub(r'<use href="web/icon.svg#mark"></use>', mark[1] if mark else "", html)
    html = re.sub(
        r'<link rel="icon"[^>]*>',
        f'<link rel="icon" href="data:image/svg+xml;base64,{base64.b64encode(icon).decode()}">',
        html,
    )
    return html.replace("<html ", "<html data-one-file ", 1)


def in_html(value: Any) -> str:
    """JSON that no HTML parser takes for a tag."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def part_element(path: str, content: bytes, now: bool) -> str:
    """One part, and the script that hands it over."""
    packed = path.endswith((".gz", ".whl", ".zip"))
    squeezed = content if now or packed else gzip.compress(content, 9, mtime=0)
    mark = "" if squeezed is content else " data-gzip"
    text = base64.b64encode(squeezed).decode()
    return f'<script type="text/plain" data-part="{path}"{mark}>{text}</script>{HAND_OVER}\n'
