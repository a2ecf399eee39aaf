"""Somebody walks in: found by two identifiers or registered, asked about danger first, and given a number at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import Hospital

from almoner.people.models import Person
from almoner.urgency import actions as urgency
from almoner.urgency.danger import unanswered
from almoner.urgency.enums import RequestState
from almoner.visits import actions
from almoner.visits.enums import VisitState
from almoner.visits.models import Visit

Browser = Callable[[str], Client]
WHO = {"given_name": "Maya", "family_name": "Osei", "birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_found_by_name_and_birth_and_offered_only_where_both_fit(hospital: Hospital, as_: Browser) -> None:
    joan, way_on = as_("receptionist"), to("walk_in_of", hospital.cast.maya.id)
    assert way_on in joan.post(to("walk_in"), WHO).content.decode()
    other_birth = joan.post(to("walk_in"), WHO | {"birth_on_year": "1981"})
    assert way_on not in other_birth.content.decode()
    assert "Not both fit" in words(other_birth)
    assert joan.post(to("walk_in"), {"given_name": "Maya"}).status_code == 422


def test_X_3_somebody_new_is_registered_with_what_is_known_but_not_twice(hospital: Hospital, as_: Browser) -> None:
    joan, before = as_("receptionist"), Person.objects.count()
    alike = joan.post(to("walk_in"), WHO | {"new": "yes", "key": "a" * 32})
    assert (alike.status_code, Person.objects.count()) == (422, before)
    assert to("walk_in_of", hospital.cast.maya.id) in alike.content.decode()
    new = WHO | {"given_name": "محمد 😀", "family_name": "", "new": "yes", "key": "b" * 32}
    answer = joan.post(to("walk_in"), new)
    person = Person.objects.get(given_name="محمد 😀")
    assert answer["Location"] == to("walk_in_of", person.id)
    assert joan.post(to("walk_in"), new)["Location"] == answer["Location"]
    assert Person.objects.count() == before + 1


def test_ARR_4_number_is_given_at_once_and_triage_hears(hospital: Hospital, as_: Browser) -> None:
    joan, page = as_("receptionist"), to("walk_in_of", hospital.cast.maya.id)
    assert joan.post(page, {"words": "sore throat"}).status_code == 422
    assert joan.post(page, {"signs": "none", "words": " "}).status_code == 422
    said = {"signs": "none", "words": "sore throat", "service": "GEN", "key": "c" * 32}
    answer = joan.post(page, said)
    visit = Visit.objects.get()
    assert answer["Location"] == to("visit", visit.id)
    assert (visit.ticket, visit.words, visit.service) == ("B001", "sore throat", hospital.service)
    assert (visit.request.state, visit.request.level) == (RequestState.WAITING, visit.level)
    assert joan.post(page, said)["Location"] == to("visit", visit.id)
    twice = joan.post(page, said | {"key": "d" * 32})
    assert (twice.status_code, Visit.objects.count(), "B001" in words(twice)) == (422, 1, True)


def test_SEL_9_danger_sign_alerts_and_says_to_bring_a_nurse(hospital: Hospital, as_: Browser) -> None:
    sign = unanswered({})[0]
    page = to("walk_in_of", hospital.cast.maya.id)
    answer = as_("receptionist").post(page, {"signs": [sign, "none"], "words": ""}, follow=True)
    visit = Visit.objects.get()
    assert (visit.level, visit.request.danger_at is not None) == (1, True)
    assert "Bring a nurse to them now" in words(answer)


def test_URG_1_nurse_decides_and_the_line_follows(hospital: Hospital, as_: Browser) -> None:
    joan = as_("receptionist")
    joan.post(to("walk_in_of", hospital.cast.maya.id), {"signs": "none", "words": "sore throat", "service": "GEN"})
    visit: Any = Visit.objects.get()
    urgency.decide_level(request=visit.request, level=2, reason="drools", by=hospital.cast.triage_nurse)
    assert Visit.objects.get().level_now == 2
    assert "Within the hour" in words(joan.get(to("visit", visit.id)))
    started = actions.start_visit(visit=visit, by=hospital.cast.doctor)
    visit.request.refresh_from_db()
    assert (started.state, started.level, visit.request.outcome) == (VisitState.WITH_CLINICIAN, 2, "seen")


def test_who_goes_unseen_stays_in_the_triage_queue(hospital: Hospital, as_: Browser) -> None:
    as_("receptionist").post(to("walk_in_of", hospital.cast.maya.id), {"signs": "none", "words": "chest feels odd"})
    visit = Visit.objects.get()
    actions.leave_unseen(visit=visit, reason="no time", by=hospital.cast.receptionist)
    assert visit.request is not None
    visit.request.refresh_from_db()
    assert visit.request.is_live
