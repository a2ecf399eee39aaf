"""Who and where could be given to a visit, as they stand in the tables, made ready for `visits.allotment`."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Q

from almoner.catalogue.models import Offering, Room
from almoner.core import clock
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed
from almoner.scheduling.models import Block
from almoner.scheduling.presence import at_another_site, staff_at
from almoner.visits.allotment import Clinician, Place, Suggestion, Wish, free_in, suggest
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import Visit
from almoner.visits.queues import minutes_of


def suggestions(visit: Visit, *, prefers_sex: str = "") -> list[Suggestion]:
    """Clinicians and rooms for `visit`, the best first; seven statements, however many there are."""
    if visit.service is None:
        return []
    today = list(
        Visit.objects.filter(site=visit.site_id, day=visit.day, state__in=(*BEFORE_SEEN, VisitState.WITH_CLINICIAN))
        .exclude(id=visit.id)
        .select_related("service")
    )
    return suggest(_wish(visit, prefers_sex), _clinicians(visit, today), _places(visit, today))


def _wish(visit: Visit, prefers_sex: str) -> Wish:
    service, person = visit.service, visit.person
    assert service is not None  # noqa: S101 - asked before
    needs = set(CommunicationNeed.objects.filter(person=person, ended_at__isnull=True).values_list("kind", flat=True))
    return Wish(
        service=service.code,
        room_kinds=frozenset(service.room_kinds),
        languages=tuple(filter(None, (person.interpreter_language, person.language))),
        must_sex=service.performer_sex,
        prefers_sex=prefers_sex,
        step_free=Need.WHEELCHAIR in needs,
        level=visit.level_now,
    )


def _clinicians(visit: Visit, today: list[Visit]) -> list[Clinician]:
    offered = Offering.objects.filter(
        service=visit.service, staff__in=staff_at(visit.site_id), staff__left_on__isnull=True
    )
    givers = [offering.staff for offering in offered.select_related("staff")]
    elsewhere = at_another_site((one.id for one in givers), visit.site_id)
    staff = [one for one in givers if one.id not in elsewhere]
    now = clock.now()
    away = set(
        Block.objects.filter(
            resource__staff__in=staff, starts_at__lte=now, ends_at__gt=now, lifted_at__isnull=True
        ).values_list("resource__staff_id", flat=True)
    )
    seen = Counter(
        Visit.objects.filter(person=visit.person_id, state=VisitState.FINISHED).values_list("clinician_id", flat=True)
    )
    work: defaultdict[object, float] = defaultdict(float)
    busy: dict[object, float] = {}
    for other in today:
        if other.state == VisitState.WITH_CLINICIAN:
            busy[other.clinician_id] = _rest(other)
        elif other.clinician_id:
            work[other.clinician_id] += minutes_of(other)
    booked = visit.appointment.clinician.staff_id if visit.appointment else None
    code = visit.service.code if visit.service else ""
    return [
        Clinician(
            id=one.id,
            name=one.name,
            services=frozenset({code}),
            languages=frozenset(one.languages),
            sex=one.sex,
            seen_before=seen[one.id],
            minutes_of_work=work[one.id],
            free_in=busy.get(one.id, 0) + work[one.id],
            booked_with=one.id == booked,
        )
        for one in staff
        if one.id not in away
    ]


def _places(visit: Visit, today: list[Visit]) -> list[Place]:
    kinds = visit.service.room_kinds if visit.service else []
    rooms = Room.objects.filter(Q(kind__in=kinds) if kinds else Q(), site=visit.site_id, active=True)
    used = {
        other.room_id: _rest(other) for other in today if other.room_id and other.state == VisitState.WITH_CLINICIAN
    }
    booked = visit.appointment.room.room_id if visit.appointment and visit.appointment.room else None
    return [
        Place(room.id, room.name, room.kind, room.step_free, used.get(room.id, 0), booked=room.id == booked)
        for room in rooms
    ]


def _rest(visit: Visit) -> float:
    """Minutes that a visit under way still takes; five at least once it is over its time."""
    planned = visit.started_at + timedelta(minutes=minutes_of(visit)) if visit.started_at else None
    return max(5.0, free_in(clock.now(), planned))
