"""Lists made from the book, for hand-written pages; each returns Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from handbook import addresses
from handbook.markdown import plain
from handbook.model import Handbook, Play, Playbook, Struggle, Value
from handbook.reference import describe, kinds
from macros.links import MacroError


def count(book: Handbook, here: str, kind: str) -> str:
    """How many there are: `count("plays")`, also playbooks, struggles, facts, sources, terms, documents, horizon."""
    if kind == "struggles":
        return str(len(_struggles(book)))
    if kind not in {"plays", "playbooks", "facts", "sources", "terms", "documents", "horizon", "roles"}:
        raise MacroError(f"nothing to count called '{kind}'", "Allowed: plays, playbooks, struggles, facts, sources, terms, documents, horizon, roles")
    items = getattr(book, kind).values()
    return str(sum(book.shows(getattr(item, "market", None)) for item in items))


def challenges(book: Handbook, here: str) -> str:
    """The six challenges as cards, each with what it adds up to."""
    cards = []
    counted = Counter(play.playbook for play in book.plays.values())
    for item in book.playbooks.values():
        target = addresses.relative(here, addresses.playbook(item.id))
        plays = counted[item.id]
        cards.append(_card(item, target, f"{plays} {'play' if plays == 1 else 'plays'}"))
    return '<div class="hb-cards" markdown="1">\n\n' + "\n\n".join(cards) + "\n\n</div>"


def _card(item: Playbook, target: str, meta: str) -> str:
    lines = [
        f'<div class="hb-card hb-{item.id}" markdown="1">',
        f"### [{plain(item.title)}]({target})",
        f"{plain(item.challenge)}\n{{ .hb-challenge }}",
        plain(item.signal),
        f"{meta}\n{{ .hb-meta }}",
        "</div>",
    ]
    return "\n\n".join(lines)


def hurting(book: Handbook, here: str) -> str:
    """Every struggle in readers' own words, by challenge, each leading to its plays."""
    answers = book.answers()
    parts = [
        _hurt(here, item.id, item.challenge, item.struggles, answers, addresses.relative(here, addresses.playbook(item.id))) for item in book.playbooks.values()
    ]
    parts.append(_hurt(here, "pattern", book.pattern.title, book.pattern.struggles, answers))
    return '<div class="hb-hurting" markdown="1">\n\n' + "\n\n".join(parts) + "\n\n</div>"


def fields(book: Handbook, here: str, kind: str) -> str:
    """The fields of a kind of file as a table, from the model's own notes: `fields("play")`."""
    models: dict[str, type[Value]] = kinds()
    if kind not in models:
        raise MacroError(f"unknown kind '{kind}'", "Allowed: " + ", ".join(sorted(models)))
    return describe(models[kind])


def _struggles(book: Handbook) -> list[Struggle]:
    return [struggle for item in book.playbooks.values() for struggle in item.struggles] + list(book.pattern.struggles)


def _hurt(here: str, name: str, title: str, struggles: Sequence[Struggle], answers: Mapping[str, tuple[Play, ...]], playbook: str = "") -> str:
    lines = "\n".join(_struggle_line(here, struggle, answers.get(struggle.id, ())) for struggle in struggles)
    more = f"\n\n[The whole playbook]({playbook})" if playbook else ""
    return (
        f'<details class="hb-hurt hb-{name}" open markdown="1">\n<summary>{escape(title)} <small>({len(struggles)})</small></summary>\n\n'
        f"{lines}{more}\n\n</details>"
    )


def _struggle_line(here: str, struggle: Struggle, answers: Sequence[Play]) -> str:
    links = ", ".join(f"[{plain(play.title)}]({addresses.relative(here, addresses.play(play.id))})" for play in answers)
    planned = plain(", ".join(struggle.planned))
    tail = links or (f"*being written: {planned}*" if planned else "*no play here*")
    return f'- <span class="hb-quote">“{plain(struggle.in_their_words)}”</span> {tail}'
