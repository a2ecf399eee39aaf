"""What is told about stays and delays, put together at the moment of sending from the rows as they are then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.messaging.moments import say_moment
from almoner.people.enums import CarerScope, Purpose
from almoner.people.models import Person
from almoner.people.rules import live_leaves
from almoner.scheduling.enums import State
from almoner.scheduling.facts import starting
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record
from almoner.timeline.models import Event
from almoner.visits.actions.running_late import come_later
from almoner.visits.awaiting import notice_of
from almoner.visits.enums import NEEDED, WRITTEN, StayState
from almoner.visits.models import Stay
from almoner.visits.refusals import NoDelay


def register() -> None:
    kinds.register(MessageKind("discharge.summary", Purpose.CARE, going_home))
    kinds.register(MessageKind("stay.news", Purpose.CARE, news))
    kinds.register(MessageKind("appointment.delayed", Purpose.CARE, runs_late, answered=hear_late))


def runs_late(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """Their time, and when they can expect to be seen; None once they are here, or it stands no more."""
    if subject_id is None:
        return None
    coming = Appointment.objects.select_related("delay_notice", "clinician", "site").filter(
        id=subject_id, person=person
    )
    visit = coming.filter(state=State.BOOKED, visit__isnull=True).first()
    notice = notice_of(visit) if visit else None
    if visit is None or notice is None or visit.starts_at <= clock.now():
        return None
    return {
        "when": visit.starts_there,
        "new_when": clock.there(notice.expected_at, visit.zone),
        "reason": notice.why,
        "reference": visit.reference,
        "link": f"{settings.ALMONER_PUBLIC_URL}/visits/{visit.id}/",
    }


def hear_late(subject_id: UUID | None, person: Person, key: str, by: Actor) -> None:
    """A key pressed or replied: they come later, or a person finds another time with them."""
    visit = Appointment.objects.filter(id=subject_id, person=person).first() if subject_id else None
    if visit is None:
        raise NoDelay
    if key == "later":
        come_later(appointment=visit, by=by)
    elif key == "change":
        record(kind="appointment.change_asked", person=person, subject_id=visit.id, facts=starting(visit), by=by)


def going_home(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """What was done, medicines, warning signs and the dates already booked; None where they are not home."""
    if subject_id is None:
        return None
    stay = Stay.objects.filter(id=subject_id, person=person, state=StayState.DISCHARGED).first()
    if stay is None:
        return None
    return {
        "done": stay.summary.get("done", []),
        "medicines": stay.summary.get("medicines", []),
        "warning_signs": stay.summary.get("warning_signs", []),
        "next_dates": next_dates(person, person.language),
        "also": _also(stay, person.language),
        "link": f"{settings.ALMONER_PUBLIC_URL}/stay/home/",
    }


def _also(stay: Stay, language: str) -> list[str]:
    """What else was written for them, each line with its topic."""
    with translation.override(language):
        return [
            f"{topic.label}: {line}" for topic in WRITTEN if topic not in NEEDED for line in stay.summary.get(topic, ())
        ]


def news(subject_id: UUID | None, carer: Person) -> dict[str, Any] | None:
    """What the ward told, for one carer; None where their leave to read the record has ended meanwhile."""
    if subject_id is None:
        return None
    told = Event.objects.select_related("person").filter(id=subject_id, kind="stay.news_told").first()
    if told is None or told.person is None:
        return None
    leave = live_leaves(clock.today()).filter(person=told.person, carer=carer).first()
    if leave is None or CarerScope.RECORD not in leave.scopes:
        return None
    return {
        "news": told.facts["words"],
        "patient": told.person.name,
        "link": f"{settings.ALMONER_PUBLIC_URL}/stay/",
    }


def next_dates(person: Person, language: str) -> list[str]:
    """The visits to come, one line each, on the site's wall clock."""
    coming = Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__gt=clock.now())
    return [
        f"{say_moment(visit.starts_there, language, clock.of_reader())}: {visit.service.name_in(language)}"
        for visit in coming.select_related("service", "clinician", "site").order_by("starts_at", "id")
    ]
