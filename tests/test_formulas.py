"""The language of formulas: what it refuses and where, what it gives, and that nothing in it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.formulas import Cell, CellFault, FormulaFault, Grid, Known, Sight, excel, gives, inputs, may_be_empty, parse, work_out

KNOWN: Mapping[str, Known] = {
    "days": Known(frozenset({"number"})),
    "rate": Known(frozenset({"number"})),
    "due": Known(frozenset({"date"})),
    "done": Known(frozenset({"date"})),
    "status": Known(frozenset({"text"})),
    "severity": Known(frozenset({"text"}), "risk-matrix.severity"),
    "likelihood": Known(frozenset({"text"}), "risk-matrix.likelihood"),
    "either": Known(frozenset({"text", "number"})),
}


def worked(text: str, row: Mapping[str, Cell], others: tuple[Mapping[str, Cell], ...] = ()) -> Cell:
    """The value of a formula in a row that stands above others."""
    rows = (row, *others)
    sight = Sight(
        row, lambda name: [other.get(name, "") for other in rows], frozenset(KNOWN), frozenset({"due", "done"}), lambda words: "-".join(words.values()).lower()
    )
    return work_out(parse(text), sight)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", 0, "found the end"),
        ("days = 3", 5, "the sign '='"),
        ("'open'", 0, 'the sign "\'"'),
        ('"open', 0, "the sign '\"'"),
        ("days_left", 4, "the sign '_'"),
        ("Days", 0, "the sign 'D'"),
        ("days; rate", 4, "the sign ';'"),
        ("days days", 5, "found 'days', expected the end of the formula"),
        ("(days", 5, "found the end, expected ')'"),
        ("eval(days)", 0, "there is no function 'eval'"),
        ("if(days > 1, 2)", 0, "if() takes 3 values, found 2"),
        ("1 < days < 3", 9, "two comparisons in a row"),
        ("(" * 30 + "1" + ")" * 30, 26, "brackets more than 25 deep"),
        ("-" * 40 + "1", 26, "too many signs in a row"),
        ("1+" * 600 + "1", 0, "a formula of 1201 signs"),
    ],
)
def test_a_fault_in_the_text_says_where(text: str, at: int, message: str) -> None:
    with pytest.raises(FormulaFault) as caught:
        parse(text)
    assert caught.value.message.startswith(message)
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day * 2", "unknown column 'day'"),
        ("status * 2", "a number is needed here, and this may be words"),
        ("status < days", "'<' between words and a number"),
        ('status < "open"', "'<' between words"),
        ('days == "3"', "'==' between a number and words"),
        ("due + done", "'+' between a date and a date"),
        ("due * 2", "a number is needed here, and this may be a date"),
        ("either + 1", "a date or a number is needed here, and this may be words"),
        ("days > 3", "the formula gives true or false"),
        ("if(days, 1, 2)", "true or false is needed here, and this may be a number"),
        ("round(days, rate)", "round() needs the number of digits: 0 to 6"),
        ("round(days, 9)", "round() needs the number of digits: 0 to 6"),
        ("sum(days + 1)", "sum() runs over a column"),
        ("sum(status)", "sum() of words"),
        ('countif(days, "3")', "countif() looks for words among a number"),
        ("countif(status, status)", "countif() needs the word or number to count"),
        ('level(severity, "High")', "level() looks a risk up by two columns of words"),
        ("level(severity, severity)", "level() looks a risk up by two columns of words"),
        ("max(days, due)", "max() of numbers and dates together"),
        ('if(days > 1, 2, "") + 1', "a date or a number is needed here, and this may be nothing"),
        (f'if(days > 1, "{"x" * 256}", "y")', "a text of more than 255 signs"),
    ],
)
def test_a_formula_that_means_nothing_is_told(text: str, message: str) -> None:
    with pytest.raises(FormulaFault) as caught:
        gives(parse(text), KNOWN)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("days * rate", {"number"}),
        ("due - done", {"number"}),
        ("due + 7", {"date"}),
        ("7 + due", {"date"}),
        ("min(due, done)", {"date"}),
        ('if(done == "", "open", done - due)', {"text", "number"}),
        ('if(days > 0, rate / days, "")', {"number", "empty"}),
        ("level(severity, likelihood)", {"text"}),
        ('countif(status, "open") / count(status)', {"number"}),
    ],
)
def test_what_a_formula_gives(text: str, holds: set[str]) -> None:
    assert gives(parse(text), KNOWN) == holds


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("days * rate", {"days": 3, "rate": 2.5}, 7.5),
        ("days * rate", {"days": 3}, ""),
        ("2 + 3 * 4 - 6 / 2", {"days": 1}, 11),
        ("-(2 + 3) * -2", {"days": 1}, 10),
        ("days - 0.3", {"days": 0.1 + 0.2}, 0),
        ('if(days == 0.3, "same", "other")', {"days": 0.1 + 0.2}, "same"),
        ("round(days, 0)", {"days": 2.5}, 3),
        ("round(days, 0)", {"days": -2.5}, -3),
        ("round(days, 2)", {"days": 2.675}, 2.68),
        ("due - done", {"due": date(2026, 3, 1), "done": date(2026, 2, 26)}, 3),
        ("due + 7", {"due": date(2026, 2, 26)}, date(2026, 3, 5)),
        ('if(done == "", "open", if(done > due, "late", "in time"))', {"due": date(2026, 3, 1)}, "open"),
        ('if(done == "", "open", if(done > due, "late", "in time"))', {"due": date(2026, 3, 1), "done": date(2026, 3, 2)}, "late"),
        ('if(done == "", "open", "done")', {}, ""),
        ('if(status == "OPEN", 1, 2)', {"status": "open"}, 1),
        ('if(status == "High", 26, days)', {"status": "High"}, 26),
        ('if(status == "High", 26, days)', {"status": "Other"}, ""),
        ('if(status == "High", 26, days)', {"status": "Other", "days": 4}, 4),
        ("level(severity, likelihood)", {"severity": "Major", "likelihood": "Low"}, "major-low"),
        ("level(severity, likelihood)", {"severity": "Major"}, ""),
        ('if(and(days > 1, rate > 1), "both", "not both")', {"days": 2, "rate": 1}, "not both"),
        ('if(or(days > 1, rate > 1), "one", "none")', {"days": 2, "rate": 1}, "one"),
        ("max(days, rate, 5)", {"days": 2, "rate": 7}, 7),
    ],
)
def test_a_formula_worked_out(text: str, row: Mapping[str, Cell], value: Cell) -> None:
    assert worked(text, row) == value
    assert type(worked(text, row)) in {str, int, float, date}


def test_a_formula_over_all_rows() -> None:
    rows: tuple[dict[str, Cell], ...] = ({"days": 2, "status": "open"}, {"days": 3, "status": "Open"}, {"days": "", "status": ""})
    assert worked("sum(days)", {"days": 5, "status": "shut"}, rows) == 10
    assert worked("count(days)", {"days": 5, "status": "shut"}, rows) == 3
    assert worked('countif(status, "open")', {"days": 5, "status": "shut"}, rows) == 2
    assert worked("countif(days, 0)", {"days": 5, "status": "shut"}, rows) == 0
    assert worked("days / sum(days)", {"days": 5}, rows) == 0.5


@pytest.mark.parametrize(
    ("text", "row"), [("days / rate", {"days": 1, "rate": 0}), ("days * rate", {"days": 1e300, "rate": 1e300}), ("due - 99999999", {"due": date(2026, 1, 1)})]
)
def test_a_cell_without_a_value_is_told(text: str, row: Mapping[str, Cell]) -> None:
    with pytest.raises(CellFault):
        worked(text, row)


GRID = Grid(
    cell=lambda name: f"${name[0].upper()}2",
    column=lambda name: f"${name[0].upper()}$2:${name[0].upper()}$9",
    typed=("$A2", "$B2"),
    numbers=frozenset({"days", "rate", "due", "done"}),
    level=lambda cells: "INDEX(" + ",".join(cells.values()) + ")",
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("days * 2", '=IF($D2="","",($D2*2))'),
        ('if(status == "a""b", 1, 2)', '=IF($S2="","",IF(($S2="a""b"),1,2))'),
        ('if(done == "", "open", "done")', '=IF($A2&$B2="","",IF(($D2=""),"open","done"))'),
        ('if(done != "", done - 1, "")', '=IF($A2&$B2="","",IF(($D2<>""),(N($D2)-1),""))'),
        ("sum(days)", '=IF($A2&$B2="","",SUM($D$2:$D$9))'),
        ('countif(status, "open")', '=IF($A2&$B2="","",SUMPRODUCT(--($S$2:$S$9="open")))'),
        ("level(severity, likelihood)", '=IF(OR($L2="",$S2=""),"",INDEX($S2,$L2))'),
    ],
)
def test_a_formula_as_a_spreadsheet_takes_it(text: str, written: str) -> None:
    assert excel(parse(text), GRID) == written


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaFault as fault:
        assert 0 <= fault.at <= len(text)
        return
    assert inputs(tree) >= may_be_empty(tree) - {""}
    assert excel(tree, GRID).startswith("=")


TOKENS = st.sampled_from(["1", "2.5", '"a"', '""', "days", "rate", "status", "+", "-", "*", "/", "(", ")", "==", "<", "if(", "and(", "sum(", ",", " "])


@given(st.lists(TOKENS, max_size=14).map("".join))
def test_what_can_be_read_can_be_judged_worked_out_and_written(text: str) -> None:
    try:
        tree = parse(text)
        gives(tree, KNOWN)
    except FormulaFault:
        return
    row: dict[str, Any] = {"days": 2, "rate": 3.5, "status": "a"}
    try:
        work_out(tree, Sight(row, lambda name: [row[name]], frozenset(row), frozenset(), lambda _: None))
    except CellFault:
        return
    assert excel(tree, GRID)
