"""What is kept from run to run, and work shared out to processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook import kept as module
from handbook.kept import Kept
from handbook.machines import edition
from handbook.machines.files import Texts
from handbook.machines.pictures import Cards, card_plans
from handbook.pipeline import Compiled
from handbook.side_by_side import WorkFailed, beside, side_by_side
from tests.repository import ROOT, make


def test_a_result_comes_back_and_a_damaged_one_does_not(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    assert kept.get("one") is None
    kept.put("one", b"content")
    assert kept.get("one") == b"content"
    file = tmp_path / "one"
    whole = file.read_bytes()
    for harm in (b"", whole[:-1], whole + b"!", whole[:8] + b"\0" + whole[9:]):
        file.write_bytes(harm)
        assert kept.get("one") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 3)
    monkeypatch.setattr(module, "RUNS", 1)
    first = Kept(tmp_path)
    for number in range(6):
        first.put(str(number), b"x")
        os.utime(tmp_path / str(number), (number, number))
    later = Kept(tmp_path)
    assert later.get("0") == b"x"
    later.tidy()
    assert {path.name for path in tmp_path.iterdir()} == {"0", "4", "5"}


def test_asking_for_one_page_drops_nothing_that_a_whole_build_needs(compiled: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 1)
    about = edition(compiled.book, "https://example.org/")
    pages = dict(list(compiled.pages.items())[: 2 * module.RUNS])
    plans = dict(list(card_plans(compiled.book, about, "").items())[: 2 * module.RUNS])
    edited = {path: replace(page, text="New.") if path == next(iter(pages)) else page for path, page in pages.items()}
    drawn = {path: replace(card, title="New") if path == next(iter(plans)) else card for path, card in plans.items()}
    Texts(pages, about, Kept(tmp_path / "texts")).all()
    Texts(edited, about, Kept(tmp_path / "texts")).of(next(iter(pages)))
    Cards(plans, Kept(tmp_path / "cards")).all()
    Cards(drawn, Kept(tmp_path / "cards")).of(next(iter(plans)))
    assert {folder.name: len(list(folder.iterdir())) for folder in tmp_path.iterdir()} == {"texts": len(pages) + 1, "cards": len(plans) + 1}


def test_what_another_run_is_writing_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 1)
    monkeypatch.setattr(module, "RUNS", 0)
    kept = Kept(tmp_path)
    kept.put("one", b"x")
    (tmp_path / ".writing").write_bytes(b"half")
    (tmp_path / ".ended").write_bytes(b"half")
    os.utime(tmp_path / ".ended", (1, 1))
    kept.tidy()
    assert {path.name for path in tmp_path.iterdir()} == {"one", ".writing"}


def test_a_file_that_goes_while_the_folder_is_read_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(tmp_path)
    for name in ("one", "two"):
        kept.put(name, b"x")
    listed = os.scandir

    @contextmanager
    def late(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
        with listed(folder) as entries:
            found = list(entries)
        (tmp_path / "one").unlink()
        yield found

    monkeypatch.setattr(os, "scandir", late)
    kept.tidy()
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["two"]


@settings(deadline=None)
@given(st.lists(st.integers(), max_size=60), st.integers(1, 5))
def test_shared_work_keeps_its_order(items: list[int], workers: int) -> None:
    assert side_by_side(lambda some: [item * 2 for item in some], items, workers, least=10) == [item * 2 for item in items]


@pytest.mark.parametrize("bad", [0, 1])
def test_a_failure_in_any_process_is_told(bad: int) -> None:
    def work(some: Sequence[int]) -> list[int]:
        if some[0] == bad:
            raise ValueError("no good")
        return list(some)

    with pytest.raises((ValueError, WorkFailed), match="no good"):
        side_by_side(work, range(40), 2)


def test_a_process_that_ends_before_its_work_is_told() -> None:
    def work(some: Sequence[int]) -> list[int]:
        if some[0] == 1:
            os._exit(3)
        return list(some)

    with pytest.raises(WorkFailed, match="before its work was done"):
        side_by_side(work, range(40), 2)


def test_work_done_beside_gives_its_result_and_tells_its_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def where() -> list[int]:
        return [os.getpid(), beside(os.getpid)(), *side_by_side(lambda some: [os.getpid() for _ in some], range(40), 2)]

    found = set(beside(where)())
    assert len(found) == 1, "a process that helps has no helpers"
    assert found != {os.getpid()}
    with pytest.raises(WorkFailed, match="by zero"):
        beside(lambda: 1 // 0)()


def test_work_beside_that_nobody_waits_for_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    left = beside(lambda: "x" * 10_000_000)
    del left
    deadline = time.monotonic() + 20
    while active_children() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not active_children()
    assert capfd.readouterr() == ("", "")


def test_two_builds_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    root = make(tmp_path, {})
    (root / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("overrides", "macros"):
        (root / name).symlink_to(ROOT / name)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "https://example.org/"}
    command = [sys.executable, "-m", "handbook", "build", "--site-dir"]
    running = [
        subprocess.Popen([*command, name], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for name in ("one", "two")
    ]
    told = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    sites = [{path.relative_to(root / name).as_posix(): path.read_bytes() for path in (root / name).rglob("*") if path.is_file()} for name in ("one", "two")]
    assert sites[0] == sites[1]
    assert len(sites[0]) > 50


_STOPPED = """
import os, time
from handbook.side_by_side import beside, side_by_side

def work(some=()):
    os.write(1, b"begun\\n")
    time.sleep(60)

os.cpu_count = lambda: 3
waiting = beside(work)
telling = beside(lambda: (os.write(1, b"begun\\n"), "x" * 10_000_000))
side_by_side(work, range(60))
"""


def test_a_run_that_is_stopped_tells_it_once() -> None:
    """Ctrl+C reaches every process of a run."""
    run = [sys.executable, "-c", _STOPPED]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(5)] == ["begun\n"] * 5
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate()[1]
    assert told.count("Traceback") == 1
    assert told.endswith("KeyboardInterrupt\n")
