"""A LibreOffice for the tests of Word and Excel files: an installed one, or one installed now; never none in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PACKAGES = ("libreoffice-calc", "libreoffice-writer", "fonts-crosextra-carlito")


def find() -> str | None:
    """The path of an installed LibreOffice: `$SOFFICE`, or one on the PATH."""
    return os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")


def install() -> None:
    """Install Debian's packages, with sudo where we are not root. Raises CalledProcessError."""
    before = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*before, "apt-get", "update"], check=True, env=environment)
    subprocess.run([*before, "apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES], check=True, env=environment)


def convert(files: Sequence[Path], form: str, folder: Path) -> None:
    """Convert files, all in one run, with a profile of their own so that two runs do not meet. Raises CalledProcessError."""
    program = find()
    assert program, "no LibreOffice: run `make test`, which installs one"
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", form, "--outdir", str(folder)]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)


def main() -> None:
    """Find a LibreOffice or install one, and say which."""
    if find() is None and shutil.which("apt-get"):
        print("No LibreOffice found: installing one for the tests of Word and Excel files", flush=True)
        install()
    path = find()
    if path is None:
        sys.exit("LibreOffice could not be installed. Install Calc and Writer by hand, or name soffice in $SOFFICE.")
    print(f"Tests of Word and Excel files use {path}")


if __name__ == "__main__":
    main()
