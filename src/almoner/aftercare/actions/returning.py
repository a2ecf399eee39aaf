"""Patient-initiated follow-up: left open with what to watch for, asked for, asked about at its end (FUP-9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from almoner.aftercare.alarming import Heard, alarm_for_words
from almoner.aftercare.enums import AtEnd, ReturnState
from almoner.aftercare.models import OpenReturn, ReturnVisit
from almoner.aftercare.refusals import (
    DoneAlready,
    ReasonNeeded,
    ReturnDays,
    ReturnEnded,
    ReturnOpenAlready,
    WordsNeeded,
)
from almoner.aftercare.rules import need_clinician, need_to_follow_up, need_to_speak
from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.sites import first_site
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.facts import starting
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record

LONGEST = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Terms:
    """What they may come back for, what to watch for, until when, and how soon they are seen then."""

    service: Service
    watch_for: Iterable[str]
    valid_until: date
    see_within_days: int


@action
def open_return(*, person: Person, terms: Terms, by: Actor) -> OpenReturn:
    """A clinician leaves the way back open. Raises WordsNeeded, ReturnDays, ReturnOpenAlready."""
    need_to_follow_up(person, by)
    need_clinician(by)
    if by.staff_id is None:
        raise NotThere
    lines = [line.strip()[:200] for line in terms.watch_for if line.strip()]
    if not lines:
        raise WordsNeeded
    today = clock.today()
    if not (today < terms.valid_until <= today + LONGEST and 1 <= terms.see_within_days <= 28):
        raise ReturnDays
    Person.objects.select_for_update(of=("self",)).get(id=person.id)
    if OpenReturn.objects.filter(person=person, service=terms.service).exclude(state=ReturnState.ENDED).exists():
        raise ReturnOpenAlready(service=terms.service.name_in("en"))
    made = OpenReturn.objects.create(
        reference=reference("F"),
        person=person,
        service=terms.service,
        opened_by_id=by.staff_id,
        watch_for=lines,
        opened_on=today,
        valid_until=terms.valid_until,
        see_within_days=terms.see_within_days,
    )
    _tell("return.opened", made, {"until_on": made.valid_until.isoformat()}, by)
    return made


@action
def ask_return(*, way_back: OpenReturn, words: str = "", language: str = "en", by: Actor) -> OpenReturn:
    """They want to be seen: a visit in time is promised to them, and words of danger alert a nurse.

    Asked once more before anything came of it, it stays the one asking with its earlier time. Raises ReturnEnded.
    """
    need_to_speak(way_back.person, by)
    fresh = _live(way_back)
    heard = Heard(fresh.person, None, words.strip(), language)
    request = alarm_for_words(heard, by) if heard.words else None
    fresh.request = request or fresh.request
    fresh.asked_words = heard.words[:1000] or fresh.asked_words
    if fresh.asked_at is None:
        fresh.asked_at = clock.now()
        fresh.see_by_at = _end_of(clock.today() + timedelta(days=fresh.see_within_days))
        kind = "return.asked"
    else:
        kind = "return.asked_again"
    fresh.save(update_fields=["asked_at", "asked_words", "see_by_at", "request"])
    facts = {"see_by_at": fresh.see_by_at.isoformat() if fresh.see_by_at else "", "words": fresh.asked_words}
    _tell(kind, fresh, facts, by)
    return fresh


@action
def arrange_return(
    *, way_back: OpenReturn, appointment: Appointment | None = None, how: str = "", by: Actor
) -> OpenReturn:
    """They have a visit for it; or something else was agreed with them, which `how` says. Raises ReasonNeeded."""
    need_to_follow_up(way_back.person, by)
    fresh = _live(way_back)
    if fresh.asked_at is None:
        raise DoneAlready
    if appointment is None and not how.strip():
        raise ReasonNeeded
    if appointment is not None:
        stored = Appointment.objects.get(id=appointment.id)
        theirs = (stored.person_id, stored.service_id) == (fresh.person_id, fresh.service_id)
        if not theirs or stored.state not in HOLDING_TIME:
            raise NotThere
    ReturnVisit.objects.create(
        open_return=fresh, appointment=appointment, asked_at=fresh.asked_at, how=how.strip()[:300], by_name=by.name
    )
    fresh.asked_at = fresh.see_by_at = None
    fresh.asked_words = ""
    fresh.save(update_fields=["asked_at", "see_by_at", "asked_words"])
    facts = {"how": how.strip()[:300]} | (starting(appointment) if appointment else {})
    _tell("return.arranged", fresh, facts, by)
    return fresh


@action
def ask_at_end(*, way_back: OpenReturn, by: Actor) -> OpenReturn:
    """Its time is over: they are asked whether they still need us. It stays open until somebody answers."""
    by.need(Permission.RUN_SYSTEM)
    fresh = _live(way_back)
    if fresh.state != ReturnState.OPEN or fresh.valid_until >= clock.today():
        return fresh
    fresh.state = ReturnState.ENDING
    fresh.save(update_fields=["state"])
    _tell("return.ending", fresh, {"until_on": fresh.valid_until.isoformat()}, by)
    return fresh


@action
def answer_at_end(*, way_back: OpenReturn, answer: str, words: str = "", language: str = "en", by: Actor) -> OpenReturn:
    """They are well and it ends; or it stays open as long again; or they want to be seen, and it stays open too."""
    need_to_speak(way_back.person, by)
    fresh = _live(way_back)
    if fresh.state != ReturnState.ENDING or answer not in AtEnd.values:
        raise DoneAlready
    if answer == AtEnd.WELL:
        _end(fresh, "they are well")
    else:
        today = clock.today()
        lasted = fresh.valid_until - fresh.opened_on
        fresh.state, fresh.opened_on, fresh.valid_until = ReturnState.OPEN, today, today + lasted
        fresh.save(update_fields=["state", "opened_on", "valid_until"])
    facts = {"answer": str(answer), "until_on": fresh.valid_until.isoformat()}
    _tell("return.answered", fresh, facts, by)
    if answer == AtEnd.SEEN:
        return ask_return(way_back=fresh, words=words, language=language, by=by)
    return fresh


@action
def end_return(*, way_back: OpenReturn, reason: str, by: Actor) -> OpenReturn:
    """A clinician ends it, and the person sees why."""
    need_to_follow_up(way_back.person, by)
    need_clinician(by)
    if not reason.strip():
        raise ReasonNeeded
    fresh = _live(way_back)
    _end(fresh, reason.strip())
    _tell("return.ended", fresh, {"reason": fresh.ended_because}, by)
    return fresh


def _live(way_back: OpenReturn) -> OpenReturn:
    fresh = OpenReturn.objects.select_for_update(of=("self",)).select_related("person", "service").get(id=way_back.id)
    if fresh.state == ReturnState.ENDED:
        raise ReturnEnded
    return fresh


def _end(fresh: OpenReturn, because: str) -> None:
    fresh.state, fresh.ended_at, fresh.ended_because = ReturnState.ENDED, clock.now(), because[:300]
    fresh.save(update_fields=["state", "ended_at", "ended_because"])


def _end_of(day: date) -> Any:
    site = first_site()
    assert site is not None, "a hospital has a site"  # noqa: S101
    return clock.on_the_wall(day, site.closes_at, site.zone)


def _tell(kind: str, way_back: OpenReturn, more: dict[str, Any], by: Actor) -> None:
    facts = {"reference": way_back.reference, "service": way_back.service.code, "name": way_back.service.names, **more}
    record(kind=kind, person=way_back.person, subject_id=way_back.id, facts=facts, by=by)
