"""index.html as it is published: styles and first scripts inside it, hints, and a policy."""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping

ENTRY = "web/main.js"
WORKER = "web/worker/worker.js"
KERNEL = "web/kernel.json"  # see make_kernel
# With the sentences of one language, for which web/boot/first_language.js has the hint.
PAGE_FETCHES = re.compile(rf"py/nnlab/(iris\.csv|(presets|recipes)\.json)|{re.escape(KERNEL)}")
CHARSET = '<meta charset="utf-8">\n'
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
IN_STYLE = re.compile(r'url\("?([^"():#]+)"?\)')  # a file beside it
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
CLASSIC_SCRIPT = re.compile(r'<script src="([^"]+)"([^>]*)></script>')
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Nothing but this origin. blob: is what the checked parts of the runtime are imported from.
RULES = {
    "default-src": "'none'",
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def built_page(
    source: Mapping[str, bytes], app_folder: str, modules: Iterable[str], *, offline: bool
) -> str:
    """The page as it stands in `source`, but with hints for what it fetches, also for `modules`.

    Modules and data it takes from `app_folder`; the rest it has in itself. Where it finds its
    manifest, so if `offline`, web/boot/offline.js makes the offline copy.
    """
    html = re.sub(rf"{IMPORT_MAP.pattern}\n", "", source["index.html"].decode(), flags=re.DOTALL)
    html = re.sub(r'(["\s])(\./)?web/', rf"\1\2{app_folder}/web/", html)
    html = inlined(html, {f"{app_folder}/{name}": source[name] for name in source})
    links = ['<link rel="manifest" href="manifest.webmanifest">'] if offline else []
    links += [f'<link rel="apple-touch-icon" href="{app_folder}/web/icons/icon-192.png">']
    links += [f'<link rel="modulepreload" href="{app_folder}/{path}">' for path in modules]
    links += [
        f'<link rel="preload" as="fetch" crossorigin href="{app_folder}/{path}">'
        for path in filter(PAGE_FETCHES.fullmatch, source)
    ]
    # Only beside a built page is there a file to download, only beside a published one the package.
    for name in ("one-file", *(["python-package"] if offline else [])):
        html = html.replace(f'<p id="{name}" class="note" hidden>', f'<p id="{name}" class="note">')
    before, charset, after = html.partition(CHARSET)
    # In front of every script: a policy rules only what comes after it.
    links += [kernel_mark(source[KERNEL])]
    return before + charset + policy(html) + "\n".join(links) + "\n" + after


def kernel_mark(kernel: bytes) -> str:
    """Tells web/boot/first_kernel.js that there is a kernel, and which one."""
    pin = f"{len(kernel)} {hashlib.sha256(kernel).hexdigest()}"
    return f'<meta name="first-kernel" content="{pin}">'


def inlined(html: str, app: Mapping[str, bytes]) -> str:
    """The page with its style sheets and its classic scripts inside it."""
    html = STYLE.sub(lambda found: f"<style>\n{from_page(found[1], app)}</style>", html)
    return CLASSIC_SCRIPT.sub(
        lambda found: f"<script{found[2]}>\n{app[found[1]].decode()}</script>", html
    )


def from_page(path: str, app: Mapping[str, bytes]) -> str:
    """The style sheet `path`, what it names being named from the page."""

    def name(found: re.Match[str]) -> str:
        named = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1]))
        if named not in app:
            raise RuntimeError(f"{path} names {named}, which is not there")
        return f'url("{named}")'

    return IN_STYLE.sub(name, app[path].decode())


def inside(html: str) -> list[str]:
    """The paths of what `inlined` takes into the page."""
    return [found[1] for form in (STYLE, CLASSIC_SCRIPT) for found in form.finditer(html)]


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
