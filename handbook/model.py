"""What a handbook is: typed, frozen values, with a note on every field.

The notes are the single list of fields: the JSON Schemas in `schemas/` and the authors' reference page are made from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from handbook.place import Place

Status = Literal["in-force", "coming", "final", "draft", "proposal", "superseded", "published"]
Confidence = Literal["verified", "partly", "unverified"]
Format = Literal["docx", "xlsx", "md", "yml", "csv"]
StruggleKind = Literal["pressure", "voice", "signal"]
Template = Literal[
    "a-to-z", "by-market", "by-role", "by-stage", "changes", "documents", "facts-by-topic", "facts-of-market", "find", "glossary", "horizon",
    "library", "not-used", "roles", "sources", "struggles",
]  # fmt: skip
SourceKind = Literal["law", "guidance", "standard", "programme", "research", "commentary", "tool"]

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|undated")


def _partial_date(value: object) -> object:
    """A year, month or day as text; YAML hands over numbers and dates for some of them."""
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not PARTIAL_DATE.fullmatch(text):
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD, or undated")
    if len(text) == 10:
        _refuse_no_day(text)
    return text


def _refuse_no_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("expected a day that the calendar has") from None


def _event_date(value: object) -> object:
    """A partial date that is one: an event without a date stands on no timeline."""
    try:
        text = _partial_date(value)
    except ValueError:
        text = "undated"
    if text == "undated":
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")
    return text


PROSE = "prose"
PLAIN = "plain"
NAME = "name"
DATE = "date"
ADDRESS = "address"
FINGERPRINT = "fingerprint"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"), NAME]
Id = Annotated[str, StringConstraints(min_length=1)]
Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), PLAIN]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), PROSE]
EventDate = Annotated[str, BeforeValidator(_event_date), DATE]
PartialDate = Annotated[str, BeforeValidator(_partial_date), DATE]
Day = date
Minutes = Annotated[StrictInt, Field(ge=0, le=480)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$"), ADDRESS]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Item(Value):
    """A value with an id that other files may name."""

    id: Id = Field(description="The permanent id. Never change it; other files and forks point at it.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Step(Value):
    """One step of a play's agenda."""

    name: Slug = Field(description="Permanent address of the step, in lower case with hyphens. An adaptation names it.")
    title: Plain | None = Field(None, description="What the page shows as the step's name, when the name alone reads badly.")
    min: Minutes = Field(description="Minutes. The steps add up to `duration.run_min`.")
    do: Prose = Field(description="What to do, verb first, ending in something written down.")
    why: Prose | None = Field(None, description="Why this step, in one sentence.")
    say: Prose | None = Field(None, description="Words the facilitator can say.")

    @property
    def heading(self) -> str:
        """The step's name as a reader sees it."""
        return self.title or self.name.replace("-", " ").capitalize()


class Duration(Value):
    """What a play costs in time."""

    prep_min: Minutes = Field(description="Minutes one person prepares.")
    run_min: Minutes = Field(description="Minutes the group needs; the steps add up to it.")


class Need(Value):
    """Something to bring into the room."""

    what: Prose = Field(description="The input, as a link where there is a page for it.")
    without: Prose = Field(description="What to do when you do not have it.")


class Leave(Value):
    """Something on file when the play is over."""

    document: Slug = Field(description="Id of a document in `library/documents/`.")
    filed: Prose = Field(description="Where it is kept and who can find it there.")


class AntiPattern(Value):
    """A way in which the play goes wrong."""

    looks_like: Prose = Field(description="What you would see or hear.")
    instead: Prose = Field(description="What to do instead.")


class Measure(Value):
    """A number that shows whether the play worked."""

    what: Prose = Field(description="The number, with its unit and denominator.")
    number_from: Prose = Field(description="Where the number comes from.")
    looked_at_by: Prose = Field(description="Who looks at it, and when.")


class Section(Value):
    """A part of a page's body under one heading, with a fixed id."""

    id: Slug = Field(description="Permanent address of the section, written `{#id}` after its heading.")
    heading: Plain
    text: str
    line: int = Field(description="Line of the heading in the author's file.")


class Play(Item):
    """One play: something a clinical product team can run."""

    title: Plain = Field(description="Verb first, 4 to 12 words that a reader would search for.")
    purpose: Plain = Field(description="One sentence of about 25 words with a change in the world.")
    answers: tuple[Id, ...] = Field(min_length=1, description="Ids of the struggles that this play answers.")
    stages: tuple[Id, ...] = Field(min_length=1, description="Ids of the stages in which it is used.")
    monday: Prose = Field(description="A first move: 15 minutes, one person, no meeting, something written.")
    when: tuple[Prose, ...] = Field(min_length=1, description="Three signs that it is time, in readers' own words.")
    not_when: tuple[Prose, ...] = Field(min_length=1, description="Two cases in which another way is better.")
    lead: Id = Field(description="Role id of the person who runs it.")
    who: tuple[Id, ...] = Field(min_length=1, description="Role ids of those in the room, the lead left out.")
    left_out: Prose | None = Field(None, description="Who stays out or keeps apart, and why: independence.")
    duration: Duration = Field(description="Preparation and run time.")
    needs: tuple[Need, ...] = Field(min_length=1, description="What to bring, and what to do without it.")
    steps: tuple[Step, ...] = Field(min_length=1, description="Six to eight steps; their minutes add up.")
    leaves: tuple[Leave, ...] = Field(min_length=1, description="What is on file afterwards.")
    anti_patterns: tuple[AntiPattern, ...] = Field(min_length=1, description="Three ways it goes wrong, and what to do instead.")
    markets: Mapping[str, Prose] = Field(min_length=1, description="One short paragraph a market, facts cited as `[@id]`.")
    measures: tuple[Measure, ...] = Field(min_length=1, description="Two numbers someone can pull this quarter.")
    follow_up: Prose = Field(description="The date in the diary and what happens on it.")
    next: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays to run next.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for: acronyms, symptoms, US spellings.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids for further reading, beyond those cited in the text.")
    stop: Prose | None = Field(None, description="One warning box, when someone may be harmed. Rare.")
    body: tuple[Section, ...] = Field((), description="Worked example, tips and more, written in Markdown below the front matter.")

    @property
    def playbook(self) -> str:
        """Id of the playbook that the play stands in."""
        return self.id.split("/", 1)[0]


class Struggle(Item):
    """A struggle, as a reader would say it."""

    kind: StruggleKind = Field(description="pressure (a difficulty), voice (as people put it) or signal (what it adds up to).")
    about: Prose = Field(description="The struggle in our own words.")
    in_their_words: Plain = Field(description="The struggle as a tired reader would say it.")
    planned: tuple[Plain, ...] = Field((), description="Titles of plays being written, while no play answers the struggle yet.")


class Playbook(Item):
    """One of the six challenges, and how an organisation answers it."""

    order: StrictInt = Field(description="Its place among the playbooks.")
    title: Plain = Field(description="Verb first.")
    challenge: Plain = Field(description="The challenge in a few words.")
    introduction: Prose = Field(description="Markdown: the challenge in the reader's words and what to do first.")
    signal: Plain = Field(description="What the struggles add up to, in our words.")
    struggles: tuple[Struggle, ...] = Field(min_length=1, description="The struggles under this challenge.")
    good: Prose = Field(description="What good looks like as an organisation.")
    moves: tuple[Prose, ...] = Field(min_length=1, description="Organisational moves: rules, forums, rights, tools, budgets.")
    outcome_measures: tuple[Prose, ...] = Field(min_length=1, description="Numbers that show the organisation has changed.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids for further reading.")


class Pattern(Value):
    """What lies underneath all six challenges."""

    title: Plain = Field(description="Its name.")
    about: Prose = Field(description="The pattern in our own words.")
    good: Prose = Field(description="What good looks like.")
    struggles: tuple[Struggle, ...] = Field(min_length=1, description="The struggles that run through all six.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


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


class Document(Item):
    """A document that a play leaves behind."""

    title: Plain = Field(description="Its name.")
    format: Format = Field(description="docx, xlsx, md, yml or csv.")
    purpose: Prose = Field(description="What it records, in a sentence.")
    number: Plain | None = Field(None, description="The document's number, which only an organisation can give.")


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
    text: Annotated[str, StringConstraints(pattern=r"^b1:[0-9a-f]{16}$"), FINGERPRINT] = Field(description="Fingerprint of the text that was read.")
    scores: tuple[Annotated[StrictInt, Field(ge=0, le=3)], ...] = Field((), description="The twelve points of the rubric, 0 to 3.")
    note: Prose | None = Field(None, description="What is weakest, or what was found.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Move(Value):
    """A play that was renamed or removed. Ids are permanent, so what was moved stands here for good."""

    kind: Literal["renamed", "removed"] = Field(description="renamed or removed.")
    play: Id = Field(description="The id that is gone.")
    to: Id | None = Field(None, description="The new id of a renamed play, or the successor of a removed one.")
    because: Plain = Field(description="Why, in a sentence that readers of the old address will see.")
    date: Day = Field(description="When, as YYYY-MM-DD.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class GeneratedPage(Item):
    """A page that is made from data through one template."""

    title: Plain = Field(description="The page's title.")
    template: Template = Field(description="Name of the template in `handbook/templates/`.")
    lead: Prose = Field(description="What the page is for; cite facts as `[@id]`.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    market: Id | None = Field(None, description="Id of the market, for a page about one.")
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = Field((), description="Parts of the frame that the page does without.")


class NavItem(Value):
    """An entry of the menu: a page, or a group."""

    title: Plain = Field(description="The words in the menu.")
    page: Plain | None = Field(None, description="Path of a page below the site's root, such as `library/glossary.md`.")
    playbooks: StrictBool = Field(False, description="True: the six playbooks and their plays stand here.")
    items: tuple[NavItem, ...] = Field((), description="The entries of a group.")


class Release(Value):
    """The handbook's release: what a page says it belongs to."""

    version: Plain = Field(description="Its number, in quotes.")
    date: Day = Field(description="Its day, as YYYY-MM-DD.")


class Site(Value):
    """Name, notice, menu and generated pages of the handbook."""

    name: Plain = Field(description="The handbook's name.")
    tagline: Plain = Field(description="What it is, in a line.")
    release: Release = Field(description="The release that the pages name.")
    notice: Prose = Field(description="The plain notice at the foot of every page.")
    pages: tuple[GeneratedPage, ...] = Field(description="The pages made from data.")
    nav: tuple[NavItem, ...] = Field(description="The menu.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Decision(Value):
    """Why something differs from the base, and who answers for it."""

    because: Plain = Field(description="The reason, in a sentence.")
    approved_by: Plain = Field(description="Who approved it, by role; never a private name.")
    date: Day = Field(description="When, as YYYY-MM-DD.")


class Change(Decision):
    """One change to a play of the base. It names one part: a step, a section or a field."""

    replace_step: Slug | None = Field(None, description="Name of the step that `step` replaces.")
    before_step: Slug | None = Field(None, description="Name of the step before which `step` is added.")
    after_step: Slug | None = Field(None, description="Name of the step after which `step` is added.")
    remove_step: Slug | None = Field(None, description="Name of the step that is taken out.")
    replace_section: Slug | None = Field(None, description="Id of the section that `section` replaces.")
    before_section: Slug | None = Field(None, description="Id of the section before which `section` is added.")
    after_section: Slug | None = Field(None, description="Id of the section after which `section` is added.")
    remove_section: Slug | None = Field(None, description="Id of the section that is taken out.")
    set_field: Id | None = Field(None, description="Name of the field that `value` replaces, such as monday or duration.")
    step: Step | None = Field(None, description="The organisation's own step.")
    section: Slug | None = Field(None, description="Id of the organisation's own section, written below the front matter.")
    value: Any = Field(None, description="The field's new value, written as in a play.")

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it names: one, or it is at fault."""
        return tuple(field for field in CHANGES if getattr(self, field) is not None)

    @property
    def target(self) -> tuple[str, str, str]:
        """What is done, to what kind of part, and which: `("replace", "step", "rate")`. Empty words where nothing is named."""
        if not self.operations:
            return "", "", ""
        how, _, kind = self.operations[0].partition("_")
        return how, kind, getattr(self, self.operations[0])

    @property
    def part(self) -> str:
        """The part of the base that the change was agreed against, such as `step:rate`."""
        _, kind, name = self.target
        return f"{kind}:{name}"

    @property
    def result(self) -> str:
        """The part of the organisation's play that comes of it, or the one that is taken out."""
        how, kind, name = self.target
        own = {"step": self.step.name if self.step else None, "section": self.section}.get(kind)
        return f"{kind}:{name if how == 'remove' or own is None else own}"


CHANGES = (
    "replace_step", "before_step", "after_step", "remove_step", "replace_section", "before_section", "after_section", "remove_section", "set_field",
)  # fmt: skip


class Adaptation(Item):
    """What an organisation changes in one play of the base."""

    adapts: Id = Field(description="Id of the play.")
    changes: tuple[Change, ...] = Field(min_length=1, description="The changes, each with its reason.")
    body: tuple[Section, ...] = Field((), description="The organisation's own sections, below the front matter.")


class Withdrawal(Decision):
    """A play of the base that an organisation does not use."""

    play: Id = Field(description="Id of the play.")
    covered_by: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays that cover what it would have done.")


class Agreement(Value):
    """What a change was agreed against. `handbook accept` writes it; nobody types it."""

    play: Id = Field(description="Id of the play.")
    part: Plain = Field(description="The part, such as step:rate.")
    against: Annotated[str, StringConstraints(pattern=r"^b1:[0-9a-f]{16}$"), FINGERPRINT] = Field(description="Fingerprint of the base's text then.")
    text: str = Field(description="The base's text then.")
    by: Plain = Field(description="Who agreed, by role.")
    date: Day = Field(description="When, as YYYY-MM-DD.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class RenamedTerm(Decision):
    """A term of the base that an organisation calls something else, in prose."""

    old: Plain = Field(description="The base's word or words, in the singular.")
    new: Plain = Field(description="The organisation's word or words, in the singular.")


class OwnRole(Value):
    """What an organisation calls a role, and where it is reached."""

    title: Plain | None = Field(None, description="The organisation's own title for the role.")
    contact: Plain | None = Field(None, description="A team address, never a private one.")


class OwnDocument(Value):
    """What an organisation calls a document."""

    title: Plain | None = Field(None, description="The organisation's own name for the document.")
    number: Plain | None = Field(None, description="Its number in the organisation's quality system.")


class Organisation(Value):
    """The adapting organisation."""

    name: Plain = Field(description="The organisation's name; the site is called after it.")
    site_url: Address | None = Field(None, description="Where the site is published, such as https://handbook.example.org/.")
    repository: Address | None = Field(None, description="The fork's address, for edit links.")
    contact: Plain | None = Field(None, description="A team address to ask, never a private one.")
    markets: tuple[Id, ...] = Field((), description="Ids of the markets that the organisation is in; without it, all of them.")
    roles: Mapping[str, OwnRole] = Field({}, description="Role ids of `library/roles.yml`, each with the organisation's own `title` and a team's `contact`.")
    names: Mapping[str, Plain] = Field({}, description="Ids of `library/locals.yml`, each with the organisation's own tool, forum or cadence.")
    documents: Mapping[str, OwnDocument] = Field({}, description="Document ids, each with the organisation's own `title` and `number`.")
    terms: tuple[RenamedTerm, ...] = Field((), description="Terms that the organisation calls something else: `old`, `new` and the reason.")
    withdrawn: tuple[Withdrawal, ...] = Field((), description="Plays of the base that the organisation does not use, and why.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class PageMeta(Value):
    """The front matter of a hand-written page."""

    title: Plain = Field(description="The page's title.")
    description: Plain = Field(description="What the page is for, in a sentence.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = Field((), description="Parts of the frame that the page does without.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Page(Value):
    """A hand-written page in `docs/`."""

    path: str
    meta: PageMeta
    text: str
    first_line: int
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Mark(Value):
    """Where a part of an adapted play comes from."""

    how: str = Field(description="replaced, added, removed or changed.")
    decision: Decision
    state: Literal["agreed", "changed", "not agreed"] = Field("agreed", description="Whether the base is still what was agreed against.")


class Handbook(Value):
    """The whole book."""

    site: Site
    pattern: Pattern
    playbooks: Mapping[str, Playbook]
    plays: Mapping[str, Play]
    roles: Mapping[str, Role]
    markets: Mapping[str, Market]
    stages: Mapping[str, Stage]
    topics: Mapping[str, Topic]
    terms: Mapping[str, Term]
    locals: Mapping[str, Local]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    horizon: Mapping[str, Event]
    reviews: tuple[Review, ...]
    ledger: tuple[Move, ...] = ()
    pages: Mapping[str, Page]
    assets: frozenset[str] = frozenset()
    organisation: Organisation | None = None
    adaptations: Mapping[str, Adaptation] = {}
    own_plays: Mapping[str, Play] = {}
    agreements: tuple[Agreement, ...] = ()
    marks: Mapping[tuple[str, str], Mark] = {}
    withdrawn: Mapping[str, Play] = {}
    gone: frozenset[str] = frozenset()

    def shows(self, market: str | None) -> bool:
        """Whether something that belongs to a market, or to none, stands on the organisation's pages."""
        return market is None or market in self.markets
