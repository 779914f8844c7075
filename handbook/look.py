"""An organisation's colour as a style sheet."""

from __future__ import annotations

from handbook.model import Handbook

STYLE = "assets/organisation.css"
_WHITE, _BLACK = "#ffffff", "#000000"


def look_files(book: Handbook) -> dict[str, str | bytes]:
    """The files of the organisation's look, by path: a style sheet where it has a colour, and its logo."""
    look = book.organisation.look if book.organisation else None
    files: dict[str, str | bytes] = {}
    if look and look.colour:
        files[STYLE] = _style(look.colour)
    if book.logo:
        files[logo_path(book)] = book.logo.content
    return files


def logo_path(book: Handbook) -> str:
    """Where the logo stands on the site; empty without one."""
    return f"assets/organisation/{book.logo.name}" if book.logo else ""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def words_on(colour: str) -> str:
    """Black or white, whichever stands out more. One of the two always reaches 4.5."""
    return max(_WHITE, _BLACK, key=lambda words: contrast(words, colour))


def _luminance(colour: str) -> float:
    """Relative luminance of a colour such as #005eb8 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _style(colour: str) -> str:
    words = words_on(colour)
    backs = "".join(f"--md-primary-fg-color{shade}: {colour}; " for shade in ("", "--light", "--dark"))
    names = ":root", '[data-md-color-scheme="default"]', '[data-md-color-scheme="slate"]'
    return f"{', '.join(names)} {{ {backs}--md-primary-bg-color: {words}; --md-primary-bg-color--light: {words}; }}\n"
