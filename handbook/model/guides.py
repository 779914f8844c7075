"""Guides across plays: journeys, and one question in several markets."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from handbook.model.play import AntiPattern
from handbook.model.values import Id, Item, Plain, Prose, Value


class Stop(Value):
    """A play on a journey."""

    play: Id = Field(description="Id of the play.")
    when: Plain = Field(description="When on the journey, such as: Weeks 1 to 2.")
    why: Prose = Field(description="What it settles here.")
    hands_on: Prose = Field(description="What it hands to the next stop.")


class FilePart(Value):
    """Something in the file that stands at the end of a journey."""

    asked_by: Plain = Field(description="Who asks for it: a buyer, a regulator, a board.")
    what: Prose = Field(description="What they ask for, and which document shows it.")


class Journey(Item):
    """Plays in order, across playbooks, from a start to a file that others accept."""

    title: Plain = Field(description="Where it leads.")
    purpose: Plain = Field(description="One sentence: from what to what.")
    markets: tuple[Id, ...] = Field(min_length=1, description="Ids of the markets that it is about.")
    situation: Prose = Field(description="Who the reader is, what is true at the start, what is not settled.")
    stops: tuple[Stop, ...] = Field(min_length=1, description="The plays in order.")
    file: tuple[FilePart, ...] = Field(min_length=1, description="The evidence and safety file at the end.")
    traps: tuple[AntiPattern, ...] = Field(min_length=1, description="Ways it goes wrong, and what to do instead.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids for further reading.")


class Aspect(Value):
    """One side of a question, answered for each market."""

    ask: Plain = Field(description="The side of the question.")
    answers: Mapping[str, Prose] = Field(min_length=1, description="The answer by market id, facts cited as `[@id]`.")


class Question(Item):
    """One question, answered side by side for every market."""

    title: Plain = Field(description="The question, as a reader asks it.")
    purpose: Plain = Field(description="One sentence: what a reader can decide afterwards.")
    short: Mapping[str, Prose] = Field(min_length=1, description="The answer in a sentence or two, by market id.")
    rows: tuple[Aspect, ...] = Field(min_length=1, description="The sides of the question, one below the other.")
    mistakes: tuple[AntiPattern, ...] = Field((), description="What people get wrong, and what holds.")
    unclear: Prose = Field(description="What is not settled, and whom to ask.")
    plays: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays to run next.")
    owner: Id = Field(description="Role id of the page's owner.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids for further reading.")
