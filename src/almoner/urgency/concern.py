"""Who a case is about and what was found of them: what the rules are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from almoner.urgency.case import Case, Vitals
from almoner.urgency.reading import Finding, Reading, read
from almoner.urgency.reading.coverage import is_partly_read
from almoner.urgency.rulebook import askings, context_only, groups, lasting, requests, signs, word_rules

YES = frozenset({"yes", "y", "true", "1", "si", "sí", "نعم"})
NO = frozenset({"no", "n", "false", "0", "لا"})
FEVER_FROM = 38.0
SEVERE_FROM = 8
"""From which score a pain is severe (South African Triage Scale)."""
PREGNANCY_SIGNS = frozenset({"pregnant", "labour_active", "waters_broken", "baby_moves_less"})


@dataclass(frozen=True, slots=True)
class Concern:
    """`found` gives for each concept the words that told of it. `child` where only the words tell it is a child.
    `denied` is what the words say is not there, and nothing else says that it is; `partly_read` that many of them were
    not understood."""

    found: dict[str, str]
    age_years: float | None
    child: bool
    other: str = ""
    denied: frozenset[str] = frozenset()
    male: bool = False
    partly_read: bool = False

    @property
    def pregnant(self) -> bool:
        return not PREGNANCY_SIGNS.isdisjoint(self.found)

    def said(self, name: str) -> bool:
        """Whether a concept was found; of `no:concept` whether it was denied."""
        return name in self.found or (name.startswith("no:") and name[3:] in self.denied - self.found.keys())

    def fits(self, applies_to: str) -> bool:
        """Whether a rule for adult, child, infant, pregnancy or everyone is for this person, or a question for whom
        may be with child."""
        if applies_to == "everyone":
            return True
        if applies_to == "pregnancy":
            return self.pregnant
        if applies_to == "childbearing":
            of_age = not self.child if self.age_years is None else 12 <= self.age_years <= 55
            return of_age and not self.male
        child = self.child if self.age_years is None else self.age_years < 12
        if applies_to == "child":
            return child
        if applies_to == "infant":
            return self.age_years is not None and self.age_years < 1
        return not child

    def with_concepts(self, *concepts: str, words: str) -> Concern:
        return replace(self, found=_widened({**dict.fromkeys(concepts, words), **self.found}))


def concerns(case: Case) -> tuple[list[Concern], Reading]:
    """The people whom the case may be about: the one named, and another whom the words speak of instead.

    Somebody else's signs count in full; only the family's past does not. The worse of the readings is to be taken.
    """
    reading = read(case.text, case.language)
    answered = _answered(case.answers)
    named_child = case.age_years is not None and case.age_years < 16
    found = _measured(case.vitals) | _present(reading) | answered
    if case.pregnant:
        found.setdefault("pregnant", "")
    elif case.sex == "male" and not reading.other:
        found.pop("pregnant", None)
    found = _widened(found)
    age = case.age_years if case.age_years is not None else reading.age_years
    denied = frozenset(finding.concept for finding in reading.findings if finding.denied)
    male = case.sex == "male" and not reading.other
    people = [Concern(found, age, reading.child and case.age_years is None, reading.other, denied, male)]
    if reading.child and not named_child and case.age_years is not None:
        people.append(Concern(found, reading.age_years, child=True, other=reading.other, denied=denied))
    partly = is_partly_read(case.text, [finding.words for finding in reading.findings])
    return [replace(person, partly_read=partly) for person in people], reading


def _present(reading: Reading) -> dict[str, str]:
    return {finding.concept: finding.words for finding in reversed(reading.findings) if _counts(finding)}


def _counts(finding: Finding) -> bool:
    if finding.denied or finding.family or (finding.asked and finding.concept not in requests()):
        return False
    return not finding.past or finding.concept in lasting() | requests()


def _measured(vitals: Vitals) -> dict[str, str]:
    """What a measured value tells as words would, so that rules over several complaints hold for it too."""
    told: dict[str, str] = {}
    if vitals.temperature_c is not None and vitals.temperature_c >= FEVER_FROM:
        told["fever"] = f"temperature_c {vitals.temperature_c:g}"
    if vitals.pain_0_10 is not None and vitals.pain_0_10 >= SEVERE_FROM:
        told["severe"] = f"pain_0_10 {vitals.pain_0_10:g}"
    return told


def _answered(answers: Mapping[str, Any]) -> dict[str, str]:
    """What the answers tell of. A no takes nothing away from what was said in words."""
    crisis = {sign.id: sign for sign in signs() if sign.kind == "crisis"}
    found: dict[str, str] = {}
    for key, value in answers.items():
        if str(value).strip().casefold() not in YES:
            continue
        sign_id = key.removeprefix("danger_sign:")
        if key.startswith("danger_sign:"):
            found["danger_sign"] = key
            if sign_id in crisis:
                found[sign_id] = key
        else:
            found[concept_of(key)] = key
    return found


def concept_of(key: str) -> str:
    """The concept that a question asks for; a concept stands for itself."""
    return next((asking.concept for asking in askings() if asking.id == key), key)


@cache
def answerable() -> frozenset[str]:
    """The names that an answer may have: of a question, of anything that a rule may ask for, of a danger sign."""
    ruled = (concept for rule in word_rules() for concept in (*rule.needs, *rule.one_of))
    asked = (name for asking in askings() for name in (asking.id, asking.concept))
    grouped = (name for group, members in groups().items() for name in (group, *members))
    shown = (name for sign in signs() for name in (f"danger_sign:{sign.id}", *sign.concepts))
    return frozenset([*ruled, *asked, *grouped, *shown, *context_only(), *lasting()])


def _widened(found: dict[str, str]) -> dict[str, str]:
    """What was found, and every wider idea that it also is."""
    wider = dict(found)
    grew = True
    while grew:
        grew = False
        for group, members in groups().items():
            member = next((member for member in members if member in wider), None)
            if member and group not in wider:
                wider[group] = wider[member]
                grew = True
    return wider
