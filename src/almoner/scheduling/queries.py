"""Reading visits, diaries and the waiting list. Scoped: out of scope looks exactly like absent (law I-23)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Site
from almoner.people.rules import may_see, visible_to
from almoner.people.sites import site_of, sites
from almoner.scheduling import diaries
from almoner.scheduling.enums import EntryState, State
from almoner.scheduling.models import Appointment, Claim, Diary, Hold, Offer, Resource, Series, WaitingEntry
from almoner.scheduling.placed import Placed
from almoner.scheduling.rules import can_book_for, not_private_from

_WITH = ("person", "service__specialty", "site", "clinician", "clinician__staff", "room__room", "series")


@dataclass(frozen=True, slots=True)
class Stretch(Placed):
    """A stretch of one resource's day: free, urgent, held, booked, around (before and after a visit), blocked."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    appointment: Appointment | None = None
    of_site: ZoneInfo | None = None

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site or clock.zone()


@dataclass(frozen=True, slots=True)
class DayOf:
    """One resource on one day, in order of time."""

    resource: Resource
    stretches: tuple[Stretch, ...]


def appointments(by: Actor) -> QuerySet[Appointment]:
    """Every visit that `by` may see."""
    visible = Person.objects.filter(visible_to(by)).values("id")
    return Appointment.objects.filter(not_private_from(by), person_id__in=visible).select_related(*_WITH)


def appointment_for(by: Actor, appointment_id: UUID | str) -> Appointment:
    """One visit. Raises NotThere."""
    found = appointments(by).filter(id=appointment_id).first()
    if found is None:
        raise NotThere
    return found


def appointment_by_reference(by: Actor, reference: str) -> Appointment:
    """The visit that somebody quotes. Raises NotThere."""
    found = appointments(by).filter(reference=reference).first()
    if found is None:
        raise NotThere
    return found


def series_for(by: Actor, series_id: UUID | str) -> Series:
    """A series of which `by` may see a visit. Raises NotThere."""
    found = Series.objects.filter(id=series_id, visits__in=appointments(by)).select_related("person").first()
    if found is None:
        raise NotThere
    return found


def visits_of(series: Series, by: Actor) -> list[Appointment]:
    """The visits of a series that `by` may see, those that were cancelled too, in the order of their places."""
    return list(appointments(by).filter(series=series).order_by("series_place", "created_at", "id"))


def together_with(visit: Appointment, by: Actor) -> list[Appointment]:
    """The visits that were booked in one act with this one, itself among them; none for a visit that stands alone."""
    return visits_of(visit.series, by) if visit.series else []


def appointments_of(person: Person, by: Actor, *, upcoming: bool | None = None) -> list[Appointment]:
    """A person's visits: all, or those to come, or those that are past or ended, latest first."""
    if not may_see(person, by):
        raise NotThere
    visits = Appointment.objects.filter(not_private_from(by), person=person).select_related(*_WITH)
    to_come = {"state__in": (State.BOOKED, State.ARRIVED, State.IN_PROGRESS), "ends_at__gt": clock.now()}
    if upcoming is None:
        return list(visits.order_by("-starts_at", "id"))
    if upcoming:
        return list(visits.filter(**to_come).order_by("starts_at", "id"))
    return list(visits.exclude(**to_come).order_by("-starts_at", "id"))


def appointments_on(day: date, by: Actor, *, states: Sequence[str] = ()) -> list[Appointment]:
    """Everybody's visits on a day, by time: the list of the desk. Raises NotAllowed."""
    by.need(Permission.FIND_PEOPLE)
    visits = appointments(by).filter(_on(day, by))
    if states:
        visits = visits.filter(state__in=states)
    return list(visits.order_by("starts_at", "reference"))


def coming_at(*, site: Site, by: Actor) -> int:
    """How many visits to come a site has."""
    by.need(Permission.MANAGE_CATALOGUE)
    return Appointment.objects.filter(site=site).upcoming(clock.now()).count()


def hold_for(by: Actor, hold_id: UUID | str) -> Hold:
    """A live hold. Raises NotThere, also when it has lapsed."""
    holds = Hold.objects.filter(not_private_from(by)).select_related("person", "service")
    hold = holds.filter(id=hold_id, lapses_at__gt=clock.now()).first()
    if hold is None or not can_book_for(hold.person, by):
        raise NotThere
    return hold


def offer_for(by: Actor, offer_id: UUID | str) -> Offer:
    """An offer, ended or not. Raises NotThere."""
    open_to = WaitingEntry.objects.filter(not_private_from(by))
    offers = Offer.objects.select_related(
        "entry__person", "entry__service", "entry__appointment__site", "clinician", "site", "room"
    )
    offer = offers.filter(id=offer_id, entry__in=open_to).first()
    if offer is None or not can_book_for(offer.entry.person, by):
        raise NotThere
    return offer


def waiting_entries(by: Actor, *, person: Person | None = None, service_code: str = "") -> list[WaitingEntry]:
    """Who waits, with their offers (WL-7), longest first."""
    entries = WaitingEntry.objects.filter(
        not_private_from(by),
        state=EntryState.WAITING,
        person_id__in=Person.objects.filter(visible_to(by)).values("id"),
    )
    if person:
        entries = entries.filter(person=person)
    if service_code:
        entries = entries.filter(service__code=service_code)
    with_all = entries.select_related("person", "service", "appointment__clinician", "appointment__site")
    with_all = with_all.prefetch_related("offers")
    return list(with_all.order_by("level", "entered_at", "id"))


def offers_of(entry: WaitingEntry, by: Actor) -> list[Offer]:
    """Every offer that somebody who waits was made, latest first, with why it was their turn."""
    if not may_see(entry.person, by):
        raise NotThere
    return list(entry.offers.select_related("clinician", "room").order_by("-created_at", "id"))


def day_of(resources: Sequence[Resource], day: date, by: Actor) -> list[DayOf]:
    """The day of each resource as stretches, for a board. Two statements, however many they are."""
    by.need(Permission.FIND_PEOPLE)
    ids = [resource.id for resource in resources]
    rows: dict[UUID, list[Diary]] = {}
    for diary in Diary.objects.filter(resource_id__in=ids, day=day).select_related("site").order_by("midnight", "id"):
        rows.setdefault(diary.resource_id, []).append(diary)
    claims: dict[UUID, list[Claim]] = {}
    known = [diary.id for diaries_of in rows.values() for diary in diaries_of]
    of_day = Claim.objects.filter(diary__in=known).select_related("appointment__person", "appointment__service")
    for claim in of_day.order_by("starts_at", "id"):
        claims.setdefault(claim.diary_id, []).append(claim)
    return [
        DayOf(resource, tuple(_in_order(part for one in rows[resource.id] for part in _stretches(one, claims))))
        for resource in resources
        if resource.id in rows
    ]


def _in_order(stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda stretch: stretch.starts_at)


def _stretches(diary: Diary, claims: Mapping[UUID, Sequence[Claim]]) -> list[Stretch]:
    now = clock.now()
    live = [claim for claim in claims.get(diary.id, ()) if claim.lapses_at is None or claim.lapses_at > now]
    blocked = diaries.unpack(diary.blocked)
    taken = diaries.either(*(diaries.between(c.starts_at, c.ends_at, diary.midnight) for c in live))
    free = diaries.unpack(diary.open) & ~blocked & ~taken
    urgent = diaries.unpack(diary.urgent)
    zone = diary.site.zone
    found = list(dict.fromkeys(part for claim in live for part in _of_claim(claim, zone)))
    for kind, bits in (("free", free & ~urgent), ("urgent", free & urgent), ("blocked", blocked & ~taken)):
        for begin, length in diaries.runs(bits):
            starts_at = diaries.moment_of(begin, diary.midnight)
            found.append(Stretch(kind, starts_at, starts_at + length * diaries.TICK, of_site=zone))
    return found


def _of_claim(claim: Claim, zone: ZoneInfo) -> Iterator[Stretch]:
    """A visit, and what it needs before and after; or a time that is held."""
    visit = claim.appointment
    if visit is None:
        yield Stretch("held", claim.starts_at, claim.ends_at, of_site=zone)
        return
    for begin, end in ((claim.starts_at, visit.starts_at), (visit.ends_at, claim.ends_at)):
        if begin < end:
            yield Stretch("around", begin, end, of_site=zone)
    yield Stretch("booked", visit.starts_at, visit.ends_at, visit, of_site=zone)


def _on(day: date, by: Actor) -> Q:
    """Visits of a day, each by the calendar of its own site. One statement, for who works at all of them."""
    found = Q(pk__in=())
    for site in [site_of(by)] if by.site_id else sites():
        begin, end = (diaries.start_of(on, site.zone) for on in (day, day + timedelta(days=1)))
        found |= Q(site=site, starts_at__gte=begin, starts_at__lt=end)
    return found
