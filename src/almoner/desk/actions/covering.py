"""Being on call: put on, taken over, ended. Whoever takes cover over says so, so that it never lapses unseen."""

from __future__ import annotations

from datetime import datetime

from almoner.catalogue.models import Specialty
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.desk.enums import Scope
from almoner.desk.models import Cover
from almoner.desk.refusals import CoverEnded, CoverTaken, CoverUnclear, CoverWouldLapse
from almoner.people.models import Site, Staff
from almoner.visits.models import Ward


@action
def put_on_call(
    *,
    staff: Staff,
    scope: str,
    code: str = "",
    rank: int = 1,
    starts_at: datetime | None = None,
    ends_at: datetime,
    how: str,
    by: Actor,
) -> Cover:
    """Say that somebody is on call. Clinicians say it of themselves, those who make the roster of everybody.

    Raises CoverTaken where somebody stands at the same place at that time.
    """
    _need_to_rule(staff, by)
    site = staff.site
    begin = max(starts_at or clock.now(), clock.now())
    if not how.strip() or ends_at <= begin or rank < 1 or not _is_there(site, scope, code):
        raise CoverUnclear
    Site.objects.select_for_update(of=("self",)).get(id=site.id)
    there = Cover.objects.standing().filter(
        site=site, scope=scope, code=code, rank=rank, starts_at__lt=ends_at, ends_at__gt=begin
    )
    taken = there.select_related("staff").first()
    if taken:
        raise CoverTaken(who=taken.staff.name)
    return Cover.objects.create(
        site=site,
        staff=staff,
        scope=scope,
        code=code,
        rank=rank,
        starts_at=begin,
        ends_at=ends_at,
        how=how.strip()[:60],
    )


@action
def take_over(*, cover: Cover, how: str, note: str = "", ends_at: datetime | None = None, by: Actor) -> Cover:
    """Whoever asks is on call from now on in place of another. Nobody is handed it without taking it.

    `note` is what was handed over with it. Raises CoverEnded where somebody else was faster.
    """
    if not by.is_clinician or by.staff_id is None:
        raise NotAllowed
    standing = _locked(cover, by)
    until = ends_at or standing.ends_at
    if not how.strip() or until <= clock.now():
        raise CoverUnclear
    standing.ended_at = clock.now()
    standing.save(update_fields=["ended_at"])
    return Cover.objects.create(
        site=standing.site,
        staff_id=by.staff_id,
        scope=standing.scope,
        code=standing.code,
        rank=standing.rank,
        starts_at=clock.now(),
        ends_at=until,
        how=how.strip()[:60],
        note=note.strip()[:300],
        takes_over=standing,
    )


@action
def end_cover(*, cover: Cover, by: Actor) -> Cover:
    """They are on call no longer. Refused while nobody else would be."""
    standing = _locked(cover, by)
    _need_to_rule(standing.staff, by)
    now = clock.now()
    others = Cover.objects.standing().filter(
        site_id=standing.site_id, scope=standing.scope, code=standing.code, starts_at__lte=now, ends_at__gt=now
    )
    if standing.starts_at <= now and not others.exclude(id=standing.id).exists():
        raise CoverWouldLapse
    standing.ended_at = now
    standing.save(update_fields=["ended_at"])
    return standing


def _need_to_rule(staff: Staff, by: Actor) -> None:
    if by.is_system or by.may(Permission.MANAGE_ROSTER):
        if by.site_id and staff.site_id != by.site_id:
            raise NotThere
        return
    if not by.is_clinician or by.staff_id != staff.id:
        raise NotAllowed


def _is_there(site: Site, scope: str, code: str) -> bool:
    if scope == Scope.HOSPITAL:
        return not code
    if scope == Scope.WARD:
        return Ward.objects.filter(site=site, code=code).exists()
    return scope == Scope.SPECIALTY and Specialty.objects.filter(code=code).exists()


def _locked(cover: Cover, by: Actor) -> Cover:
    standing = Cover.objects.select_for_update(of=("self",)).select_related("staff", "site").get(id=cover.id)
    if by.site_id and standing.site_id != by.site_id:
        raise NotThere
    if standing.ended_at or standing.ends_at <= clock.now():
        raise CoverEnded
    return standing
