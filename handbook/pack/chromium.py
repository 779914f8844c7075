"""A Chromium that is there already, and its print."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.problems import HandbookError, Problem

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable", "microsoft-edge", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_BELOW_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_ALWAYS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-component-update",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
)  # fmt: skip
_SECONDS = 900
_CURE = "Install Chromium, Chrome or Edge, or name one in $CHROMIUM"


def find(environment: Mapping[str, str] = os.environ) -> str | None:
    """The path of an installed Chromium, Chrome or Edge: `$CHROMIUM`, one on the PATH, or one where it is usually installed."""
    if named := environment.get("CHROMIUM"):
        return named
    on_path = (found for name in NAMES if (found := shutil.which(name, path=environment.get("PATH"))))
    return next(on_path, None) or next((str(path) for path in _usual(environment) if path.is_file()), None)


def _usual(environment: Mapping[str, str]) -> Iterator[Path]:
    yield from map(Path, _PLACES)
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
        if folder := environment.get(variable):
            yield from (Path(folder, below) for below in _BELOW_PROGRAMS)


def found() -> str:
    """The path of a Chromium. Raises HandbookError without one."""
    path = find()
    if path is None:
        raise HandbookError([Problem("PDF", 1, "no Chromium found, and its print makes the PDF", _CURE)])
    return path


def print_pdf(chromium: str, page: Path, target: Path, *options: str) -> None:
    """Print an HTML file. Raises HandbookError where that does not work."""
    profile = target.with_suffix(".profile")
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [chromium, *_ALWAYS, *sandbox, *options, f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except OSError as error:
        raise HandbookError([Problem(chromium, 1, f"this Chromium does not start: {error.strerror}", _CURE)]) from error
    except subprocess.TimeoutExpired as error:
        raise HandbookError([Problem(chromium, 1, f"this Chromium has not printed within {_SECONDS // 60} minutes", "Try fewer plays")]) from error
    if done.returncode or not target.is_file():
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise HandbookError([Problem(chromium, 1, f"this Chromium printed nothing{': ' + said[0] if said else ''}", _CURE)])
