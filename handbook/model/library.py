"""What playbooks share: roles, facts, sources, terms, documents, events, reviews and moves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from handbook.model.values import (
    Address,
    Confidence,
    Day,
    EventDate,
    Fingerprint,
    Id,
    Item,
    ItemName,
    Part,
    PartialDate,
    Plain,
    Prose,
    SourceKind,
    Status,
    Value,
)
from handbook.place import Place


class Role(Item):
    """A role in or around a clinical product team."""

    title: Plain = Field(description="The role's name.")
    does: Prose = Field(description="What the role answers for, in a sentence or two.")
    contact: Plain | None = Field(None, description="A team address, which only an organisation can give.")
    aliases: tuple[Plain, ...] = Field((), description="Other titles for it.")


class Market(Item):
    """A market, or the body of standards that all of them share."""

    title: Plain = Field(description="The market's name.")
    short: Plain = Field(description="A short name for tables and labels.")
    about: Prose = Field(description="What stays apart in it, in a sentence or two; cite facts as `[@id]`.")
    shared: StrictBool = Field(False, description="True for what applies in every market, such as international standards.")


class Stage(Item):
    """A stage in a product's life."""

    title: Plain = Field(description="The stage's name.")
    about: Prose = Field(description="What happens in it.")


class Topic(Item):
    """A question that facts answer, the same in every market."""

    title: Plain = Field(description="The topic's name.")
    asks: Prose = Field(description="The question that its facts answer.")


class Term(Item):
    """A glossary entry; an abbreviation when it has a long form."""

    term: Plain = Field(description="The term or abbreviation as it is written.")
    long: Plain | None = Field(None, description="The long form of an abbreviation; shown on hover and focus.")
    everyday: StrictBool = Field(False, description="True for an abbreviation that every reader knows, such as UK: it is not explained on hover.")
    meaning: Prose = Field(description="One plain sentence; cite facts as `[@id]`.")
    aliases: tuple[Plain, ...] = Field((), description="Other words for it, US spellings included.")
    market: Id | None = Field(None, description="Id of the market in which it has this meaning, if only one.")


class Synonym(Item):
    """Words that the search takes for each other, or for what some plays and pages are about."""

    words: tuple[Plain, ...] = Field(min_length=1, description="Words or short sentences; without `finds`, two or more that stand for each other.")
    finds: tuple[Id, ...] = Field((), description="What people need who say one of them: ids of plays, or addresses of pages such as tools/risk-matrix.")


class Source(Item):
    """A document that facts rest on."""

    title: Plain = Field(description="Its title.")
    publisher: Plain = Field(description="Who published it.")
    edition: Plain = Field(description="Edition, version or date as printed.")
    kind: SourceKind = Field(description="law, guidance, standard, programme, research, commentary or tool.")
    status: Status = Field(description="in-force, coming, final, draft, proposal, superseded or published.")
    market: Id = Field(description="Id of the market that it is about.")
    url: Address | None = Field(None, description="Where it is published.")
    read_at: Address | None = Field(None, description="Where the text was read, when that was elsewhere.")
    note: Prose | None = Field(None, description="What to know before relying on it.")


class Fact(Item):
    """A sentence that sources support."""

    market: Id = Field(description="Id of the market in which it holds.")
    topic: Id = Field(description="Id of a topic in `library/topics.yml`.")
    status: Status = Field(description="What the rule behind the sentence is today.")
    statement: Prose = Field(description="The sentence.")
    sources: tuple[Id, ...] = Field(min_length=1, description="Source ids that support it.")
    locator: Plain = Field(description="Article, section or page.")
    as_of: PartialDate = Field(description="The date for which it was read: YYYY, YYYY-MM, YYYY-MM-DD or undated.")
    confidence: Confidence = Field(description="verified, partly (one secondary page or an inference) or unverified.")
    watch: Prose | None = Field(None, description="What may change it, or must be confirmed before relying on it.")


class Local(Item):
    """Words that each organisation replaces by its own: a tool, a forum or a cadence."""

    kind: Literal["tool", "forum", "cadence"] = Field(description="tool, forum or cadence.")
    words: Plain = Field(description="What the text says where no organisation has its own name for it.")
    about: Prose = Field(description="What it is for, so that an organisation can name its own.")


class Event(Item):
    """Something dated that changes what a product team must or may do."""

    market: Id = Field(description="Id of the market.")
    date: EventDate = Field(description="When: YYYY, YYYY-MM or YYYY-MM-DD.")
    until: EventDate | None = Field(None, description="The end of a period, when it is one.")
    date_note: Plain | None = Field(None, description="How firm the date is, when it is not a fixed one.")
    status: Status = Field(description="in-force, coming, final, draft, proposal or superseded.")
    title: Plain = Field(description="What happens, in a few words.")
    means: Prose = Field(description="What it means for a product decision; cite facts as `[@id]`.")
    facts: tuple[Id, ...] = Field(min_length=1, description="Ids of the facts it rests on.")


class Review(Value):
    """A line in the review ledger: who read a play, when, and which text."""

    play: Id = Field(description="Id of the play.")
    kind: Literal["self-grade", "review"] = Field(description="self-grade by its authors, or review by a named role.")
    by: Plain = Field(description="Who, by role; never a private name.")
    date: Day = Field(description="The day of the reading, as YYYY-MM-DD.")
    text: Fingerprint = Field(description="Fingerprint of the text that was read.")
    scores: tuple[Annotated[StrictInt, Field(ge=0, le=3)], ...] = Field((), description="The twelve points of the rubric, 0 to 3.")
    note: Prose | None = Field(None, description="What is weakest, or what was found.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Move(Value):
    """What became of something that others point at. Ids are permanent, so what was moved stands here for good."""

    kind: Literal["renamed", "removed", "split", "merged", "recalled"] = Field(description="renamed, removed, split, merged or recalled.")
    play: Id | None = Field(None, description="Id of the play that is gone, or whose part it is.")
    part: Part | None = Field(None, description="The part of that play, such as step:rate or section:tips; without it, the play itself.")
    item: ItemName | None = Field(None, description="An item of the library in place of a play, such as terms:pccp or facts:uk-reg-001.")
    to: Id | None = Field(None, description="The new id of what was renamed, the one it was merged into, or the successor of what was removed.")
    into: tuple[Id, ...] = Field((), description="The ids into which it was split.")
    text: Fingerprint | None = Field(None, description="Fingerprint of the recalled text. `handbook recall` writes it.")
    because: Plain = Field(description="Why, in a sentence that readers of the old address will see.")
    date: Day = Field(description="When, as YYYY-MM-DD.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)

    @property
    def subject(self) -> str:
        """What it is about: `safety/rate`, `safety/rate step:look` or `terms:pccp`."""
        return self.item or f"{self.play or ''} {self.part or ''}".strip()

    def subjects(self) -> tuple[str, ...]:
        """Where it leads, in the form of `subject`; a part or an item may be written without its play or kind."""
        return tuple(self._whole(name) for name in ((self.to,) if self.to else self.into))

    def _whole(self, name: str) -> str:
        if self.item:
            return name if ":" in name else f"{self.item.partition(':')[0]}:{name}"
        return f"{self.play} {name}" if self.part and " " not in name else name


class ChangeNote(Value):
    """What a change to the handbook means for its readers and adopters, in upstream's words."""

    date: Day = Field(description="When, as YYYY-MM-DD.")
    kind: Literal["safety", "regulation", "content", "structure"] = Field(description="safety, regulation, content or structure.")
    plays: tuple[Id, ...] = Field((), description="Ids of the plays that it is about; without any, the whole handbook.")
    note: Prose = Field(description="What changed and why, in a sentence or two.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)
