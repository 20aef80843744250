"""Find a browser for the end-to-end tests, or install one where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed_chromium() -> str | None:
    """The Chromium that this machine has: `CHROME`, else one on the PATH, else None."""
    named = os.environ.get("CHROME")
    if named and not Path(named).is_file():
        raise FileNotFoundError(f"CHROME={named} is not a file")
    return named or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def playwright_chromium(python: str) -> bool:
    """Whether Playwright's own Chromium is there, after trying to download it once.

    `python` is the interpreter that has Playwright.
    """
    script = (
        "from playwright.sync_api import sync_playwright as run\n"
        "with run() as p: print(p.chromium.executable_path)"
    )
    where = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    if Path(where.stdout.strip()).is_file():
        return True
    command = [python, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def ensure_chromium(python: str) -> str:
    """The path of a Chromium, or "" for Playwright's own.

    Taken in this order: the one that `CHROME` names, Playwright's own, an installed one,
    Debian's package. Raises RuntimeError when there is none and none can be installed.
    """
    if os.environ.get("CHROME"):
        return installed_chromium() or ""
    if playwright_chromium(python):
        return ""
    return installed_chromium() or install_debian_package("chromium")


def ensure_firefox() -> str:
    """The path of Firefox ESR, from Debian's package if need be.

    Drive it with Playwright 1.61's `channel="moz-firefox"`. Raises RuntimeError when
    there is none and none can be installed.
    """
    return shutil.which("firefox-esr") or install_debian_package("firefox-esr")


def ensure_webkit() -> tuple[str, str, str]:
    """The paths of WebKitGTK's driver, of its MiniBrowser, and of a display without a screen.

    Installs Debian's packages if need be. Raises RuntimeError when one is missing and cannot be
    installed.
    """
    display = shutil.which("Xvfb") or install_debian_package("xvfb", "Xvfb")
    driver = shutil.which("WebKitWebDriver") or install_debian_package(
        "webkit2gtk-driver", "WebKitWebDriver"
    )
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    if not found:
        raise RuntimeError("WebKitGTK has no MiniBrowser here")
    return driver, str(found[-1]), display


def install_debian_package(package: str, program: str | None = None) -> str:
    """Install a package with the command `program`, by default of its own name; its path.

    Raises RuntimeError where this is not Debian, the user is not root, or apt-get fails.
    """
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise RuntimeError(
            f"No {package} here. Install it; a Chromium may be named in CHROME=/path/to/it."
        )
    print(f"Installing Debian's {package} …", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        result = subprocess.run(
            ["apt-get", "-qq", *words], env=quiet, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise RuntimeError(f"apt-get {words[0]} failed:\n{result.stderr[-600:]}")
    path = shutil.which(program or package)
    if path is None:
        raise RuntimeError(f"Debian's {package} has no command {program or package}")
    return path
