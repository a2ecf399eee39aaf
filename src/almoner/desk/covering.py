"""Reading who is on call and who was asked, scoped to who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.catalogue.models import Offering, Specialty
from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.enums import Scope
from almoner.desk.models import Cover, Reach
from almoner.people.models import Person, Staff
from almoner.people.rules import may_see, visible_to
from almoner.scheduling.presence import at_work
from almoner.visits.models import Ward

STANDARD = "clinician_reached"
ASKED_LATELY = timedelta(days=1)
COUNTED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is covered: who is on call for it now, first one first; who comes after them; who is at work."""

    scope: Scope
    code: str
    name: str
    names: dict[str, str]
    now: tuple[Cover, ...]
    later: tuple[Cover, ...]
    at_work: tuple[tuple[Staff, datetime], ...] = ()

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.name


def directory(*, by: Actor) -> list[Place]:
    """Everything that is covered, the hospital first, then wards, then specialties. Seven statements at most."""
    by.need(Permission.SEE_RECORD)
    now = clock.now()
    covers = Cover.objects.standing().filter(ends_at__gt=now, starts_at__lt=now + ASKED_LATELY)
    wards = Ward.objects.order_by("name", "id")
    if by.site_id:
        covers, wards = covers.filter(site_id=by.site_id), wards.filter(site_id=by.site_id)
    by_place: defaultdict[tuple[str, str], list[Cover]] = defaultdict(list)
    for cover in covers.select_related("staff").order_by("rank", "starts_at", "id"):
        by_place[cover.scope, cover.code].append(cover)
    working = _working_by_specialty(by)
    places = [_place(Scope.HOSPITAL, "", "", {}, by_place, now)]
    places += [_place(Scope.WARD, ward.code, ward.name, {}, by_place, now) for ward in wards]
    places += [
        _place(Scope.SPECIALTY, one.code, str(one), one.names, by_place, now, working.get(one.code, ()))
        for one in Specialty.objects.all()
    ]
    return places


def _place(  # noqa: PLR0917 - the columns of the directory
    scope: Scope,
    code: str,
    name: str,
    names: dict[str, str],
    by_place: dict[tuple[str, str], list[Cover]],
    now: datetime,
    working: Iterable[tuple[Staff, datetime]] = (),
) -> Place:
    covers = by_place.get((scope, code), [])
    return Place(
        scope=scope,
        code=code,
        name=name,
        names=names,
        now=tuple(cover for cover in covers if cover.starts_at <= now),
        later=tuple(cover for cover in covers if cover.starts_at > now),
        at_work=tuple(working),
    )


def _working_by_specialty(by: Actor) -> dict[str, list[tuple[Staff, datetime]]]:
    offers = Offering.objects.filter(staff__left_on__isnull=True)
    if by.site_id:
        offers = offers.filter(staff__site_id=by.site_id)
    pairs = set(offers.values_list("service__specialty__code", "staff_id"))
    present = at_work({staff_id for _, staff_id in pairs}, by=by)
    staff = {one.id: one for one in Staff.objects.filter(id__in=present).order_by("name", "id")}
    working: defaultdict[str, list[tuple[Staff, datetime]]] = defaultdict(list)
    for code, staff_id in sorted(pairs, key=lambda pair: staff[pair[1]].name if pair[1] in staff else ""):
        if staff_id in staff:
            working[code].append((staff[staff_id], present[staff_id]))
    return working


def cover_for(*, by: Actor, id: UUID) -> Cover:  # noqa: A002 - the name every gate takes
    found = Cover.objects.select_related("staff", "site").filter(id=id).first()
    if found is None or (by.site_id and found.site_id != by.site_id):
        raise NotThere
    return found


def covers_of(by: Actor) -> list[Cover]:
    """What the one who asks is on call for, now and within the next day."""
    if by.staff_id is None:
        return []
    now = clock.now()
    mine = Cover.objects.standing().filter(staff_id=by.staff_id, ends_at__gt=now, starts_at__lt=now + ASKED_LATELY)
    return list(mine.order_by("starts_at", "id"))


def may_be_put_on_call(*, by: Actor) -> list[Staff]:
    """Whom the one who asks may put on call: themselves, or for who makes the roster every clinician of the site."""
    staff = Staff.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=clock.today()))
    if not by.may(Permission.MANAGE_ROSTER):
        return list(staff.filter(id=by.staff_id)) if by.is_clinician and by.staff_id else []
    if by.site_id:
        staff = staff.filter(site_id=by.site_id)
    clinical = staff.filter(roles_held__role__in=["doctor", "triage_nurse", "ward_nurse"])
    return list(clinical.distinct().order_by("name", "id"))


# ── Who was asked ────────────────────────────────────────────────────────────────────────────────────────────────────


def reach_for(*, by: Actor, id: UUID) -> Reach:  # noqa: A002 - the name every gate takes
    found = _whole(Reach.objects.filter(id=id)).first()
    if found is None or not may_see(found.person, by):
        raise NotThere
    return found


def asked_of(by: Actor) -> list[Reach]:
    """What waits for an answer of the one who asks: where it was their turn, and where it is late and anybody's."""
    if not by.is_clinician or by.staff_id is None:
        return []
    late = Promise.objects.filter(standard=STANDARD, state=State.BROKEN).values("subject_id")
    waiting = Reach.objects.open().filter(Q(turns__staff_id=by.staff_id) | Q(id__in=late))
    seen = waiting.filter(person__in=Person.objects.filter(visible_to(by), died_on__isnull=True))
    return list(_whole(seen.distinct().order_by("asked_at", "id")))


def asked_by(by: Actor) -> list[Reach]:
    """What the one who asks has asked for since yesterday, what is open first."""
    mine = Reach.objects.filter(asked_by_id=by.staff_id, asked_at__gt=clock.now() - ASKED_LATELY)
    seen = mine.filter(person__in=Person.objects.filter(visible_to(by)))
    return sorted(_whole(seen.order_by("-asked_at", "id")), key=lambda one: not one.is_open)


def open_reaches_of(person: Person, by: Actor) -> list[Reach]:
    """What is open for one person, longest first."""
    if not may_see(person, by):
        raise NotThere
    return list(_whole(Reach.objects.open().filter(person=person).order_by("asked_at", "id")))


@dataclass(frozen=True, slots=True)
class InTime:
    """Of all that were asked lately, how many were answered within the time of the charter."""

    asked: int
    in_time: int


def answered_in_time(*, by: Actor) -> InTime:
    """Over the last seven days, of those whose time has come."""
    by.need(Permission.SEE_RECORD)
    since = clock.now() - COUNTED
    came = Promise.objects.filter(standard=STANDARD, created_at__gt=since).exclude(state=State.WITHDRAWN)
    states = list(came.values_list("state", flat=True))
    done = [state for state in states if state != State.OPEN]
    return InTime(len(done), done.count(State.KEPT))


def _whole(reaches: QuerySet[Reach]) -> QuerySet[Reach]:
    return reaches.select_related("person", "asked_by", "acknowledged_by").prefetch_related("turns__staff")
