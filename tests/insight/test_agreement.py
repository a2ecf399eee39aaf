"""Suggestions held against decisions: what is counted, with which bounds, for whom, and which rules are overridden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.cast import cast as cast  # noqa: PLC0414 - the fixture is used by name
from tests.urgency.conftest import Ask
from tests.urgency.conftest import ask as ask  # noqa: PLC0414 - the fixture is used by name

from almoner.core.refusal import NotAllowed
from almoner.insight.agreement import NOT_UNDERSTOOD, Decided, agreement, by_rule, decided_in, overrides_of, parts
from almoner.insight.bands import band_of
from almoner.insight.period import Period
from almoner.urgency import actions
from almoner.urgency.accuracy import clopper_pearson
from almoner.urgency.asked import Asker

At = Callable[[datetime], None]
TODAY = Period(MONDAY_MORNING.date(), MONDAY_MORNING.date())


def one(suggested: int, decided: int, who: int = 0, **more: Any) -> Decided:
    known = {"language": "en", "band": "40", "sex": "female", "channel": "web", "rules": ("COUGH",)}
    return Decided(uuid4(), UUID(int=who), MONDAY_MORNING, suggested, decided, **{**known, **more})


def test_suggested_lower_than_decided_is_under_triage_with_exact_bounds() -> None:
    found = agreement([one(4, 2), one(3, 3), one(1, 3), one(5, 5), one(1, 1), one(2, 1)])
    scale = found.all_levels
    assert [(share.hits, share.of) for share in (scale.exact, scale.under, scale.over)] == [(3, 6), (2, 6), (1, 6)]
    assert scale.under.bounds == clopper_pearson(2, 6)
    assert (scale.sensitivity.hits, scale.sensitivity.of) == (1, 2)
    assert (found.urgent.sensitivity.hits, found.urgent.sensitivity.of) == (2, 3)


def test_X_6_small_groups_are_counted_by_people_and_never_given_away_by_the_sum() -> None:
    def shown(**sizes: int) -> dict[str, bool]:
        """Groups by language with so many people each, every one of whom asked twice."""
        number, rows = 0, []
        for language, size in sizes.items():
            for _ in range(size):
                number += 1
                rows += [one(3, 3, number, language=language), one(3, 2, number, language=language)]
        return {part.key: part.agreement is not None for part in parts(rows, "language")}

    assert shown(en=9, es=5) == {"en": True, "es": True}
    assert shown(en=9, es=4, ar=6) == {"en": True, "es": False, "ar": False}
    assert shown(en=9, es=4, ar=3, so=7) == {"en": True, "es": False, "ar": False, "so": True}
    assert shown(en=4) == {"en": False}


def test_group_that_is_large_enough_has_its_bounds() -> None:
    rows = [one(4, 3, number, sex="male") for number in range(5)]
    part = parts(rows, "sex")[0]
    assert part.agreement is not None
    assert (part.key, part.agreement.n, part.agreement.all_levels.under.bounds) == ("male", 5, clopper_pearson(5, 5))


def test_rules_that_said_too_little_come_first() -> None:
    rows = [
        *(one(1, 3, rules=("CHEST",)) for _ in range(5)),
        one(5, 3, rules=("THROAT", "COUGH")),
        one(4, 4, rules=("COUGH",)),
        one(3, 1, rules=(NOT_UNDERSTOOD,)),
        one(3, 2, rules=(NOT_UNDERSTOOD,)),
        one(4, 4, rules=("KNEE",)),
    ]
    found = [(of.rule, of.led, of.under.hits, of.over.hits) for of in by_rule(rows)]
    assert found == [(NOT_UNDERSTOOD, 2, 2, 0), ("COUGH", 2, 1, 0), ("THROAT", 1, 1, 0), ("CHEST", 5, 0, 5)]


@pytest.mark.parametrize(
    ("age", "band"), [(None, ""), (0.0, "01"), (0.99, "01"), (1.0, "05"), (15.9, "16"), (79.9, "80"), (80.0, "80+")]
)
def test_band_of_an_age(age: float | None, band: str) -> None:
    assert band_of(age) == band


@pytest.mark.django_db
def test_first_decision_is_counted_beside_the_suggestion_of_its_moment(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("sore throat", person=cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=1))
    actions.decide_level(request=request, level=3, reason="drools", by=cast.doctor)
    at(MONDAY_MORNING + timedelta(minutes=2))
    actions.add_findings(request=request, vitals={"spo2": 85}, by=cast.triage_nurse)
    actions.decide_level(request=request, level=1, reason="blue", by=cast.doctor)
    ask("cough", person=cast.tom)
    rows = decided_in(TODAY, by=cast.doctor)
    assert [(row.suggested, row.decided, row.band, row.sex, row.channel) for row in rows] == [
        (5, 3, "65", "female", "desk")
    ]
    assert rows[0].rules
    assert NOT_UNDERSTOOD not in rows[0].rules
    assert decided_in(Period(TODAY.first - timedelta(days=9), TODAY.first - timedelta(days=1)), by=cast.doctor) == []


@pytest.mark.django_db
def test_what_was_not_understood_and_whoever_is_not_known_are_counted_too(cast: Cast, ask: Ask) -> None:
    words = "it does what it does again"
    request = ask(words, asker=Asker(name="Pat", age_years=0.5), answers={"sex": "male"}, language="es-MX")
    actions.decide_level(request=request, level=2, reason="pale", by=cast.doctor)
    found = decided_in(TODAY, by=cast.manager)[0]
    assert (found.rules, found.language, found.band, found.sex, found.who) == (
        (NOT_UNDERSTOOD,), "es", "01", "male", request.id,
    )  # fmt: skip
    assert agreement([found]).abstained.hits == 1


@pytest.mark.django_db
def test_overrides_are_listed_worst_first_and_only_to_who_may_see_them(cast: Cast, ask: Ask) -> None:
    near, far, over = (
        ask("cough", person=cast.maya),
        ask("sore throat", person=cast.tom),
        ask("earache", person=cast.tom),
    )
    for request, level in ((near, 3), (far, 2), (over, 5)):
        actions.decide_level(request=request, level=level, reason="spoke with them", by=cast.doctor)
    rows = decided_in(TODAY, by=cast.doctor)
    assert [found.request for found in overrides_of(rows, by=cast.doctor)] == [far, near, over]
    rule = next(row.rules[0] for row in rows if row.request_id == near.id)
    assert near in [found.request for found in overrides_of(rows, rule=rule, by=cast.triage_nurse)]
    assert overrides_of(rows, by=cast.from_elsewhere) == []
    with pytest.raises(NotAllowed):
        overrides_of(rows, by=cast.manager)
    for stranger in (cast.agent, cast.maya_herself):
        with pytest.raises(NotAllowed):
            decided_in(TODAY, by=stranger)


@pytest.mark.django_db
def test_counting_takes_the_same_statements_for_one_and_for_three(cast: Cast, ask: Ask) -> None:
    counts = []
    for words in ("cough", "sore throat", "earache"):
        actions.decide_level(request=ask(words, person=cast.maya), level=3, reason="seen", by=cast.doctor)
        with CaptureQueriesContext(connection) as caught:
            decided_in(TODAY, by=cast.doctor)
        counts.append(len(caught))
    assert counts == [2, 2, 2]
