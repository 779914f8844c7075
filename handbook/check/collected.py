"""Tools that collect: steps of a scale, columns of a sheet, documents and examples that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handbook.check.references import is_lost
from handbook.choices import Choices
from handbook.model import Assessment, Form, Register, Sheet, ToolPart
from handbook.place import Loc
from handbook.problems import did_you_mean
from handbook.read import Reading
from handbook.tables import settled
from handbook.tools import Fault
from handbook.tools.assessment import counts, statements
from handbook.tools.form import STOPS
from handbook.tools.register import sentence_columns


def assessment_faults(part: Assessment) -> Iterator[Fault]:
    """Statements and steps with one id, levels that are not those of the scale, an example that does not fit."""
    yield from _twice([word.id for word in part.scale], "scale")
    yield from _twice([group.id for group in part.groups], "groups")
    ids = [statement.id for statement in statements(part)]
    for number, group in enumerate(part.groups):
        for at, statement in enumerate(group.statements):
            loc: Loc = ("groups", number, "statements", at)
            if ids.count(statement.id) > 1:
                yield Fault((*loc, "id"), f"the id '{statement.id}' stands twice", "Give one of the statements another")
            if statement.levels and len(statement.levels) != len(part.scale):
                message = f"{len(statement.levels)} levels, and the scale has {len(part.scale)} steps"
                yield Fault((*loc, "levels"), message, "Write one level a step, in the order of the scale")
    if part.proof_from > counts(part)[-1]:
        yield Fault(("proof_from",), f"no step counts {part.proof_from}", f"The highest counts {counts(part)[-1]}")
    yield from _example_faults(part, ids)


def _example_faults(part: Assessment, ids: Sequence[str]) -> Iterator[Fault]:
    for field in ("example", "proofs"):
        for name in getattr(part, field):
            if name not in ids:
                yield Fault((field, name), f"`{field}`: unknown statement '{name}'", did_you_mean(name, set(ids)))
    for name, count in part.example.items():
        if count not in counts(part):
            yield Fault(("example", name), f"`example`: {count} is no step of the scale", f"The steps count {counts(part)[0]} to {counts(part)[-1]}")
        elif count >= part.proof_from and name in ids and name not in part.proofs:
            yield Fault(("example", name), f"`example`: '{name}' has {count} without a line of proof", "Add its line to `proofs`")
    for name in dict.fromkeys(ids):
        if part.example and name not in part.example:
            yield Fault(("example",), f"`example`: nothing for the statement '{name}'", "Give a step for every statement, or no example")
    if part.example and part.example_lead is None:
        yield Fault(("example",), "an example without `example_lead`", "Say whose invented example it is")


def document_faults(reading: Reading, part: ToolPart) -> Iterator[Fault]:
    """What a register or a form names in a document and is not there."""
    if not isinstance(part, Register | Form):
        return
    documents = reading.book.documents
    if part.document not in documents:
        if not is_lost(reading, "documents", part.document):
            yield Fault(("document",), f"`document`: unknown document '{part.document}'", did_you_mean(part.document, documents))
    elif isinstance(part, Form):
        if not documents[part.document].sections:
            yield Fault(
                ("document",), f"`document`: '{part.document}' has no sections", "A form is about a document of sections; a register about one of sheets"
            )
        if any(section.id == STOPS for section in documents[part.document].sections):
            yield Fault(("document",), f"`document`: '{part.document}' has a part '{STOPS}', and so has every form", "Give the part of the document another id")
        yield from _stop_faults(part)
    else:
        sheets = {sheet.id: sheet for sheet in documents[part.document].sheets}
        if part.sheet not in sheets:
            yield Fault(("sheet",), f"`sheet`: '{part.document}' has no sheet '{part.sheet}'", did_you_mean(part.sheet, sheets) or "It has no sheets")
        elif not reading.unread.get("tools"):
            yield from _register_faults(part, sheets[part.sheet], Choices(reading.book.tools))


def _stop_faults(part: Form) -> Iterator[Fault]:
    for field in ("stopped", "clear"):
        if part.stops and getattr(part, field) is None:
            yield Fault(("stops",), f"stops without `{field}`", "Say what to do when one holds (`stopped`) and when none does (`clear`)")


def _register_faults(part: Register, sheet: Sheet, choices: Choices) -> Iterator[Fault]:
    columns = {column.id: column for column in sheet.columns}
    for loc, name in _columns_named(part):
        if name not in columns:
            yield Fault(loc, f"`{loc[0]}`: the sheet has no column '{name}'", did_you_mean(name, columns))
    words = {head.id for head in settled(sheet.columns, choices, []) if head.options}
    for field in ("group_by", "across", "up"):
        name = getattr(part, field)
        if name in columns and name not in words:
            choice = sorted(column.id for column in sheet.columns if column.kind == "choice")
            yield Fault((field,), f"`{field}`: '{name}' has no words to choose from", "Name a choice column" + (f": {', '.join(choice)}" if choice else ""))
    if (part.across is None) != (part.up is None):
        given = "across" if part.up is None else "up"
        yield Fault((given,), f"a map with `{given}` alone", "Give both `across` and `up`, or neither")
    for number, rule in enumerate(part.names):
        if rule.least > rule.most:
            yield Fault(("names", number, "least"), f"at least {rule.least} and at most {rule.most}", "Let `most` be as many as `least`, or more")


def _columns_named(part: Register) -> Iterator[tuple[Loc, str]]:
    """Every column that a register names, and where."""
    yield from ((("overview", number), name) for number, name in enumerate(part.overview))
    yield from (((field,), name) for field in ("group_by", "across", "up", "called") if (name := getattr(part, field)) is not None)
    yield from ((("sentence",), name) for name in sentence_columns(part))
    yield from ((("suggest", name), name) for name in part.suggest)
    yield from ((("names", number, "column"), rule.column) for number, rule in enumerate(part.names))
    yield from ((("labels", scheme, name), name) for scheme, words in part.labels.items() for name in words)


def _twice(ids: Sequence[str], field: str) -> Iterator[Fault]:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield Fault((field, number, "id"), f"the id '{name}' stands twice", "Give one of them another")
