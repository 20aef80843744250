#!/usr/bin/env python3
"""Fetch the third-party files that NN Lab uses, as `vendor.lock.json` pins them.

    python3 scripts/vendor.py                 every group but bench
    python3 scripts/vendor.py --only runtime  one group: runtime, page, build, home, test or bench

A file is taken from the first of these that has it: its place in the tree, the
per-user cache (`NNLAB_CACHE`, else `~/.cache/nnlab`), the public jsDelivr CDN, and a
package client on this machine (`npm pack` or `pip download`). Wherever it came from,
it is refused unless its size and SHA-256 are those of the lock.

Needs only Python 3.11 or later.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).with_name("vendor.lock.json")
GROUPS = ("runtime", "page", "build", "home", "test")  # bench is fetched only by who measures
CONNECT_SECONDS = 8  # also how long a stalled download may stay silent
CHUNK = 1 << 16
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}


class VendorError(RuntimeError):
    """A file could not be had, or is not the one that the lock names."""


@dataclass(frozen=True)
class Wanted:
    """One pinned file: where it goes, what it must be and where it may come from."""

    to: str  # path in the repository
    size: int  # bytes
    sha256: str
    url: str  # on the CDN; empty when the CDN does not carry it
    client: str  # "npm" or "pip"
    spec: str  # what the client is asked for, such as "uplot@1.6.32"
    member: str  # path inside the client's archive; empty: the archive itself
    program: bool = False  # it is to be run

    def matches(self, path: Path) -> bool:
        """Whether the file at `path` exists and is byte for byte the pinned one."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


def cache_dir() -> Path:
    """The per-user folder that keeps every fetched file under its SHA-256."""
    return Path(os.environ.get("NNLAB_CACHE") or Path.home() / ".cache" / "nnlab")


def platform_name() -> str:
    """This machine's platform as npm's packages name it, such as "linux-x64"."""
    machine = platform.machine().lower()
    return f"{sys.platform}-{MACHINES.get(machine, machine)}"


def read_lock(groups: Iterable[str]) -> tuple[list[Wanted], dict[str, str]]:
    """The pinned files of `groups`, and the small files that the lock itself contains.

    Programs for other platforms than this machine's are left out.
    """
    wanted: list[Wanted] = []
    written: dict[str, str] = {}
    for package in json.loads(LOCK.read_text("utf-8"))["packages"]:
        if package["group"] not in groups:
            continue
        if package.get("platform", platform_name()) != platform_name():
            continue
        for entry in package["files"]:
            if "json" in entry:
                written[entry["to"]] = json.dumps(entry["json"], indent=1) + "\n"
                continue
            wanted.append(
                Wanted(
                    to=entry["to"],
                    size=entry["size"],
                    sha256=entry["sha256"],
                    url=package["cdn"] + entry["from"] if package["cdn"] else "",
                    client=package["client"],
                    spec=package["spec"],
                    member=package["prefix"] + entry["from"] if package["prefix"] else "",
                    program="platform" in package,
                )
            )
    return wanted, written


class Progress:
    """One line on a terminal that shows the bytes; silent elsewhere."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def show(self, name: str, now: int = 0) -> None:
        """Draw the bar with `now` bytes of the current file on top of what is done."""
        if not sys.stderr.isatty():
            return
        share = (self.done + now) / max(self.total, 1)
        bar = "#" * round(24 * share)
        megabytes = f"{(self.done + now) / 1e6:5.1f} of {self.total / 1e6:.1f} MB"
        print(f"\r[{bar:<24}] {megabytes}  {name[:40]:<40}", end="", file=sys.stderr, flush=True)

    def finish(self, size: int) -> None:
        """Count a finished file of `size` bytes."""
        self.done += size

    def close(self) -> None:
        """End the line."""
        if sys.stderr.isatty():
            print(file=sys.stderr)


def install(source: Path, target: Path, *, program: bool = False) -> None:
    """Copy in one step, so that nobody ever reads half a file, or runs it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    shutil.copyfile(source, part)
    if program:
        part.chmod(0o755)
    part.replace(target)


def download(want: Wanted, cached: Path, progress: Progress) -> None:
    """Fetch `want` from the CDN into the cache, going on where an earlier try broke off.

    Raises OSError when the CDN cannot be reached, VendorError on a wrong hash.
    """
    part = cached.with_suffix(".part")
    have = part.stat().st_size if part.exists() else 0
    if have >= want.size:
        part.unlink()
        have = 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(want.url, headers=headers)
    with urllib.request.urlopen(request, timeout=CONNECT_SECONDS) as reply:
        resumed = have > 0 and reply.status == 206
        have = have if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            while block := reply.read(CHUNK):
                file.write(block)
                have += len(block)
                progress.show(Path(want.to).name, have)
    if have < want.size:  # a line that was cut: what came is kept for the next try
        raise ConnectionError(f"{have} of {want.size} bytes arrived; run this again to resume")
    accept(want, part, cached, want.url)


def download_resuming(want: Wanted, cached: Path, progress: Progress) -> None:
    """As `download`, but a line that breaks after it was open is given two more tries."""
    for tries_left in (2, 1, 0):
        try:
            download(want, cached, progress)
            return
        except (ConnectionError, TimeoutError):
            if not tries_left:
                raise


def accept(want: Wanted, part: Path, cached: Path, origin: str) -> None:
    """Move `part` into the cache if it is the pinned file; else delete it and refuse."""
    if not want.matches(part):
        part.unlink()
        raise VendorError(f"{want.to}: what came from {origin} is not the pinned file. Refused.")
    part.replace(cached)


def from_cdn(missing: Sequence[Wanted], cache: Path, progress: Progress) -> list[Wanted]:
    """Fetch what the CDN carries; the files that are still missing afterwards.

    A CDN that does not answer is asked once and not again for every file.
    """
    left = list(missing)
    for want in [item for item in missing if item.url]:
        try:
            download_resuming(want, cache / want.sha256, progress)
        except urllib.error.HTTPError as error:
            say(f"The CDN answers {error.code} for {want.url}")
            continue
        except OSError as error:
            say(f"The CDN cannot be used ({reason(error)}). Trying the package clients.")
            break
        progress.finish(want.size)
        left.remove(want)
    return left


def reason(error: OSError) -> str:
    """The short cause inside a URLError, or the error itself."""
    return str(getattr(error, "reason", error))


def say(text: str) -> None:
    """One line for the person at the terminal, clear of the progress bar."""
    print(f"\n{text}" if sys.stderr.isatty() else text, file=sys.stderr, flush=True)


def client_command(client: str) -> list[str]:
    """The command that puts packages, named after it, into the current folder.

    Raises VendorError when that client is not on this machine.
    """
    if client == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise VendorError("The CDN is out of reach, and there is no npm on this machine.")
        return [npm, "pack", "--silent"]
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        raise VendorError(f"{sys.executable} has no pip, which is needed; install python3-pip.")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--ignore-requires-python"]
    return [*pip, "download", *quiet]


def archive_start(spec: str) -> str:
    """How the file names of both clients begin: "@a/b@1" is a-b-1, "a-b==1" is a_b-1-."""
    if "==" in spec:
        return spec.replace("-", "_").replace("==", "-") + "-"
    return spec.removeprefix("@").replace("/", "-").replace("@", "-") + ".tgz"


def fetch_archives(client: str, specs: Sequence[str], folder: Path) -> dict[str, Path]:
    """Let a package client fetch `specs` into the empty `folder`; the archive of each."""
    command = [*client_command(client), *specs]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives: dict[str, Path] = {}
    for spec in specs:
        found = list(folder.glob(archive_start(spec) + "*"))
        if result.returncode or len(found) != 1:
            raise VendorError(f"{client} cannot fetch {spec}:\n{result.stderr.strip()[-600:]}")
        archives[spec] = found[0]
    return archives


def read_member(archive: Path, member: str) -> bytes:
    """The bytes of one file of an archive, or of the archive itself when `member` is ""."""
    if not member:
        return archive.read_bytes()
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as tar:
            file = tar.extractfile(member)
            return file.read() if file else b""
    except KeyError as error:
        raise VendorError(f"{archive.name} does not contain {member}") from error


def from_clients(missing: Sequence[Wanted], cache: Path, progress: Progress) -> None:
    """Fetch the missing files with npm and pip, each package once."""
    for client in dict.fromkeys(want.client for want in missing):
        mine = [want for want in missing if want.client == client]
        specs = list(dict.fromkeys(want.spec for want in mine))
        progress.show(f"asking {client} for {len(specs)} packages")
        with tempfile.TemporaryDirectory() as folder:
            archives = fetch_archives(client, specs, Path(folder))
            for want in mine:
                part = cache / f"{want.sha256}.{os.getpid()}"
                part.write_bytes(read_member(archives[want.spec], want.member))
                accept(want, part, cache / want.sha256, want.spec)
                progress.finish(want.size)
                progress.show(Path(want.to).name)


def vendor(groups: Sequence[str] = GROUPS, root: Path = ROOT) -> None:
    """Put every pinned file of `groups` into its place under `root`.

    Raises VendorError, naming the file, when one cannot be had or has a wrong hash.
    """
    if sys.version_info < (3, 11):  # noqa: UP036  (what a newcomer has may be older)
        raise VendorError(f"NN Lab's scripts need Python 3.11 or later; this is {sys.version}")
    wanted, written = read_lock(groups)
    for path, text in written.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    wanted = [want for want in wanted if not want.matches(root / want.to)]
    cache = cache_dir()
    cache.mkdir(parents=True, exist_ok=True)
    missing = [want for want in wanted if not want.matches(cache / want.sha256)]
    if missing:
        progress = Progress(sum(want.size for want in missing))
        print(f"Fetching {len(missing)} files, {progress.total / 1e6:.1f} MB …", file=sys.stderr)
        from_clients(from_cdn(missing, cache, progress), cache, progress)
        progress.close()
    for want in wanted:
        install(cache / want.sha256, root / want.to, program=want.program)


def main() -> int:
    """Run as a command; the exit code."""
    parser = argparse.ArgumentParser(description="Fetch the pinned third-party files.")
    parser.add_argument(
        "--only", choices=[*GROUPS, "bench"], action="append", metavar="GROUP", dest="groups"
    )
    try:
        vendor(parser.parse_args().groups or GROUPS)
    except (VendorError, OSError) as error:
        print(f"vendor.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
