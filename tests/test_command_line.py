"""The commands: exit codes, what they print, and that nothing is lost."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.commands import main
from tests.repository import ROOT, make


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny handbook that can be built, as the working folder."""
    root = make(tmp_path, {})
    shutil.copy(ROOT / "mkdocs.yml", root)
    for folder in ("overrides", "macros"):
        shutil.copytree(ROOT / folder, root / folder)
    monkeypatch.chdir(root)
    monkeypatch.delenv("HANDBOOK_ORGANISATION", raising=False)
    return root


def run(*words: str) -> Result:
    """One command; an exception that is not an exit fails the test."""
    return CliRunner(catch_exceptions=False).invoke(main, list(words))


def spoil(book: Path) -> None:
    """Write a fault into a play."""
    play = book / "playbooks" / "safety" / "find-hazards.md"
    play.write_text(play.read_text().replace("lead: cpm", "lead: cmp"))


FAULT = "playbooks/safety/find-hazards.md:9: `lead`: unknown role 'cmp'. Did you mean 'cpm'?"


def test_check_says_when_all_is_well(book: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")


def test_check_tells_problems_as_text(book: Path) -> None:
    spoil(book)
    result = run("check")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, FAULT)


def test_check_annotates_a_pull_request(book: Path) -> None:
    spoil(book)
    result = run("check", "--format", "github")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "::error file=playbooks/safety/find-hazards.md,line=9,title=Handbook::`lead`: unknown role 'cmp'. Did you mean 'cpm'?"
    )


def test_check_tells_problems_as_json(book: Path) -> None:
    spoil(book)
    result = run("check", "--format", "json")
    assert json.loads(result.stdout) == [
        {"path": "playbooks/safety/find-hazards.md", "line": 9, "message": "`lead`: unknown role 'cmp'", "cure": "Did you mean 'cpm'?", "warning": False}
    ]


def test_outside_a_handbook_a_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 1
    assert "this is not a handbook" in result.stderr


def test_a_failed_build_leaves_the_last_good_site(book: Path) -> None:
    assert run("build").exit_code == 0
    before = {path: path.read_bytes() for path in (book / "site").rglob("*") if path.is_file()}
    assert book / "site" / "safety" / "find-hazards" / "index.html" in before
    spoil(book)
    result = run("build")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, FAULT)
    assert {path: path.read_bytes() for path in (book / "site").rglob("*") if path.is_file()} == before
    assert [path.name for path in book.iterdir() if path.name.startswith(".site")] == []


def test_a_build_replaces_the_site_whole(book: Path) -> None:
    run("build")
    (book / "site" / "old.html").write_text("old")
    assert run("build").exit_code == 0
    assert not (book / "site" / "old.html").exists()


@pytest.mark.parametrize("folder", ["docs", "playbooks/safety", "."])
def test_a_build_does_not_replace_the_project(book: Path, folder: str) -> None:
    result = run("build", "--site-dir", folder)
    assert result.exit_code == 1
    assert "this folder belongs to the project" in result.stderr
    assert (book / "docs" / "index.md").exists()


@pytest.mark.parametrize("command", [["build", "--site-dir"], ["compile"]], ids=["build", "compile"])
def test_a_folder_with_other_files_is_left_alone(book: Path, command: list[str]) -> None:
    (book / "papers").mkdir()
    (book / "papers" / "thesis.txt").write_text("years of work")
    result = run(*command, "papers")
    assert result.exit_code == 1
    assert "this folder holds other files" in result.stderr
    assert (book / "papers" / "thesis.txt").read_text() == "years of work"


def test_compile_writes_a_plain_tree_and_replaces_its_own(book: Path) -> None:
    assert run("compile", "plain").exit_code == 0
    (book / "plain" / "docs" / "stale.md").write_text("stale")
    assert run("compile", "plain").exit_code == 0
    assert not (book / "plain" / "docs" / "stale.md").exists()
    assert "Find hazards" in (book / "plain" / "docs" / "safety" / "find-hazards.md").read_text()


def test_a_new_play_holds_every_field_and_check_tells_what_is_empty(book: Path) -> None:
    result = run("new", "play", "safety/rehearse-a-drill", "--title", 'Rehearse "the" drill')
    assert result.exit_code == 0
    text = (book / "playbooks" / "safety" / "rehearse-a-drill.md").read_text()
    assert 'title: "Rehearse \\"the\\" drill"' in text
    told = run("check").stdout
    assert "playbooks/safety/rehearse-a-drill.md" in told
    assert "missing" not in told
    assert "unknown" not in told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("safety/find-hazards", "the play is there already"),
        ("safty/new-play", "there is no playbook 'safty'. Did you mean 'safety'?"),
        ("Safety/New", "is not a play's id"),
        ("../outside/x", "is not a play's id"),
        ("safety", "is not a play's id"),
    ],
)
def test_a_new_play_is_refused(book: Path, name: str, said: str) -> None:
    before = sorted(book.rglob("*"))
    result = run("new", "play", name, "--title", "x")
    assert result.exit_code == 1
    assert said in result.stderr
    assert sorted(book.rglob("*")) == before


def test_a_review_shows_until_the_play_is_edited(book: Path) -> None:
    assert run("review", "safety/find-hazards", "--by", "Clinical Safety Officer", "--on", "2026-03-04").exit_code == 0
    assert run("compile", "plain").exit_code == 0
    page = book / "plain" / "docs" / "safety" / "find-hazards.md"
    assert "By Clinical Safety Officer on 4 March 2026." in page.read_text()
    play = book / "playbooks" / "safety" / "find-hazards.md"
    play.write_text(play.read_text().replace("Ask again.", "Ask once more."))
    assert run("compile", "plain").exit_code == 0
    assert "has reviewed this play yet" in page.read_text()


def test_scores_need_twelve_points(book: Path) -> None:
    result = run("review", "safety/find-hazards", "--by", "x", "--scores", "3,3,4")
    assert result.exit_code == 1
    assert "twelve points of 0 to 3" in result.stderr
    assert not (book / "library" / "reviews.yml").exists()


def test_the_organisation_names_the_site(book: Path) -> None:
    (book / "organisation").mkdir(exist_ok=True)
    (book / "organisation" / "organisation.yml").write_text("name: Fernhill (invented)\nsite_url: https://handbook.fernhill.example/x\n")
    assert run("build").exit_code == 0
    html = (book / "site" / "404.html").read_text()
    assert "Fernhill (invented)" in html
    assert '"/x/assets/handbook.css"' in html
    assert "https://handbook.fernhill.example/x/safety/find-hazards/" in (book / "site" / "sitemap.xml").read_text()


LAYER = """---
adapts: safety/old-name
changes:
  - set_field: monday
    value: Write one on the board.
    because: We have boards.
    approved_by: Head of Clinical Product
    date: 2026-02-03
---
"""


@pytest.fixture
def renamed(book: Path) -> Path:
    """A handbook whose play `safety/old-name` is called `safety/find-hazards` now, and an organisation that changed it before."""
    entry = "- {kind: renamed, play: safety/old-name, to: safety/find-hazards, because: Clearer., date: 2026-01-01}\n"
    (book / "library" / "ledger.yml").write_text(entry)
    (book / "organisation" / "playbooks" / "safety").mkdir(parents=True)
    (book / "organisation" / "organisation.yml").write_text("name: Larkfield (invented)\n")
    (book / "organisation" / "playbooks" / "safety" / "old-name.md").write_text(LAYER)
    return book


def test_a_renamed_play_is_found_at_its_old_address(renamed: Path) -> None:
    assert run("build").exit_code == 0
    old = (renamed / "site" / "safety" / "old-name" / "index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../../safety/find-hazards/">' in old
    assert 'href="../find-hazards/"' in old
    assert "old-name" not in (renamed / "site" / "search" / "main.js").read_text()


def test_migrate_brings_a_layer_to_the_new_id(renamed: Path) -> None:
    run("accept", "safety/find-hazards", "--by", "Head of Clinical Product")
    result = run("migrate")
    assert result.stdout.splitlines() == [
        "organisation/playbooks/safety/old-name.md: ids renamed",
        "organisation/playbooks/safety/old-name.md: moved to organisation/playbooks/safety/find-hazards.md",
    ]
    assert "adapts: safety/find-hazards" in (renamed / "organisation" / "playbooks" / "safety" / "find-hazards.md").read_text()
    assert run("migrate").stdout == "Nothing to migrate.\n"
    assert run("check").exit_code == 0
    assert run("drift").exit_code == 0


def test_drift_waits_until_somebody_agrees(renamed: Path) -> None:
    waiting = run("drift")
    assert waiting.exit_code == 1
    assert "safety/find-hazards field:monday: nobody has agreed this against the base yet" in waiting.stdout
    assert run("accept", "safety/find-hazards", "field:monday", "--by", "Head of Clinical Product").exit_code == 0
    assert run("drift").stdout == "Nothing waits.\n"
    play = renamed / "playbooks" / "safety" / "find-hazards.md"
    play.write_text(play.read_text().replace("Write one sentence about what could hurt someone.", "Write two sentences."))
    found = json.loads(run("drift", "--format", "json").stdout)
    assert [(entry["kind"], entry["then"], entry["now"], entry["ours"]) for entry in found] == [
        ("changed", "Write one sentence about what could hurt someone.", "Write two sentences.", "Write one on the board.")
    ]


def test_an_organisations_file_is_started_and_never_overwritten(book: Path) -> None:
    assert run("new", "organisation", "--name", 'The "Larkfield" (invented)', "--contact", "team@larkfield.example").exit_code == 0
    file = book / "organisation" / "organisation.yml"
    assert 'name: "The \\"Larkfield\\" (invented)"' in file.read_text()
    assert run("check").stdout == "No problems.\n"
    commented = file.read_text().replace("# roles:", "roles:").replace("#   cso:", "  cso:")
    file.write_text(commented)
    assert run("check").stdout == "No problems.\n"
    result = run("new", "organisation", "--name", "Another")
    assert result.exit_code == 1
    assert "the organisation's file is there already" in result.stderr
    assert file.read_text() == commented


def test_many_organisations_build_into_one_site(book: Path) -> None:
    for name in ("north", "south"):
        (book / "layers" / name).mkdir(parents=True)
        (book / "layers" / name / "organisation.yml").write_text(f"name: Hospital {name} (invented)\n")
    assert run("build", "--all", "layers").exit_code == 0
    titles = {name: (book / "site" / name / "index.html").read_text() for name in ("", "north", "south")}
    assert "Hospital" not in titles[""]
    assert "Hospital north (invented)" in titles["north"]
    assert "Hospital south (invented)" in titles["south"]
    assert _offline(book / "site") == {"tiny-handbook-1-0"}
    assert _offline(book / "site" / "north") == {"hospital-north-1-0"}


def _offline(site: Path) -> set[str]:
    """The first folders in a site's offline copy; no other organisation's pages may stand in it."""
    with zipfile.ZipFile(site / "handbook.zip") as archive:
        folders = [Path(name).parts for name in archive.namelist()]
    assert not [parts for parts in folders if {"north", "south"} & set(parts)]
    return {parts[0] for parts in folders}


def test_an_organisation_whose_folder_is_a_page_of_the_base_is_refused(book: Path) -> None:
    (book / "layers" / "safety").mkdir(parents=True)
    (book / "layers" / "safety" / "organisation.yml").write_text("name: Safety Ltd (invented)\n")
    result = run("build", "--all", "layers")
    assert result.exit_code == 1
    assert "the base's site has a folder 'safety' too" in result.stderr
    assert not (book / "site").exists()


def test_a_fault_in_one_organisation_publishes_none(book: Path) -> None:
    (book / "layers" / "north").mkdir(parents=True)
    (book / "layers" / "north" / "organisation.yml").write_text("nam: North\n")
    result = run("build", "--all", "layers")
    assert result.exit_code == 1
    assert "layers/north/organisation.yml:1: unknown field `nam`. Did you mean 'name'" in result.stderr
    assert not (book / "site").exists()


def test_an_organisation_is_named_on_the_command_line(book: Path) -> None:
    (book / "layers" / "north").mkdir(parents=True)
    (book / "layers" / "north" / "organisation.yml").write_text("name: North (invented)\n")
    assert run("build", "--organisation", "layers/north").exit_code == 0
    assert "North (invented)" in (book / "site" / "index.html").read_text()
    assert run("build").exit_code == 0
    assert "North (invented)" not in (book / "site" / "index.html").read_text()


def test_a_layer_with_a_fault_neither_drifts_nor_is_agreed(renamed: Path) -> None:
    assert run("accept", "safety/find-hazards", "--by", "Head of Clinical Product").exit_code == 0
    ledger = (renamed / "organisation" / "agreed.yml").read_text()
    layer = renamed / "organisation" / "playbooks" / "safety" / "old-name.md"
    layer.write_text(layer.read_text().replace("because:", "becuase:"))
    for command in (("drift",), ("accept", "safety/find-hazards", "--by", "x"), ("migrate",)):
        result = run(*command)
        assert result.exit_code == 1
        assert "old-name.md:4: the field `changes[1].because` is missing" in result.stderr
    assert (renamed / "organisation" / "agreed.yml").read_text() == ledger


def test_a_fingerprint_edited_by_hand_is_told_and_can_be_agreed_anew(renamed: Path) -> None:
    run("accept", "safety/find-hazards", "--by", "Head of Clinical Product")
    ledger = renamed / "organisation" / "agreed.yml"
    ledger.write_text(ledger.read_text().replace("hurt", "harm"))
    assert "the fingerprint of 'safety/find-hazards field:monday' is not that of its text" in run("check").stdout
    assert run("accept", "safety/find-hazards", "--by", "Head of Clinical Product").exit_code == 0
    assert run("check").stdout == "No problems.\n"
