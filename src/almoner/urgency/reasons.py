"""Which rules hold for a concern. Each reason says what it rests on: the person's own words or the measured value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from almoner.urgency.case import Vitals
from almoner.urgency.concern import Concern
from almoner.urgency.news2 import News2, news2
from almoner.urgency.rulebook import Measured, Rule, in_language, plausible
from almoner.urgency.rulebook.book import Rulebook

SIGNS = ("respiratory_rate", "spo2", "systolic", "diastolic", "pulse", "temperature_c", "consciousness")


@dataclass(frozen=True, slots=True)
class Reason:
    """`evidence` is what the person said, word for word, or the value as measured."""

    rule_id: str
    level: int
    text: str
    evidence: str
    disposition: str = ""


def word_reasons(concern: Concern, language: str, book: Rulebook) -> list[Reason]:
    held = [(rule, concepts) for rule in book.hopeful(concern.found) if (concepts := _held(rule, concern)) is not None]
    spoken = [(rule, concepts) for rule, concepts in held if not rule.alone] or held
    return [_reason(rule, concepts, concern, language) for rule, concepts in spoken]


def _reason(rule: Rule, concepts: list[str], concern: Concern, language: str) -> Reason:
    words = dict.fromkeys(concern.found[concept] for concept in concepts if concern.found.get(concept))
    return Reason(rule.id, rule.level, in_language(rule.text, language), " … ".join(words), rule.disposition)


def _held(rule: Rule, concern: Concern) -> list[str] | None:
    """The concepts by which the rule holds, or None where it does not."""
    for need in rule.needs:
        if need not in concern.found:
            return None
    if not concern.fits(rule.applies_to):
        return None
    if rule.age and not age_fits(rule.age, concern.age_years):
        return None
    if any(concern.said(name) for name in rule.unless):
        return None
    if not rule.one_of:
        return list(rule.needs)
    one = next((concept for concept in rule.one_of if concern.said(concept)), None)
    return [*rule.needs, one] if one else None


BANDS = {
    "under_8_days": (0, 8 / 365.25), "under_28_days": (0, 28 / 365.25), "under_3_months": (0, 0.25),
    "under_6_months": (0, 0.5), "under_1": (0, 1), "under_2": (0, 2), "under_5": (0, 5), "under_7": (0, 7),
    "6_months_to_12": (0.5, 12), "under_16": (0, 16), "under_35": (0, 35), "12_to_55": (12, 55.01),
    "over_7": (7, 999), "over_30": (30, 999), "over_35": (35, 999), "over_40": (40, 999), "over_45": (45, 999),
    "over_50": (50.01, 999), "over_65": (65, 999), "young_or_old": (2, 70.01),
}  # fmt: skip
"""Bands of age in years: from the first, under the second. `young_or_old` is what lies outside its own."""


def age_fits(name: str, age: float | None) -> bool:
    """Whether an age (years) fits a named band. An unknown age fits none, and is asked for instead, unless the name
    ends in `_or_unknown`."""
    band = name.removesuffix("_or_unknown")
    if age is None:
        return band != name
    low, high = BANDS[band]
    return (low <= age < high) != (band == "young_or_old")


def vital_reasons(concern: Concern, vitals: Vitals, language: str, book: Rulebook) -> Iterator[Reason]:
    for rule in book.measured:
        value = getattr(vitals, rule.sign)
        if value is not None and _strays(rule, value) and _for(rule, concern):
            evidence = f"{rule.sign} {value:g}"
            yield Reason(rule.id, rule.level, in_language(rule.text, language), evidence)
    for rule_id, evidence in _reckoned(concern, vitals, book):
        if row := book.computed_row(rule_id):
            yield Reason(row.id, row.level, in_language(row.text, language), evidence)


def _reckoned(concern: Concern, vitals: Vitals, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Computed rules that hold, by their ids, each with its evidence."""
    if vitals.consciousness not in {None, "alert"}:
        milder = vitals.consciousness == "voice" and not concern.fits("child")
        yield "CONSCIOUSNESS-VOICE" if milder else "CONSCIOUSNESS", f"consciousness {vitals.consciousness}"
    if scored_by_news2(concern):
        yield from _news2(news2(vitals), book)
        if qsofa(vitals) >= 2:
            yield "QSOFA", f"qSOFA {qsofa(vitals)}"
    for sign in doubtful(vitals):
        yield "DOUBTFUL", f"{sign} {getattr(vitals, sign):g}"


def _strays(rule: Measured, value: float) -> bool:
    return (rule.low is not None and value <= rule.low) or (rule.high is not None and value >= rule.high)


def _for(rule: Measured, concern: Concern) -> bool:
    """Whether the rule is for this person. Of unknown age: only where the rule reaches to any age above its first."""
    in_band = rule.age_under > 100 if concern.age_years is None else rule.age_from <= concern.age_years < rule.age_under
    return in_band and concern.fits(rule.applies_to) and all(need in concern.found for need in rule.needs)


def scored_by_news2(concern: Concern) -> bool:
    """NEWS2 is for 16 years and over and not in pregnancy. An adult whose age is not known is scored."""
    if concern.pregnant or not concern.fits("adult"):
        return False
    return concern.age_years is None or concern.age_years >= 16


def _news2(score: News2, book: Rulebook) -> Iterator[tuple[str, str]]:
    """The first that holds of those which the book has."""
    total = f"NEWS2 {score.total}" + (f" (–{score.at_most})" if score.missing else "")
    held = (
        ("NEWS2-7", total, score.total >= 7),
        ("NEWS2-5", total, score.total >= 5),
        ("NEWS2-SINGLE", f"NEWS2 3: {', '.join(score.single_three)}", bool(score.single_three)),
    )
    yield from [(rule_id, evidence) for rule_id, evidence, holds in held if holds and rule_id in book.rows][:1]


def qsofa(vitals: Vitals) -> int:
    """The count of qSOFA criteria that are known to hold."""
    low_pressure = vitals.systolic is not None and vitals.systolic <= 100
    fast_breathing = vitals.respiratory_rate is not None and vitals.respiratory_rate >= 22
    return low_pressure + fast_breathing + (vitals.consciousness not in {None, "alert"})


def missing(vitals: Vitals) -> tuple[str, ...]:
    """The signs that were not measured."""
    return tuple(sign for sign in SIGNS if getattr(vitals, sign) is None)


def doubtful(vitals: Vitals) -> tuple[str, ...]:
    """The signs whose value is so rare that it may be a mistake. They count as they are, and a person looks."""
    strange = []
    for sign, (low, high) in plausible().items():
        value = getattr(vitals, sign)
        if value is not None and not low <= value <= high:
            strange.append(sign)
    return tuple(strange)
