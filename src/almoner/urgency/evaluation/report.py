"""What was measured, for machines and for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from almoner.urgency.accuracy import Share
from almoner.urgency.answering import as_told
from almoner.urgency.evaluation.examples import Unread, read_examples
from almoner.urgency.evaluation.figures import ABSTAINED, Figures, confusion, figures, groups
from almoner.urgency.evaluation.outcomes import Outcome, Pace, missed, outcomes, pace
from almoner.urgency.rulebook.book import Rulebook, standard

SHOWN = 40
"""How many missed cases people are shown unless they ask for more. Machines are told all."""
WIDEST = 96
KINDS = {
    "under": "less urgent than expected",
    "abstention": "should have abstained",
    "over": "more urgent than expected",
    "disposition": "another disposition than expected",
}


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    outcomes: Sequence[Outcome]
    unread: Sequence[Unread]
    passed_over: dict[str, int]

    @property
    def figures(self) -> Figures:
        return figures(self.outcomes)

    @property
    def rules_version(self) -> str:
        """Of no case at all, that of the standard."""
        return self.outcomes[0].found.rules_version if self.outcomes else standard().version

    @property
    def pace(self) -> Pace:
        return pace(self.outcomes)

    def as_dict(self, most: int | None = None) -> dict[str, Any]:
        """Everything, with at most so many missed cases: all of them where nothing is said."""
        return {
            "file": self.name,
            "rules_version": self.rules_version,
            "figures": self.figures.as_dict(),
            "confusion": confusion(self.outcomes),
            "groups": {
                by: {name: part.as_dict() for name, part in parts.items()}
                for by, parts in groups(self.outcomes).items()
            },
            "microseconds": asdict(self.pace),
            "missed": [_miss(outcome) for outcome in missed(self.outcomes)[:most]],
            "unread": [asdict(one) for one in self.unread],
            "fields_passed_over": self.passed_over,
        }

    def as_text(self, most: int | None = None) -> str:
        parts = (
            [f"Cases: {len(self.outcomes)} of {self.name}, by the rules {self.rules_version}"],
            _confusion(confusion(self.outcomes)),
            _shares(self.figures),
            *(_group(by, parts) for by, parts in groups(self.outcomes).items()),
            [f"For a case: {self.pace.median:.0f} µs (median), {self.pace.p95:.0f} µs (95th percentile)"],
            _missed(missed(self.outcomes), SHOWN if most is None else most),
            _unread(self.unread, self.passed_over),
        )
        return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def evaluate(path: Path, told_in: str = "", book: Rulebook | None = None) -> Report:
    """Gauge all cases of a file, by the rules of `book` or the standard, and hold them against what is expected,
    with the reasons in the language `told_in`. Raises CasesNotRead."""
    examples = read_examples(path)
    return Report(path.name, outcomes(examples.read, told_in, book), examples.unread, dict(examples.passed_over))


def _confusion(table: dict[str, dict[str, int]]) -> Iterator[str]:
    levels = [name for name in table if name != ABSTAINED]
    yield "Level expected (down) and given (across)"
    yield " " * 11 + "".join(f"{name:>6}" for name in levels) + "   of these abstained"
    for name, row in table.items():
        if any(row.values()):
            yield f"  {name:<9}" + "".join(f"{row[level]:>6}" for level in levels) + f"{row[ABSTAINED]:>21}"


def _shares(found: Figures) -> Iterator[str]:
    scale, urgent = found.emergency, found.urgent
    named = {
        "level exact": scale.exact,
        "within one level": scale.within_one,
        "less urgent than expected": scale.under,
        "more urgent than expected": scale.over,
        "level 1 found (sensitivity)": scale.sensitivity,
        "others not called level 1 (specificity)": scale.specificity,
        "levels 1 and 2 found (sensitivity)": urgent.sensitivity,
        "others not called level 1 or 2 (specificity)": urgent.specificity,
        "disposition exact": found.disposition,
        "abstained where it should": found.abstained,
        "abstained where a level was expected": found.abstained_without_need,
    }
    yield "Shares with exact 95 % bounds (Clopper–Pearson)"
    yield from (f"  {name:<46}{share}" for name, share in named.items() if share.of)


def _group(by: str, parts: dict[str, Figures]) -> Iterator[str]:
    heads = ("exact", "less urgent", "more urgent", "level 1 found", "levels 1–2 found")
    yield f"{f'By {by}':<15}{'cases':>6}" + "".join(f"  {head:<19}" for head in heads).rstrip()
    for name, part in parts.items():
        scale = part.emergency
        shares = (scale.exact, scale.under, scale.over, scale.sensitivity, part.urgent.sensitivity)
        cells = "".join(f"  {_short(share):<19}" for share in shares).rstrip()
        yield f"  {name:<13.13}{part.cases:>6}{cells}"


def _short(share: Share) -> str:
    if share.rate is None:
        return "–"
    low, high = share.bounds
    return f"{share.hits}/{share.of} {share.rate:.0%} ({100 * low:.0f}–{100 * high:.0f})"


def _missed(wrong: Sequence[Outcome], most: int) -> Iterator[str]:
    if not wrong or not most:
        return
    yield f"Missed: {len(wrong)}" + (f", of which the first {most}" if len(wrong) > most else "")
    for outcome in wrong[:most]:
        yield f"  {outcome.example.id}: {_said(outcome)} ({KINDS[outcome.missed]})"
        yield f"      said:  {_cut(outcome.example.case.text)}"
        yield f"      found: {_cut(_found(outcome))}"


def _said(outcome: Outcome) -> str:
    expected, given = outcome.example.expected, outcome.found
    if outcome.missed == "disposition":
        return f"{expected.disposition} expected, {given.disposition} given"
    return f"{expected.level or ABSTAINED} expected, {given.level} given"


def _found(outcome: Outcome) -> str:
    reasons = outcome.found.reasons
    return "; ".join(f"{reason.rule_id} “{reason.evidence}”" for reason in reasons) or "nothing; it abstained"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"


def _miss(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.example.id,
        "kind": outcome.missed,
        "expected": {
            "level": outcome.example.expected.level,
            "disposition": outcome.example.expected.disposition or None,
        },
        "text": outcome.example.case.text,
        "found": as_told(outcome.found),
    }


def _unread(unread: Sequence[Unread], passed_over: dict[str, int]) -> Iterator[str]:
    if unread:
        yield f"Not understood, and in no figure: {len(unread)}"
        yield from (f"  {one.place}, {one.id or 'without id'}: {one.error}" for one in unread[:SHOWN])
    if passed_over:
        named = ", ".join(f"{name} ({count})" for name, count in sorted(passed_over.items()))
        yield f"Fields that are no part of a case, passed over: {named}"
