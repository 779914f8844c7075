"""What a build does again, and what it takes over: never another byte than a build from nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.problems import HandbookError
from handbook.site.build import Work
from handbook.site.publish import publish
from tests.repository import ROOT, make

PLAY = "playbooks/safety/find-hazards.md"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny handbook with what a site needs, as the working folder."""
    root = make(tmp_path, {})
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    (root / "macros").symlink_to(ROOT / "macros")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SITE_URL", "https://example.org/handbook/")
    return root


def build(root: Path, target: str = "site") -> Work:
    (work,) = publish(root, root / target)
    return work


def digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def cold(root: Path) -> dict[str, str]:
    """The files of a build from nothing."""
    shutil.move(root / ".cache", root / ".cache-away")
    build(root, "cold")
    found = digests(root / "cold")
    for name in ("cold", ".cache"):
        shutil.rmtree(root / name)
    shutil.move(root / ".cache-away", root / ".cache")
    return found


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_our_build_writes_what_mkdocs_writes(book: Path) -> None:
    build(book)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", "theirs"]
    subprocess.run(command, cwd=book, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    ours, theirs = digests(book / "site"), digests(book / "theirs")
    zipped = "sitemap.xml.gz"  # theirs holds the time of the build
    assert {**ours, zipped: ""} == {**theirs, zipped: ""}
    assert len(ours) > 50


def test_nothing_is_done_twice_and_no_file_is_written_again(book: Path) -> None:
    first = build(book)
    assert first.converted == first.framed == first.pages > 10
    before = {path: path.stat().st_mtime_ns for path in (book / "site").rglob("*") if path.is_file()}
    again = build(book)
    assert (again.converted, again.framed, again.fresh) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_edit_converts_the_pages_that_show_it_and_no_others(book: Path) -> None:
    build(book)
    with (book / PLAY).open("a", encoding="utf-8") as file:
        file.write("\nA word more.\n")
    work = build(book)
    assert work.converted == work.framed == 1
    assert work.read == 1 + len(list((book / "docs").rglob("*.md"))), "hand-written pages are always read"
    assert digests(book / "site") == cold(book)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PLAY, "title: ", "title: Now "),
        ("playbooks/safety/playbook.yml", "title: ", "title: Now "),
        ("library/glossary.yml", "A standard", "One standard"),
        ("library/site.yml", "tagline: ", "tagline: Now "),
        ("library/roles.yml", "title: ", "title: Now "),
        ("overrides/main.html", '<meta name="referrer"', '<meta name="author" content="us">\n  <meta name="referrer"'),
        ("overrides/assets/handbook.css", "body {", "body { --hb-now: 1;"),
        ("mkdocs.yml", "toc_depth: 2", "toc_depth: 3"),
        ("docs/index.md", "# Home", "# Home now"),
    ],
)
def test_after_an_edit_the_site_is_as_if_built_from_nothing(book: Path, path: str, old: str, new: str) -> None:
    build(book)
    before = digests(book / "site")
    swap(book / path, old, new)
    build(book)
    assert before != digests(book / "site") == cold(book)


@pytest.mark.parametrize("path", [PLAY, "playbooks/safety/playbook.yml", "library/site.yml"])
def test_a_new_title_frames_the_pages_that_show_it_and_no_others(book: Path, path: str) -> None:
    build(book)
    before = digests(book / "site")
    swap(book / path, "title: Sources" if path == "library/site.yml" else "title: ", "title: Now ")
    work = build(book)
    changed = {name for name, digest in digests(book / "site").items() if name.endswith("index.html") and digest != before[name]}
    assert work.framed == len(changed) < work.pages


def test_no_frame_reads_the_book_itself() -> None:
    templates = [path for path in (ROOT / "overrides").rglob("*.html") if "extra.handbook" in path.read_text(encoding="utf-8")]
    assert templates == []


def test_a_page_more_and_a_page_less_leave_nothing_behind(book: Path) -> None:
    build(book)
    expected = digests(book / "site")
    page = book / "docs" / "more.md"
    page.write_text("---\ntitle: More\ndescription: More of it.\nowner: cso\n---\n\n# More\n\nMore of it.\n", encoding="utf-8")
    site = book / "library" / "site.yml"
    before = site.read_text(encoding="utf-8")
    site.write_text(before.rstrip() + "\n      - {title: More, page: more.md}\n", encoding="utf-8")
    assert build(book).pages == len([name for name in expected if name.endswith("index.html")]) + 1
    assert digests(book / "site") == cold(book)
    page.unlink()
    site.write_text(before, encoding="utf-8")
    build(book)
    assert digests(book / "site") == expected


@pytest.mark.parametrize("harm", [lambda file: file.write_bytes(b""), lambda file: file.write_bytes(file.read_bytes()[:-9] + b"nonsense!"), Path.unlink])
def test_a_damaged_cache_is_as_good_as_none(book: Path, harm: Callable[[Path], object]) -> None:
    build(book)
    expected = digests(book / "site")
    damaged = [file for file in (book / ".cache").rglob("*") if file.is_file()]
    assert len(damaged) > 10
    for file in damaged:
        harm(file)
    swap(book / PLAY, "title: ", "title: Now ")
    build(book)
    swap(book / PLAY, "title: Now ", "title: ")
    build(book)
    assert digests(book / "site") == expected


def test_a_page_that_somebody_changed_on_the_site_is_mended(book: Path) -> None:
    build(book)
    expected = digests(book / "site")
    page = book / "site" / "index.html"
    page.write_text("Changed by hand", encoding="utf-8")
    (book / "site" / "assets" / "handbook.css").write_text("body { display: none }", encoding="utf-8")
    assert build(book).framed == 1
    assert digests(book / "site") == expected


def test_the_last_site_is_not_touched_by_a_build_that_fails(book: Path) -> None:
    build(book)
    expected = digests(book / "site")
    swap(book / PLAY, "title: ", "titel: ")
    with pytest.raises(HandbookError):
        build(book)
    assert digests(book / "site") == expected


def handbook(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, which tells what it has loaded."""
    tell = "import sys, atexit; atexit.register(lambda: print('compiler' if 'pydantic' in sys.modules else 'nothing', 'loaded'))"
    script = f"{tell}; import handbook.__main__ as m; m.main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run([sys.executable, "-c", script, *words], cwd=root, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("words", [("build",), ("check",), ("check", "--format", "json")])
def test_a_run_with_nothing_new_answers_from_the_last_one(book: Path, words: tuple[str, ...]) -> None:
    first, again = handbook(book, *words), handbook(book, *words)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert first.stdout.endswith("compiler loaded\n")
    assert again.stdout == first.stdout.replace("compiler loaded", "nothing loaded")


def test_any_change_is_seen_by_the_next_run(book: Path) -> None:
    assert handbook(book, "check").returncode == 0
    swap(book / PLAY, "title: ", "titel: ")
    broken = handbook(book, "check")
    assert broken.returncode == 1
    assert "unknown field `titel`" in broken.stdout
    assert handbook(book, "check").stdout == broken.stdout.replace("compiler loaded", "nothing loaded")
    swap(book / PLAY, "titel: ", "title: ")
    assert "No problems." in handbook(book, "check").stdout


def test_a_run_sees_that_its_site_was_touched(book: Path) -> None:
    handbook(book, "build")
    expected = digests(book / "site")
    (book / "site" / "index.html").unlink()
    assert "compiler loaded" in handbook(book, "build").stdout
    assert digests(book / "site") == expected


def test_a_file_of_the_same_size_and_time_is_still_seen(book: Path) -> None:
    handbook(book, "check")
    file = book / PLAY
    times = file.stat()
    swap(file, "min: ", "mim: ")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert handbook(book, "check").returncode == 1
