"""What tests share: the real handbook compiled once, and its site built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from handbook.downloads import downloads
from handbook.pipeline import Compiled, compile_handbook
from handbook.site.publish import publish
from tests.axe import Axe
from tests.chromium import OPTIONS, find
from tests.forks import (
    ALL_PARTS,
    HAZARD_CHANGES,
    HAZARDS,
    LOG,
    LOG_CHANGES,
    OWN,
    OWN_SECTIONS,
    Repositories,
    accept_all,
    adaptation,
    commit,
    git,
    own_play,
    run,
    waiting,
    write,
)
from tests.repository import ROOT, make
from tests.server import Served, serving

SUB_PATH = "/a-fork/"


@pytest.fixture(autouse=True, scope="session")
def _quiet_engine() -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """The real handbook."""
    return compile_handbook(ROOT)


@pytest.fixture(scope="session")
def files(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files to fill in of the real handbook, made anew."""
    return downloads(compiled.book, tmp_path_factory.mktemp("root"), workers=1)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real site, built strictly and served under a sub-path as GitHub Pages does."""
    with serving(SUB_PATH) as server:
        os.environ["SITE_URL"] = server.address
        folder = tmp_path_factory.mktemp("built") / "site"
        try:
            publish(ROOT, folder)
        finally:
            del os.environ["SITE_URL"]
        server.folder = folder
        yield server


@pytest.fixture(scope="session")
def site(served: Served) -> Path:
    """The folder of the real site."""
    return served.folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = find()
    assert path, "no Chromium: run `make test`, which installs one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """axe, which remembers the looks of text that it judged in any test."""
    return Axe()


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repositories:
    """Upstream and the fork, which is the working folder."""
    upstream = make(tmp_path, {})
    shutil.copy(ROOT / "mkdocs.yml", upstream)
    git(upstream, "init", "--quiet", "--initial-branch=main")
    commit(upstream, "The base")
    fork = tmp_path / "fork"
    git(tmp_path, "clone", "--quiet", str(upstream), str(fork))
    write(fork, "organisation/organisation.yml", "name: Larkfield\n")
    write(fork, f"organisation/{HAZARDS}", adaptation("safety/find-hazards", HAZARD_CHANGES, OWN_SECTIONS))
    write(fork, f"organisation/{LOG}", adaptation("safety/read-the-log", LOG_CHANGES))
    write(fork, f"organisation/{OWN}", own_play())
    monkeypatch.chdir(fork)
    monkeypatch.delenv("HANDBOOK_ORGANISATION", raising=False)
    assert run("check").stdout == "No problems.\n"
    assert waiting() == {(play, part, "not agreed") for play, part in ALL_PARTS}
    accept_all()
    commit(fork, "Our layer")
    return Repositories(upstream, fork)
