"""A composed page as Markdown that any program shows: no HTML, no marks of one engine, no dead link."""

from __future__ import annotations

import re
from collections.abc import Callable

from handbook.text.markup import HTML, LINK, replace_outside_code

_FENCE = re.compile(r"\s*(```|~~~)")
_SHORT = re.compile(r"\*\[(?P<short>[^\]]+)\]: (?P<long>.+)")
_HEADING = re.compile(r"(?P<words>#{1,6} .*?)\s*\{[^}]*\}\s*")
_TAB = re.compile(r'=== "(?P<name>.*)"')
_MARKS = re.compile(r"\{:? ?[.#][^}]*\}\s*")
_NOT_ON_PAPER = re.compile(r"(?m)^.+\n\{ \.hb-aliases \}\n")
_ADDRESSED = re.compile(r"(?<=\))\{:[^}]*\}")
_STRONG = re.compile(r"</?(?:strong|b)>")
_FLAG = re.compile(r"<small[^>]*>(?P<words>.*?)</small>")


def plain_markdown(text: str, lead: Callable[[str], str]) -> str:
    """The page. `lead` gives the target that stands in place of a link's, or nothing where the words alone stay."""

    def led(found: re.Match[str]) -> str:
        target = lead(found["target"])
        return f"{found['open']}{target}{found['close']}" if target else found["open"].lstrip("!")[1:-2]

    linked = replace_outside_code(LINK, led, replace_outside_code(_ADDRESSED, lambda _: "", _NOT_ON_PAPER.sub("", text)))
    flagged = replace_outside_code(_FLAG, lambda found: f" ({found['words']})", linked)
    strong = replace_outside_code(_STRONG, lambda _: "**", flagged)
    return _tidy(_lines(replace_outside_code(HTML, lambda _: "", strong)))


def _lines(text: str) -> list[str]:
    """The lines in plain forms: tabs as headings, definitions as lists, short forms as a list at the end."""
    lines: list[str] = []
    short: list[str] = []
    fenced = tabbed = False
    for given in text.split("\n"):
        tabbed = tabbed and (not given.strip() or given.startswith("    "))
        line = given.removeprefix("    ") if tabbed else given
        fenced = fenced != bool(_FENCE.match(line))
        if fenced:
            lines.append(line)
        elif line.startswith(":   ") and lines:
            lines.append(f"- **{lines.pop()}:** {line[4:]}")
        elif found := _SHORT.fullmatch(line):
            short.append(f"- **{found['short']}:** {found['long']}")
        else:
            tabbed = tabbed or bool(_TAB.fullmatch(line))
            lines.append(_plain(line))
    return [*lines, *(["", "## Short forms", "", *short] if short else [])]


def _plain(line: str) -> str:
    if found := _TAB.fullmatch(line):
        return f"### {found['name']}\n"
    if _MARKS.fullmatch(line):
        return ""
    found = _HEADING.fullmatch(line)
    return found["words"] if found else line


def _tidy(lines: list[str]) -> str:
    """At most one blank line between blocks, none between the entries of one list of definitions."""
    kept: list[str] = []
    for line in "\n".join(lines).split("\n"):
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line.rstrip())
    text = "\n".join(kept).strip() + "\n"
    return re.sub(r"(?m)^(- \*\*[^*\n]+:\*\* .*)\n\n(?=- \*\*[^*\n]+:\*\* )", r"\1\n", text)
