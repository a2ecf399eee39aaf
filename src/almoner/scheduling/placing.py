"""Whether somebody can be where a roster puts them: at that site, in that room, and there in time. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from almoner.core import days
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.scheduling import whereabouts
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import OtherHours, Resource, WeeklyPattern
from almoner.scheduling.refusals import PlaceUnclear, RoomIsTheirs, TooFarApart
from almoner.scheduling.sessions import Session
from almoner.scheduling.whereabouts import Stretch

A_WEEK = timedelta(days=6)
"""So many days after the first are looked at: the next week is the same."""


def in_place(resource: Resource, sessions: Iterable[Session]) -> list[Session]:
    """The sessions, with the site left out where it is the resource's own. Raises PlaceUnclear and NotThere."""
    home = str(resource.site_id)
    placed = [replace(one, site="") if one.site == home else one for one in sessions]
    _need_sites(resource, {one.site for one in placed} - {""})
    _need_rooms(resource, [one for one in placed if one.room])
    return placed


def _need_sites(resource: Resource, sites: set[str]) -> None:
    if sites and resource.kind == Kind.ROOM:
        raise PlaceUnclear
    if sites and Site.objects.filter(id__in=sites).count() != len(sites):
        raise NotThere


def _need_rooms(resource: Resource, sessions: Sequence[Session]) -> None:
    if not sessions:
        return
    if resource.kind != Kind.CLINICIAN:
        raise PlaceUnclear
    rows = Resource.objects.filter(id__in={one.room for one in sessions}, kind=Kind.ROOM, active=True)
    stands = {str(room): str(site) for room, site in rows.exclude(room__active=False).values_list("id", "site_id")}
    for one in sessions:
        if stands.get(one.room) != (one.site or str(resource.site_id)):
            raise PlaceUnclear


def need_places(resource: Resource, now: Arranged, then: Arranged, first: date, last: date | None) -> None:
    """Raises TooFarApart and RoomIsTheirs for what a change makes of the days from `first` on, not for what is so."""
    if then.is_plain:
        return
    until = min(last or date.max, first + A_WEEK)
    _need_time_to_travel(_around(now, first, until), _around(then, first, until), then)
    _need_own_rooms(resource, [one for one in _around(then, first, until) if one.room], first, until)


def _around(known: Arranged, first: date, until: date) -> list[Stretch]:
    """From the night before to the morning after."""
    on = (first + timedelta(days=ahead) for ahead in range(-1, (until - first).days + 2))
    return [
        one for day in on for one in whereabouts.stretches_of(known.on_day(day), day, known.home, known.zones)
    ]  # fmt: skip


def _need_time_to_travel(before: list[Stretch], after: list[Stretch], then: Arranged) -> None:
    known = {(one.before, one.after) for one in whereabouts.too_near(before, then.travel)}
    for one in whereabouts.too_near(after, then.travel):
        if (one.before, one.after) not in known:
            names = {str(site.id): site.name for site in Site.objects.all()}
            raise TooFarApart(
                missing=one.missing,
                day=days.day(one.after.day),
                here=names[one.before.site],
                there=names[one.after.site],
                takes=then.travel.between(one.before.site, one.after.site),
            )


def _need_own_rooms(resource: Resource, wanted: Sequence[Stretch], first: date, until: date) -> None:
    for who, theirs in _others_in({one.room for one in wanted}, resource, first, until):
        for one in wanted:
            for other in theirs:
                if one.room == other.room and one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                    room = Resource.objects.get(id=one.room)
                    raise RoomIsTheirs(room=room.name, who=who, when=days.day(one.day))


def _others_in(rooms: set[str], resource: Resource, first: date, until: date) -> Iterator[tuple[str, list[Stretch]]]:
    """Who else has one of these rooms as their own in these days, and when."""
    if not rooms:
        return
    weekly = WeeklyPattern.objects.filter(room_id__in=list(map(UUID, rooms))).values_list("resource_id", flat=True)
    once = OtherHours.objects.filter(day__range=(first - timedelta(days=1), until + timedelta(days=1)))
    ids: set[UUID] = {*weekly, *(one.resource_id for one in once if _is_in(one, rooms))} - {resource.id}
    names = dict(Resource.objects.filter(id__in=ids).values_list("id", "name"))
    for key, known in sorted(arranged(ids, first).items(), key=lambda one: names[one[0]]):
        yield names[key], [one for one in _around(known, first, until) if one.room in rooms]


def _is_in(one: OtherHours, rooms: set[str]) -> bool:
    return any(rooms & set(map(str, said[4:])) for said in one.sessions)
