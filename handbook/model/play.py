"""Plays and playbooks."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, StrictBool, StrictInt

from handbook.model.values import Id, Item, Minutes, Plain, Prose, Slug, StruggleKind, Value
from handbook.place import Place


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
    locked: Mapping[str, Prose] = Field({}, description="Parts that an organisation changes only with a stated reason, such as step:rate, each with why.")
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


class Sequenced(Value):
    """A play at its place in a playbook's order."""

    play: Id = Field(description="Id of the play.")
    why: Prose = Field(description="Why it comes here, in a few words.")


class TeamPath(Value):
    """What a team of one size does in its first weeks."""

    team: Plain = Field(description="The team, such as: A team of one.")
    days_30: Prose = Field(description="What to run in 30 days, and what stands at the end.")
    days_90: Prose = Field(description="What to run in 90 days, and what stands at the end.")


class Playbook(Item):
    """One of the six challenges, and how an organisation answers it."""

    order: StrictInt = Field(description="Its place among the playbooks.")
    title: Plain = Field(description="Verb first.")
    challenge: Plain = Field(description="The challenge in a few words.")
    introduction: Prose = Field(description="Markdown: the challenge in the reader's words and what to do first.")
    sequence: tuple[Sequenced, ...] = Field((), description="The order in which to run the plays, each with why.")
    paths: tuple[TeamPath, ...] = Field((), description="The first 30 and 90 days, by size of team.")
    signal: Plain = Field(description="What the struggles add up to, in our words.")
    struggles: tuple[Struggle, ...] = Field(min_length=1, description="The struggles under this challenge.")
    good: Prose = Field(description="What good looks like as an organisation.")
    moves: tuple[Prose, ...] = Field(min_length=1, description="Organisational moves: rules, forums, rights, tools, budgets.")
    outcome_measures: tuple[Prose, ...] = Field(min_length=1, description="Numbers that show the organisation has changed.")
    owner: Id = Field(description="Role id of the page's owner.")
    urgent: StrictBool = Field(False, description="Whether an organisation's change that waits here may stop its build.")
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
