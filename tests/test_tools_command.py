"""`handbook tool` and `handbook check --strict` in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from tests.forks import run
from tests.repository import ROOT, make

TOOL = (Path(__file__).parent / "cases" / "good-tool.yml").read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny handbook with a tool of three kinds, as the working folder."""
    case = yaml.safe_load(TOOL)
    root = make(tmp_path, {key: case[key] for key in ("append", "files")})
    (root / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.delenv("HANDBOOK_ORGANISATION", raising=False)
    return root


def answer(root: Path, text: str, *options: str, name: str = "answers.yml") -> Result:
    (root / name).write_text(text, encoding="utf-8")
    return run("tool", "lanes", "--answers", name, "--on", "2026-11-22", *options)


def test_a_result_as_markdown(here: Path) -> None:
    found = answer(here, "lane: {one: no, two: yes}\ngrid: {how-likely: High, how-bad: unclear}\ncanvas: {harm: 2, scale: One}\n", "--format", "markdown")
    assert found.exit_code == 0
    assert (
        found.stdout
        == """\
# Lanes: result

- Date: 2026-11-22
- Data: version 1, to be read again by 2030-01-01; Tiny Handbook, release 1.0
- Owner of this tool: Clinical Safety Officer

Orientation only.

## Lane

- Is it new? **No**
- Is it seen? **Yes**

**Result: Red.** Stop.

- Run next: [Find hazards before you build](safety/find-hazards/)
- Ask: Clinical Safety Officer

## Grid

- How bad: **Unclear**
- How likely: **High**

**Result: Ask.** Ask.

- with what is known it can still be Bad
- Run next: [Find hazards before you build](safety/find-hazards/)
- Ask: Clinical Safety Officer

## Canvas

- How bad? **Much (2)**
- How many? **One (0)**

**Result: Compare.** Compare.

- 2 of 3 points: Compare
- Run next: [Find hazards before you build](safety/find-hazards/)
- Ask: Clinical Safety Officer
"""
    )


def test_the_same_as_text_and_from_json(here: Path) -> None:
    found = answer(here, '{"lane": {"one": "Unclear"}}', name="answers.json")
    assert found.exit_code == 0
    assert "Result: Ask. Ask." in found.stdout
    assert "Run next: Find hazards before you build" in found.stdout
    assert "**" not in found.stdout
    assert "#" not in found.stdout


def test_the_same_as_data(here: Path) -> None:
    found = json.loads(answer(here, "canvas: {harm: unclear, scale: 1}\nlane: {one: no}\n", "--format", "json").stdout)
    assert (found["tool"], found["version"], found["date"]) == ("lanes", "1", "2026-11-22")
    lane, canvas = found["parts"]
    assert (lane["findings"], lane["open"]) == ([], ["two"])
    assert canvas["findings"] == [{"id": "unclear", "title": "Ask", "when": ""}]
    assert canvas["notes"] == ["Between 1 and 3 points, since not all is clear: Describe to Compare"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lane:\n  one: perhaps\n", "answers.yml:2: 'perhaps' is not an answer here. Allowed: Yes, No, Unclear"),
        ("lain:\n  one: yes\n", "answers.yml:1: the tool has no part 'lain'. Did you mean 'lane'?"),
        ("- yes\n", "answers.yml:1: expected the id of a part, and under it the answers. Without --answers the command prints a file to fill in"),
        ("", "answers.yml:1: expected the id of a part, and under it the answers. Without --answers the command prints a file to fill in"),
        ("lane: [yes\n", "answers.yml:"),
        ("canvas:\n  harm: =cmd\n  scale: 9\n", "answers.yml:2: '=cmd' is not an answer here. Allowed: None, Some, Much, Unclear"),
    ],
)
def test_answers_that_mean_nothing_are_told_with_their_line(here: Path, text: str, told: str) -> None:
    found = answer(here, text)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert told in found.stderr
    assert "Traceback" not in found.stderr


def test_an_unknown_tool_is_told_with_the_nearest(here: Path) -> None:
    found = run("tool", "lane")
    assert found.exit_code == 1
    assert found.stderr.startswith("library/tools:1: unknown tool 'lane'. Did you mean 'lanes'?")


def test_without_answers_there_is_a_file_to_fill_in(here: Path) -> None:
    empty = run("tool", "lanes").stdout
    assert "  # Is it seen? (Yes; No; Unclear)\n  # two:\n" in empty
    filled = empty.replace("# one:", "one: No").replace("# two:", "two: Unclear").replace("# harm:", "harm: Some").replace("# scale:", "scale: One")
    filled = filled.replace("# how-bad:", "how-bad: Major").replace("# how-likely:", "how-likely: Low")
    parts = json.loads(answer(here, filled, "--format", "json").stdout)["parts"]
    assert [part["findings"][0]["id"] for part in parts] == ["ask", "bad", "describe"]


def test_a_tool_past_its_day_warns_and_fails_only_when_asked(here: Path) -> None:
    file = here / "library/tools/lanes.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("2030-01-01", "2020-01-01"), encoding="utf-8")
    told = "warning: library/tools/lanes.yml:4: the tool was to be read again by 2020-01-01."
    assert run("check").exit_code == 0
    assert told in run("check").stdout
    strict = run("check", "--strict")
    assert strict.exit_code == 1
    assert told in strict.stdout
