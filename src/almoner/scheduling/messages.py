"""What is told about visits, put together at the moment of sending from the rows as they are then (law I-17)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.ahead import Ahead
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.scheduling import actions, door_link
from almoner.scheduling.confirming import way_of
from almoner.scheduling.enums import CancelReason, ConfirmedBy, EntryState, MoveReason, OfferState, State
from almoner.scheduling.facts import starting, where
from almoner.scheduling.fasting import Limits
from almoner.scheduling.links import offer_link
from almoner.scheduling.models import Appointment, Offer
from almoner.scheduling.prep_words import LANGUAGES, headline, last_drink, last_meal, lines
from almoner.scheduling.preparation import day_of, days_read, preparation_in
from almoner.scheduling.refusals import AlreadyEnded
from almoner.scheduling.series_words import named
from almoner.timeline.actions import record

VISIT_PATH = "/visits/{id}/"
TIMES_PATH = "/services/{code}/times/"


def register() -> None:
    told = {
        "appointment.confirmed": standing,
        "appointment.reminder_7d": standing,
        "appointment.reminder_3d": standing,
        "appointment.reminder_1d": standing,
        "arrival.details": arriving,
        "appointment.moved": moved,
        "appointment.clock_changed": standing,
        "appointment.cancelled_by_patient": cancelled_by_patient,
        "appointment.cancelled_by_hospital": cancelled_by_hospital,
        "preparation.last_meal": fasting_times,
        "visit.missed": missed,
        "offer.made": offered,
        "offer.taken": offer_taken,
        "offer.stopped": offer_stopped,
    }
    heard = {standing: hear_answer, arriving: hear_answer, moved: hear_answer, offered: hear_offer_answer}
    glances = {standing: coming_at, arriving: coming_at, moved: coming_at, fasting_times: fasting_at}
    for name, compose in told.items():
        of_visit = None if compose in {offered, offer_taken, offer_stopped} else _VISITS.read
        kinds.register(
            MessageKind(
                name,
                Purpose.CARE,
                compose,
                answered=heard.get(compose),
                glance=glances.get(compose),
                ahead=_fasting_read if compose is fasting_times else of_visit,
            )
        )


_VISITS = Ahead(
    lambda keys: Appointment.objects.filter(id__in=keys).select_related(
        "service", "site", "clinician", "room__room", "series"
    )
)


def _visit(subject_id: UUID | None, person: Person, *states: State) -> Appointment | None:
    visit = _VISITS.one(subject_id) if subject_id else None
    if visit is None or visit.person_id != person.id or visit.state not in states:
        return None
    visit.person = person
    return visit


def _coming(subject_id: UUID | None, person: Person) -> Appointment | None:
    visit = _visit(subject_id, person, State.BOOKED)
    return visit if visit and visit.starts_at > clock.now() else None


def _common(visit: Appointment) -> dict[str, Any]:
    return {
        "when": visit.starts_there,
        "service": named(visit),
        "reference": visit.reference,
        "link": link(visit.id),
    }


def _names(service: Service) -> dict[str, str]:
    return {language: service.name_in(language) for language in LANGUAGES}


def link(visit_id: UUID) -> str:
    return settings.ALMONER_PUBLIC_URL + VISIT_PATH.format(id=visit_id)


def coming_at(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """When a visit is that stands; None where `standing` gives None."""
    visit = _coming(subject_id, person)
    return {"when": visit.starts_there} if visit else None


def standing(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """All about a visit that stands; None when it is cancelled, over, or begun (CNF-4, law I-21b)."""
    visit = _coming(subject_id, person)
    if visit is None:
        return None
    prepared = preparation_in(visit, LANGUAGES)
    return _common(visit) | {
        "where": where(visit),
        "entrance": visit.site.name,
        "clinician": visit.clinician.name,
        "prep_headline": headline(prepared["en"]),
        "preparation": lines(prepared),
        "bring": {language: [str(text) for text in each.bring] for language, each in prepared.items()},
        "calendar": _calendar(visit, "REQUEST"),
        "scan": door_link.address_for(visit.id),
    }


def arriving(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The way to us; the link is the one by which they say that they are here, without signing in (ARR-3)."""
    told = standing(subject_id, person)
    return told | {"link": told["scan"]} if told else None


def _calendar(visit: Appointment, method: str) -> dict[str, Any]:
    return {
        "uid": f"{visit.id}@almoner",
        "sequence": visit.sequence,
        "method": method,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "location": visit.site.name,
    }


def moved(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The new time and the one before it."""
    told = standing(subject_id, person)
    visit = _coming(subject_id, person)
    if told is None or visit is None:
        return None
    more = {"old_when": visit.moved_from_there, "reason": _why_moved(visit.move_reason)}
    return told | {name: value for name, value in more.items() if value}


def _why_moved(reason: str) -> Any:
    """The reason in each language, or as somebody wrote it; nothing for one that says nothing."""
    if reason == MoveReason.OTHER:
        return ""
    return _in_each(MoveReason(reason).label) if reason in MoveReason.values else reason


def cancelled_by_patient(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    visit = _visit(subject_id, person, State.CANCELLED)
    return _common(visit) | {"calendar": _calendar(visit, "CANCEL")} if visit else None


def cancelled_by_hospital(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """With the reason, what happens next and what to do until then (CHG-3)."""
    visit = _visit(subject_id, person, State.CANCELLED)
    if visit is None or visit.cancelled_by != "hospital":
        return None
    after = visit.replaced_by.filter(state=State.BOOKED).order_by("starts_at", "id").first()
    told = _common(visit) | {
        "reason": _in_each(CancelReason(visit.cancel_reason).label),
        "interim": visit.advice,
        "calendar": _calendar(visit, "CANCEL"),
    }
    if after:
        return told | {"new_when": after.starts_there}
    return told | ({"new_time": visit.new_date_by_there} if visit.new_date_by else {})


def _in_each(text: Any) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said


@contextmanager
def _fasting_read(visit_ids: Collection[UUID]) -> Iterator[None]:
    with _VISITS.read(visit_ids), days_read(visit_ids):
        yield


def fasting_at(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The moments of `fasting_times`; None where it gives None."""
    visit = _coming(subject_id, person)
    return _still_to_eat(visit, day_of(visit).limits) if visit else None


def _still_to_eat(visit: Appointment, limits: Limits | None) -> dict[str, Any] | None:
    if limits is None or limits.food_until <= clock.now():
        return None
    return {"when": visit.starts_there, "last_meal": last_meal(limits)}


def fasting_times(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The clock times of the last meal and the last drink; None when they are past or the visit does not stand."""
    visit = _coming(subject_id, person)
    if visit is None:
        return None
    prepared = preparation_in(visit, LANGUAGES)
    limits = prepared["en"].limits
    told = _still_to_eat(visit, limits)
    if told is None or limits is None:
        return None
    return told | {
        "where": where(visit),
        "prep_headline": headline(prepared["en"]),
        "last_drink": last_drink(limits),
        "preparation": lines(prepared),
        "reference": visit.reference,
        "link": link(visit.id),
    }


def missed(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    visit = _visit(subject_id, person, State.MISSED)
    return _common(visit) if visit else None


def _offer(subject_id: UUID | None, person: Person, *states: OfferState) -> Offer | None:
    if subject_id is None:
        return None
    offers = Offer.objects.select_related("entry__service", "entry__appointment__site", "clinician", "site", "room")
    return offers.filter(id=subject_id, entry__person=person, state__in=states).first()


def offered(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once it was answered or can no longer be."""
    offer = _offer(subject_id, person, OfferState.OPEN)
    if offer is None or offer.answer_by <= clock.now():
        return None
    place = f"{offer.room.name}, {offer.site.name}" if offer.room else offer.site.name
    told: dict[str, Any] = {
        "when": offer.starts_there,
        "where": place,
        "answer_by": offer.answer_by_there,
        "service": _names(offer.entry.service),
        "clinician": offer.clinician.name,
        "link": offer_link(offer),
    }
    return told | ({"old_when": offer.entry.appointment.starts_there} if offer.entry.appointment else {})


def offer_taken(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """Somebody else was faster, or the time to answer is over: they keep their place (WL-6)."""
    ended = [state for state in OfferState if state != OfferState.ACCEPTED]
    offer = _offer(subject_id, person, *ended)
    return _gone(offer) if offer else None


def offer_stopped(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """We took it back: they keep their place and their visit (WL-7). None once they have taken another time."""
    offer = _offer(subject_id, person, OfferState.STOPPED)
    return _gone(offer) if offer and offer.entry.state == EntryState.WAITING else None


def _gone(offer: Offer) -> dict[str, Any]:
    told = {
        "when": offer.starts_there,
        "service": _names(offer.entry.service),
        "link": settings.ALMONER_PUBLIC_URL + TIMES_PATH.format(code=offer.entry.service.code),
    }
    visit = offer.entry.appointment
    return told | ({"old_when": visit.starts_there} if visit and visit.state == State.BOOKED else {})


def hear_answer(subject_id: UUID | None, person: Person, key: str, by: Actor) -> None:
    """A key pressed or replied: confirms at once; a change or a "cannot come" goes to a person (REM-8, law I-14)."""
    visit = _coming(subject_id, person)
    if visit is None:
        raise AlreadyEnded
    if key == "confirm":
        actions.confirm(appointment=visit, channel=way_of(by.via, otherwise=ConfirmedBy.CALL), by=by)
    elif key in {"change", "cannot_come"}:
        record(
            kind="appointment.change_asked" if key == "change" else "appointment.cannot_come",
            person=person,
            subject_id=visit.id,
            facts=starting(visit),
            by=by,
        )


def hear_offer_answer(subject_id: UUID | None, person: Person, key: str, by: Actor) -> None:
    """A key pressed or replied takes the time or leaves it (WL-4)."""
    offer = _offer(subject_id, person, *OfferState)
    if offer is None or key not in {"accept", "decline"}:
        raise AlreadyEnded
    actions.answer_by_key(offer=offer, takes_it=key == "accept", by=by)
