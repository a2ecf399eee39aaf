"""What is nearest to a time that somebody wanted and can no longer have (APT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from almoner.core import clock
from almoner.scheduling import memory
from almoner.scheduling.asking import Asked
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Claim, Hold, Resource
from almoner.scheduling.search import last_day_of
from almoner.scheduling.times import Time, key_of, read_key

EACH = 3
"""So many of each kind."""
AROUND = timedelta(days=28)
"""The same clinician is looked for so long after the time that was wanted, and from now on before it."""
MANY = 500
LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Nearest:
    """`same_time`: the same start, with an equal colleague or, when it came free again, with the same clinician, and at
    each other site at which it can be had;
    `same_clinician`: the nearest before and after, in order; `others`: the next ones besides, with somebody else
    where there are any."""

    same_time: tuple[Time, ...] = ()
    same_clinician: tuple[Time, ...] = ()
    others: tuple[Time, ...] = ()

    def all(self) -> list[Time]:
        """Each once, as they are to be offered."""
        return list({time.key: time for time in (*self.same_time, *self.same_clinician, *self.others)}.values())


@memory.current()
def nearest(asked: Asked, starts_at: datetime, clinician_id: UUID) -> Nearest:
    """Around a start and the clinician, a resource, with whom it was wanted. What has to be holds for all of them."""
    same_time = _at(asked, starts_at)
    with_them = _with(asked, clinician_id, starts_at)
    found = asked.times(from_at=starts_at, limit=LOOKED_AT) or asked.times(limit=LOOKED_AT)
    known = {(time.starts_at, time.site_id) for time in (*same_time, *with_them)}
    left = [time for time in found if (time.starts_at, time.site_id) not in known]
    with_others = [time for time in left if time.clinician.resource_id != clinician_id]
    return Nearest(tuple(same_time), tuple(with_them), tuple((with_others or left)[:EACH]))


def _at(asked: Asked, starts_at: datetime) -> list[Time]:
    found = asked.times(from_at=starts_at, until=last_day_of(starts_at), limit=1)
    return [time for time in found if time.starts_at == starts_at]


def _with(asked: Asked, clinician_id: UUID, starts_at: datetime) -> Sequence[Time]:
    """The nearest times with the same clinician, unless somebody else has to be."""
    staff_id = Resource.objects.filter(id=clinician_id).values_list("staff_id", flat=True).first()
    if not staff_id or asked.wishes.must.clinician_id not in {"", str(staff_id)}:
        return []
    wish = replace(asked.wishes.must, clinician_id=str(staff_id))
    until = last_day_of(starts_at + AROUND)
    found = asked.times(until=until, limit=MANY, preferences=wish)
    apart = [time for time in found if time.starts_at != starts_at]
    return sorted(
        sorted(apart, key=lambda time: abs(time.starts_at - starts_at))[:EACH], key=lambda time: time.starts_at
    )


def site_of_hold(hold: Hold) -> str:
    """Where a held time is."""
    claim = hold.claims.select_related("diary__site").order_by("id").first()
    return claim.diary.site.name if claim else ""


def clinician_of(held: Hold) -> Resource | None:
    """Who would give what a hold is for."""
    claims = Claim.objects.filter(hold=held, resource__kind=Kind.CLINICIAN).select_related("resource").order_by("id")
    found = claims.filter(resource__staff__offerings__service=held.service).first() or claims.first()
    return found.resource if found else None


def key_of_hold(held: Hold) -> str:
    """The start and the clinician of a hold, as the key of a time names them: enough to find what is nearest to it."""
    clinician = clinician_of(held)
    return key_of(held.starts_at, [clinician.id] if clinician else [])


def nearest_to(asked: Asked, key: str) -> Nearest:
    """What is nearest to the time that a key names. A key comes from outside: of one that is none, nothing."""
    read = read_key(key)
    if read is None or read[0] <= clock.now():
        return Nearest()
    return nearest(asked, read[0], read[1][0])
