"""What building costs at some sizes: ours and other engines on the same pages, in turn, each run a fresh process.

Run `make bench`, or `python -m benchmarks.building --pages 250,1000 --rounds 5 --with mkdocs,macros,zensical,hugo,sphinx`. Nothing is judged:
the times of one machine say nothing about another, so the ratios are what to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.engines import GROUPS, NAMES, PLAY, Engine, check_command, environment, organisation_command, others, ours, plain_tree
from benchmarks.handbooks import LAYER, ROOT
from benchmarks.measure import Measured, RunFailed, run
from benchmarks.report import Results, machine, merged, tables, write
from benchmarks.serving import served

Tell = Callable[[str], None]
_PREVIEWS = [name for name in NAMES if name != "sphinx"]


def main() -> None:
    """Measure, or read what was measured; print the tables."""
    asked = _asked()
    parts = [json.loads(file.read_text(encoding="utf-8")) for file in asked.read]
    for pages in [] if parts else asked.pages:
        parts.append(_measured(asked, pages))
        if asked.json:  # after each size: the next one may take an hour
            asked.json.write_text(json.dumps(merged(parts), indent=1) + "\n", encoding="utf-8")
    results = merged(parts)
    print(tables(results))
    if asked.write:
        write(results, asked.write)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare what building the same pages costs.")
    parser.add_argument("--pages", type=_numbers, default=[250], help="sizes, such as 50,250,1000; about 65 pages are the least")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--with", dest="engines", type=_engines, default=list(GROUPS), help=f"of {','.join(GROUPS)}; none for ours alone")
    parser.add_argument("--serve", type=_servers, default=["ours"], help=f"whose preview is timed as well, of {','.join(_PREVIEWS)}; or none")
    parser.add_argument("--programs", type=Path, action="append", default=[], help="a folder with hugo or sphinx-build, looked into before PATH")
    parser.add_argument("--folder", type=Path, help="where to work, in place of the system's folder for temporary files")
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    parser.add_argument("--read", type=Path, action="append", default=[], help="take what an earlier run wrote with --json, and measure nothing")
    parser.add_argument("--write", type=Path, help="put the tables into the section `measured` of this page, and the drawing beside its pictures")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _engines(text: str) -> list[str]:
    return _chosen(text, list(GROUPS))


def _servers(text: str) -> list[str]:
    return _chosen(text, _PREVIEWS)


def _chosen(text: str, allowed: Sequence[str]) -> list[str]:
    names = [] if text == "none" else text.split(",")
    if unknown := sorted({*names} - {*allowed}):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; allowed: {', '.join(allowed)}, none")
    return names


def _measured(asked: argparse.Namespace, pages: int) -> Results:
    """All rounds at one size."""
    programs = os.pathsep.join([*(str(folder.resolve()) for folder in asked.programs), os.environ.get("PATH", "")])
    with tempfile.TemporaryDirectory(dir=asked.folder and asked.folder.resolve()) as place:
        folder = Path(place)
        engine, found = ours(ROOT, folder / "ours", pages)
        engines, missing = others(asked.engines, plain_tree(engine), folder, programs)
        size = Size(found, [engine, *engines], asked.serve)
        for number in range(asked.rounds):
            size.round(partial(_tell, f"{found} pages, round {number + 1}"))
        return {"machine": machine(), "sizes": {str(found): {**size.found(), **{name: {"missing": True} for name in missing}}}}


def _tell(where: str, text: str) -> None:
    print(f"{where}: {text}", file=sys.stderr)


class Size:
    """All that is measured at one size: every engine in turn, so that a slower hour of the machine falls on all of them."""

    def __init__(self, pages: int, engines: Sequence[Engine], serving: Sequence[str]) -> None:
        self.pages, self.engines, self.serving = pages, engines, serving
        self.texts = {engine.name: engine.page.read_text(encoding="utf-8") for engine in engines}
        self.runs: dict[str, dict[str, list[Measured]]] = {engine.name: {} for engine in engines}
        self.failed: dict[str, str] = {}
        self.words = (f"quern{number}" for number in count(1))
        self.environment = environment()

    def round(self, tell: Tell) -> None:
        """Every run once for every engine. One that fails is told, and left out from there on."""
        for engine in self.engines:
            if engine.name not in self.failed:
                try:
                    self._turn(engine, tell)
                except RunFailed as error:
                    self.failed[engine.name] = str(error)
                    tell(f"{NAMES[engine.name]} failed: {error}")

    def found(self) -> dict[str, object]:
        """What was measured, by engine and kind of run."""
        versions = {engine.name: engine.version for engine in self.engines}
        return {
            name: {
                "version": versions[name],
                "runs": {kind: [vars(one) for one in measured] for kind, measured in runs.items()},
                **({"failed": self.failed[name]} if name in self.failed else {}),
            }
            for name, runs in self.runs.items()
        }

    def _turn(self, engine: Engine, tell: Tell) -> None:
        if engine.name == "ours":
            engine.forget()
            self._run(engine, "check cold", check_command(), None, tell)
            self._run(engine, "check warm", check_command(), None, tell)
        engine.forget()
        self._build(engine, "cold", tell)
        self._build(engine, "unchanged", tell)
        if engine.name == "ours" and (engine.folder / LAYER).is_dir():
            self._run(engine, "organisation", organisation_command(), engine.folder / "site-of-organisation", tell)
        engine.edit(self.texts[engine.name], next(self.words))
        self._build(engine, "edited", tell)
        if engine.name == "ours":
            engine.rename(self.texts[engine.name], next(self.words))
            self._build(engine, "title", tell)
            engine.page.write_text(self.texts[engine.name], encoding="utf-8")  # or the preview's edit would change the title back
        if engine.name in self.serving and engine.serve is not None:
            self._serve(engine, tell)
        engine.page.write_text(self.texts[engine.name], encoding="utf-8")

    def _build(self, engine: Engine, kind: str, tell: Tell) -> None:
        self._run(engine, kind, engine.build, engine.output, tell)

    def _run(self, engine: Engine, kind: str, command: Sequence[str], output: Path | None, tell: Tell) -> None:
        measured = run(command, engine.folder, self.environment, output)
        self._note(engine, kind, measured, tell)

    def _serve(self, engine: Engine, tell: Tell) -> None:
        def save() -> str:
            word = next(self.words)
            engine.edit(self.texts[engine.name], word)
            return word

        if engine.serve is not None:
            started, followed = served(engine.serve, engine.folder, self.environment, f"{PLAY}/", save)
            self._note(engine, "serve start", Measured(started), tell)
            self._note(engine, "serve edit", Measured(followed), tell)

    def _note(self, engine: Engine, kind: str, measured: Measured, tell: Tell) -> None:
        self.runs[engine.name].setdefault(kind, []).append(measured)
        tell(f"{NAMES[engine.name]}, {kind}: {measured.seconds:.2f} s")


if __name__ == "__main__":
    main()
