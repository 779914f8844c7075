"""New files for authors, with the model's own notes beside each field."""

from __future__ import annotations

from pathlib import Path

from handbook.model import Handbook, Play
from handbook.problems import HandbookError, Problem, did_you_mean
from handbook.read.files import is_slug

_SHAPES = {
    "answers": "\n  - ", "stages": "\n  - ", "when": '\n  - ""\n  - ""\n  - ""', "not_when": '\n  - ""\n  - ""', "who": "\n  - ",
    "duration": "\n  prep_min: 0\n  run_min: 0", "needs": '\n  - what: ""\n    without: ""',
    "steps": '\n  - name: first-step\n    min: 0\n    do: ""\n    why: ""', "leaves": '\n  - document: \n    filed: ""',
    "anti_patterns": '\n  - looks_like: ""\n    instead: ""', "markets": '\n  uk: ""\n  eu: ""\n  us: ""',
    "measures": '\n  - what: ""\n    number_from: ""\n    looked_at_by: ""', "next": "\n  - ", "aliases": " []", "sources": " []",
}  # fmt: skip
_LEFT_OUT = {"id", "place", "body", "stop", "left_out"}


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
