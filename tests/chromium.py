"""A Chromium for the browser tests: an installed one, or one installed now; never none in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handbook.pack.chromium import find as installed

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def find() -> str | None:
    """The path of an installed Chromium: one that `handbook pdf` would take, or Playwright's own."""
    return installed() or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def install() -> None:
    """Install Debian's package as root, Playwright's download elsewhere. Raises CalledProcessError."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=True, env=environment)
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], check=True, env=environment)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True)


def main() -> None:
    """Find a Chromium or install one, and say which."""
    if find() is None:
        print("No Chromium found: installing one for the browser tests", flush=True)
        install()
    path = find()
    if path is None:
        sys.exit("Chromium could not be installed. Install it by hand, or name it in $CHROMIUM.")
    print(f"Browser tests use {path}")


if __name__ == "__main__":
    main()
