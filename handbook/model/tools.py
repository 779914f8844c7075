"""Tools that decide: trees, matrices, scores, assessments, registers and forms, all data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from handbook.model.values import Day, Id, Item, Plain, Prose, Slug, Value

Tone = Literal["go", "care", "stop", "ask", "plain"]
Points = Annotated[StrictInt, Field(ge=0, le=100)]


class Answer(Value):
    """An answer to a question of a tree, and where it leads."""

    words: Plain = Field(description="The answer, such as Yes, No or Unclear.")
    to: Slug = Field(description="Id of the next question or of a result.")


class Node(Value):
    """A question of a tree."""

    id: Slug = Field(description="Permanent id.")
    ask: Plain = Field(description="The question.")
    help: Prose | None = Field(None, description="How to answer it; facts cited as `[@id]`.")
    answers: tuple[Answer, ...] = Field(min_length=2, description="Its answers. One of them is for a reader who cannot tell.")


class Result(Value):
    """Where a tree, a matrix level or a band ends."""

    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="The result in a few words.")
    text: Prose = Field(description="What it means and what to do; every statement of law cited.")
    tone: Tone = Field("plain", description="go, care, stop, ask or plain: the colour beside its words.")
    plays: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays to run next.")
    ask: Id = Field(description="Role id of whom to ask.")


class Case(Value):
    """A worked case, run through the tool when the handbook is built: its answers lead to its result."""

    text: Plain = Field(description="The invented case.")
    answers: Mapping[str, Plain | StrictInt] = Field(description="The answer to each question, dial or axis, by id.")
    result: Slug = Field(description="Id of the result, level or band that comes of it.")
    why: Prose | None = Field(None, description="Why, in a sentence.")


class Common(Value):
    """What every part of a tool begins with, whatever its kind."""

    kind: str = Field(description="What kind of part it is.")
    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="The heading.")
    lead: Prose = Field(description="What it decides and how to use it, in a sentence or two.")


class Tree(Common):
    """Questions that lead to a result, one at a time."""

    kind: Literal["tree"] = Field(description="tree.")
    market: Id | None = Field(None, description="Id of the market that it is about; trees of several markets stand side by side.")
    start: Slug = Field(description="Id of the first question.")
    nodes: tuple[Node, ...] = Field(min_length=1, description="The questions.")
    results: tuple[Result, ...] = Field(min_length=1, description="The results.")
    cases: tuple[Case, ...] = Field((), description="Worked cases.")


class Word(Value):
    """A word of an axis or a scale."""

    id: Slug = Field(description="Permanent id.")
    word: Plain = Field(description="The word.")
    means: Prose = Field(description="What it means, so that two people choose alike.")


class Axis(Value):
    """One side of a matrix."""

    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="The heading.")
    words: tuple[Word, ...] = Field(min_length=2, description="Its words, the least first; the rows of a matrix are shown with the most on top.")


class Matrix(Common):
    """Two axes and a level in every cell."""

    kind: Literal["matrix"] = Field(description="matrix.")
    scheme: Prose = Field(description="Where the scheme comes from; an organisation declares its own.")
    rows: Axis = Field(description="The axis that stands downwards.")
    columns: Axis = Field(description="The axis that stands across.")
    levels: tuple[Result, ...] = Field(min_length=1, description="What a cell can say.")
    cells: Mapping[str, tuple[Slug, ...]] = Field(description="For each row's id, the level ids in the order of the columns.")
    unclear: Result = Field(description="Where a reader who cannot choose a word ends; its `tone` is ask.")
    numbered: StrictBool = Field(True, description="Whether the levels are counted 1, 2, 3 in the cells; without, their titles alone stand there.")
    before_and_after: StrictBool = Field(False, description="Whether a reader picks a cell before and one after controls.")
    cases: tuple[Case, ...] = Field((), description="Worked cases.")


class Dial(Value):
    """A question of a score, answered on a scale of words that count 0, 1, 2 and so on."""

    id: Slug = Field(description="Permanent id.")
    ask: Plain = Field(description="The question.")
    help: Prose | None = Field(None, description="How to answer it.")
    words: tuple[Plain, ...] = Field(min_length=2, description="Its answers, counting 0, 1, 2 and so on.")


class Band(Value):
    """A stretch of scores with one result."""

    least: Points = Field(description="Lowest score of the band.")
    most: Points = Field(description="Highest score of the band.")
    result: Result = Field(description="What such a score means.")


class AtLeast(Value):
    """A rule that lifts a score's result: one dial alone can be enough."""

    dial: Slug = Field(description="Id of the dial.")
    value: Points = Field(description="From this count on.")
    result: Slug = Field(description="Id of the lowest result that is then possible.")
    because: Prose = Field(description="Why this dial alone is enough.")


class Score(Common):
    """Dials whose sum falls into a band."""

    kind: Literal["score"] = Field(description="score.")
    scheme: Prose = Field(description="Where the rubric comes from.")
    dials: tuple[Dial, ...] = Field(min_length=1, description="The dials.")
    bands: tuple[Band, ...] = Field(min_length=1, description="The bands; every score lies in one.")
    rules: tuple[AtLeast, ...] = Field((), description="Rules that lift the result.")
    unclear: Result = Field(description="Where a reader who cannot answer a dial ends; its `tone` is ask.")
    cases: tuple[Case, ...] = Field((), description="Worked cases.")


class Statement(Value):
    """Something that is true of an organisation or a person, more or less."""

    id: Slug = Field(description="Permanent id.")
    text: Plain = Field(description="The statement.")
    proof: Plain = Field(description="What to show for it.")
    play: Id | None = Field(None, description="Id of the play that raises it.")
    levels: tuple[Plain, ...] = Field((), description="What each step of the scale looks like here; without it, the scale's own words.")


class StatementGroup(Value):
    """A dimension of an assessment: one spoke of its drawing."""

    id: Slug = Field(description="Permanent id.")
    title: Plain = Field(description="The heading.")
    statements: tuple[Statement, ...] = Field(min_length=1, description="Its statements.")


class Assessment(Common):
    """Statements scored on one scale, drawn as a radar."""

    kind: Literal["assessment"] = Field(description="assessment.")
    scheme: Prose = Field(description="Where it comes from, and what it is not for.")
    scale: tuple[Word, ...] = Field(min_length=2, description="The steps, the lowest first; they count up by one.")
    counts_from: Annotated[StrictInt, Field(ge=0, le=1)] = Field(0, description="What the lowest step counts: 0 or 1.")
    proof_from: Annotated[StrictInt, Field(ge=0, le=100)] = Field(
        0, description="The lowest count that needs a line of proof; without one, a score counts as the step below it, or not at all."
    )
    groups: tuple[StatementGroup, ...] = Field(min_length=3, description="The dimensions.")
    example: Mapping[str, StrictInt] = Field({}, description="An invented filled example: what each statement id counts.")
    proofs: Mapping[str, Plain] = Field({}, description="The example's lines of proof, by statement id.")
    example_lead: Prose | None = Field(None, description="Who the invented example is, and what came of its scores.")
    ask: Id = Field(description="Role id of whom to ask.")


class Names(Value):
    """How many people a cell of a register names; `a, b` and `a and b` are two."""

    column: Slug = Field(description="Id of the column.")
    least: Annotated[StrictInt, Field(ge=0, le=9)] = Field(0, description="How many it names at least.")
    most: Annotated[StrictInt, Field(ge=1, le=9)] = Field(description="How many it names at most.")
    because: Prose = Field(description="Why, and what to write instead.")


class Register(Common):
    """Rows of a workbook, with a guide to its columns and, if wanted, a map of two of them."""

    kind: Literal["register"] = Field(description="register.")
    document: Id = Field(description="Id of the workbook in `library/documents/`.")
    sheet: Slug = Field(description="Id of its sheet.")
    overview: tuple[Slug, ...] = Field(min_length=1, description="Columns of the short table of rows; every row stands in full below it.")
    group_by: Slug | None = Field(None, description="A choice column by which the rows are grouped and filtered.")
    across: Slug | None = Field(None, description="A choice column that stands across in the drawn map.")
    up: Slug | None = Field(None, description="A choice column that stands upwards in the drawn map.")
    falling: StrictBool = Field(False, description="Whether the map's words stand in their columns from the most to the least.")
    called: Slug | None = Field(None, description="The column that a row is called by; without it, the first.")
    guide: Prose | None = Field(None, description="What to know before the first row, in Markdown; a table is welcome.")
    sentence: Plain | None = Field(None, description="A row as a sentence, column ids in braces, such as: Because {cause}, the system {effect}.")
    suggest: Mapping[Slug, tuple[Plain, ...]] = Field({}, description="Words offered in a text column, by its id, such as a starter list.")
    names: tuple[Names, ...] = Field((), description="Columns that name people, and how many; the page lists who stands in which row.")
    labels: Mapping[Plain, Mapping[Slug, Plain]] = Field({}, description="Other schemes' words for columns, by the scheme's name, such as RAPID.")
    private: Prose | None = Field(None, description="For rows about people: who may see them. The browser is not offered as a place to keep them.")
    hints: Mapping[str, Prose] = Field({}, description="Words that a cell had better not hold, each with what to write instead, such as user error.")
    checks: tuple[Prose, ...] = Field((), description="What a reviewer looks for in a finished register.")
    plays: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays to run next.")
    ask: Id = Field(description="Role id of whom to ask.")


class Form(Common):
    """The parts of a document, filled in on the page and taken away as Markdown."""

    kind: Literal["form"] = Field(description="form.")
    document: Id = Field(description="Id of the document in `library/documents/`.")
    stops_lead: Prose | None = Field(None, description="What is asked before the form is filled in.")
    stops: tuple[Prose, ...] = Field((), description="What takes a case out of the form: any of them means another way.")
    stopped: Prose | None = Field(None, description="What to do when one of the stops holds.")
    clear: Prose | None = Field(None, description="What it means when none of them holds.")
    plays: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays to run next.")
    ask: Id = Field(description="Role id of whom to ask.")


ToolPart = Annotated[Tree | Matrix | Score | Assessment | Register | Form, Field(discriminator="kind")]


class Tool(Item):
    """A tool: one page, one or more parts, all of it data."""

    title: Plain = Field(description="The tool's name, in words that a reader would search for.")
    purpose: Plain = Field(description="What a reader knows after using it, in a sentence.")
    version: Plain = Field(description="Version of the data, such as '2026-11', in quotes.")
    review_by: Day = Field(description="The day by which somebody reads it again; past it, a check warns, and with `--strict` fails.")
    owner: Id = Field(description="Role id of the page's owner.")
    plays: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays that use it.")
    documents: tuple[Id, ...] = Field((), description="Ids of the documents that take up its result.")
    banner: Prose | None = Field(None, description="What a reader must not forget while using it, such as law that is only proposed.")
    parts: tuple[ToolPart, ...] = Field(min_length=1, description="The parts, each of one kind.")
    aliases: tuple[Plain, ...] = Field((), description="Words people search for.")
    sources: tuple[Id, ...] = Field((), description="Source or fact ids for further reading.")
