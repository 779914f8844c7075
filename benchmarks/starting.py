"""The first `make serve` on a machine that has nothing of this project: how long each of its parts takes.

Run `python -m benchmarks.starting` in a git checkout. `--write PAGE` puts the table into the section `start` of a page. The wheels are
fetched on their own, so that the time of a network stands apart from ours.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.handbooks import ROOT
from benchmarks.measure import run
from benchmarks.report import machine, table, write_section
from benchmarks.serving import served

PLAY = Path("playbooks/safety/run-a-hazard-workshop.md")
_BIN = ".venv/bin"
_LOCKED = ("--require-hashes", "-r", "requirements/site.txt")


def main() -> None:
    """Set a copy of the project up and show its first page; print a line for each part."""
    parser = argparse.ArgumentParser(description="Tell where the seconds of a first `make serve` go.")
    parser.add_argument("--write", type=Path, help="put the table into this page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "handbook"
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        parts = measured(folder, Path(place) / "wheels")
    whole = [["Together", f"{sum(parts.values()):.1f}"]]
    told = f"The first `make serve` in a fresh checkout, on {machine()['processors']}, on {machine()['day']}:\n\n"
    told += table(["Part", "Seconds"], [*([name, f"{seconds:.1f}"] for name, seconds in parts.items()), *whole]) + "\n"
    print(told)
    if asked.write:
        write_section("start", told, asked.write)


def measured(folder: Path, wheels: Path) -> dict[str, float]:
    """The seconds of each part in a fresh checkout. `wheels` is an empty place for what is fetched."""
    here = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "MAKE", "HANDBOOK"))}
    offline = {**here, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": os.fspath(wheels), "NO_MKDOCS_2_WARNING": "1"}
    fetch = (f"{_BIN}/python", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *_LOCKED, "-d", os.fspath(wheels))
    return {
        "Make the virtual environment": run(("make", f"{_BIN}/python"), folder, here).seconds,
        "Fetch the packages, check their hashes": run(fetch, folder, here).seconds,
        "Install the packages and this project": run(("make", ".venv/site.done"), folder, offline).seconds,
        "Read, check and show the first page": _first_page(folder, offline),
    }


def _first_page(folder: Path, environment: Mapping[str, str]) -> float:
    def save() -> str:
        with (folder / PLAY).open("a", encoding="utf-8") as play:
            play.write("\nA word: quern.\n")
        return "quern"

    return served(lambda port: (f"{_BIN}/handbook", "serve", "--port", str(port)), folder, environment, "safety/run-a-hazard-workshop/", save)[0]


if __name__ == "__main__":
    main()
