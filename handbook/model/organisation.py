"""An organisation's layer: its own words, its changes, its agreements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt, StringConstraints, create_model

from handbook.model.play import Play, Section, Step
from handbook.model.values import COLOUR, Address, Day, Fingerprint, Id, Item, Plain, Slug, Value
from handbook.place import Place


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
    despite_the_lock: Plain | None = Field(None, description="For a part that the base has locked: why the lock's reason does not hold for you.")

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


class OneField(Value):
    """The value that a change gives to one field of a play."""

    value: Any


def one_field(name: str) -> type[OneField]:
    """The kind of value that the play's field `name` takes, with its limits and its note."""
    info = Play.model_fields[name]
    parts: dict[str, Any] = {"value": (info.annotation, info)}
    return create_model("OneField", __base__=OneField, **parts)


class Adaptation(Item):
    """What an organisation changes in one play of the base."""

    adapts: Id = Field(description="Id of the play.")
    changes: tuple[Change, ...] = Field(min_length=1, description="The changes, each with its reason.")
    body: tuple[Section, ...] = Field((), description="The organisation's own sections, below the front matter.")


class Replacement(Decision):
    """Why an organisation puts a tool, document, journey or question of its own in place of the base's of the same id."""

    despite_the_lock: Plain | None = Field(None, description="Where a part that the base has locked is missing: why the lock's reason does not hold for you.")


class OwnItem(Value):
    """An item of the library that an organisation puts in place of the base's."""

    kind: str
    item: Item
    decision: Replacement
    place: Place

    @property
    def subject(self) -> str:
        """What it replaces, such as tools:risk-matrix."""
        return f"{self.kind}:{self.item.id}"


class Withdrawal(Decision):
    """A play of the base that an organisation does not use."""

    play: Id = Field(description="Id of the play.")
    covered_by: tuple[Id, ...] = Field(min_length=1, description="Ids of the plays that cover what it would have done.")


class Agreement(Value):
    """What a change was agreed against. `handbook accept` writes it; nobody types it."""

    play: Id = Field(description="Id of the play.")
    part: Plain = Field(description="The part, such as step:rate.")
    against: Fingerprint = Field(description="Fingerprint of the base's text then.")
    text: str = Field(description="The base's text then.")
    by: Plain = Field(description="Who agreed, by role.")
    date: Day = Field(description="When, as YYYY-MM-DD.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Seen(Value):
    """What the base said when somebody last read an update. `handbook report --seen` writes it; nobody types it."""

    release: Plain = Field(description="The base's version then.")
    date: Day = Field(description="When, as YYYY-MM-DD.")
    by: Plain = Field(description="Who read it, by role.")
    told: tuple[Fingerprint, ...] = Field((), description="Fingerprints of the ledger's entries and of upstream's notes that stood then.")
    plays: Mapping[str, Mapping[str, Fingerprint]] = Field(description="Fingerprints of the parts of each play.")
    facts: Mapping[str, Fingerprint] = Field(description="Fingerprints of the facts.")


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


class Look(Value):
    """How an organisation's handbook looks."""

    logo: Plain | None = Field(None, description="A picture in the organisation's folder, such as logo.png; PNG, JPEG, WebP or a plain SVG.")
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), COLOUR] | None = Field(
        None, description="Colour of the header, such as '#005eb8'. The words on it are made black or white, whichever can be read."
    )


class Picture(Value):
    """A picture that was read and found sound."""

    name: str = Field(description="File name, such as logo.png.")
    content: bytes = Field(repr=False)


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
    overdue_after_days: Annotated[StrictInt, Field(ge=1, le=3650)] | None = Field(
        None, description="The build fails once a change to an urgent playbook has waited so many days for somebody to read it; without it, never."
    )
    edited_base: Literal["warning", "error"] | None = Field(
        None, description="What a file of the base that was edited in place is: warning or error; without it, a warning."
    )
    extends: Plain | None = Field(None, description="Folder of the layer that this one stands on, such as ../hospital; without it, the base.")
    look: Look | None = Field(None, description="The organisation's `logo` and `colour`.")
    withdrawn: tuple[Withdrawal, ...] = Field((), description="Plays of the base that the organisation does not use, and why.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)


class Mark(Value):
    """Where a part of an adapted play comes from."""

    how: str = Field(description="replaced, added, removed or changed.")
    decision: Decision
    state: Literal["agreed", "changed", "not agreed"] = Field("agreed", description="Whether the base is still what was agreed against.")
    layer: str = Field("", description="Name of the organisation whose layer it comes from.")


class Drift(Value):
    """A change that waits for somebody: its base has changed since, or nobody has agreed it yet."""

    play: Id
    part: Plain
    how: str = Field(description="replace, remove, set, before or after.")
    kind: Literal["changed", "not agreed"]
    then: str = Field(description="The base's text when the change was agreed; empty where that was never.")
    now: str = Field(description="The base's text now.")
    ours: str = Field(description="The organisation's own text.")
    since: Day = Field(description="When the change was agreed, or made where it never was.")
    layer: str = Field("", description="Name of the organisation whose change it is.")
    place: Place = Field(default=Place(""), exclude=True, repr=False)
