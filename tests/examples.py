"""The invented organisations as tests read them: their markets and their handbooks, each compiled once."""

from __future__ import annotations

from functools import cache

from handbook.model import Handbook, Organisation
from handbook.pipeline import Compiled, compile_handbook
from tests.repository import ROOT

MARKETS = {"fernhill": "uk", "fernhill-dashboard": "uk", "blaustern": "eu", "harborline": "us"}


@cache
def compiled(name: str) -> Compiled:
    """An example's handbook; the base without a name."""
    return compile_handbook(ROOT, {"HANDBOOK_ORGANISATION": f"examples/{name}"} if name else {})


def book(name: str) -> Handbook:
    """The same, without its pages."""
    return compiled(name).book


def profile(name: str) -> Organisation:
    """What an example says of its organisation."""
    found = book(name).organisation
    assert found
    return found
