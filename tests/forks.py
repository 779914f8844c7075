"""Forks for tests: a base in git, and a clone of it with an organisation's layer. No mocks."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from handbook.commands import main
from tests.repository import TINY

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


def merge(both: Repositories) -> None:
    """Take upstream's changes; git finds no conflict and touches nothing of the organisation's."""
    commit(both.upstream, "Upstream moves on")
    before = git(both.fork, "rev-parse", "HEAD").strip()
    git(both.fork, "fetch", "--quiet", "origin")
    git(both.fork, "merge", "--no-edit", "origin/main")
    assert git(both.fork, "ls-files", "--unmerged") == ""
    assert git(both.fork, "diff", "--name-only", before, "HEAD", "--", "organisation") == ""
    assert git(both.fork, "status", "--porcelain") == ""
