"""Documents as plain text files: Markdown, YAML and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator

from handbook.compose.words import day
from handbook.downloads.blank import Blank, Field, Part
from handbook.markdown import plain
from handbook.tools.table import as_csv

_NEXT_LINE = "\n    "


def markdown_file(blank: Blank) -> bytes:
    """The document as Markdown: prompts as comments, which a reader of the finished text does not see."""
    lines = [f"# {plain(blank.title)}", "", _comment(*_head(blank), "Take out each comment once its part is filled in."), ""]
    for part in blank.parts:
        lines += [f"## {plain(part.title)}", "", _comment(*_prompts(part)), "", *_place(part), ""]
    if blank.sources:
        lines += [_comment("Sources", *blank.sources), ""]
    return "\n".join(lines).encode()


def yaml_file(blank: Blank) -> bytes:
    """The document as YAML: a key for each part, prompts as comments."""
    lines = [*map(_remark, _head(blank)), ""]
    for part in blank.parts:
        lines += [*map(_remark, [part.title, *_prompts(part)]), *_value(part), ""]
    lines += map(_remark, [*(["Sources"] if blank.sources else []), *blank.sources])
    return ("\n".join(lines).rstrip() + "\n").encode()


def csv_file(blank: Blank) -> bytes:
    """The document's one sheet as CSV: the headings."""
    return as_csv([column.title for column in blank.pages[0].fields], []).encode()


def _head(blank: Blank) -> list[str]:
    """What the file says about itself."""
    number = f"Number: {blank.number}. " if blank.number else ""
    owner = f" · {blank.organisation}" if blank.organisation else ""
    return [
        f"TEMPLATE: {blank.title}{owner}", blank.purpose, f"{number}Kept by: {blank.owner}. Template {blank.version} of {day(blank.released.isoformat())}.",
        *([blank.licence] if blank.licence else []),
    ]  # fmt: skip


def _prompts(part: Part) -> list[str]:
    most = f" At most {part.most_words} words." if part.most_words else ""
    optional = "" if part.required else " May be left out."
    lines = [f"{part.prompt}{most}{optional}", *([f"Stays in: {part.locked}"] if part.locked else [])]
    lines += [f"Choose one: {'; '.join(part.options)}."] if part.kind == "choice" else []
    return lines + [line for column in part.fields if (line := _about(column))]


def _about(column: Field) -> str:
    options = f" One of: {'; '.join(map(str, column.options))}." if column.options else ""
    return f"{column.title}: {column.prompt}{options}" if column.prompt or options else ""


def _comment(*lines: str) -> str:
    """A comment of HTML, which nothing in it ends."""
    text = "\n".join(lines).replace("--", "- -").replace(">", "›")
    return f"<!--\n{text}\n-->"


def _remark(line: str) -> str:
    return f"# {line}"


def _place(part: Part) -> list[str]:
    """Where to write."""
    if part.kind == "table":
        heads = [plain(column.title) for column in part.fields]
        return [_row(heads), _row(["---"] * len(heads)), _row([""] * len(heads))]
    if part.kind == "sign":
        return ["| Role | Name | Date | Signature |", "|---|---|---|---|", "| | | | |"]
    if part.kind == "checks":
        return [f"- [ ] {plain(option)}" for option in part.options]
    return ["- "] if part.kind == "list" else [""]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _value(part: Part) -> Iterator[str]:
    """A part as a key with an empty value of its shape."""
    if part.kind == "table":
        yield f"{part.id}:"
        for number, column in enumerate(part.fields):
            yield f"  {'-' if not number else ' '} {column.id}:"
    elif part.kind == "checks":
        yield f"{part.id}:"
        yield from (f"  {json.dumps(option, ensure_ascii=False)}: false" for option in part.options)
    elif part.kind in {"list", "sign"}:
        yield f"{part.id}: []"
    else:
        yield f"{part.id}:"
