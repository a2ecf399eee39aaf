"""Which rules hold for a concern. Each reason says what it rests on: the person's own words or the measured value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from almoner.urgency.case import Vitals
from almoner.urgency.concern import Concern
from almoner.urgency.news2 import News2, news2
from almoner.urgency.rulebook import Measured, Rule, in_language, measured_rules, plausible, vital_texts, word_rules

SIGNS = ("respiratory_rate", "spo2", "systolic", "diastolic", "pulse", "temperature_c", "consciousness")


@dataclass(frozen=True, slots=True)
class Reason:
    """`evidence` is what the person said, word for word, or the value as measured."""

    rule_id: str
    level: int
    text: str
    evidence: str
    disposition: str = ""


def word_reasons(concern: Concern, language: str) -> list[Reason]:
    held = [(rule, concepts) for rule in word_rules() if (concepts := _held(rule, concern)) is not None]
    spoken = [(rule, concepts) for rule, concepts in held if not rule.alone] or held
    return [_reason(rule, concepts, concern, language) for rule, concepts in spoken]


def _reason(rule: Rule, concepts: list[str], concern: Concern, language: str) -> Reason:
    words = dict.fromkeys(concern.found[concept] for concept in concepts if concern.found[concept])
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
    if not rule.one_of:
        return list(rule.needs)
    one = next((concept for concept in rule.one_of if concept in concern.found), None)
    return [*rule.needs, one] if one else None


def age_fits(name: str, age: float | None) -> bool:
    """Whether an age (years) fits a named band. An unknown age fits none: it is asked for instead."""
    if age is None:
        return False
    bands = {
        "over_35": age >= 35,
        "over_50": age > 50,
        "over_65": age >= 65,
        "under_8_days": age < 8 / 365.25,
        "under_3_months": age < 0.25,
        "under_6_months": age < 0.5,
        "young_or_old": age < 2 or age > 70,
    }
    return bands[name]


def vital_reasons(concern: Concern, vitals: Vitals, language: str) -> Iterator[Reason]:
    for rule in measured_rules():
        value = getattr(vitals, rule.sign)
        if value is not None and _strays(rule, value) and _for(rule, concern):
            evidence = f"{rule.sign} {value:g}"
            yield Reason(rule.id, rule.level, in_language(rule.text, language), evidence)
    yield from _consciousness(concern, vitals, language)
    if scored_by_news2(concern):
        yield from _news2(news2(vitals), language)
        if qsofa(vitals) >= 2:
            yield Reason("QSOFA", 2, in_language(vital_texts()["qsofa"], language), f"qSOFA {qsofa(vitals)}")
    for sign in doubtful(vitals):
        value = getattr(vitals, sign)
        yield Reason("DOUBTFUL", 2, in_language(vital_texts()["doubtful"], language), f"{sign} {value:g}")


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


def _consciousness(concern: Concern, vitals: Vitals, language: str) -> Iterator[Reason]:
    if vitals.consciousness in {None, "alert"}:
        return
    level = 2 if vitals.consciousness == "voice" and not concern.fits("child") else 1
    text = in_language(vital_texts()["consciousness"], language)
    yield Reason("CONSCIOUSNESS", level, text, f"consciousness {vitals.consciousness}")


def _news2(score: News2, language: str) -> Iterator[Reason]:
    evidence = f"NEWS2 {score.total}" + (f" (–{score.at_most})" if score.missing else "")
    if score.total >= 7:
        yield Reason("NEWS2-7", 1, in_language(vital_texts()["news2_emergency"], language), evidence)
    elif score.total >= 5:
        yield Reason("NEWS2-5", 2, in_language(vital_texts()["news2_urgent"], language), evidence)
    elif score.single_three:
        evidence = f"NEWS2 3: {', '.join(score.single_three)}"
        yield Reason("NEWS2-SINGLE", 2, in_language(vital_texts()["news2_urgent"], language), evidence)


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
