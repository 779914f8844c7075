"""Changes that still stand on a text which the base has recalled."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.fingerprint import of_text
from handbook.layer.drift import drifts
from handbook.layer.plays import ADDS
from handbook.ledger import Ledger
from handbook.model import Drift, Handbook, Move
from handbook.problems import Problem


def recall_problems(base: Handbook, layer: str) -> Iterator[Problem]:
    """Every change in place of a recalled text that nobody has agreed against the text that came after it.

    What is added beside a recalled text drifts like anything else. `layer` is the folder whose changes they are.
    """
    ledger = Ledger(base.ledger)
    for drift in drifts(base):
        for recall in ledger.recalls(drift.play, drift.part):
            if drift.how not in ADDS and _is_of(drift, recall):
                named = "" if layer == "organisation" else f"HANDBOOK_ORGANISATION={layer} "
                cure = f"Read the base's text, mend yours, then run `{named}handbook accept {drift.play} {drift.part} --by ROLE`"
                message = f"the base recalled {drift.part} of '{drift.play}' on {recall.date}: {recall.because.rstrip('.')}"
                yield Problem(drift.place.path, drift.place.line(), message, cure)


def _is_of(drift: Drift, recall: Move) -> bool:
    """Whether the change was agreed against the recalled text or an older one, or never."""
    return drift.kind == "not agreed" or recall.text == of_text(drift.then) or drift.since <= recall.date
