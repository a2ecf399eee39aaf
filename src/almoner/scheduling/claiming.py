"""Taking and giving back time in the diaries. Inside an action's transaction only.

Order of locks: the service where offers are made or paused, the person, then the diaries in the order of their ids,
then claims. Bits are changed under the lock of their diary and nowhere else; behind it the database refuses an overlap,
whatever this code does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.prepared import Change, Prepared, Removal, insert, new_row
from almoner.people.models import Person, Site
from almoner.scheduling import diaries, memory
from almoner.scheduling.enums import URGENT_UP_TO, HoldFor
from almoner.scheduling.groups import Group
from almoner.scheduling.models import Appointment, Claim, Diary, Hold, Offer, Resource

AT_ONCE = 500
LONGEST_SESSION = timedelta(days=1)
"""A diary's bits end within a day of its own day: a session may run past midnight, but not past the next one."""


_PERSON = Prepared(lambda key: Person.objects.select_for_update(no_key=True, of=("self",)).filter(id=key))
_ONLY_LOCKED = Prepared(
    lambda key: Person.objects.select_for_update(no_key=True).filter(id=key).values_list("id", flat=True)
)
_DIARIES = Prepared(
    lambda ids: (
        Diary.objects.filter(id__in=ids).select_related("resource").select_for_update(of=("self",)).order_by("id")
    )
)
_SESSIONS = Prepared(
    lambda resource_ids, latest, after: (
        Diary.objects.filter(resource_id__in=resource_ids, midnight__lte=latest, midnight__gt=after)
        .order_by("midnight")
        .values_list("id", "resource_id", "midnight", "open")
    )
)
_LAPSED = Prepared(
    lambda diary_ids, now: (
        Claim.objects.filter(diary_id__in=diary_ids, lapses_at__lte=now).select_for_update(of=("self",)).order_by("id")
    )
)


_BECOME = Change(
    lambda hold, appointment: (
        Claim.objects.filter(hold=hold),
        {"hold": None, "appointment": appointment, "lapses_at": None},
    )
)
_FORGET = Removal(lambda ids: Hold.objects.filter(id__in=ids))
_WRITE = Change(
    lambda ids, **changed: (
        Diary.objects.filter(id__in=ids),
        {"version": F("version") + 1, "stamp": None, **changed},
    )
)


def lock_person(person_id: UUID) -> None:
    """One act of scheduling at a time for each person."""
    _ONLY_LOCKED.get(key=person_id)


def locked_person(person_id: UUID) -> Person:
    """The same where they are to be read as they are now."""
    return _PERSON.get(key=person_id)


def lock_service(service_id: UUID) -> Service:
    """One act of offering at a time for each service, before anybody is locked."""
    return Service.objects.select_for_update(no_key=True, of=("self",)).get(id=service_id)


def lock(diary_ids: Iterable[UUID]) -> dict[UUID, Diary]:
    """Lock diaries in the order of their ids."""
    return {diary.id: diary for diary in _DIARIES.all(ids=set(diary_ids))}


def diaries_at(resource_ids: Sequence[UUID], starts_at: datetime, ends_at: datetime) -> dict[UUID, UUID]:
    """For each resource the diary in whose session the whole time lies, where there is one."""
    found: dict[UUID, UUID] = {}
    after = starts_at - 2 * LONGEST_SESSION
    for diary_id, resource_id, midnight, is_open in _SESSIONS.all(
        resource_ids=resource_ids, latest=starts_at, after=after
    ):
        wanted = diaries.between(starts_at, ends_at, midnight)
        if diaries.unpack(is_open) & wanted == wanted:
            found[resource_id] = diary_id
    return found


def sites_at(resource_ids: Sequence[UUID], starts_at: datetime, ends_at: datetime) -> set[Site]:
    """The sites at which the whole time lies in the sessions of these."""
    ids = diaries_at(resource_ids, starts_at, ends_at).values()
    return {diary.site for diary in Diary.objects.filter(id__in=ids).select_related("site")}


def sweep(locked: dict[UUID, Diary]) -> None:
    """Give back what lapsed holds still claim in these diaries. Claims are read again under their own lock."""
    give_back(locked, _LAPSED.all(diary_ids=locked, now=clock.now()))


def is_free(diary: Diary, starts_at: datetime, ends_at: datetime, level: int) -> bool:
    """Whether nobody has it, and it is not kept for people who are more urgent (APT-6)."""
    wanted = diaries.between(starts_at, ends_at, diary.midnight)
    if diaries.unpack(diary.free) & wanted != wanted:
        return False
    if level <= URGENT_UP_TO:
        return True
    released = diaries.tick_of(clock.now() + timedelta(hours=diary.resource.release_hours), diary.midnight)
    return not diaries.unpack(diary.urgent) & ~diaries.span(0, released) & wanted


def with_around(service: Service, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """The time that a visit claims: with what its service needs before and after."""
    return starts_at - timedelta(minutes=service.minutes_before), ends_at + timedelta(minutes=service.minutes_after)


def take(taken: Sequence[Diary], hold: Hold, group: Group, seat: int = 0) -> None:
    """Claim a place of `group` for `hold` in each diary. All must be locked, and free or the group's own."""
    for diary in taken:
        wanted = diaries.between(group.starts_at, group.ends_at, diary.midnight)
        diary.free = diaries.pack(diaries.unpack(diary.free) & ~wanted)
    write_all(taken, "free")
    claims = (
        new_row(
            Claim,
            diary_id=diary.id,
            resource_id=diary.resource_id,
            starts_at=group.starts_at,
            ends_at=group.ends_at,
            hold_id=hold.id,
            lapses_at=hold.lapses_at,
            group_key=group.key,
            seat=seat,
            places=group.places,
        )
        for diary in taken
    )
    insert(*claims)


def give_back(locked: dict[UUID, Diary], claims: Sequence[Claim]) -> None:
    """Free the time of `claims`, whose diaries must be locked, and forget them. What others of a group still have stays
    taken; that one more of its places is free is told as any change is."""
    if not claims:
        return
    Claim.objects.filter(id__in=[claim.id for claim in claims]).delete()
    touched = {claim.diary_id: locked[claim.diary_id] for claim in claims}
    left = _left_in_groups(claims)
    for diary_id, diary in touched.items():
        freed = _bits((claim for claim in claims if claim.diary_id == diary_id), diary)
        still = _bits((claim for claim in left if claim.diary_id == diary_id), diary)
        usable = diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked)
        diary.free = diaries.pack(diaries.unpack(diary.free) | freed & usable & ~still)
    write_all(list(touched.values()), "free")


def _left_in_groups(claims: Iterable[Claim]) -> list[Claim]:
    """What others of the same groups claim."""
    shared = {claim.group_key for claim in claims if claim.places > 1}
    return list(Claim.objects.filter(group_key__in=shared)) if shared else []


def _bits(claims: Iterable[Claim], diary: Diary) -> int:
    return diaries.either(*(diaries.between(claim.starts_at, claim.ends_at, diary.midnight) for claim in claims))


def turn_into_visit(hold: Hold, appointment: Appointment) -> int:
    """Make the hold's claims the appointment's. Gives how many there were; none is left when the hold had lapsed."""
    return _BECOME.make(hold=hold.id, appointment=appointment.id)


def forget(holds: Sequence[Hold]) -> None:
    """Delete holds that claim nothing any more; offers that they were kept for know them no longer."""
    offered = [hold.id for hold in holds if hold.kept_for == HoldFor.OFFER]
    if offered:
        Offer.objects.filter(hold_id__in=offered).update(hold=None)
    _FORGET.make(ids=[hold.id for hold in holds])


def write(diary: Diary, *names: str) -> None:
    """Write what was changed of a locked diary."""
    write_all([diary], *names)


def write_all(rows: Sequence[Diary], *names: str) -> None:
    """The same of many at once: those that are alike in one statement, in so many as an engine takes."""
    alike: dict[tuple[Any, ...], list[Diary]] = {}
    for diary in rows:
        alike.setdefault(tuple(getattr(diary, name) for name in names), []).append(diary)
    for said, group in alike.items():
        for first in range(0, len(group), AT_ONCE):
            ids = [diary.id for diary in group[first : first + AT_ONCE]]
            changed = dict(zip(names, said, strict=True))
            _WRITE.make(ids=ids, **changed)
    memory.changed(rows)


def ordered(resources: Iterable[Resource], ids: Sequence[UUID]) -> list[Resource]:
    """The resources in the order in which their ids were given."""
    by_id = {resource.id: resource for resource in resources}
    return [by_id[resource_id] for resource_id in ids if resource_id in by_id]
