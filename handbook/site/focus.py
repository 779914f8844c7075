"""Abbreviations that keyboard and touch can reach."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r'<(?:abbr title="(?P<long>[^"]*)">(?P<short>[^<]*)</abbr>|h[2-6]\b|a\b[^<]*(?:<(?!/a>)[^<]*)*</a>)')


def focusable_abbreviations(html: str) -> str:
    """Give each abbreviation a focus: by Tab where it comes first in a section, by touch or click everywhere.

    One inside a link keeps its title only: the link has the focus, and a tap must follow it.
    """
    seen: set[str] = set()

    def replace(found: re.Match[str]) -> str:
        if found["short"] is None:
            if found[0].startswith("<h"):
                seen.clear()
            return found[0]
        stop = -1 if found["short"] in seen else 0
        seen.add(found["short"])
        return f'<abbr title="{found["long"]}" tabindex="{stop}">{found["short"]}</abbr>'

    return _ABBREVIATION.sub(replace, html) if "<abbr" in html else html
