"""An assessment's rules in words."""

from __future__ import annotations

from handbook.model import Assessment


def proof_rule(part: Assessment) -> str:
    """What a score without a line of proof counts."""
    if part.proof_from <= part.counts_from:
        return "A score counts only with a line of proof."
    below = part.scale[part.proof_from - 1 - part.counts_from].word
    return f"A score of {part.proof_from} or more needs a line of proof. Without one it counts {part.proof_from - 1}, {below.lower()}."
