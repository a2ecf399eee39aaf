"""Finding times of everything that a service needs together. Reads only; nothing found here is kept for anyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling import board, diaries
from almoner.scheduling.choices import NOTHING, Choice, choice, together
from almoner.scheduling.models import Resource
from almoner.scheduling.needs import Need, needs_of
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Part, Time

DAYS_AHEAD = 90
LEAST_NOTICE = timedelta(minutes=10)
"""Nothing is offered that begins sooner: somebody has to get there."""
ANYTHING = Preferences()

Group = dict[tuple[board.Key, date], Choice]
"""Alternatives for one need, by site and day."""


@dataclass(slots=True)
class _Found:
    """A start, and the page of each need that makes it possible."""

    starts_at: datetime
    pages: tuple[board.Page, ...]


@dataclass(slots=True)
class _Search:
    service: Service
    needs: list[Need]
    view: board.View
    wish: Preferences
    zone: ZoneInfo
    limit: int
    found: list[_Found] = field(default_factory=list)
    others: list[Group] = field(default_factory=list)
    loaded: set[date] = field(default_factory=set)
    reach: int = 1
    """On how many new days the other needs are read next; it doubles, so that statements grow with the log of days."""

    def run(self) -> list[_Found]:
        """Best first: stops when nothing that is still unread can begin before the best that was found."""
        self.others = [{} for _need in self.needs[1:]]
        for pages in board.in_order(self.needs[0], self.view):
            left = pages
            while left:
                now, left = self._next_days(left)
                for page in now:
                    self._of_page(page)
                self._keep_best()
                if self._is_best(left[0] if left else now[-1]):
                    return self.found
        return self.found

    def _is_best(self, nxt: board.Page) -> bool:
        return len(self.found) >= self.limit and nxt.begins_at >= self.found[0].starts_at

    def _next_days(self, pages: list[board.Page]) -> tuple[list[board.Page], list[board.Page]]:
        """Pages of the days for which the other needs are read, and the rest."""
        new = sorted({page.day for page in pages} - self.loaded)[: self.reach]
        if new:
            self._load(new)
            self.reach *= 2
        return [p for p in pages if p.day in self.loaded], [p for p in pages if p.day not in self.loaded]

    def _load(self, days: list[date]) -> None:
        """Read the other needs on these days: one statement for each need."""
        self.loaded.update(days)
        for need, group in zip(self.needs[1:], self.others, strict=True):
            by_place: dict[tuple[board.Key, date], list[board.Page]] = {}
            for page in board.on_days(need, self.view, days):
                by_place.setdefault((page.site_id, page.day), []).append(page)
            group.update((place, choice(pages, self.view.length)) for place, pages in by_place.items())

    def _of_page(self, page: board.Page) -> None:
        length = self.view.length
        choices = [group.get((page.site_id, page.day), NOTHING) for group in self.others]
        fitting = together(page, choices, length) & self.wish.allowed(page.day, self.zone)
        for tick in diaries.starts(fitting, length):
            chosen = [each.at(tick, page.resource_id) for each in choices]
            self.found.append(_Found(diaries.moment_of(tick, page.midnight), (page, *chosen)))

    def _keep_best(self) -> None:
        """Keep one clinician for each start, so that a list of times is a list of choices."""
        best: dict[datetime, _Found] = {}
        for candidate in self.found:
            best.setdefault(candidate.starts_at, candidate)
        self.found = sorted(best.values(), key=lambda candidate: candidate.starts_at)[: self.limit]


def find_times(  # noqa: PLR0913 - a search is what it asks for
    service: Service,
    *,
    from_at: datetime | None = None,
    until: date | None = None,
    limit: int = 20,
    preferences: Preferences = ANYTHING,
    level: int = 5,
    person: Person | None = None,
    ordered: bool = True,
    by: Actor,
) -> list[Time]:
    """The earliest times of all that the service needs, in order; the first is the earliest that there is.

    Each start is given once. Raises NotSuitable before any time is shown when it is not for this person (SEL-8). The
    number of statements does not grow with the number of resources or times.
    """
    if person:
        check(service, person, ordered=ordered, by=by)
    search = _search(service, from_at=from_at, until=until, limit=limit, preferences=preferences, level=level)
    found = search.run()
    return _as_times(service, found, search) if found else []


def _search(
    service: Service,
    *,
    from_at: datetime | None,
    until: date | None,
    limit: int,
    preferences: Preferences,
    level: int,
) -> _Search:
    now = clock.now()
    begin = max(from_at or now, now + LEAST_NOTICE)
    last_day = until or clock.local(begin).date() + timedelta(days=DAYS_AHEAD)
    view = board.look(now, begin, last_day, diaries.ticks_for(service.minutes), level)
    return _Search(service, needs_of(service, preferences), view, preferences, clock.zone(), limit)


def _as_times(service: Service, found: Sequence[_Found], search: _Search) -> list[Time]:
    ids = {page.resource_id for candidate in found for page in candidate.pages}
    rows = Resource.objects.filter(id__in=ids).select_related("site")
    resources = {board.as_stored(resource.id): resource for resource in rows}
    length = timedelta(minutes=service.minutes)
    return [
        _as_time(
            service, candidate.starts_at, length, [resources[page.resource_id] for page in candidate.pages], search
        )
        for candidate in found
    ]


def _as_time(
    service: Service, starts_at: datetime, length: timedelta, used: Sequence[Resource], search: _Search
) -> Time:
    parts = tuple(Part(resource.id, resource.kind, resource.name) for resource in used)
    why = tuple(_why(used, search.wish))
    return Time(service.code, starts_at, starts_at + length, parts, used[0].site.name, why)


def _why(used: Sequence[Resource], wish: Preferences) -> Iterable[str | Promise]:
    """Why a time suits: what was wished and is met."""
    clinician = used[0]
    if wish.clinician_id:
        yield _("with %(name)s, as you wished") % {"name": clinician.name}
    if wish.language:
        yield _("%(name)s speaks your language") % {"name": clinician.name}
    if wish.sex == "female":
        yield _("with a woman, as you wished")
    if wish.sex == "male":
        yield _("with a man, as you wished")
    if wish.interpreter:
        yield _("an interpreter is booked with it")
    if wish.step_free:
        yield _("the room can be reached without steps")
    if wish.weekdays or wish.parts_of_day:
        yield _("at a time of the week that you said suits you")
