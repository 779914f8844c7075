"""What a pack holds: plays and documents by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.ledger import Ledger
from handbook.model import Document, Handbook, Play
from handbook.problems import HandbookError, Problem, did_you_mean

ALL = "all"


@dataclass(frozen=True)
class Choice:
    """The chosen plays in the handbook's order; the chosen documents, and those that the plays leave."""

    plays: tuple[Play, ...]
    documents: tuple[Document, ...]


def choose(book: Handbook, names: Iterable[str]) -> Choice:
    """What the ids of plays, playbooks and documents, or `all`, stand for. Raises HandbookError with every unknown id."""
    names = tuple(dict.fromkeys(names))
    if faults := [_fault(book, name) for name in names if not _known(book, name)]:
        raise HandbookError(faults)
    plays = tuple(play for play in book.plays.values() if {play.id, play.playbook, ALL} & set(names))
    left = {leave.document for play in plays for leave in play.leaves}
    documents = (item for item in book.documents.values() if item.id in left or {item.id, ALL} & set(names))
    return Choice(plays, tuple(sorted(documents, key=lambda item: (item.title.casefold(), item.id))))


def _known(book: Handbook, name: str) -> bool:
    return name == ALL or name in book.plays or name in book.playbooks or name in book.documents


def _fault(book: Handbook, name: str) -> Problem:
    path = f"playbooks/{name}.md" if "/" in name else f"library/documents/{name}.yml"
    if name in book.withdrawn and book.organisation:
        covered = next((item.covered_by for item in book.organisation.withdrawn if item.play == name), ())
        return Problem(path, 1, f"the play '{name}' is not used here", f"Take what covers it: {', '.join(covered)}")
    fate = Ledger(book.ledger).fate(name)
    if fate.kind != "here" and all(_known(book, other) for other in fate.names):
        return Problem(path, 1, f"there is no '{name}' any more", f"Take {' or '.join(fate.names)}" if fate.names else fate.because)
    return Problem(path, 1, f"no play, playbook or document is called '{name}'", did_you_mean(name, _all(book)) or "`all` takes everything")


def _all(book: Handbook) -> Iterator[str]:
    yield from (*book.plays, *book.playbooks, *book.documents)
