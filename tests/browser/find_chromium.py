"""Finds the Chromium that the browser tests drive; run as a program, prints its path.

In this order: the one named by the variable CHROMIUM; an installed Chromium or Chrome; Playwright's own,
downloaded earlier. With --install also: Playwright's download; Debian's package, when run as root. Before a whole
browser comes its headless shell, the same engine without windows around it: the tests take a seventh less time.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

SHELL = "chromium-headless-shell"  # its name as a program, and as a package of Debian
INSTALLED = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = ("Google Chrome", "Chromium")
ADVICE = """No Chromium was found, and the browser tests are not left out. Install one, then try again:
  Debian, Ubuntu   apt-get install chromium   (Ubuntu: chromium-browser)
  any system       Google Chrome, or: .venv/bin/python -m playwright install --with-deps chromium
or name the program of a Chromium in the variable CHROMIUM."""


def find() -> str | None:
    """The path of the first Chromium that starts, or None."""
    if named := os.environ.get("CHROMIUM"):
        return named if _starts(named) else None
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> str | None:
    """As find, after trying to install one; what is done is told on stderr."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if found := find():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run(["apt-get", "update", "-qq"])
        for package in (SHELL, "chromium"):
            # A font comes along, since a bare system has none and the pages would be without letters.
            _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package, "fonts-dejavu-core"])
            if found := find():
                return found
    return None


def _candidates() -> Iterator[str]:
    for name in INSTALLED:
        if path := shutil.which(name):
            yield path
    for name in ON_A_MAC:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    yield from _downloaded()


def _downloaded() -> Iterator[str]:
    # A program of its own, since the tests may have Playwright running already.
    ask = "import playwright.sync_api as a\nwith a.sync_playwright() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    if answer.returncode == 0:
        yield answer.stdout.strip()


def _starts(path: str) -> bool:
    """Whether it runs at all: a downloaded Chromium may lack the system's libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(command: list[str]) -> None:
    print("$", *command, file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, stdout=sys.stderr, timeout=300, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    found = find()
    if found is None and "--install" in sys.argv[1:] and not os.environ.get("CHROMIUM"):
        found = install()
    if found is None:
        named = os.environ.get("CHROMIUM")
        sys.exit(f"CHROMIUM={named} does not start." if named else ADVICE)
    print(found)
