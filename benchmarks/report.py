"""What was measured as Markdown tables, and put into a page between its two comments."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.engines import NAMES
from benchmarks.plot import Line, drawing

Results = dict[str, Any]
PICTURE = "performance.svg"
_BUILDS = {"cold": "Cold", "unchanged": "Nothing changed", "edited": "One play edited"}
_OURS = {
    "title": "Build, one title edited",
    "organisation": "Build of an organisation, after the base",
    "check cold": "Check, nothing kept",
    "check warm": "Check, nothing changed",
    "serve start": "Preview, from its start to the first page",
    "serve edit": "Preview, from saving a play to its new text",
}
# A build with nothing to do says again what the last one said, so it is left out.
_WORKED = {"cold": "Cold build", "edited": "Build, one play edited", "title": _OURS["title"], "organisation": _OURS["organisation"]}
_DONE = re.compile(r"converted=(\d+), framed=(\d+)")


def machine() -> dict[str, str]:
    """Where and when it was measured."""
    cpu = re.search(r"^model name\s*: (.+)$", _read(Path("/proc/cpuinfo")), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+)", _read(Path("/proc/meminfo")), re.MULTILINE)
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processors": f"{os.cpu_count()} of {cpu[1].strip() if cpu else platform.machine()}",
        "memory": f"{int(memory[1]) / 2**20:.0f} GB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }


def merged(parts: Sequence[Results]) -> Results:
    """Several measurements as one; a size that was measured twice counts as measured last."""
    sizes = {size: {name: found[name] for name in NAMES if name in found} for part in parts for size, found in part["sizes"].items()}
    return {**parts[-1], "sizes": dict(sorted(sizes.items(), key=lambda entry: int(entry[0])))}


def tables(results: Results) -> str:
    """All tables, ready for a page."""
    where = ", ".join(f"{name}: {value}" for name, value in results["machine"].items())
    parts = [f"Measured on one machine: {where}. Each number is a median; the lowest and highest stand in brackets."]
    for size, engines in results["sizes"].items():
        parts += [f"### {size} pages {{#pages-{size}}}", *_of_size(int(size), engines)]
    parts += ["### This handbook alone {#ours-alone}", _ours_alone(results["sizes"]), "### Versions {#versions}", _versions(results["sizes"])]
    return "\n\n".join(part for part in parts if part) + "\n"


def write(results: Results, page: Path) -> None:
    """Put the tables and the drawing with its twin into a page's section `measured`, and the drawing into `assets/` of its `docs/`."""
    docs = next(folder for folder in page.resolve().parents if folder.name == "docs")
    link = os.path.relpath(docs / "assets" / PICTURE, page.resolve().parent)
    words = "Seconds for a cold build by the number of pages, a line an engine. Both scales are logarithmic. The same numbers stand in the table below."
    write_section("measured", f"![{words}]({link})\n\n{_twin(results)}\n\n{tables(results)}", page)
    (docs / "assets" / PICTURE).write_text(drawing("Seconds for a cold build, by the number of pages", _lines(results)), encoding="utf-8")


def write_section(name: str, text: str, page: Path) -> None:
    """Put a text in place of all that stands in the section of a page with that id. Raises SystemExit where there is none."""
    section = re.compile(rf"(?m)(^## [^\n]*{{#{name}}}\n).*?(?=^## |\Z)", re.DOTALL)
    before = page.read_text(encoding="utf-8")
    if not section.search(before):
        raise SystemExit(f"{page} has no section with the id {name}, such as: ## What was measured {{#{name}}}")
    page.write_text(section.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n", before, count=1), encoding="utf-8")


def _of_size(pages: int, engines: Mapping[str, Any]) -> Iterator[str]:
    """Seconds, ratios, and what a build takes and writes."""
    builds = {name: {kind: _median(found, kind) for kind in _BUILDS} for name, found in engines.items()}
    rounds = max(len(found.get("runs", {}).get("cold", [])) for found in engines.values())
    yield f"Seconds, in {rounds} rounds:" if rounds > 1 else "Seconds, in a single round:"
    yield table(["Engine", *_BUILDS.values()], ([NAMES[name], *(_seconds(found, kind) for kind in _BUILDS)] for name, found in engines.items()))
    others = [name for name in engines if name != "ours" and any(builds[name].values())]
    if others:
        yield "Our time as a share of theirs; below 100 % is faster:"
        yield table(["Engine", *_BUILDS.values()], ([NAMES[name], *(_share(builds["ours"][kind], builds[name][kind]) for kind in _BUILDS)] for name in others))
    built = {name: found["runs"] for name, found in engines.items() if found.get("runs", {}).get("cold")}
    yield "What a cold build takes and leaves:"
    heads = ["Engine", "Processor, s", "Memory, MB", "Files", "Site, MB", "HTML a page, kB"]
    yield table(heads, ([NAMES[name], *_taken(runs["cold"], pages)] for name, runs in built.items()))
    yield "Files written where the site stands already:"
    yield table(
        ["Engine", "Nothing changed", "One play edited"],
        ([NAMES[name], *map(_written, (runs.get("unchanged"), runs.get("edited")))] for name, runs in built.items()),
    )
    for name, found in engines.items():
        if "failed" in found:
            yield f"{NAMES[name]} failed in one of the rounds, and was left out from there on."


def _taken(cold: Sequence[Mapping[str, Any]], pages: int) -> Iterator[str]:
    last = cold[-1]
    yield f"{statistics.median(run['processor_seconds'] for run in cold):.2f}"
    yield f"{statistics.median(run['megabytes'] for run in cold):.0f}"
    yield f"{last['files']:,}"
    yield f"{last['bytes'] / 1e6:.1f}"
    yield f"{last['html_bytes'] / pages / 1e3:.0f}"


def _written(runs: Sequence[Mapping[str, Any]] | None) -> str:
    return f"{statistics.median(run['written'] for run in runs):,.0f}" if runs else "–"


def _ours_alone(sizes: Mapping[str, Any]) -> str:
    heads = ["Seconds", *(f"{size} pages" for size in sizes)]
    alone = table(heads, ([words, *(_seconds(found["ours"], kind) for found in sizes.values())] for kind, words in _OURS.items()))
    heads[0] = "Pages converted from Markdown, and framed"
    worked = table(heads, ([words, *(_work(found["ours"], kind) for found in sizes.values())] for kind, words in _WORKED.items()))
    return "\n\n".join([alone, "How much of the site each of these made anew:", worked]) + _previews(sizes)


def _work(found: Mapping[str, Any], kind: str) -> str:
    """What the last such build said that it did."""
    runs = found.get("runs", {}).get(kind, [])
    said = _DONE.search(runs[-1]["said"]) if runs else None
    return f"{said[1]} and {said[2]}" if said else "–"


def _previews(sizes: Mapping[str, Any]) -> str:
    """The other engines' previews, where they were timed."""
    names = dict.fromkeys(name for found in sizes.values() for name in found if name != "ours" and _median(found[name], "serve start"))
    rows = [
        [f"{NAMES[name]}, {words}", *(_seconds(found.get(name, {}), kind) for found in sizes.values())]
        for name in names
        for kind, words in (("serve start", "start to first page"), ("serve edit", "save to new text"))
    ]
    return "\n\nOther engines' previews:\n\n" + table(["Seconds", *(f"{size} pages" for size in sizes)], rows) if rows else ""


def _twin(results: Results) -> str:
    sizes = results["sizes"]
    names = dict.fromkeys(name for found in sizes.values() for name in found)
    rows = ([NAMES[name], *(_seconds(found.get(name, {}), "cold", short=True) for found in sizes.values())] for name in names)
    return table(["Seconds for a cold build", *(f"{size} pages" for size in sizes)], rows)


def _lines(results: Results) -> list[Line]:
    names = dict.fromkeys(name for found in results["sizes"].values() for name in found)
    lines = [
        Line(
            NAMES[name], [(int(size), seconds) for size, found in results["sizes"].items() if (seconds := _median(found.get(name, {}), "cold"))], name == "ours"
        )
        for name in names
    ]
    return [line for line in lines if line.points]


def _versions(sizes: Mapping[str, Any]) -> str:
    known = {name: found for engines in sizes.values() for name, found in engines.items()}
    return table(["Engine", "Version"], ([NAMES[name], found.get("version") or "not installed"] for name, found in known.items()))


def _median(found: Mapping[str, Any], kind: str) -> float:
    """Median seconds; nothing where it was not run."""
    runs = found.get("runs", {}).get(kind, [])
    return statistics.median(run["seconds"] for run in runs) if runs else 0.0


def _seconds(found: Mapping[str, Any], kind: str, short: bool = False) -> str:
    runs = [run["seconds"] for run in found.get("runs", {}).get(kind, [])]
    if not runs:
        return "not installed" if found.get("missing") else "–"
    spread = f" ({min(runs):.2f} to {max(runs):.2f})" if len(runs) > 1 and not short else ""
    return f"{statistics.median(runs):.2f}{spread}"


def _share(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.1%}".replace("%", " %") if ours and theirs else "–"


def table(heads: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]]) -> str:
    """A Markdown table; all columns but the first stand to the right."""
    lines = [heads, ["---", *("--:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
