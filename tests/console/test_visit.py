"""One visit at the desk and with the clinician: the next thing to do, who sees them and why, and its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from tests.console.reading import words
from tests.visits.hospital import TODAY, Hospital, later

from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.timeline.models import Event
from almoner.visits import actions
from almoner.visits.enums import VisitState
from almoner.visits.models import FollowUpPlan
from almoner.visits.queries import suggestions_for

Browser = Callable[[str], Client]


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_page_says_who_where_they_stand_what_was_promised_and_how_long(hospital: Hospital, as_: Browser) -> None:
    note_need(person=hospital.cast.maya, kind=Need.DEAF, by=hospital.cast.agent)
    visit = hospital.here()
    page = as_("receptionist").get(to("visit", visit.id))
    shown = words(page)
    for expected in (
        "A001",
        "Maya Osei",
        "Walk to them",
        "Clinic visit",
        "20 to 30 minutes",
        "They have not been told",
    ):
        assert expected in shown, expected
    for promise in Promise.objects.filter(subject_id=visit.id):
        assert promise.reference in page.content.decode()
    assert AuditEntry.objects.filter(act="read.visit", person_id=hospital.cast.maya.id).exists()


def test_ARR_9_best_is_given_with_one_press_and_another_with_a_reason(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.walked_in(), as_("receptionist")
    best, second = suggestions_for(visit=visit, by=hospital.cast.receptionist)
    shown = words(joan.get(to("visit", visit.id)))
    assert f"Give them to {best.clinician.name}" in shown
    assert "Free now." in shown
    allot = to("allot_visit", visit.id)
    asked = joan.post(allot, {"clinician": str(second.clinician.id)})
    assert (asked.status_code, "Please say why." in words(asked)) == (422, True)
    assert joan.post(allot, {"clinician": "nobody"}).status_code == 422
    joan.post(allot, {"clinician": str(best.clinician.id)})
    visit.refresh_from_db()
    assert visit.clinician_id == best.clinician.id
    said = {"clinician": str(second.clinician.id), "override_reason": "asks for him", "room": str(hospital.room.id)}
    joan.post(allot, said)
    visit.refresh_from_db()
    assert (visit.clinician_id, visit.room) == (second.clinician.id, hospital.room)
    assert "asks for him" in words(joan.get(to("visit", visit.id)))


def test_what_they_come_for_is_asked_before_anybody_can_be_given(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.walked_in(service=None), as_("receptionist")
    shown = words(joan.get(to("visit", visit.id)))
    assert "What do they come for?" in shown
    assert "Who sees them, and where" not in shown
    joan.post(to("visit_act", visit.id, "purpose"), {"service": hospital.service.code})
    assert Event.objects.get(kind="visit.purpose_known").facts == {"service": {"en": "Clinic visit", "ar": "زيارة"}}
    assert "Who sees them, and where" in words(joan.get(to("visit", visit.id)))


def test_range_of_ones_own_needs_its_width_and_reason(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    actions.greet(visit=visit, by=hospital.cast.receptionist)
    tell = to("visit_act", visit.id, "tell")
    narrow = joan.post(tell, {"from_minutes": "20", "to_minutes": "25", "why": "busy"})
    assert (narrow.status_code, "at least 10 minutes" in words(narrow)) == (422, True)
    joan.post(tell, {"from_minutes": "30", "to_minutes": "60", "why": "two emergencies"})
    assert "30 to 60 minutes. two emergencies" in words(joan.get(to("visit", visit.id)))


def test_visit_goes_from_call_to_end_with_what_comes_next(hospital: Hospital, as_: Browser) -> None:
    visit, doctor = hospital.here(), as_("doctor")
    doctor.post(to("call_in_visit", visit.id))
    assert doctor.post(to("start_visit", visit.id))["Location"] == to("visit", visit.id)
    again = words(doctor.post(to("start_visit", visit.id), follow=True))
    assert "This cannot be done now." in again
    finish = to("finish_visit", visit.id)
    assert "What came of it?" in words(doctor.get(finish))
    said = {"outcome": "Ear infection, drops", "first-service": "GEN", "first-why": "Look again"}
    assert doctor.post(finish, said).status_code == 422
    said |= {
        "first-see_by_on": str(TODAY + timedelta(days=14)),
        "first-book_by_on": str(TODAY + timedelta(days=1)),
        "no_feedback": "on",
    }
    doctor.post(finish, said)
    visit.refresh_from_db()
    plan = FollowUpPlan.objects.get(visit=visit)
    assert (visit.state, visit.outcome) == (VisitState.FINISHED, "Ear infection, drops")
    assert plan.book_by_at == later(24 * 60 + 9 * 60)
    assert Event.objects.get(kind="visit.finished").facts["ask_feedback"] is False
    assert "Ear infection, drops" in words(doctor.get(to("visit", visit.id)))


def test_desk_calls_in_but_only_a_clinician_starts_and_finishes(hospital: Hospital, as_: Browser) -> None:
    visit, joan = hospital.here(), as_("receptionist")
    assert "They are with me" not in words(joan.get(to("visit", visit.id)))
    assert joan.post(to("start_visit", visit.id)).status_code == 404
    assert joan.post(to("finish_visit", visit.id), {"outcome": "x"}).status_code == 404
    refused = as_("bed_manager").post(to("start_visit", visit.id))
    visit.refresh_from_db()
    assert (refused.status_code, visit.state) == (302, VisitState.ARRIVED)
    assert joan.post(to("visit_act", visit.id, "undo")).status_code == 404


def test_ended_visit_offers_nothing_more(hospital: Hospital, as_: Browser) -> None:
    visit = hospital.here()
    actions.leave_unseen(visit=visit, reason="no time", by=hospital.cast.maya_herself)
    shown = words(as_("receptionist").get(to("visit", visit.id)))
    assert "no time" in shown
    for absent in ("Call in", "Tell them", "How long it still takes", "Who sees them, and where"):
        assert absent not in shown, absent
