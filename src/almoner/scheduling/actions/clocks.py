"""Keeping what was told on the wall of a site, whatever becomes of its clock (law I-13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.people.actions import describe_site
from almoner.people.models import Site
from almoner.scheduling import claiming, diaries, own_rooms, seating
from almoner.scheduling.actions.holding import release_hold
from almoner.scheduling.actions.stopping import stop_offer
from almoner.scheduling.clock_rules import Shift, clear, rules_of
from almoner.scheduling.enums import MoveReason, OfferState, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Block, Claim, Diary, Hold, Offer, SiteClock, Understanding
from almoner.scheduling.refusals import OtherwiseNow
from almoner.timeline.actions import record

CHANGED = gettext_lazy("The clocks where the visit takes place go otherwise than was known")
STEP = diaries.TICK
HOURS = ("open", "urgent", "blocked")
BEFORE = timedelta(days=2)
"""A night that began before today may still go on, and elsewhere it may be yesterday."""
READ_ANEW = timedelta(days=770)
Span = tuple[datetime, datetime]


@action
def change_site(*, site: Site, changes: dict[str, Any], by: Actor) -> Site:
    """Change the facts of a site. Where its time zone is one of them, visits keep the hour on the wall that people were
    told: they are moved to when the new clock shows it, and everybody is told (see `follow_the_clock`)."""
    by.need(Permission.MANAGE_CATALOGUE)
    follow_the_clock(site=site, by=SYSTEM)
    changed = describe_site(site=site, changes=changes, by=by)
    follow_the_clock(site=changed, by=SYSTEM)
    return changed


@action
def follow_the_clock(*, site: Site, by: Actor) -> int:
    """Bring the diaries and visits to come of a site to where its wall shows what was told, when the rules of its zone
    say something else than before, or it was given another zone. Gives how many visits were moved.

    The hours on the wall stay: of the roster, of time away, of visits. Each visit that is at another moment now is told
    of (`appointment.clock_changed`), since calendars hold the moment. Times that somebody is only choosing, and offers,
    are taken back. A visit whose time is left out now, and whose next time somebody has, is displaced. Raises
    OtherwiseNow, with nothing done, where somebody booked meanwhile.
    """
    by.need(Permission.RUN_SYSTEM)
    begin = clock.today(site.zone) - BEFORE
    now, kept = rules_of(site.zone, begin), SiteClock.objects.select_for_update().filter(site=site).first()
    said = {"zone": site.time_zone, "changes": [list(one) for one in now.changes], "until": now.until}
    SiteClock.objects.update_or_create(site=site, defaults=said)
    if kept is None or kept.rules.agree(now, begin):
        return 0
    return _follow(site, Shift(kept.rules, site.zone))


def is_followed(site: Site) -> bool:
    """Whether the rules by which a site's diaries were laid out are known, far enough ahead, and those of now."""
    kept, begin = SiteClock.objects.filter(site=site).first(), clock.today(site.zone) - BEFORE
    if kept is None or kept.until < begin + READ_ANEW:
        return False
    return kept.rules.agree(rules_of(site.zone, begin), begin)


def _follow(site: Site, shift: Shift) -> int:
    _let_go(site, shift)
    visits = _visits(site, shift)
    for person_id in sorted({visit.person_id for visit in visits}):
        claiming.lock_person(person_id)
    days = Diary.objects.filter(site=site, day__gte=clock.today(site.zone) - BEFORE)
    locked = list(days.select_for_update(of=("self",)).order_by("id"))
    if {visit.id for visit in _visits(site, shift)} != {visit.id for visit in visits}:
        raise OtherwiseNow
    for block in Block.objects.filter(resource__site=site, lifted_at=None, ends_at__gt=clock.now()):
        block.starts_at, block.ends_at = shift.moved(block.starts_at), shift.moved(block.ends_at)
        block.save(update_fields=["starts_at", "ends_at"])
    before = {visit.id: (visit.starts_at, visit.wall) for visit in visits}
    astray = _place(visits, shift)
    _lay_out(locked, site, shift)
    for visit in visits:
        _tell(visit, *before[visit.id], displaced=visit.id in astray)
    return len(visits)


def _let_go(site: Site, shift: Shift) -> None:
    """Offers first: what they keep goes with them."""
    offers = Offer.objects.filter(site=site, state=OfferState.OPEN, starts_at__gt=clock.now())
    for offer in offers.select_related("entry__person").order_by("id"):
        if shift.touches(offer.starts_at):
            stop_offer(offer=offer, reason=_("The clocks have changed"), by=SYSTEM)
    holds = Hold.objects.filter(claims__diary__site=site, starts_at__gt=clock.now()).distinct()
    for held in holds.select_related("person").order_by("id"):
        if shift.touches(held.starts_at):
            release_hold(hold=held, by=SYSTEM)


def _visits(site: Site, shift: Shift) -> list[Appointment]:
    coming = Appointment.objects.filter(site=site, state=State.BOOKED, starts_at__gt=clock.now())
    coming = coming.select_related("person", "service__specialty", "clinician", "site", "room__room").order_by("id")
    return [visit for visit in coming if shift.touches(visit.starts_at) or visit.wall_there != visit.wall]


def _place(visits: Iterable[Appointment], shift: Shift) -> set[UUID]:
    """Give each visit its moment, and claim it anew. Gives those whose hour cannot be kept: they stand at the next that
    is free of others until somebody finds them a time. A group stays together."""
    claims: dict[UUID, list[Claim]] = {}
    for claim in Claim.objects.filter(appointment__in=visits).select_related("resource").order_by("id"):
        claims.setdefault(claim.appointment_id, []).append(claim)  # type: ignore[arg-type]
    used = {claim.resource_id for of_visit in claims.values() for claim in of_visit}
    Claim.objects.filter(appointment__in=visits).delete()
    taken: dict[UUID, list[Span]] = {one: [] for one in used}
    for claim in Claim.objects.filter(resource_id__in=used, ends_at__gt=clock.now() - timedelta(days=2)):
        taken[claim.resource_id].append((claim.starts_at, claim.ends_at))
    astray: set[UUID] = set()
    groups: dict[UUID, datetime] = {}
    for visit in sorted(visits, key=lambda one: (one.wall, one.starts_at, str(one.id))):
        own, meant = claims.get(visit.id, []), shift.moved(visit.starts_at)
        group = own[0].group_key if own else visit.id
        if group not in groups:
            groups[group] = meant
            while not all(clear(taken[c.resource_id], *_span(c, groups[group] - visit.starts_at)) for c in own):
                groups[group] += STEP
        if groups[group] != meant:
            astray.add(visit.id)
        _move(visit, own, groups[group], taken)
    return astray


def _span(claim: Claim, by: timedelta) -> Span:
    return claim.starts_at + by, claim.ends_at + by


def _move(visit: Appointment, own: Sequence[Claim], to: datetime, taken: dict[UUID, list[Span]]) -> None:
    by = to - visit.starts_at
    for claim in own:
        claim.starts_at, claim.ends_at = _span(claim, by)
        taken[claim.resource_id].append((claim.starts_at, claim.ends_at))
    for claim in own:
        claim.group_key = seating.key_of_visit(visit.service, own)
    Claim.objects.bulk_create(own)
    visit.starts_at, visit.ends_at = visit.starts_at + by, visit.ends_at + by
    if visit.wall != visit.wall_there:
        visit.moved_from, visit.move_reason = visit.starts_at - by, MoveReason.OTHER
    visit.wall = visit.wall_there
    Understanding.objects.filter(appointment=visit, sequence=visit.sequence).update(sequence=visit.sequence + 1)
    visit.sequence += 1
    visit.save(update_fields=["starts_at", "ends_at", "wall", "sequence", "moved_from", "move_reason"])


def _lay_out(rows: Sequence[Diary], site: Site, shift: Shift) -> None:
    """The same hours on the wall, in days that begin when they now begin there."""
    claimed: dict[UUID, list[Claim]] = {}
    for claim in Claim.objects.filter(diary__site=site, ends_at__gt=clock.now() - 2 * BEFORE):
        claimed.setdefault(claim.diary_id, []).append(claim)
    known: dict[tuple[bytes, datetime], bytes] = {}
    for diary in rows:
        before, diary.midnight = diary.midnight, diaries.start_of(diary.day, site.zone)
        for name in HOURS:
            bits = bytes(getattr(diary, name))
            if (bits, before) not in known:
                known[bits, before] = diaries.pack(shift.bits(diaries.unpack(bits), before, diary.midnight))
            setattr(diary, name, known[bits, before])
        rooms = own_rooms.unpack(diary.rooms).items()
        diary.rooms = own_rooms.pack({str(key): shift.bits(bits, before, diary.midnight) for key, bits in rooms})
        spans = (diaries.between(one.starts_at, one.ends_at, diary.midnight) for one in claimed.get(diary.id, []))
        usable = diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked)
        diary.free = diaries.pack(usable & ~diaries.either(*spans))
    claiming.write_all(rows, "midnight", "free", "rooms", *HOURS)


def _tell(visit: Appointment, before: datetime, told: str, *, displaced: bool) -> None:
    """It keeps its hour, or, where the clock leaves that out now, it has another."""
    if visit.wall == told:
        kind, facts = "appointment.clock_changed", facts_of(visit, was_at=before)
    else:
        kind, facts = "appointment.moved", facts_of(visit, moved_from=before, reason=visit.move_reason)
    record(kind=kind, person=visit.person, subject_id=visit.id, facts=facts, by=SYSTEM)
    if displaced:
        facts = facts_of(visit, reason=languages.in_all(CHANGED), change="", resource=str(visit.clinician_id))
        record(kind="appointment.displaced", person=visit.person, subject_id=visit.id, facts=facts, by=SYSTEM)
