"""What the menu of a call reads out: one's own visits, what they ask, where one stands in a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils import translation

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.menu import Stage, State
from almoner.desk.models import Talk
from almoner.messaging.reading_out import read_out
from almoner.people.ages import ages
from almoner.people.enums import Mark
from almoner.people.models import Person
from almoner.people.sites import zone_of
from almoner.people.verifying import verified_by
from almoner.scheduling.confirming import ways_of
from almoner.scheduling.enums import State as VisitState
from almoner.scheduling.models import Appointment
from almoner.scheduling.prep_words import lines
from almoner.scheduling.preparation import preparation_in
from almoner.visits.arrivals import place_in_line
from almoner.visits.bedside import bedside, stay_of
from almoner.visits.door import live_visit_of
from almoner.visits.enums import VisitState as Here
from almoner.visits.food_words import food_said
from almoner.visits.waiting_words import minutes, why

TOLD_BY = "appointment.reminder_1d"
"""The words of a visit: those that our own calls say."""

SAID = ("change_asked", "place_kept", "abandoned_call")
"""The standards that are said while the call still lasts."""

TRIES_A_DAY = 6
"""So many wrong dates of birth from one number in a day: whoever guesses talks with a person."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is read out, in the language of the call. `visit` and `eat` are sentences; `more`: another visit follows."""

    name: str = ""
    here: tuple[str, ...] = ()
    visit: tuple[str, ...] = ()
    confirmed: bool = False
    more: bool = False
    eat: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()


def whose(number_key: str, born: date | None) -> Person | None:
    """Whom a number and a date of birth mean. None where it could be two, or where only a person may open the
    record: restricted, or guessed at too often. The number is one proof and the date another (as at the desk)."""
    if not number_key or born is None or _tries_of_a_day(number_key) >= TRIES_A_DAY:
        return None
    reached = Person.objects.filter(
        contact_points__key=number_key, contact_points__stopped_at=None, birth_on=born, died_on=None
    )
    found = list(reached.prefetch_related("contact_points").distinct().order_by("id")[:2])
    if len(found) != 1 or found[0].restricted:
        return None
    fitted = verified_by(found[0], birth_on=born, telephone=number_key).fitted
    return found[0] if {Mark.BIRTH, Mark.TELEPHONE} <= fitted else None


def _tries_of_a_day(number_key: str) -> int:
    lately = Talk.objects.filter(number_key=number_key, created_at__gt=clock.now() - timedelta(days=1))
    return int(lately.aggregate(tries=Sum("wrong_tries"))["tries"] or 0)


def coming(person: Person) -> QuerySet[Appointment]:
    """Visits to come, but for topics that a young person has to themselves: whoever has the number and the date of
    birth of a child may be a parent (law I-26)."""
    rules = ages()
    visits = Appointment.objects.filter(person=person, state=VisitState.BOOKED, starts_at__gt=clock.now())
    if person.age_on(clock.today()) < rules.of_age:
        visits = visits.exclude(service__specialty__code__in=rules.private_topics)
    return visits.select_related("service", "site", "clinician", "person", "series").order_by("starts_at", "id")


def next_after(person: Person, after: str) -> Appointment | None:
    """The first, or the one that follows the one that was told."""
    visits = list(coming(person))
    if not after:
        return visits[0] if visits else None
    told = Appointment.objects.filter(id=UUID(after), person=person).first()
    later = [one for one in visits if told and (one.starts_at, one.id) > (told.starts_at, told.id)]
    return later[0] if later else None


def read_for(talk: Talk, state: State, *, by: Actor) -> Read:
    """What is read out where the call stands."""
    by.need(Permission.RUN_SYSTEM)
    if state.stage == Stage.RUNG_BACK and talk.ringing:
        return Read(promises=promised(talk.ringing.id, state.language))
    if talk.person is None or state.stage not in {Stage.VISIT, Stage.EAT}:
        return Read()
    with translation.override(state.language), clock.read_in(zone_of(talk.person)):
        visit = coming(talk.person).filter(id=UUID(state.visit)).first() if state.visit else None
        if state.stage == Stage.EAT:
            return Read(eat=tuple(_eat(talk.person, visit, state, by)))
        return Read(
            name=talk.person.first_name,
            here=_here(talk.person, by) if not state.after else (),
            visit=tuple(_told(visit, state.language, by)),
            confirmed=bool(visit and ways_of(visit)),
            more=visit is not None and next_after(talk.person, str(visit.id)) is not None,
            promises=promised(visit.id, state.language) if visit and state.came in {"change", "cannot_come"} else (),
        )


def promised(subject_id: UUID | None, language: str) -> tuple[str, ...]:
    """What is promised about it now, as it may be said."""
    if subject_id is None:
        return ()
    live = Promise.objects.filter(subject_id=subject_id, state__in=LIVE, standard__in=SAID)
    return tuple(one.said_in(language) for one in live.order_by("-created_at", "id")[:1])


def _told(visit: Appointment | None, language: str, by: Actor) -> list[str]:
    if visit is None:
        return []
    return read_out(kind=TOLD_BY, subject_id=visit.id, person=visit.person, language=language, by=by)


def _eat(person: Person, visit: Appointment | None, state: State, by: Actor) -> list[str]:
    """In a bed of ours what the ward allows; before a visit how to prepare for it."""
    if state.stays and has_bed(person, by):
        return food_said(bedside(person, by))
    return (
        lines({state.language: preparation_in(visit, [state.language])[state.language]})[state.language]
        if visit
        else []
    )


def has_bed(person: Person, by: Actor) -> bool:
    stay = stay_of(person, by)
    return stay is not None and stay.bed is not None


def _here(person: Person, by: Actor) -> tuple[str, ...]:
    """For somebody who waits in the house: how long it still is, and why."""
    visit = live_visit_of(person=person, by=by)
    if visit is None or visit.state != Here.WAITING:
        return ()
    wait = place_in_line(visit=visit, by=by)
    return minutes(wait.low, wait.high), why(wait.reasons)
