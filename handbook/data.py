"""The book as data for other tools: `handbook.json` and its JSON Schema."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from handbook import addresses
from handbook.model import (
    Document,
    Event,
    Fact,
    Form,
    Handbook,
    Journey,
    Market,
    Play,
    Playbook,
    Question,
    Register,
    Role,
    Source,
    Stage,
    Struggle,
    Term,
    Tool,
    Topic,
)

FORMAT = 1


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Data):
    """One item: id, title, address relative to the site's root, and its fields as the author wrote them."""

    id: str
    title: str
    address: Annotated[str, Field(description="Relative to the root of the site, with an anchor where the item has no page of its own.")]
    markdown: Annotated[str, Field(description="The page as Markdown, on the site that this project builds; relative to its root.")]
    files: Annotated[
        dict[str, str],
        Field(
            description="Files to download by their kind, such as docx; a tool has those of the documents that it fills in. Relative to the root of the site."
        ),
    ] = {}
    fields: dict[str, Any]


class HandbookData(_Data):
    """Everything in the handbook."""

    format: Annotated[int, Field(description="Version of this form; it changes when a reader would have to.")]
    name: str
    release: str
    released: str
    notice: str
    playbooks: list[Entry]
    plays: list[Entry]
    tools: Annotated[list[Entry], Field(description="Interactive tools.")]
    roles: list[Entry]
    markets: list[Entry]
    stages: list[Entry]
    topics: list[Entry]
    struggles: list[Entry]
    terms: list[Entry]
    documents: list[Entry]
    journeys: list[Entry]
    questions: list[Entry]
    facts: list[Entry]
    sources: list[Entry]
    horizon: list[Entry]


DATA_FILES = ("handbook.json", "handbook.schema.json")


def data_files(book: Handbook) -> dict[str, str]:
    """The data files of the site, by path."""
    data = handbook_data(book).model_dump_json(indent=1) + "\n"
    schema = json.dumps(HandbookData.model_json_schema(), indent=1, ensure_ascii=False) + "\n"
    return dict(zip(DATA_FILES, (data, schema), strict=True))


def handbook_data(book: Handbook) -> HandbookData:
    """The book as one typed value, every item with its address on the site."""
    site = book.site
    return HandbookData(
        format=FORMAT,
        name=book.organisation.name if book.organisation else site.name,
        release=site.release.version,
        released=site.release.date.isoformat(),
        notice=site.notice,
        playbooks=[_entry(item, item.title, addresses.playbook(item.id)) for item in book.playbooks.values()],
        plays=[_entry(item, item.title, addresses.play(item.id)) for item in book.plays.values()],
        tools=[_tool(book, item) for item in book.tools.values()],
        roles=[_entry(item, item.title, addresses.role(item.id)) for item in book.roles.values()],
        markets=[_entry(item, item.title, addresses.facts(item.id)) for item in book.markets.values()],
        stages=[_entry(item, item.title, f"find/by-stage.md#{item.id}") for item in book.stages.values()],
        topics=[_entry(item, item.title, addresses.FACTS) for item in book.topics.values()],
        struggles=_struggles(book),
        terms=[_entry(item, item.term, addresses.term(item.id)) for item in book.terms.values() if book.shows(item.market)],
        documents=[_document(item) for item in book.documents.values()],
        journeys=[_entry(item, item.title, addresses.journey(item.id)) for item in book.journeys.values()],
        questions=[_entry(item, item.title, addresses.question(item.id)) for item in book.questions.values()],
        facts=[_entry(item, item.locator, addresses.fact(item)) for item in book.facts.values() if book.shows(item.market)],
        sources=[_entry(item, item.title, addresses.source(item.id)) for item in book.sources.values() if book.shows(item.market)],
        horizon=[_entry(item, item.title, f"{addresses.HORIZON}#{item.id}") for item in book.horizon.values() if book.shows(item.market)],
    )


_Item = Document | Event | Fact | Journey | Market | Play | Playbook | Question | Role | Source | Stage | Struggle | Term | Tool | Topic


def _entry(item: _Item, title: str, address: str) -> Entry:
    fields = item.model_dump(mode="json", exclude={"id", "title"}, exclude_none=True)
    return Entry(id=item.id, title=title, address=site_address(address), markdown=address.partition("#")[0], fields=fields)


def _document(item: Document) -> Entry:
    return _entry(item, item.title, addresses.document(item.id)).model_copy(update={"files": dict(addresses.downloads(item))})


def _tool(book: Handbook, item: Tool) -> Entry:
    """A tool, with the files of the documents that it fills in."""
    filled = [book.documents[part.document] for part in item.parts if isinstance(part, Register | Form) and part.document in book.documents]
    files = {kind: path for document in filled for kind, path in addresses.downloads(document).items()}
    return _entry(item, item.title, addresses.tool(item.id)).model_copy(update={"files": files})


def _struggles(book: Handbook) -> list[Entry]:
    own = [
        _entry(struggle, struggle.in_their_words, f"{addresses.playbook(item.id)}#{struggle.id}")
        for item in book.playbooks.values()
        for struggle in item.struggles
    ]
    return own + [_entry(struggle, struggle.in_their_words, "find/struggles.md#pattern") for struggle in book.pattern.struggles]


def site_address(target: str) -> str:
    """A page path as the published address: `safety/x.md#y` is `safety/x/#y`."""
    path, mark, anchor = target.partition("#")
    stem = path.removesuffix(".md")
    address = "" if stem == "index" else stem.removesuffix("index") if stem.endswith("/index") else stem + "/"
    return address + mark + anchor
