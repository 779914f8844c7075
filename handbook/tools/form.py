"""Forms: the parts of a document, what is missing in them, and whether a case belongs into the form at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from handbook.model import Document, DocumentSection, Form
from handbook.tools.choose import UNCLEAR, UNCLEAR_WORDS, choose, refuse_unknown
from handbook.tools.outcome import AnswerError, Answers, Fault, Given, PartOutcome
from handbook.tools.table import as_table, cell

STOPS = "stops"
UNSURE = "Whether a stop holds is unclear: ask before you go on."
BLANK = "*Not filled in.*"
_ANSWERS: Mapping[str, str] = {"yes": "Yes", "no": "No", UNCLEAR: UNCLEAR_WORDS}
_LISTS = {"list", "checks", "sign"}

Verdict = Literal["stopped", "unclear", "clear", "open"]
Values = Mapping[str, Any]


def run_form(part: Form, document: Document, answers: Answers) -> PartOutcome:
    """Fill in the document's parts by id; `stops` holds yes, no or unclear for each stop, in order. Raises AnswerError."""
    refuse_unknown(answers, [STOPS, *(section.id for section in document.sections)])
    stops, values = _read(part, document, answers)
    asked = zip(part.stops, stops, strict=False)
    given = tuple(Given(f"{STOPS}-{number}", stop, _ANSWERS[answer]) for number, (stop, answer) in enumerate(asked, 1) if answer)
    notes = (*_verdict_notes(part, verdict(part, stops)), *length_notes(document, values), progress(document, values))
    unfilled = tuple(section.id for section in missing(document, values))
    return PartOutcome(part.id, part.kind, part.title, given, (), notes, unfilled, part.plays, (part.ask,), tuple(as_markdown(document, values)))


def verdict(part: Form, stops: Sequence[str]) -> Verdict:
    """Whether a stop holds, may hold, or none does; open while one is unanswered."""
    if "yes" in stops:
        return "stopped"
    if UNCLEAR in stops:
        return "unclear"
    return "clear" if len([answer for answer in stops if answer]) == len(part.stops) else "open"


def missing(document: Document, values: Values) -> list[DocumentSection]:
    """The required parts that hold nothing."""
    return [section for section in document.sections if section.required and not values.get(section.id)]


def progress(document: Document, values: Values) -> str:
    """How many of the required parts are filled in, and which are not."""
    required = [section for section in document.sections if section.required]
    left = missing(document, values)
    said = f"{len(required) - len(left)} of {len(required)} required parts are filled in"
    return f"{said}. Missing: {'; '.join(section.title for section in left)}" if left else said


def length_notes(document: Document, values: Values) -> list[str]:
    """The parts that are longer than the document has room for."""
    found = []
    for section in document.sections:
        count = words(values.get(section.id))
        if section.most_words is not None and count > section.most_words:
            found.append(f"{section.title}: {count} words, {section.most_words} at most")
    return found


def words(value: Any) -> int:
    """How many words a part holds."""
    parts = value if isinstance(value, list) else [value]
    cells = (cell for part in parts for cell in (part.values() if isinstance(part, Mapping) else [part]))
    return sum(len(str(text).split()) for text in cells if text is not None)


def as_markdown(document: Document, values: Values) -> Iterator[str]:
    """The document with what was filled in, as lines of Markdown."""
    for section in document.sections:
        yield f"### {section.title}"
        yield ""
        yield from _section(section, values.get(section.id))
        yield ""


def _section(section: DocumentSection, value: Any) -> Iterator[str]:
    if not value:
        yield BLANK
    elif section.kind == "table":
        yield from as_table([column.title for column in section.columns], [[cell(row.get(column.id)) for column in section.columns] for row in value])
    elif section.kind == "checks":
        yield from (f"- [{'x' if option in value else ' '}] {option}" for option in section.options)
    elif section.kind in _LISTS:
        yield from (f"- {text}" for text in value)
    else:
        yield from str(value).split("\n")


def _verdict_notes(part: Form, found: Verdict) -> tuple[str, ...]:
    said = {"stopped": part.stopped, "unclear": UNSURE, "clear": part.clear if part.stops else None, "open": None}[found]
    return (said,) if said else ()


def _read(part: Form, document: Document, answers: Answers) -> tuple[list[str], dict[str, Any]]:
    faults: list[Fault] = []
    stops, values = [], {}
    try:
        stops = _stops(part, answers.get(STOPS))
    except AnswerError as error:
        faults += [fault.within(STOPS) for fault in error.faults]
    for section in document.sections:
        try:
            values[section.id] = _value(section, answers.get(section.id))
        except AnswerError as error:
            faults += [fault.within(section.id) for fault in error.faults]
    if faults:
        raise AnswerError(*faults)
    return stops, values


def _stops(part: Form, found: Any) -> list[str]:
    answers = [] if found is None else found
    if not isinstance(answers, list) or len(answers) > len(part.stops):
        raise AnswerError(Fault((), f"expected a list of {len(part.stops)} answers at most", "Write yes, no or unclear for each stop, in their order"))
    return ["" if answer is None else choose(answer, _ANSWERS, (number,)) for number, answer in enumerate(answers)]


def _value(section: DocumentSection, found: Any) -> Any:
    """What a part holds, blank lines and blank rows left out. Raises AnswerError."""
    if found is None:
        return None
    if section.kind == "table":
        return _rows(section, found)
    if section.kind in _LISTS:
        return _entries(section, found)
    if isinstance(found, list | Mapping):
        raise AnswerError(Fault((), "expected one text", "Write it as one value"))
    text = found.isoformat() if isinstance(found, date) else str(found).strip()
    if section.kind == "choice" and text and text not in section.options:
        raise AnswerError(Fault((), f"'{text[:60]}' is not an answer here", "Allowed: " + ", ".join(section.options)))
    return text


def _entries(section: DocumentSection, found: Any) -> list[str]:
    if not isinstance(found, list) or any(isinstance(entry, list | Mapping) for entry in found):
        raise AnswerError(Fault((), "expected a list of texts", "Write each after a hyphen"))
    entries = [text for entry in found if (text := cell(entry))]
    faults = [
        Fault((), f"'{text[:60]}' is not an answer here", "Allowed: " + ", ".join(section.options))
        for text in entries
        if section.kind == "checks" and text not in section.options
    ]
    if faults:
        raise AnswerError(*faults)
    return entries


def _rows(section: DocumentSection, found: Any) -> list[dict[str, str]]:
    known = [column.id for column in section.columns]
    if not isinstance(found, list) or any(not isinstance(row, Mapping) for row in found):
        raise AnswerError(Fault((), "expected a list of rows", f"Write each row after a hyphen; the columns are: {', '.join(known)}"))
    cure = f"The columns are: {', '.join(known)}"
    strange = [(number, str(key)) for number, row in enumerate(found) for key in row if key not in known]
    faults = [Fault((number, key), f"the table has no column '{key[:60]}'", cure) for number, key in strange]
    if faults:
        raise AnswerError(*faults)
    rows = [{key: cell(value) for key, value in row.items()} for row in found]
    return [row for row in rows if any(row.values())]
