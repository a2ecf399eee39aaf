"""Reading the ledger, scoped to who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Max, Q, Sum, Value, When

from almoner.charter.book import charter
from almoner.charter.enums import LIVE, State
from almoner.charter.models import Promise, PromiseQuerySet
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.identifiers import as_reference
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, narrowed_for, visible_to
from almoner.timeline.models import Event
from almoner.timeline.queries import Told


def promises_for_person(*, person: Person, by: Actor) -> list[Promise]:
    """What was promised to a person: what still runs first, next due first; then what has ended, latest first."""
    if not may_see(person, by):
        raise NotThere
    promises = Promise.objects.filter(_open_to(by), person=person).select_related("taken_by")
    live = promises.filter(state__in=LIVE).order_by("due_at", "id")
    ended = promises.exclude(state__in=LIVE).order_by("-ended_at", "id")[:50]
    return [*live, *ended]


def teams_of(by: Actor) -> list[str]:
    """The teams of the charter that `by` is on through their roles."""
    return [team.key for team in charter().teams.values() if by.roles & set(team.roles)]


def promise_board(*, by: Actor, team: str = "", limit: int = 200) -> PromiseQuerySet:
    """The live promises of a team (or of all), next to break first; broken ones lead."""
    by.need(Permission.SEE_PROMISES)
    live = Promise.objects.live().filter(_not_apart_from(by)).select_related("person", "taken_by")
    if team:
        live = live.filter(Q(team=team) | Q(before_team=team))
    return live.order_by("due_at", "id")[:limit]


def promises_of(*, by: Actor, limit: int = 20) -> list[Promise]:
    """What the one who asks has taken on, then what their teams own and nobody took on, next to break first."""
    taken_first = Case(When(_taken(by), then=Value(0)), default=Value(1))
    live = _to_do(by).select_related("person", "taken_by")
    return list(live.order_by(taken_first, "due_at", "id")[:limit])


def count_of(*, by: Actor) -> int:
    """How many `promises_of` would give without a limit."""
    return _to_do(by).count()


def _to_do(by: Actor) -> PromiseQuerySet:
    by.need(Permission.SEE_PROMISES)
    teams = teams_of(by)
    of_team = Q(team__in=teams, taken_by__isnull=True) | Q(before_team__in=teams, taken_by__isnull=True)
    seen = Q(person__isnull=True) | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    return Promise.objects.live().filter(seen, _not_apart_from(by), _taken(by) | of_team)


def _taken(by: Actor) -> Q:
    return Q(taken_by_id=by.staff_id) if by.staff_id else Q(pk__in=())


def board_pulse(*, by: Actor, team: str = "") -> tuple[int, datetime | None, int]:
    """Changes whenever the board does: how many are live, the latest opened, and the rungs climbed."""
    by.need(Permission.SEE_PROMISES)
    live = Promise.objects.live().filter(_not_apart_from(by))
    if team:
        live = live.filter(Q(team=team) | Q(before_team=team))
    told = live.aggregate(
        count=Count("id"),
        latest=Max("created_at"),
        steps=Sum("rung") + Count("at_risk_since") + Count("taken_by") + Count("broken_at") + Count("by_hand_since"),
    )
    return told["count"], told["latest"], told["steps"] or 0


def promise_for(*, by: Actor, reference: str) -> Promise:
    """One promise, by its reference as people say it. NotThere where it is not theirs or none."""
    stored = as_reference(reference)
    promises = Promise.objects.filter(_open_to(by)).select_related("person", "taken_by")
    promise = promises.filter(reference=stored).first()
    if promise is None or not _may_see(promise, by):
        raise NotThere
    return promise


def promise_with(promise_id: UUID, *, by: Actor) -> Promise | None:
    """The promise of this key, where `by` may see it; None otherwise."""
    promises = Promise.objects.filter(_open_to(by)).select_related("person", "taken_by")
    promise = promises.filter(id=promise_id).first()
    return promise if promise and _may_see(promise, by) else None


def promises_by_key(ids: Iterable[UUID | None], *, by: Actor) -> dict[UUID | None, Promise]:
    """Those of these promises that `by` may see, by their keys. One statement."""
    seen = Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    promises = Promise.objects.filter(_open_to(by), seen, id__in={one for one in ids if one})
    return {promise.id: promise for promise in promises}


def promises_of_events(events: Iterable[Event], *, by: Actor) -> list[Promise]:
    """What was promised for these events, as far as `by` may see it. One statement."""
    seen = Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    return list(Promise.objects.filter(_open_to(by), seen, opened_by__in=[event.id for event in events]))


def with_promises(story: Iterable[Told], *, by: Actor) -> list[Told]:
    """A story in which what became of a promise stands above what it says, as far as `by` may read it. In the
    language of the reader; one statement."""
    told = list(story)
    ids = {one.subject_id for one in told if one.subject_id and one.event.startswith("promise.")}
    says = {one.id: one.said_in(of_reader()) for one in Promise.objects.filter(_open_to(by), id__in=ids)}
    return [replace(one, detail=says[one.subject_id]) if one.subject_id in says else one for one in told]


def promises_about(*, subject_id: UUID, by: Actor) -> list[Promise]:
    """What was promised about one thing, such as a request: what still runs first, next due first. As far as `by` may
    see whom it was promised to."""
    seen = Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    if by.may(Permission.SEE_PROMISES):
        seen |= Q(person__isnull=True)
    about = Promise.objects.filter(seen, _open_to(by), subject_id=subject_id).select_related("person", "taken_by")
    return sorted(about.order_by("due_at", "id"), key=lambda promise: promise.ended_at is not None)


def _open_to(by: Actor) -> Q:
    """What is neither private from a parent nor kept apart from staff who do not handle it."""
    return _not_private_from(by) & _not_apart_from(by)


def _not_private_from(by: Actor) -> Q:
    """Of a young person whose record is their own, a parent sees the promises about visits that are not private."""
    narrowed = narrowed_for(by)
    if narrowed is None:
        return Q()
    leaves, topics = narrowed
    of_a_visit = Q(facts__has_key="specialty") & ~Q(facts__specialty__in=sorted(topics))
    others = Q(person__isnull=True) | ~Q(person_id__in=leaves.values("person_id"))
    return others | of_a_visit


def is_apart_from(standard: str, by: Actor) -> bool:
    """Whether promises of this standard are kept apart from `by`, though they may see whom it was made to."""
    known = charter().standards.get(standard)
    return bool(known and known.seen_with and not by.may(Permission(known.seen_with)))


def _not_apart_from(by: Actor) -> Q:
    """What is kept apart, such as what follows a complaint, is for staff who handle it, and for the person themself."""
    apart = [key for key in charter().standards if is_apart_from(key, by)]
    if by.is_staff or by.is_system or by.person_id is None:
        return ~Q(standard__in=apart)
    return ~Q(standard__in=apart) | Q(person_id=by.person_id)


def _may_see(promise: Promise, by: Actor) -> bool:
    if promise.person is None:
        return by.may(Permission.SEE_PROMISES)
    return may_see(promise.person, by)


@dataclass(frozen=True, slots=True)
class Share:
    """How many promises of a standard ended how. `kept_share` counts those kept in time among all whose time came."""

    standard: str
    kept: int
    made_good: int
    broken: int
    withdrawn: int
    open: int

    @property
    def came_due(self) -> int:
        return self.kept + self.made_good + self.broken

    @property
    def kept_share(self) -> float | None:
        return self.kept / self.came_due if self.came_due else None


def shares_kept(*, by: Actor, since: datetime, until: datetime | None = None) -> list[Share]:
    """The share kept of each standard, over promises that fell due in the time asked for."""
    by.need(Permission.SEE_MEASURES)
    counted = (
        Promise.objects.filter(due_at__gte=since, due_at__lt=until or clock.now())
        .order_by()
        .values("standard")
        .annotate(**{state: Count("id", filter=Q(state=state)) for state in State.values})
    )
    rows: Iterable[Any] = counted
    return [Share(**row) for row in sorted(rows, key=lambda row: str(row["standard"]))]
