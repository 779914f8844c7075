"""A fork takes upstream's changes: no conflict, and every change that it made and that upstream moved under is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.__main__ import main
from handbook.pipeline import compile_handbook
from tests.repository import ROOT, TINY, make

WHY = "because: Ours is better.\n    approved_by: Clinical Safety Officer\n    date: 2026-02-03\n"
HAZARDS = "playbooks/safety/find-hazards.md"
LOG = "playbooks/safety/read-the-log.md"
OWN = "playbooks/safety/walk-the-ward.md"
DURATION = "set_field: duration\n    value: {prep_min: 5, run_min: %d}\n"

HAZARD_CHANGES = (
    "replace_step: look\n    step: {name: look, min: 10, do: Look at the ward board.}\n",
    "before_step: write\n    step: {name: knock, min: 5, do: Knock on the door.}\n",
    "after_step: write\n    step: {name: phone, min: 5, do: Phone the ward.}\n",
    "replace_section: tips\n    section: our-tips\n",
    "before_section: tips\n    section: our-forms\n",
    "after_section: worked-example\n    section: our-example\n",
    "set_field: monday\n    value: Write one sentence on the board.\n",
    DURATION % 40,
)
OWN_SECTIONS = "\n## Our tips {#our-tips}\n\nAsk the ward.\n\n## Our forms {#our-forms}\n\nForm 7.\n\n## Our example {#our-example}\n\nAn invented ward.\n"
LOG_CHANGES = ("remove_step: look\n", "remove_section: tips\n", DURATION % 20)
ALL_PARTS = {
    ("safety/find-hazards", part) for part in ("step:look", "step:write", "section:tips", "section:worked-example", "field:monday", "field:duration")
} | {("safety/read-the-log", part) for part in ("step:look", "section:tips", "field:duration")}


@dataclass(frozen=True)
class Repositories:
    """The base, and a clone of it whose organisation has agreed its changes."""

    upstream: Path
    fork: Path


def git(folder: Path, *words: str) -> str:
    """What git prints. No configuration of the machine's is read, and nothing is asked."""
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Test"), ("EMAIL", "test@example.org"))}
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C", **who,
    }  # fmt: skip
    done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message)


def adaptation(play: str, changes: tuple[str, ...], body: str = "") -> str:
    return f"---\nadapts: {play}\nchanges:\n" + "".join(f"  - {change}    {WHY}" for change in changes) + f"---\n{body}"


def edit(root: Path, path: str, words: Mapping[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    (root / path).write_text(text, encoding="utf-8")


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def own_play() -> str:
    return (TINY / HAZARDS).read_text(encoding="utf-8").replace("Find hazards before you build", "Walk the ward each week")


def run(*words: str) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, list(words))


def waiting() -> set[tuple[str, str, str]]:
    """What `handbook drift` tells, without the texts."""
    return {(entry["play"], entry["part"], entry["kind"]) for entry in json.loads(run("drift", "--format", "json").stdout)}


def accept_all() -> None:
    for play in ("safety/find-hazards", "safety/read-the-log"):
        assert run("accept", play, "--by", "Clinical Safety Officer", "--on", "2026-02-04").exit_code == 0


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


def merge(both: Repositories) -> None:
    """Take upstream's changes; git finds no conflict and touches nothing of the organisation's."""
    commit(both.upstream, "Upstream moves on")
    before = git(both.fork, "rev-parse", "HEAD").strip()
    git(both.fork, "fetch", "--quiet", "origin")
    git(both.fork, "merge", "--no-edit", "origin/main")
    assert git(both.fork, "ls-files", "--unmerged") == ""
    assert git(both.fork, "diff", "--name-only", before, "HEAD", "--", "organisation") == ""
    assert git(both.fork, "status", "--porcelain") == ""


def upstream_moves(upstream: Path) -> None:
    """Change a step that was replaced and a section that was replaced, re-wrap an adapted section and a field, and change what was left alone."""
    words = {
        "Look at {{ our": "Look twice at {{ our",
        "Ask again. It may change": "Ask a third time. It may change",
        "An invented example. See": "An invented\nexample.   See",
        "monday: Write one sentence about what could hurt someone.": "monday: >-\n  Write one sentence about\n  what could hurt someone.",
        "Meet in two weeks.": "Meet in three weeks.",
    }
    edit(upstream, HAZARDS, words)
    edit(upstream, LOG, {"Write the hazards down.": "Write every hazard down."})


MOVED = {("safety/find-hazards", "step:look", "changed"), ("safety/find-hazards", "section:tips", "changed")}


def test_nothing_waits_after_all_is_agreed(both: Repositories) -> None:
    result = run("drift")
    assert (result.exit_code, result.stdout) == (0, "Nothing waits.\n")
    assert run("check").stdout == "No problems.\n"


def test_upstream_that_did_not_move_leaves_nothing_waiting(both: Repositories) -> None:
    write(both.upstream, "docs/more.txt", "a picture's text\n")
    merge(both)
    assert run("drift").exit_code == 0


def test_exactly_the_parts_that_changed_wait(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    assert run("check").stdout == "No problems.\n"
    assert waiting() == MOVED
    assert run("drift", "--format", "json").exit_code == 1


def test_drift_as_json_shows_then_now_and_ours(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    entries = json.loads(run("drift", "--format", "json").stdout)
    step = next(entry for entry in entries if entry["part"] == "step:look")
    assert step["path"] == f"organisation/{HAZARDS}"
    assert step["line"] == 4
    assert "Look at {{ our" in step["then"]
    assert "Look twice at {{ our" in step["now"]
    assert "Look at the ward board." in step["ours"]
    tips = [entry for entry in entries if entry["part"] == "section:tips"]
    assert [entry["ours"] for entry in tips] == ["## Our forms\n\nForm 7.", "## Our tips\n\nAsk the ward."]
    assert {(entry["then"], entry["now"]) for entry in tips} == {
        ("## Tips\n\nAsk again. It may change [@uk-2].", "## Tips\n\nAsk a third time. It may change [@uk-2].")
    }


def test_drift_as_text_and_markdown(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    text = run("drift")
    assert text.exit_code == 1
    assert f"organisation/{HAZARDS}:4: safety/find-hazards step:look: the base changed since this was agreed\n  Base then:\n" in text.stdout
    assert "  Ours:\n    ## Our tips\n\n    Ask the ward." in text.stdout
    assert "3 waiting." in text.stdout
    markdown = run("drift", "--format", "markdown")
    assert markdown.exit_code == 1
    assert "## `safety/find-hazards` `step:look`\n\nThe base changed since this was agreed.\n\n**Base then**\n\n~~~~text\n" in markdown.stdout


def test_the_page_flows_and_says_what_changed(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    page = compile_handbook(both.fork, {}).pages["safety/find-hazards.md"].markdown
    assert "Meet in three weeks." in page
    assert "Look at the ward board." in page
    assert "| step: look | replaced | Ours is better. | Clinical Safety Officer, 3 February 2026 | the base changed since |" in page
    assert "| step: phone | added | Ours is better. | Clinical Safety Officer, 3 February 2026 | agreed |" in page


def test_accepting_one_part_leaves_the_other_and_all_leaves_none(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    assert run("accept", "safety/find-hazards", "step:look", "--by", "Clinical Safety Officer").exit_code == 0
    assert waiting() == {("safety/find-hazards", "section:tips", "changed")}
    accept_all()
    result = run("drift")
    assert (result.exit_code, result.stdout) == (0, "Nothing waits.\n")
    assert (run("drift", "--format", "json").stdout, run("drift", "--format", "markdown").stdout) == ("[]\n", "Nothing waits.\n")
    assert run("check").stdout == "No problems.\n"


def test_accepting_twice_writes_the_same_bytes(both: Repositories) -> None:
    before = (both.fork / "organisation" / "agreed.yml").read_bytes()
    accept_all()
    assert (both.fork / "organisation" / "agreed.yml").read_bytes() == before


def test_two_merges_in_a_row_show_the_text_that_was_agreed_first(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    edit(both.upstream, HAZARDS, {"Look twice at": "Look thrice at"})
    merge(both)
    step = next(entry for entry in json.loads(run("drift", "--format", "json").stdout) if entry["part"] == "step:look")
    assert "Look at {{ our" in step["then"]
    assert "Look thrice at {{ our" in step["now"]


def test_a_change_that_upstream_takes_back_waits_no_more(both: Repositories) -> None:
    upstream_moves(both.upstream)
    merge(both)
    git(both.upstream, "revert", "--no-edit", "HEAD")
    write(both.upstream, "docs/more.txt", "x\n")
    merge(both)
    assert run("drift").exit_code == 0


def test_a_step_that_upstream_renames_is_a_problem_that_names_the_nearest(both: Repositories) -> None:
    edit(both.upstream, HAZARDS, {"{name: look,": "{name: looks,"})
    merge(both)
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (f"organisation/{HAZARDS}:4: `replace_step`: the base's play has no step 'look'. Did you mean 'looks'?")
    assert "1 problem to mend" in result.stdout


def test_a_section_that_upstream_removes_is_a_problem_at_each_change(both: Repositories) -> None:
    text = (both.upstream / HAZARDS).read_text(encoding="utf-8")
    write(both.upstream, HAZARDS, text.replace("## Worked example {#worked-example}", "## Worked examples {#worked-examples}"))
    merge(both)
    told = run("check").stdout
    assert "`after_section`: the base's play has no section 'worked-example'. Did you mean 'worked-examples'?" in told


def test_a_play_that_upstream_adds_under_our_id_is_a_problem(both: Repositories) -> None:
    write(both.upstream, OWN, own_play())
    merge(both)
    result = run("check")
    assert result.exit_code == 1
    assert f"organisation/{OWN}:1: the base has a play 'safety/walk-the-ward' too. Give yours another name; or write" in result.stdout
    assert "1 problem to mend" in result.stdout


def test_a_play_that_upstream_takes_out_is_a_problem(both: Repositories) -> None:
    (both.upstream / LOG).unlink()
    edit(both.upstream, HAZARDS, {"next: [safety/read-the-log]": "next: [safety/find-it]", "See [the log](read-the-log.md#steps).": "See it."})
    found = (TINY / LOG).read_text(encoding="utf-8").replace("Read the log together", "Find it together")
    write(both.upstream, "playbooks/safety/find-it.md", found)
    merge(both)
    told = run("check").stdout
    assert f"organisation/{LOG}:2: `adapts`: there is no play 'safety/read-the-log' in the base." in told
