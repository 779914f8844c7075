"""How well search finds: readers' questions of `tests/search.yml`, in our own search and in the theme's, on the same handbook.

Run `make bench-search`. Some of the questions may be tuned on; the halves `report`, `later` and `unseen` are only told. Times are medians
in one browser on one machine: they compare the two, and say nothing about another machine.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright

from handbook.cli.export import export
from handbook.pipeline import compile_handbook
from handbook.search import MAIN, MORE, search_files
from tests.chromium import find
from tests.server import serving

ROOT = Path(__file__).resolve().parent.parent
OURS = """text => { const start = performance.now(); const found = hbSearch.answered(index, text).items.map(item => item[0].location);
  return [found, performance.now() - start]; }"""
THEIRS = """text => new Promise(done => {
  const start = performance.now();
  worker.onmessage = ({ data }) => data.type === 3 && done([data.data.items.map(item => item[0].location), performance.now() - start]);
  worker.postMessage({ type: 2, data: text });
})"""
START = """async ([script, base]) => {
  window.worker = new Worker(script);
  const data = await (await fetch(base + "search/search_index.json")).json();
  await new Promise(done => { worker.onmessage = done; worker.postMessage({ type: 0, data: { ...data, options: { ...data.options, suggest: false } } }); });
}"""

Find = Callable[[str], tuple[list[str], float]]


def main() -> None:
    """Print a line for each search and half."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    questions: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "search.yml").read_text(encoding="utf-8"))
    compiled = compile_handbook(ROOT)
    files = search_files(compiled.book, compiled.pages)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving("/") as server:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        plain = Path(folder) / "plain"
        export(ROOT, compiled, plain)
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(plain / "mkdocs.yml")], check=True)
        server.folder = plain / "site"
        print(f"{'search':<8}{'half':<9}{'recall@1':>9}{'recall@3':>9}{'MRR':>7}{'empty':>7}{'ms':>7}")
        for name, finder in (("ours", _ours(browser.new_page(), files)), ("theme", _theirs(browser.new_page(), server.address, plain / "site"))):
            for half in dict.fromkeys(entry["half"] for entry in questions):
                print(f"{name:<8}{half:<9}{_measured(finder, [entry for entry in questions if entry['half'] == half])}")
        browser.close()
        sizes = {name: len(gzip.compress(files[name].encode(), 9, mtime=0)) for name in (MAIN, MORE)}
        theirs = len(gzip.compress((plain / "site" / "search" / "search_index.json").read_bytes(), 9, mtime=0))
        print(f"Index, compressed: {sizes[MAIN]:,} bytes at the first query and {sizes[MORE]:,} a moment later; the theme's {theirs:,} on every first visit.")


def _ours(page: Page, files: dict[str, str]) -> Find:
    page.evaluate((ROOT / "overrides" / "assets" / "search.js").read_text(encoding="utf-8"))
    page.evaluate("() => { window.index = new hbSearch.Index(); window.hbSearchData = part => index.add(part); }")
    for name in (MAIN, MORE):
        page.evaluate(files[name])
    return lambda text: tuple(page.evaluate(OURS, text))


def _theirs(page: Page, address: str, site: Path) -> Find:
    page.goto(f"{address}search/search_index.json")  # on a page of the site, the theme would read the index a second time
    page.set_default_timeout(0)
    script = next((site / "assets" / "javascripts" / "workers").glob("search.*.min.js")).relative_to(site).as_posix()
    page.evaluate(START, [address + script, address])
    return lambda text: tuple(page.evaluate(THEIRS, text))


def _measured(finder: Find, questions: Sequence[dict[str, Any]]) -> str:
    ranks, times, empty = [], [], 0
    for entry in questions:
        found, took = finder(entry["query"])
        times.append(took)
        empty += not found
        ranks.append(next((number for number, place in enumerate(found, 1) if any(meets(place, wanted) for wanted in entry["wanted"])), 0))
    count = len(questions)
    first, third = (sum(0 < rank <= most for rank in ranks) / count for most in (1, 3))
    reciprocal = sum(1 / rank for rank in ranks if rank) / count
    return f"{first:>9.3f}{third:>9.3f}{reciprocal:>7.3f}{empty:>7}{sorted(times)[count // 2]:>7.1f}"


def meets(place: str, wanted: str) -> bool:
    """An address without an anchor is met by its page at any anchor; one with an anchor by that alone."""
    return place == wanted if "#" in wanted else place.partition("#")[0] == wanted


if __name__ == "__main__":
    main()
