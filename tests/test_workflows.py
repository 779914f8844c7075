"""The workflows: no finding, least permissions, every action pinned by a full commit."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.repository import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SHOWN = re.compile(r"^```yaml\n(name: departments\n.*?)^```$", re.MULTILINE | re.DOTALL)


def shown() -> str:
    """The workflow that the docs show, for a fork with many departments."""
    (text,) = SHOWN.findall((ROOT / "docs" / "adapt.md").read_text(encoding="utf-8"))
    return str(text)


def used(text: str) -> list[str]:
    """The actions that a workflow uses."""
    return re.findall(r"uses: (\S+)", text)


def test_an_auditor_finds_nothing(tmp_path: Path) -> None:
    departments = tmp_path / "departments.yml"
    departments.write_text(shown(), encoding="utf-8")
    zizmor = Path(sysconfig.get_path("scripts")) / "zizmor"
    done = subprocess.run([zizmor, "--offline", "--persona", "auditor", *WORKFLOWS, departments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_in_the_docs_uses_the_actions_that_ours_use() -> None:
    assert set(used(shown())) <= {action for path in WORKFLOWS for action in used(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", ["check.yml", "publish.yml"])
def test_what_is_kept_is_found_by_the_next_run_with_the_same_packages(name: str) -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))["jobs"]
    (kept,) = [step["with"] for job in jobs.values() for step in job["steps"] if step.get("uses", "").startswith("actions/cache@")]
    assert kept["path"] == ".cache"
    assert "hashFiles('requirements/site.txt')" in kept["restore-keys"]
    assert kept["key"].startswith(kept["restore-keys"]) and "github.run_id" in kept["key"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_permissions_start_from_none(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = used(text)
    assert uses
    assert [action for action in uses if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)] == []
    assert yaml.safe_load(text)["permissions"] == {}


def test_a_fork_publishes_under_its_own_address() -> None:
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    assert "SITE_URL: ${{ steps.pages.outputs.base_url }}" in text
    assert not re.search(r"https?://", re.sub(r"#.*", "", text))
