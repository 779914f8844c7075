"""Scores: dials whose sum falls into a band, which a rule may lift."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.model import AtLeast, Band, Dial, Score
from handbook.tools.choose import UNCLEAR, UNCLEAR_WORDS, choose_all
from handbook.tools.outcome import Answers, Finding, Given, PartOutcome

Counts = Mapping[str, int]


def run_score(score: Score, answers: Answers) -> PartOutcome:
    """Add up the dials and find the band. A dial without an answer stays open, one that is unclear leads to a person. Raises AnswerError."""
    chosen = choose_all(answers, {dial.id: _words(dial) for dial in score.dials})
    given = tuple(Given(dial.id, dial.ask, _answer(dial, chosen[dial.id])) for dial in score.dials if dial.id in chosen)
    unanswered = tuple(dial.id for dial in score.dials if dial.id not in chosen)
    if unanswered:
        return PartOutcome(score.id, score.kind, score.title, given, open=unanswered)
    low = {name: 0 if value == UNCLEAR else int(value) for name, value in chosen.items()}
    most = {dial.id: len(dial.words) - 1 for dial in score.dials}
    high = {name: most[name] if value == UNCLEAR else int(value) for name, value in chosen.items()}
    if low != high:
        band, notes = score.unclear, _between(score, low, high)
    else:
        found = band_of(score, low)
        band, notes = found.result, (_sum(score, low, found), *(rule.because for rule in lifting(score, low)))
    return PartOutcome(score.id, score.kind, score.title, given, (Finding(band),), notes, (), band.plays, (band.ask,))


def total(counts: Counts) -> int:
    """The sum of the dials."""
    return sum(counts.values())


def band_of(score: Score, counts: Counts) -> Band:
    """The band of a full set of counts: that of their sum, or a higher one where a rule lifts it."""
    order = [band.result.id for band in score.bands]
    by_sum = next(at for at, band in enumerate(score.bands) if band.least <= total(counts) <= band.most)
    lifted = [order.index(rule.result) for rule in score.rules if counts[rule.dial] >= rule.value]
    return score.bands[max([by_sum, *lifted])]


def lifting(score: Score, counts: Counts) -> tuple[AtLeast, ...]:
    """The rules that lift the band above that of the sum."""
    order = [band.result.id for band in score.bands]
    by_sum = next(at for at, band in enumerate(score.bands) if band.least <= total(counts) <= band.most)
    return tuple(rule for rule in score.rules if counts[rule.dial] >= rule.value and order.index(rule.result) > by_sum)


def _sum(score: Score, counts: Counts, band: Band) -> str:
    most = sum(len(dial.words) - 1 for dial in score.dials)
    return f"{total(counts)} of {most} points: {band.result.title}"


def _between(score: Score, low: Counts, high: Counts) -> tuple[str, ...]:
    first, last = band_of(score, low).result.title, band_of(score, high).result.title
    between = first if first == last else f"{first} to {last}"
    return (f"Between {total(low)} and {total(high)} points, since not all is clear: {between}",)


def _words(dial: Dial) -> dict[str, str]:
    return {str(count): words for count, words in enumerate(dial.words)} | {UNCLEAR: UNCLEAR_WORDS}


def _answer(dial: Dial, value: str) -> str:
    return UNCLEAR_WORDS if value == UNCLEAR else f"{dial.words[int(value)]} ({value})"
