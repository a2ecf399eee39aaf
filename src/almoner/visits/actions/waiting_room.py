"""While somebody waits: the honest range, a clinician and a room, a walk outside."""

from __future__ import annotations

from django.utils import translation

from almoner.catalogue.models import Room, Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Staff
from almoner.timeline.actions import record
from almoner.visits.allotment import Suggestion
from almoner.visits.allotment_words import sentences
from almoner.visits.candidates import suggestions
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.locking import locked
from almoner.visits.models import Visit
from almoner.visits.queues import Queues
from almoner.visits.refusals import NotNow, NotSuitable, RangeNeeded, ReasonNeeded
from almoner.visits.rules import need_to_allot, need_to_check_in, need_to_receive
from almoner.visits.waiting import NARROWEST
from almoner.visits.waiting_words import why as in_words


@action
def tell_wait(
    *, visit: Visit, from_minutes: int | None = None, to_minutes: int | None = None, why: str = "", by: Actor
) -> Visit:
    """Tell them how long, and why, as a range (ARR-5). Without numbers it is worked out from the queue as it stands."""
    need_to_receive(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    if from_minutes is None or to_minutes is None:
        expected = Queues(visit.site_id, visit.day).wait_of(visit)
        from_minutes, to_minutes = expected.low, expected.high
        with translation.override(visit.person.language):
            why = why.strip() or in_words(expected.reasons)
    if to_minutes < from_minutes + NARROWEST:
        raise RangeNeeded(minutes=NARROWEST)
    if not why.strip():
        raise ReasonNeeded
    return told(visit, from_minutes, to_minutes, why.strip(), by)


def told(visit: Visit, low: int, high: int, why: str, by: Actor) -> Visit:
    """Note what they were told, and tell it."""
    visit.told_from, visit.told_to, visit.told_why, visit.told_at = low, high, why[:500], clock.now()
    if visit.state == VisitState.GREETED:
        visit.state = VisitState.WAITING
    visit.save(update_fields=["told_from", "told_to", "told_why", "told_at", "state"])
    facts = {"from_minutes": low, "to_minutes": high, "why": visit.told_why}
    record(kind="waiting.told", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return visit


@action
def allot(
    *,
    visit: Visit,
    clinician: Staff,
    room: Room | None = None,
    prefers_sex: str = "",
    override_reason: str = "",
    by: Actor,
) -> Visit:
    """Give them a clinician and a room. Another than the one suggested needs a reason (ARR-9).

    Raises NotSuitable for who does not give the service or where it cannot be given.
    """
    need_to_allot(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    found = suggestions(visit, prefers_sex=prefers_sex)
    chosen = next((one for one in found if one.clinician.id == clinician.id), None)
    if chosen is None:
        raise NotSuitable(why=clinician.name)
    if room and visit.service and visit.service.room_kinds and room.kind not in visit.service.room_kinds:
        raise NotSuitable(why=room.name)
    if chosen is not found[0] and not override_reason.strip():
        raise ReasonNeeded
    visit.clinician, visit.override_reason = clinician, override_reason.strip()[:300]
    visit.room = room or _room_of(chosen)
    visit.allotted_why = sentences(chosen.reasons)
    visit.save(update_fields=["clinician", "room", "allotted_why", "override_reason"])
    facts = {
        "clinician": clinician.name,
        "room": visit.room.name if visit.room else "",
        "reasons": visit.allotted_why,
        "override": visit.override_reason,
    }
    record(kind="allotment.made", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return visit


def _room_of(chosen: Suggestion) -> Room | None:
    return Room.objects.get(id=chosen.place.id) if chosen.place else None


@action
def say_what_for(*, visit: Visit, service: Service, by: Actor) -> Visit:
    """What somebody who walked in comes for, once it is known; who can see them follows from it."""
    need_to_receive(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    if visit.appointment_id:
        raise NotNow
    visit.service = service
    visit.save(update_fields=["service"])
    facts = {"service": service.names}
    record(kind="visit.purpose_known", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return visit


@action
def wait_elsewhere(*, visit: Visit, notice_minutes: int, by: Actor) -> Visit:
    """They wait outside or at home and are called so many minutes before (ARR-7)."""
    need_to_check_in(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    visit.notice_minutes, visit.away_since = notice_minutes, clock.now()
    visit.save(update_fields=["notice_minutes", "away_since"])
    return visit


@action
def come_back(*, visit: Visit, by: Actor) -> Visit:
    """They are in the waiting room again."""
    need_to_check_in(visit.person, by)
    visit = locked(visit, *BEFORE_SEEN)
    visit.away_since = None
    visit.save(update_fields=["away_since"])
    return visit
