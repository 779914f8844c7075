"""A fork takes what upstream moved: renames of any likeness, removals, splits, recalls, and locks; and hears what an update changed."""

from __future__ import annotations

import difflib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from handbook.fingerprint import of_text
from handbook.pipeline import compile_handbook, examine
from tests.forks import HAZARDS, LOG, OWN, Repositories, accept_all, commit, edit, git, merge, own_play, run, waiting, write
from tests.repository import TINY

SEEN = ("report", "--seen", "--by", "Clinical Safety Officer", "--on", "2026-02-05")
WHEN = "because: Clearer., date: 2026-03-01"
LEDGER = "library/ledger.yml"


def move_play(upstream: Path, old: str, new: str, words: dict[str, str]) -> float:
    """Rename a play's file, reworded, and every mention of it. Returns how alike the two texts are, in lines, from 0 to 1."""
    source, target = (upstream / "playbooks" / f"{name}.md" for name in (old, new))
    before = source.read_text(encoding="utf-8")
    text = before
    for was, now in words.items():
        assert was in text
        text = text.replace(was, now)
    target.write_text(text, encoding="utf-8")
    source.unlink()
    for path in [*upstream.glob("playbooks/*/*.md"), *upstream.glob("docs/*.md"), *upstream.glob("library/*.yml")]:
        mentions = path.read_text(encoding="utf-8")
        renamed = mentions.replace(old, new).replace(f"({old.partition('/')[2]}.md", f"({new.partition('/')[2]}.md")
        if renamed != mentions and path.name != "ledger.yml":
            path.write_text(renamed, encoding="utf-8")
    return difflib.SequenceMatcher(None, before.splitlines(), text.splitlines(), autojunk=False).ratio()


# Fields that no change of the fork stands on, in new words: the more of them, the less git takes the new file for the old one.
REWORDED = {
    "purpose: Put hazards on file while they are still cheap to design out.": "purpose: Write what may hurt someone before anything is built.",
    'when: ["A design is new."]': 'when: ["A drawing is fresh."]',
    'not_when: ["Someone is being harmed now."]': 'not_when: ["Harm is happening; stop it first."]',
    "  - {what: A sketch, without: Draw one.}": "  - {what: One drawing, without: Make it now.}",
    "  - {document: hazard-log, filed: In the quality system.}": "  - {document: hazard-log, filed: Beside the plan.}",
    "  - {looks_like: Blame., instead: Ask what the screen let happen.}": "  - {looks_like: Silence., instead: Write alone first.}",
    "  uk: A hazard log is kept [@uk-1].": "  uk: Somebody keeps a hazard log [@uk-1].",
    "follow_up: Meet in two weeks.": "follow_up: Come back in a month.",
}
MORE = {
    "title: Find hazards before you build": "title: Look for hazards while it is a sketch",
    "answers: [safety-1]": "answers:\n  - safety-1",
    "stages: [build]": "stages:\n  - build",
    "lead: cpm\nwho: [cso]": "who:\n  - cso\nlead: cpm",
    "owner: cso": "aliases: [hazards]\nowner: cso # safety",
    "measures:": "measures: # counted monthly",
    "needs:": "needs: # before the meeting",
    "leaves:": "leaves: # on file",
    "anti_patterns:": "anti_patterns: # seen before",
    "markets:": "markets: # the law",
}


@pytest.mark.parametrize(("words", "least", "most"), [(dict(list(REWORDED.items())[:8]), 0.6, 0.85), (REWORDED | MORE, 0.0, 0.5)])
def test_a_renamed_play_keeps_our_changes_however_little_of_it_is_left(both: Repositories, words: dict[str, str], least: float, most: float) -> None:
    alike = move_play(both.upstream, "safety/find-hazards", "safety/look-for-hazards", words)
    assert least <= alike <= most
    write(both.upstream, LEDGER, f"- {{kind: renamed, play: safety/find-hazards, to: safety/look-for-hazards, {WHEN}}}\n")
    merge(both)
    assert run("check").stdout == "No problems.\n"
    assert waiting() == set()
    pages = compile_handbook(both.fork, {}).pages
    assert "Look at the ward board." in pages["safety/look-for-hazards.md"].markdown
    assert "redirect: ../../safety/look-for-hazards/" in pages["safety/find-hazards.md"].markdown


def test_two_renames_in_a_chain_and_migrate(both: Repositories) -> None:
    move_play(both.upstream, "safety/find-hazards", "safety/look-for-hazards", REWORDED)
    write(both.upstream, LEDGER, f"- {{kind: renamed, play: safety/find-hazards, to: safety/look-for-hazards, {WHEN}}}\n")
    commit(both.upstream, "First name")
    move_play(both.upstream, "safety/look-for-hazards", "safety/spot-hazards", {})
    with (both.upstream / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(f"- {{kind: renamed, play: safety/look-for-hazards, to: safety/spot-hazards, {WHEN}}}\n")
    merge(both)
    assert run("check").stdout == "No problems.\n"
    assert waiting() == set()
    told = run("migrate").stdout
    assert "organisation/playbooks/safety/find-hazards.md: moved to organisation/playbooks/safety/spot-hazards.md" in told
    assert run("check").stdout == "No problems.\n"
    assert waiting() == set()
    assert run("migrate").stdout == "Nothing to migrate.\n"
    assert "safety/find-hazards" not in (both.fork / "organisation" / "agreed.yml").read_text(encoding="utf-8")


def test_a_removed_play_is_told_with_reason_and_ways_out(both: Repositories) -> None:
    (both.upstream / LOG).unlink()
    edit(both.upstream, HAZARDS, {"next: [safety/read-the-log]": "next: [safety/find-it]", "See [the log](read-the-log.md#steps).": "See it."})
    found = (TINY / LOG).read_text(encoding="utf-8").replace("Read the log together", "Find it together")
    write(both.upstream, "playbooks/safety/find-it.md", found)
    write(both.upstream, LEDGER, "- {kind: removed, play: safety/read-the-log, to: safety/find-it, because: Nobody ran it., date: 2026-03-01}\n")
    merge(both)
    told = run("check").stdout
    assert f"organisation/{LOG}:2: the base has removed 'safety/read-the-log': Nobody ran it. Delete the file to retire yours" in told
    assert "write `adapts: safety/find-it` to move to its successor" in told
    assert "write the play whole to keep it as your own" in told


def test_a_renamed_step_keeps_our_change(both: Repositories) -> None:
    edit(both.upstream, HAZARDS, {"{name: look,": "{name: look-around,"})
    write(both.upstream, LEDGER, f"- {{kind: renamed, play: safety/find-hazards, part: step:look, to: step:look-around, {WHEN}}}\n")
    merge(both)
    assert run("check").stdout == "No problems.\n"
    assert waiting() == {("safety/find-hazards", "step:look-around", "changed")}, "a step's name is part of its text"
    page = compile_handbook(both.fork, {}).pages["safety/find-hazards.md"].markdown
    assert "Look at the ward board." in page
    run("migrate")
    ours = (both.fork / "organisation" / HAZARDS).read_text(encoding="utf-8")
    assert "replace_step: look-around\n" in ours
    accept_all()
    assert waiting() == set()
    assert run("check").stdout == "No problems.\n"


@pytest.mark.parametrize(
    ("entry", "did", "cure"),
    [
        ("kind: removed", "removed", "Take the change out to retire yours"),
        ("kind: split, into: [section:advice, section:words]", "split", "Change section:advice and section:words to follow"),
        ("kind: merged, to: section:advice", "merged away", "Change section:advice to follow"),
        ("kind: renamed, to: safety/read-the-log section:advice", "moved", "Change section:advice of safety/read-the-log to follow"),
    ],
)
def test_a_section_that_is_gone_is_told_at_each_change_with_the_ways_out(both: Repositories, entry: str, did: str, cure: str) -> None:
    text = (both.upstream / HAZARDS).read_text(encoding="utf-8")
    own = "## Tips {#tips}"
    write(both.upstream, HAZARDS, text.replace(own, "## Words {#words}\n\nAsk.\n\n## Advice {#advice}"))
    for path in (HAZARDS, LOG):
        body = (both.upstream / path).read_text(encoding="utf-8")
        if path == LOG:
            write(both.upstream, path, body.rstrip() + "\n\n## Advice {#advice}\n\nAsk.\n")
    write(both.upstream, LEDGER, f"- {{{entry}, play: safety/find-hazards, part: section:tips, {WHEN}}}\n")
    merge(both)
    lines = [line for line in run("check").stdout.splitlines() if line.startswith("organisation/")]
    assert len(lines) == 2
    assert all(f"the base has {did} the section 'tips': Clearer. {cure}" in line for line in lines)


def recall(upstream: Path, part: str = "section:tips") -> None:
    """Recall a part as it stands, then mend it."""
    shutil.copytree(upstream / ".git", upstream.parent / "kept", dirs_exist_ok=True)
    text = (upstream / HAZARDS).read_text(encoding="utf-8")
    write(upstream, HAZARDS, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(upstream)
        done = run("recall", "safety/find-hazards", part, "--because", "The advice harmed someone.", "--on", "2026-03-01")
    assert done.exit_code == 0, done.stderr
    edit(upstream, HAZARDS, {"Ask again.": "Never ask alone.", "Write the hazards down.": "Write every hazard down together."})


def test_a_recalled_section_fails_our_build_until_it_is_read_again(both: Repositories) -> None:
    recall(both.upstream)
    merge(both)
    told = run("check")
    assert told.exit_code == 1
    assert "the base recalled section:tips of 'safety/find-hazards' on 2026-03-01: The advice harmed someone. Read the base's text, mend yours" in told.stdout
    assert told.stdout.count("recalled") == 1, "what stands beside a recalled text is not built on it"
    assert run("build").exit_code == 1
    assert run("drift").exit_code == 1
    assert run("accept", "safety/find-hazards", "section:tips", "--by", "Clinical Safety Officer", "--on", "2026-03-02").exit_code == 0
    assert run("check").stdout == "No problems.\n"
    page = compile_handbook(both.fork, {}).pages["safety/find-hazards.md"].markdown
    assert "The advice harmed someone." not in page, "the notice stands at the base's own text, and ours is in its place"


def test_a_recall_is_shown_where_the_base_stands(both: Repositories) -> None:
    recall(both.upstream, "step:write")
    page = compile_handbook(both.upstream, {}).pages["safety/find-hazards.md"].markdown
    assert "**Recalled on 1 March 2026.** An earlier text of this step does not hold any more: The advice harmed someone." in page


def test_a_recall_that_arrives_late_is_told_all_the_same(both: Repositories) -> None:
    assert run("report", "--seen", "--by", "Clinical Safety Officer", "--on", "2026-12-05").exit_code == 0
    commit(both.fork, "Seen")
    recall(both.upstream)
    merge(both)
    report = json.loads(run("report", "--format", "json").stdout)
    assert [line["about"] for line in report["recalls"]] == ["safety/find-hazards section:tips"]
    assert run("report", "--seen", "--by", "Clinical Safety Officer").exit_code == 0
    assert json.loads(run("report", "--format", "json").stdout)["recalls"] == []


def test_recalling_a_text_that_still_stands_is_a_problem(both: Repositories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both.upstream)
    assert run("recall", "safety/find-hazards", "section:tips", "--because", "Wrong.", "--on", "2026-03-01").exit_code == 0
    assert "the recalled text of 'safety/find-hazards section:tips' still stands" in run("check").stdout
    unknown = run("recall", "safety/find-hazards", "section:tip", "--because", "Wrong.")
    assert "has no part 'section:tip'. Did you mean 'section:tips'?" in unknown.stderr


def test_all_at_once_no_conflict_and_every_touched_change_is_told(both: Repositories) -> None:
    """Upstream renames, removes, rewords a step, a section, a heading, a part left alone, re-wraps, takes our id, and recalls."""
    edit(both.upstream, HAZARDS, {"An invented example. See": "An invented\nexample.   See"})
    recall(both.upstream)
    edit(
        both.upstream,
        HAZARDS,
        {"Look at {{ our": "Look twice at {{ our", "## Tips {#tips}": "## Tips for the room {#tips}", "Meet in two weeks.": "Meet in a month."},
    )
    write(both.upstream, OWN, own_play())
    move_play(both.upstream, "safety/find-hazards", "safety/spot-hazards", {})
    with (both.upstream / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(f"- {{kind: renamed, play: safety/find-hazards, to: safety/spot-hazards, {WHEN}}}\n")
    merge(both)
    told = run("check").stdout
    assert "the base recalled section:tips of 'safety/spot-hazards'" in told
    assert "the base has a play 'safety/walk-the-ward' too" in told
    assert "2 problems to mend" in told
    (both.fork / "organisation" / OWN).unlink()
    changed = {"step:look", "step:write", "section:tips"}
    assert waiting() == {("safety/spot-hazards", part, "changed") for part in changed}, "the re-wrapped example and what we left alone are not told"


def test_the_report_names_what_changed_by_play(both: Repositories) -> None:
    first = run("report")
    assert first.exit_code == 1
    assert "organisation/seen.yml:1: nobody has recorded what the base said last time" in first.stderr
    assert run("report", "--seen").exit_code == 2
    assert run(*SEEN).stdout == "organisation/seen.yml: recorded\n"
    assert run("check").stdout == "No problems.\n"
    assert run("report").stdout == "Nothing changed since 1.0 (2026-02-05).\n"
    commit(both.fork, "Seen")
    recall(both.upstream)
    edit(both.upstream, "library/facts/uk.yml", {"A manufacturer keeps a hazard log.": "A manufacturer keeps one hazard log."})
    edit(both.upstream, LOG, {"Read the log together": "Read the log in pairs"})
    write(both.upstream, "playbooks/safety/sort-hazards.md", own_play())
    note = "- {date: 2026-03-01, kind: safety, plays: [safety/find-hazards], note: Two people now. A recall.}\n"
    write(both.upstream, "library/changes.yml", note)
    merge(both)
    report = json.loads(run("report", "--format", "json").stdout)
    plays = {line["about"]: line for line in report["plays"]}
    assert plays["safety/find-hazards"]["parts"] == ["section:tips (changed)", "step:write (changed)"]
    assert plays["safety/find-hazards"]["ours"]
    assert plays["safety/read-the-log"]["parts"] == ["field:title (changed)"]
    assert plays["safety/sort-hazards"]["did"] == "new"
    assert [line["about"] for line in report["recalls"]] == ["safety/find-hazards section:tips"]
    assert [line["about"] for line in report["facts"]] == ["uk-1"]
    assert report["notes"][0]["did"] == "2026-03-01: Two people now. A recall."
    text = run("report").stdout
    assert text.index("Recalled") < text.index("Plays") < text.index("Facts") < text.index("Upstream's notes")
    assert "[you change this play: see handbook drift]" in text
    assert "## Plays\n\n- safety/find-hazards changed: section:tips (changed), step:write (changed)" in run("report", "--format", "markdown").stdout


def test_a_change_to_an_urgent_playbook_stops_the_build_after_the_stated_days(both: Repositories) -> None:
    edit(both.upstream, "playbooks/safety/playbook.yml", {"order: 1": "order: 1\nurgent: true"})
    write(both.fork, "organisation/organisation.yml", "name: Larkfield\noverdue_after_days: 30\n")
    commit(both.fork, "Thirty days")
    edit(both.upstream, HAZARDS, {"Look at {{ our": "Look twice at {{ our"})
    merge(both)
    moved = date.fromisoformat(git(both.upstream, "log", "-1", "--format=%cs").strip())
    assert examine(both.fork, {}, moved)[1] == ()
    assert examine(both.fork, {}, date.fromordinal(moved.toordinal() + 30))[1] == ()
    (problem,) = examine(both.fork, {}, date.fromordinal(moved.toordinal() + 31))[1]
    assert problem.message == f"the change of 'safety/find-hazards' step:look waits since the base moved on {moved}: 31 days, and 30 are allowed"
    shutil.rmtree(both.fork / ".git")
    (problem,) = examine(both.fork, {}, date(2026, 2, 2))[1]
    assert "waits since the base's release of 2026-01-02: 31 days" in problem.message, "without git, the base's release counts"


def test_a_shallow_clone_still_knows_what_was_agreed(both: Repositories, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(both.upstream, HAZARDS, {"Look at {{ our": "Look twice at {{ our"})
    merge(both)
    shallow = both.fork.parent / "shallow"
    git(both.fork.parent, "clone", "--quiet", "--depth", "1", f"file://{both.fork}", str(shallow))
    monkeypatch.chdir(shallow)
    (entry,) = json.loads(run("drift", "--format", "json").stdout)
    assert "Look at {{ our" in entry["then"]
    assert "Look twice at {{ our" in entry["now"]


def test_the_guard_tells_a_base_file_that_was_edited_in_place(both: Repositories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both.upstream)
    assert run("manifest").exit_code == 0
    monkeypatch.chdir(both.fork)
    merge(both)
    assert run("check").stdout == "No problems.\n"
    edit(both.fork, LOG, {"Read the log together": "Read our log together"})
    edit(both.fork, "library/glossary.yml", {"meaning:": "meaning: "})
    write(both.fork, "playbooks/safety/ours.md", own_play())
    warned = run("check")
    assert warned.exit_code == 0
    lines = warned.stdout.splitlines()
    assert lines[0].startswith("warning: library/glossary.yml:1: this file of the base was edited in place")
    assert lines[1] == (
        "warning: playbooks/safety/ours.md:1: this file of the base was added to the base; the next update may undo it or conflict with it. "
        "Move it to organisation/playbooks/safety/ours.md"
    )
    assert lines[2].endswith(f"Take it back (`git checkout <upstream> -- {LOG}`) and write organisation/{LOG} with `adapts`")
    assert "::warning file=library/glossary.yml,line=1," in run("check", "--format", "github").stdout
    write(both.fork, "organisation/organisation.yml", "name: Larkfield\nedited_base: error\n")
    assert run("check").exit_code == 1
    assert run("build").exit_code == 1


def test_the_manifest_is_what_sha256sum_reads(both: Repositories, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both.upstream)
    run("manifest")
    lines = (both.upstream / "base.sha256").read_text(encoding="utf-8").splitlines()
    assert all(len(line.split("  ")) == 2 and len(line.split("  ")[0]) == 64 for line in lines)
    assert "mkdocs.yml" in {line.split("  ")[1] for line in lines}


def test_what_waits_stands_on_a_page_of_its_own(both: Repositories) -> None:
    edit(both.upstream, HAZARDS, {"Look at {{ our": "Look twice at {{ our"})
    merge(both)
    pages = compile_handbook(both.fork, {}).pages
    page = pages["ours/waiting.md"].markdown
    assert "~~~text\nname: look\n" in page.partition("**Base then**")[2]
    assert page.index("Look at {{ our") < page.index("Look twice at {{ our") < page.index("Look at the ward board.")
    assert "[Read both](../ours/waiting.md)" in pages["safety/find-hazards.md"].markdown


def test_fingerprints_do_not_see_wrapping() -> None:
    assert of_text("a b\nc\n\nd") == of_text("a  b c\n\nd\n")
    assert of_text("a b") != of_text("a\n\nb")
