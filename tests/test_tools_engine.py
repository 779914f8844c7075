"""Tools that decide, in the terminal's engine: every path, cell and count of the real ones comes to a result that holds."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from handbook.check import tool_warnings
from handbook.compose.tool_data import script_json, tool_data
from handbook.model import Matrix, Node, Score, ToolPart, Tree
from handbook.pipeline import Compiled, compile_handbook, load
from handbook.tools import AnswerError, run, run_part
from handbook.tools.choose import UNCLEAR, key
from handbook.tools.matrix import possible
from handbook.tools.score import band_of
from handbook.tools.tree import paths
from tests.answers import every_way
from tests.repository import ROOT

BOOK = load(ROOT)
PARTS = [(f"{tool.id}/{part.id}", part) for tool in BOOK.tools.values() for part in tool.parts if isinstance(part, Tree | Matrix | Score)]
DECIDING = {"device-navigator", "class-helper", "risk-matrix", "evidence-canvas", "change-triage"}


def _of(kind: type[ToolPart]) -> list[object]:
    return [pytest.param(part, id=name) for name, part in PARTS if isinstance(part, kind)]


def test_the_deciding_tools_are_there() -> None:
    assert set(BOOK.tools) >= DECIDING
    assert [part.id for part in BOOK.tools["device-navigator"].parts] == ["uk", "eu", "us"]


@pytest.mark.parametrize("tree", _of(Tree))
def test_every_path_of_a_tree_ends_in_a_result_that_names_a_play_and_a_person(tree: Tree) -> None:
    ends = set()
    for path in paths(tree):
        outcome = run_part(tree, {node.id: node.answers[number].words for node, number in path})
        result = outcome.findings[0].result
        assert [given.id for given in outcome.given] == [node.id for node, _ in path]
        assert not outcome.open
        assert set(result.plays) <= set(BOOK.plays)
        assert result.plays
        assert result.ask in BOOK.roles
        ends.add(result.id)
    assert ends == {result.id for result in tree.results}


@pytest.mark.parametrize("tree", _of(Tree))
def test_unclear_is_an_answer_to_every_question_and_asks_a_person(tree: Tree) -> None:
    for path in paths(tree):
        before = {node.id: node.answers[number].words for node, number in path[:-1]}
        outcome = run_part(tree, {**before, path[-1][0].id: "Unclear"})
        assert outcome.findings[0].result.tone == "ask"


@pytest.mark.parametrize("matrix", _of(Matrix))
def test_every_cell_says_what_the_data_say(matrix: Matrix) -> None:
    for row in matrix.rows.words:
        for number, column in enumerate(matrix.columns.words):
            outcome = run_part(matrix, {matrix.rows.id: row.word, matrix.columns.id: column.id})
            assert outcome.findings[0].result.id == matrix.cells[row.id][number]
        left = run_part(matrix, {matrix.rows.id: row.id, matrix.columns.id: "unclear"})
        assert left.findings[0].result == matrix.unclear
        assert {result.id for result in possible(matrix, row.id, UNCLEAR)} == set(matrix.cells[row.id])


@pytest.mark.parametrize("matrix", _of(Matrix))
def test_no_cell_is_milder_than_one_with_milder_words(matrix: Matrix) -> None:
    rank = {level.id: number for number, level in enumerate(matrix.levels)}
    grid = [[rank[name] for name in matrix.cells[row.id]] for row in matrix.rows.words]
    for row in grid:
        assert row == sorted(row)
    for column in zip(*grid, strict=True):
        assert list(column) == sorted(column)


@pytest.mark.parametrize("score", _of(Score))
def test_every_count_falls_into_one_band_and_rules_only_lift(score: Score) -> None:
    for answers in every_way(score):
        outcome = run_part(score, answers)
        if len(answers) < len(score.dials):
            assert outcome.open
            continue
        if UNCLEAR in answers.values():
            assert outcome.findings[0].result == score.unclear
            continue
        counts = {name: int(count) for name, count in answers.items()}
        total = sum(counts.values())
        holding = [band for band in score.bands if band.least <= total <= band.most]
        assert len(holding) == 1
        floor = [band for rule in score.rules if counts[rule.dial] >= rule.value for band in score.bands if band.result.id == rule.result]
        assert band_of(score, counts) == max([*holding, *floor], key=lambda band: band.least)
        assert outcome.findings[0].result == band_of(score, counts).result


def test_change_triage_gives_the_lanes_of_the_play() -> None:
    play = next(section.text for section in BOOK.plays["safety/triage-every-change"].body if section.id == "the-lanes")
    rows = {cells[1].strip().lower(): cells for cells in (line.split("|") for line in play.split("\n") if line.startswith("| "))}
    tree = BOOK.tools["change-triage"].parts[0]
    assert isinstance(tree, Tree)
    lanes = [tree.nodes[number].answers[0].to for number in range(len(tree.nodes))]
    assert lanes == ["red"] * rows["red"][2].count("?") + ["amber"] * rows["amber"][2].count("?")
    assert [node.id for node in tree.nodes] == [node.id for node in _in_order(tree)]
    texts = {result.id: result.text for result in tree.results}
    for lane in ("red", "amber"):
        days = re.search(r"\d working days", rows[lane][4])
        assert days and days[0] in texts[lane] and days[0] in texts[f"unsure-{lane}"]
    assert run_part(tree, {node.id: "No" for node in tree.nodes}).findings[0].result.id == "green"


def _in_order(tree: Tree) -> list[Node]:
    """The questions as a reader meets them who always answers no."""
    nodes = {node.id: node for node in tree.nodes}
    at, met = tree.start, []
    while at in nodes:
        met.append(nodes[at])
        at = next(answer.to for answer in nodes[at].answers if key(answer.words) == "no")
    return met


def test_the_evidence_canvas_gives_the_bands_and_dials_of_the_play() -> None:
    play = next(section.text for section in BOOK.plays["evidence/decide-what-is-enough"].body if section.id == "the-five-dials")
    score = BOOK.tools["evidence-canvas"].parts[0]
    assert isinstance(score, Score)
    bands = re.findall(r"(\d+) to (\d+) (describe|before and after|concurrent comparison|randomise)", " ".join(play.split()))
    assert bands == [(str(band.least), str(band.most), band.result.title.lower()) for band in score.bands]
    rows = [[cell.strip().lower() for cell in line.strip("|").split("|")] for line in play.split("\n") if line.startswith("| ")][1:]
    assert len(rows) == len(score.dials)
    for row, dial in zip(rows, score.dials, strict=True):
        assert len(row) - 1 == len(dial.words)
    assert {(rule.dial, rule.value, rule.result) for rule in score.rules} == {("harm", 3, "comparison"), ("autonomy", 3, "comparison")}
    assert all(len(band.result.plays) == 2 for band in score.bands)


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({"lanes": {}}, [(("lanes",), "the tool has no part 'lanes'")]),
        ({"lane": ["yes"]}, [(("lane",), "expected answers with names, such as a question's id")]),
        (
            {"lane": {"purpose": "perhaps", "hazards": "no"}},
            [(("lane", "hazards"), "nothing here is called 'hazards'"), (("lane", "purpose"), "'perhaps' is not an answer here")],
        ),
        ({"lane": {"purpose": {"a": 1}}}, [(("lane", "purpose"), "a list or fields is not an answer here")]),
    ],
)
def test_answers_that_mean_nothing_are_told_with_their_place(answers: dict[str, object], faults: list[tuple[tuple[str, ...], str]]) -> None:
    with pytest.raises(AnswerError) as caught:
        run(BOOK.tools["change-triage"], answers, BOOK)
    assert [(fault.loc, fault.message) for fault in caught.value.faults] == faults


@pytest.mark.parametrize("answer", ["Yes", "yes", "YES", " yes ", True])
def test_an_answer_is_taken_however_it_is_written(answer: object) -> None:
    assert run_part(BOOK.tools["change-triage"].parts[0], {"purpose": answer}).findings[0].result.id == "red"


def test_a_tool_past_its_day_is_a_warning_with_its_line() -> None:
    tool = BOOK.tools["device-navigator"]
    on_the_day = list(tool_warnings(BOOK, tool.review_by))
    after = list(tool_warnings(BOOK, date(tool.review_by.year, tool.review_by.month, tool.review_by.day + 1)))
    told = [problem for problem in after if problem.path == "library/tools/device-navigator.yml"]
    assert not [problem for problem in on_the_day if problem.path == tool.place.path]
    assert [str(problem) for problem in told] == [
        f"library/tools/device-navigator.yml:5: the tool was to be read again by {tool.review_by.isoformat()}. "
        "Read it against its sources, then set `version` and `review_by` anew"
    ]


def test_data_in_a_page_ends_no_script_and_cites_nothing() -> None:
    data = {"text": "</script><b> [@uk-1] [a](b) *x* `y` & {{ z }}"}
    written = script_json(data)
    assert json.loads(written) == data
    for sign in ("<", ">", "@", "(", "*", "`", "&"):
        assert sign not in written


def test_the_organisations_titles_and_contacts_stand_in_the_page_and_in_the_data() -> None:
    compiled = compile_handbook(ROOT, {"HANDBOOK_ORGANISATION": "examples/fernhill"})
    role = compiled.book.roles["cso"]
    assert role.contact
    page = compiled.pages["tools/change-triage.md"].markdown
    assert f"{role.title}" in page
    assert role.contact in page
    assert tool_data(compiled.book, compiled.book.tools["change-triage"])["roles"]["cso"] == {"title": role.title, "contact": role.contact}


def test_trees_of_other_markets_go_and_no_link_is_left_dead() -> None:
    compiled: Compiled = compile_handbook(ROOT, {"HANDBOOK_ORGANISATION": "examples/harborline"})
    assert [part.id for part in compiled.book.tools["device-navigator"].parts] == ["us"]
    assert 'data-parts="us"' in compiled.pages["tools/device-navigator.md"].markdown
