"""A fork takes upstream's changes: no conflict, and every change that it made and that upstream moved under is told."""

from __future__ import annotations

import json
from pathlib import Path

from handbook.pipeline import compile_handbook
from tests.forks import HAZARDS, LOG, OWN, Repositories, accept_all, edit, git, merge, own_play, run, waiting, write
from tests.repository import TINY


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
