"""The safety net: whoever comes again, waits too long or gets worse goes up, however they are known to us (URG-5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.urgency.conftest import Ask

from almoner.urgency import actions
from almoner.urgency.asked import Asker
from almoner.urgency.assessment import assess
from almoner.urgency.case import Case
from almoner.urgency.laws import LAWS
from almoner.urgency.models import Raise
from almoner.urgency.queries import asked_lately
from almoner.urgency.tasks import raise_what_is_stale

At = Callable[[datetime], None]
UNKNOWN_WORDS = "the thing is back and it does what it does"


@pytest.mark.django_db
def test_URG_5_second_contact_from_one_number_written_otherwise_is_raised(cast: Cast, ask: Ask) -> None:
    first = ask("sore throat", asker=Asker(name="Pat", contact="07700 900 777"))
    again = ask("sore throat", asker=Asker(name="P. Green", contact="+44 7700900777"))
    other = ask("sore throat", asker=Asker(name="Pat", contact="07700 900778"))
    assert (again.earlier, again.level, other.earlier, other.level) == (first, 4, None, 5)


@pytest.mark.django_db
def test_URG_5_second_contact_is_seen_once_it_is_known_who_it_is(cast: Cast, ask: Ask) -> None:
    first = ask("sore throat", person=cast.maya)
    unknown = ask("sore throat", asker=Asker(name="M. Osei", contact="07700 900999"))
    assert (unknown.earlier, unknown.level) == (None, 5)
    matched = actions.match_person(request=unknown, person=cast.maya, by=cast.agent)
    assert (matched.earlier, matched.level) == (first, 4)
    assert list(Raise.objects.values_list("why", flat=True)) == ["again"]


@pytest.mark.django_db
def test_URG_5_what_is_not_understood_counts_as_the_same_while_the_first_waits(cast: Cast, ask: Ask) -> None:
    first = ask(UNKNOWN_WORDS, person=cast.maya)
    second = ask("sore throat", person=cast.maya)
    assert (first.level, second.earlier, second.level) == (3, first, 2)
    for one in (first, second):
        actions.close_request(request=one, outcome="seen", by=cast.doctor)
    assert ask("knee pain for years", person=cast.maya).earlier is None


@pytest.mark.django_db
def test_URG_5_unanswered_request_rises_again_and_again_up_to_the_hour(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("cough", person=cast.maya)
    levels = []
    for hours in (72, 73, 76, 77, 200):
        at(MONDAY_MORNING + timedelta(hours=hours))
        raise_what_is_stale()
        request.refresh_from_db()
        levels.append(request.level)
    assert levels == [3, 3, 2, 2, 2]
    assert Raise.objects.filter(why="stale").count() == 2


@pytest.mark.django_db
def test_what_waits_of_whoever_rings_is_found_by_person_or_number(cast: Cast, ask: Ask) -> None:
    mine = ask("cough", person=cast.maya)
    unknown = ask("earache", asker=Asker(name="Pat", contact="07700 900777"))
    assert asked_lately(by=cast.agent, person=cast.maya) == [mine]
    assert asked_lately(by=cast.agent, person=None, number="+447700900777") == [unknown]
    assert asked_lately(by=cast.agent, person=None, number="") == []
    assert asked_lately(by=cast.from_elsewhere, person=cast.maya) == []


@pytest.mark.django_db
def test_law_tells_what_no_worker_raised(cast: Cast, ask: Ask, at: At) -> None:
    request = ask("cough", person=cast.maya)
    at(MONDAY_MORNING + timedelta(hours=72, minutes=6))
    told = [line for law in LAWS for line in law.broken()]
    assert [line.split(" ")[0] for line in told] == [request.reference]
    raise_what_is_stale()
    assert [line for law in LAWS for line in law.broken()] == []


@pytest.mark.parametrize("language", ["es-MX", "so", "zh-hans", ""])
def test_words_in_whatever_language_are_gauged(language: str) -> None:
    """No request is refused for the language that it is said to be in: what is understood counts, else it abstains."""
    assert assess(Case(text="my chest hurts a lot", age_years=60, language=language)).level == 1
    unknown = assess(Case(text="xyzzy " * 20, language=language))
    assert (unknown.level, unknown.abstained) == (3, True)
