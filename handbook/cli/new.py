"""New files for authors, with the model's own notes beside each field."""

from __future__ import annotations

from pathlib import Path

from handbook.model import Handbook, Organisation, Play
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.read.files import is_slug
from handbook.read.organisation import ORGANISATION_FILE

_SHAPES = {
    "answers": "\n  - ", "stages": "\n  - ", "when": '\n  - ""\n  - ""\n  - ""', "not_when": '\n  - ""\n  - ""', "who": "\n  - ",
    "duration": "\n  prep_min: 0\n  run_min: 0", "needs": '\n  - what: ""\n    without: ""',
    "steps": '\n  - name: first-step\n    min: 0\n    do: ""\n    why: ""', "leaves": '\n  - document: \n    filed: ""',
    "anti_patterns": '\n  - looks_like: ""\n    instead: ""', "markets": '\n  uk: ""\n  eu: ""\n  us: ""',
    "measures": '\n  - what: ""\n    number_from: ""\n    looked_at_by: ""', "next": "\n  - ", "aliases": " []", "sources": " []",
}  # fmt: skip
_LEFT_OUT = {"id", "place", "body", "stop", "left_out", "locked"}
_EXAMPLES = {"look": "{logo: logo.png, colour: '#005eb8'}", "overdue_after_days": "60", "edited_base": "warning", "extends": "../hospital"}


def new_play(root: Path, book: Handbook, name: str, title: str) -> Path:
    """Write an empty play with every field and its note. Raises HandbookError; never overwrites."""
    playbook, slash, stem = name.partition("/")
    path = f"playbooks/{name}.md"
    if not slash or not is_slug(playbook) or not is_slug(stem):
        raise HandbookError(
            [Problem(path, 1, f"'{name}' is not a play's id", "Write it as safety/run-a-hazard-workshop: playbook, slash, verb first, hyphens")]
        )
    if playbook not in book.playbooks:
        raise HandbookError([Problem(path, 1, f"there is no playbook '{playbook}'", did_you_mean(playbook, book.playbooks))])
    target = root / path
    if target.exists():
        raise HandbookError([Problem(path, 1, "the play is there already", "Edit it, or choose another name")])
    target.write_text(_play_text(title), encoding="utf-8")
    return target


def _play_text(title: str) -> str:
    lines = ["---", "# yaml-language-server: $schema=../../schemas/play.schema.json"]
    for field, info in Play.model_fields.items():
        if field not in _LEFT_OUT:
            value = f" {_quoted(title)}" if field == "title" else _SHAPES.get(field, ' ""')
            lines += [f"# {info.description}", f"{field}:{value}"]
    body = "## Worked example {#worked-example}\n\n*Invented example: …*\n\n## Tips {#tips}\n\n- …\n"
    return "\n".join([*lines, "---", "", body])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def new_organisation(root: Path, book: Handbook, values: dict[str, str], markets: tuple[str, ...]) -> Path:
    """Write the organisation's file with what is known, and every other key as a comment. Raises HandbookError; never overwrites."""
    own = [name for name, market in book.markets.items() if not market.shared]
    if unknown := [name for name in markets if name not in own]:
        path = f"organisation/{ORGANISATION_FILE}"
        raise HandbookError([Problem(path, 1, f"unknown market '{name}'", did_you_mean(name, own) or "Known: " + ", ".join(own)) for name in unknown])
    path = f"organisation/{ORGANISATION_FILE}"
    target = root / path
    if target.exists():
        raise HandbookError([Problem(path, 1, "the organisation's file is there already", "Edit it")])
    lines = ["# yaml-language-server: $schema=../schemas/organisation.schema.json", "# Take the # from a line to use it. Text with a colon needs quotes."]
    for field in ("name", "site_url", "repository", "contact"):
        value = values.get(field, "")
        lines += [f"# {Organisation.model_fields[field].description}", f"{field}: {_quoted(value)}" if value else f"# {field}:"]
    chosen = f"markets: [{', '.join(markets)}]" if markets else f"# markets: [{', '.join(own)}]"
    lines += [f"# {Organisation.model_fields['markets'].description}", chosen]
    for field, example in _EXAMPLES.items():
        lines += [f"# {Organisation.model_fields[field].description}", f"# {field}: {example}"]
    for field, entries in _own_entries(book).items():
        lines += [f"# {Organisation.model_fields[field].description}", f"# {field}:", *(f"#   {entry}" for entry in entries)]
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def _own_entries(book: Handbook) -> dict[str, list[str]]:
    """What the base calls its roles, tools and documents, a line each, ready to change."""
    return {
        "roles": [f"{role.id}: {{title: {_quoted(role.title)}}}" for role in book.roles.values()],
        "names": [f"{item.id}: {_quoted(item.words)}" for item in book.locals.values()],
        "terms": ['- {old: patient, new: service user, because: "", approved_by: "", date: 2026-01-31}'],
        "withdrawn": ['- {play: PLAY, covered_by: [PLAY], because: "", approved_by: "", date: 2026-01-31}'],
        "documents": [f"{item.id}: {{title: {_quoted(item.title)}}}" for item in book.documents.values()],
    }
