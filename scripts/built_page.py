"""index.html as it is published: hints for what it needs, and a Content Security Policy."""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from module_graph import reachable

ENTRY = "web/main.js"
PAGE_FETCHES = (
    "web/text/en.json",
    "web/text/zh.json",
    "web/article/figures.json",
    "py/nnlab/iris.csv",
)
CHARSET = '<meta charset="utf-8">\n'
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Nothing but this origin. blob: is what the checked parts of the runtime are imported from.
RULES = {
    "default-src": "'none'",
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def built_page(
    root: Path, app: Mapping[str, bytes], app_folder: str, fetched: Iterable[str]
) -> str:
    """The page, its files taken from `app_folder`, with hints for `fetched` as well."""
    html = (root / "index.html").read_text("utf-8")
    modules = reachable(ENTRY, texts(app), import_map(html))
    html = re.sub(r'(["\s])(\./)?web/', rf"\1\2{app_folder}/web/", html)
    links = ['<link rel="manifest" href="manifest.webmanifest">']
    links += [f'<link rel="apple-touch-icon" href="{app_folder}/web/icons/icon-192.png">']
    links += [f'<link rel="modulepreload" href="{app_folder}/{name}">' for name in modules]
    links += [f'<link rel="preload" as="fetch" crossorigin href="{path}">' for path in fetched]
    # Only beside a built page is there a file to download.
    html = html.replace('<p id="one-file" class="note" hidden>', '<p id="one-file" class="note">')
    before, charset, after = html.partition(CHARSET)
    # In front of every script: a policy rules only what comes after it.
    return before + charset + policy(html) + "\n".join(links) + "\n" + after


def texts(app: Mapping[str, bytes]) -> dict[str, str]:
    """The JavaScript modules among `app`."""
    return {name: content.decode() for name, content in app.items() if name.endswith(".js")}


def import_map(html: str) -> dict[str, str]:
    """The page's import map, its paths relative to the root."""
    found = IMPORT_MAP.search(html)
    imports: dict[str, str] = json.loads(found[1])["imports"] if found else {}
    return {name: posixpath.normpath(path) for name, path in imports.items()}


def policy(html: str, rules: Mapping[str, str] = RULES) -> str:
    """The meta tag that allows what `rules` say, and the inline scripts of `html`."""
    inline = sorted({f"'{script_hash(text)}'" for text in INLINE_SCRIPT.findall(html)})
    content = "; ".join(
        " ".join([name, value, *(inline if name == "script-src" else [])])
        for name, value in rules.items()
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">\n'


def script_hash(text: str) -> str:
    """How a policy names an inline script."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
