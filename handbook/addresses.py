"""Where everything stands on the site: page paths and anchors, the same for macros, templates and checks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handbook.model import Assessment, ChangeNote, Document, Fact, Handbook, Matrix, Move, Play, Register, Score, ToolPart, Tree

PLAY_ANCHORS = (
    "at-a-glance", "monday", "when", "needs", "steps", "leaves", "anti-patterns", "markets", "measures", "follow-up", "our-changes", "sources-and-review",
)  # fmt: skip
TOOL_ANCHORS = ("plays", "sources-and-review")
DOCUMENT_ANCHORS = ("files", "plays", "sources-and-review")
JOURNEY_ANCHORS = ("stops", "file", "traps", "sources-and-review")
QUESTION_ANCHORS = ("short", "mistakes", "unclear", "plays", "sources-and-review")
PLAYBOOK_ANCHORS = ("signal", "sequence", "paths", "struggles", "plays", "good", "moves", "measures", "sources-and-review")
ROLES = "library/roles.md"
GLOSSARY = "library/glossary.md"
SOURCES = "library/sources.md"
DOCUMENTS = "library/documents.md"
PACK = "library/pack.md"
HORIZON = "library/horizon.md"
FACTS = "library/facts.md"
UPDATES = "library/updates.md"
PLAYBOOKS = "playbooks.md"
CHANGES = "ours/changes.md"
NOT_USED = "ours/not-used.md"
WAITING = "ours/waiting.md"

_HEADING = re.compile(r"#{1,6}\s+(?P<words>.*?)\s*(?:\{#(?P<id>[\w-]+)[^}]*\})?\s*")
_FENCE = re.compile(r"\s*(```|~~~)")
_ODD = frozenset({"", ".", ".."})


def play(name: str) -> str:
    """Path of a play's page."""
    return f"{name}.md"


def playbook(name: str) -> str:
    """Path of a playbook's page."""
    return f"{name}/index.md"


def journey(name: str) -> str:
    """Path of a journey's page."""
    return f"journeys/{name}.md"


def tool(name: str) -> str:
    """Path of a tool's page."""
    return f"tools/{name}.md"


def question(name: str) -> str:
    """Path of a question's page."""
    return f"questions/{name}.md"


def facts(market: str) -> str:
    """Path of the page with a market's facts."""
    return f"library/facts-{market}.md"


def fact(item: Fact) -> str:
    """Address of a fact on its market's page."""
    return f"{facts(item.market)}#{item.id}"


def source(name: str) -> str:
    """Address of a source in the register."""
    return f"{SOURCES}#{name}"


def withdrawn(name: str) -> str:
    """Where a play that is not used stands, with its reason."""
    return f"{NOT_USED}#{name.replace('/', '-')}"


def role(name: str) -> str:
    """Address of a role."""
    return f"{ROLES}#{name}"


def term(name: str) -> str:
    """Address of a glossary entry."""
    return f"{GLOSSARY}#{name}"


def document(name: str) -> str:
    """Path of a document's page."""
    return f"documents/{name}.md"


def downloads(item: Document) -> Mapping[str, str]:
    """Paths of a document's files by their kind, its own first; none while it has neither sections nor sheets.

    A Markdown file is published as `.md.txt`, since every `.md` file becomes a page.
    """
    kinds = () if not item.sections and not item.sheets else ("docx", "md") if item.format == "docx" else (item.format,)
    return {kind: f"documents/files/{item.id}.{'md.txt' if kind == 'md' else kind}" for kind in kinds}


def pack(name: str) -> str:
    """The page of my pack with a play, playbook or journey chosen: `safety/x`, `playbook/safety`, `journey/x`. Without scripts, its part of the list."""
    return f"{PACK}#add-{name.replace('/', '-')}"


def moved_play(move: Move) -> str:
    """The page that stands for a play that is gone; empty for a move of something else."""
    return play(move.play) if move.play and not move.part and move.kind != "recalled" else ""


def changes(book: Handbook) -> list[tuple[str, ChangeNote]]:
    """The notes on changes in the order of their file, each with its anchor: its day, and its number among those of that day."""
    days: dict[str, int] = {}
    found = []
    for note in book.changes:
        day = note.date.isoformat()
        days[day] = days.get(day, 0) + 1
        found.append((f"{day}-{days[day]}", note))
    return found


def item(kind: str, name: str) -> str:
    """Address of a tool, document, journey or question."""
    return {"tools": tool, "documents": document, "journeys": journey, "questions": question}[kind](name)


def relative(here: str, target: str) -> str:
    """A link from the page `here` to `target` (a page path with or without an anchor)."""
    path, mark, anchor = target.partition("#")
    if path == here and anchor:
        return f"#{anchor}"
    return _between(here[: here.rfind("/") + 1], path) + mark + anchor


@lru_cache(maxsize=1 << 12)
def _between(folder: str, path: str) -> str:
    """The way from a folder, with its slash, to a file. Paths without empty or dotted parts need none of the file system's own rules."""
    *start, _ = folder.split("/")
    parts = path.split("/")
    if not _ODD.isdisjoint((*parts, *start)):
        return posixpath.relpath(path, folder or ".")
    same = 0
    while same < len(start) and same < len(parts) and start[same] == parts[same]:
        same += 1
    return "/".join([".."] * (len(start) - same) + parts[same:]) or "."


def slug(words: str) -> str:
    """The anchor that a heading without a fixed id gets."""
    kept = re.sub(r"[^\w\s-]", "", re.sub(r"[`*\[\]]|\([^)]*\)", "", words)).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


def headings(text: str) -> Iterator[str]:
    """The anchors of the headings in a Markdown text, code fences left out."""
    fenced = False
    for line in text.split("\n") if "#" in text else ():
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.startswith("#") and (found := _HEADING.fullmatch(line)):
            yield found["id"] or slug(found["words"])


def part_anchors(part: ToolPart) -> tuple[str, ...]:
    """The anchors of a part of a tool: its own, and those of its questions and results behind its id."""
    inner: tuple[str, ...] = ()
    if isinstance(part, Tree):
        inner = ("questions", "results", "cases", *(node.id for node in part.nodes), *(result.id for result in part.results))
    elif isinstance(part, Matrix):
        inner = ("matrix", "words", "levels", "cases", part.unclear.id, *(level.id for level in part.levels))
    elif isinstance(part, Score):
        inner = ("questions", "bands", "results", "cases", part.unclear.id, *(dial.id for dial in part.dials), *(band.result.id for band in part.bands))
    elif isinstance(part, Assessment):
        inner = ("scale", "questions", "count", "example", *(group.id for group in part.groups))
    elif isinstance(part, Register):
        inner = (
            "columns",
            "example",
            *(name for name, given in (("map", part.across), ("people", part.names), ("hints", part.hints), ("checks", part.checks)) if given),
        )
    else:
        inner = ("stops", "parts") if part.stops else ("parts",)
    return (part.id, *(f"{part.id}-{name}" for name in inner))


def anchors(book: Handbook) -> Mapping[str, frozenset[str]]:
    """Every page's path, with the anchors that may be linked to on it."""
    known: dict[str, frozenset[str]] = {page.path: frozenset(headings(page.text)) for page in book.pages.values()}
    known |= {playbook(item.id): frozenset(PLAYBOOK_ANCHORS) | {struggle.id for struggle in item.struggles} for item in book.playbooks.values()}
    known |= {tool(item.id): frozenset(TOOL_ANCHORS).union(*map(part_anchors, item.parts)) for item in book.tools.values()}
    known |= {document(item.id): _document_anchors(item) for item in book.documents.values()}
    known |= {journey(name): frozenset(JOURNEY_ANCHORS) for name in book.journeys}
    known |= {question(item.id): frozenset(QUESTION_ANCHORS) | {slug(row.ask) for row in item.rows} for item in book.questions.values()}
    known |= {play(item.id): _play_anchors(item) for item in book.plays.values()}
    items: dict[str, frozenset[str]] = {
        ROLES: frozenset(book.roles),
        GLOSSARY: frozenset(book.terms),
        SOURCES: frozenset(book.sources),
        DOCUMENTS: frozenset(book.documents),
        HORIZON: frozenset(book.horizon),
    }
    items |= {facts(market): frozenset(entry.id for entry in book.facts.values() if entry.market == market) for market in book.markets}
    known |= {page.id: items.get(page.id, frozenset()) for page in book.site.pages}
    return known


def _document_anchors(item: Document) -> frozenset[str]:
    return frozenset(DOCUMENT_ANCHORS) | {section.id for section in item.sections} | {sheet.id for sheet in item.sheets}


def _play_anchors(item: Play) -> frozenset[str]:
    steps = {f"step-{step.name}" for step in item.steps}
    inner = {anchor for section in item.body for anchor in headings(section.text)}
    return frozenset(PLAY_ANCHORS) | {section.id for section in item.body} | steps | inner
