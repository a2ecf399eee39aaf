"""From a stored request to a case for the rules, and the two ways in which a level moves by itself. No writing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from almoner.people.models import Person
from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case, Vitals
from almoner.urgency.danger import signs_answered
from almoner.urgency.interviewing import chosen
from almoner.urgency.learnt import SOUNDS
from almoner.urgency.live import live_book
from almoner.urgency.models import Request
from almoner.urgency.rulebook import levels

AGAIN_WITHIN = timedelta(days=30)
NOT_ABOUT = {"ADMIN", "WORSE", "PARTLY-READ", *SOUNDS}
"""Rules that say nothing of what the complaint is."""
SOONEST_BY_ITSELF = 2
"""Repetition or waiting brings nobody further than the hour: an emergency is a matter of signs."""


def gauge(request: Request, today: date) -> Assessment:
    """What the rules in force say of everything that the request holds now."""
    return assess(case_of(request, today), book=live_book())


def case_of(request: Request, today: date) -> Case:
    """What the rules see of a request. What was denied is in it too: it lowers nothing, and is not asked again."""
    return Case(
        text=request.words,
        age_years=_age(request, today),
        sex=request.person.sex if request.person else "unknown",
        pregnant=request.pregnant,
        language=request.language,
        answers={**chosen(request.answers), **signs_answered(request.danger_answers)},
        vitals=vitals_from(request.vitals),
    )


def vitals_from(measured: dict[str, Any]) -> Vitals:
    """Vital signs out of plain JSON; names that are no vital sign are a mistake of the caller."""
    known = {field.name for field in fields(Vitals)}
    unknown = set(measured) - known
    if unknown:
        raise ValueError(f"no such vital sign: {', '.join(sorted(unknown))}")
    return Vitals(**measured)


def raised_by_one(level: int) -> int:
    return min(level, max(SOONEST_BY_ITSELF, level - 1))


def due(level: int, since: datetime) -> datetime:
    """By when somebody at this level is to be seen."""
    return since + timedelta(minutes=levels()[level].minutes)


def is_papers(assessment_facts: dict[str, Any]) -> bool:
    """Whether it is about papers, medicines or dates and nothing else."""
    rules = {reason["rule"] for reason in assessment_facts["reasons"]}
    return bool(rules) and rules <= {"ADMIN"}


def about_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two assessments rest on a rule in common that says what it is about."""
    rules = [{reason["rule"] for reason in facts["reasons"]} - NOT_ABOUT for facts in (one, other)]
    return bool(rules[0] & rules[1])


def _age(request: Request, today: date) -> float | None:
    person: Person | None = request.person
    return (today - person.birth_on).days / 365.25 if person else request.age_given
