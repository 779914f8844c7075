"""The base's digests, by which a fork sees what it edited in place."""

from __future__ import annotations

from handbook.check import MANIFEST, manifest_text
from tests.repository import ROOT


def test_the_manifest_is_that_of_the_base() -> None:
    """In the base, a stale manifest would tell every fork of edits that it never made; in a fork, this names the files edited in place."""
    kept = (ROOT / MANIFEST).read_text(encoding="utf-8").splitlines()
    now = manifest_text(ROOT).splitlines()
    assert sorted(set(now) ^ set(kept)) == [], "run `handbook manifest`"
