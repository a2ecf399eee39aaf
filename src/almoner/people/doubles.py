"""Reading pairs of records that may be of one person, scoped to who asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.enums import DoubleState, Mark, MergeState
from almoner.people.gains import Grows, gains_of
from almoner.people.likeness import likeness
from almoner.people.matching import described
from almoner.people.models import Double, Merge, Person
from almoner.people.risk import Risk, Side, risk
from almoner.people.rules import as_it_stands, may_see, visible_to
from almoner.people.since import Group, groups_since

LISTED = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side: what speaks for one person, what speaks against, who would see more."""

    one: Person
    other: Person
    marks: tuple[Mark, ...]
    gains: tuple[Grows, ...]
    risk: Risk
    open_merge: Merge | None
    state: str


def likely_doubles(*, by: Actor) -> list[Double]:
    """Pairs that nobody has looked into, likeliest first, where `by` may see both."""
    by.need(Permission.EDIT_PEOPLE)
    seen = Person.objects.filter(visible_to(by)).values("id")
    doubles = Double.objects.filter(state=DoubleState.LIKELY, first__in=seen, second__in=seen)
    proposed = Merge.objects.filter(state=MergeState.PROPOSED).values("double_id")
    return list(
        doubles.exclude(id__in=proposed)
        .select_related("first", "second")
        .order_by("-score", "created_at", "id")[:LISTED]
    )


def merges_waiting(*, by: Actor) -> list[Merge]:
    """Joins that wait for a second person, oldest first."""
    by.need(Permission.EDIT_PEOPLE)
    seen = Person.objects.filter(visible_to(by)).values("id")
    merges = Merge.objects.filter(state=MergeState.PROPOSED, kept__in=seen, absorbed__in=seen)
    return list(merges.select_related("kept", "absorbed", "proposed_by").order_by("created_at", "id"))


def merges_done(*, by: Actor, limit: int = 30) -> list[Merge]:
    """Joins that hold, latest first; each can be undone."""
    by.need(Permission.EDIT_PEOPLE)
    seen = Person.objects.filter(visible_to(by)).values("id")
    merges = Merge.objects.filter(state=MergeState.JOINED, kept__in=seen)
    return list(
        merges.select_related("kept", "absorbed", "proposed_by", "agreed_by").order_by("-joined_at", "id")[:limit]
    )


def merge_for(*, by: Actor, id: UUID) -> Merge:  # noqa: A002 - the name every gate takes
    """One join, in whatever state. NotThere where `by` may not see the record."""
    by.need(Permission.EDIT_PEOPLE)
    merges = Merge.objects.select_related("kept__site", "absorbed__site", "proposed_by", "agreed_by", "double")
    merge = merges.filter(id=id).first()
    if merge is None or not may_see(as_it_stands(merge.kept), by):
        raise NotThere
    if merge.state != MergeState.JOINED and not may_see(merge.absorbed, by):
        raise NotThere
    return merge


def pair_for(*, by: Actor, one: UUID, other: UUID) -> Pair:
    """Two records side by side. NotThere unless `by` may see both."""
    by.need(Permission.EDIT_PEOPLE)
    people = {
        person.id: person
        for person in Person.objects.filter(visible_to(by), id__in=[one, other])
        .select_related("site")
        .prefetch_related("contact_points", "identifiers")
    }
    if len(people) != 2:
        raise NotThere
    first, second = people[one], people[other]
    gains = gains_of(first, second)
    double = Double.objects.filter(first__in=people, second__in=people).first()
    return Pair(
        one=first,
        other=second,
        marks=likeness(described(first), described(second)).marks,
        gains=tuple(gains),
        risk=risk_of(first, second, gains),
        open_merge=double.merges.filter(state=MergeState.PROPOSED).first() if double else None,
        state=double.state if double else DoubleState.LIKELY,
    )


def risk_of(one: Person, other: Person, gains: Collection[Grows]) -> Risk:
    return risk(_side(one), _side(other), somebody_gains=bool(gains))


def added_since(merge: Merge, *, by: Actor) -> list[Group]:
    """What must be sorted before the records can be parted."""
    by.need(Permission.EDIT_PEOPLE)
    if not may_see(as_it_stands(merge.kept), by):
        raise NotThere
    return [group for group in groups_since(merge) if not group.follows]


def _side(person: Person) -> Side:
    return Side(
        described=described(person),
        given_name=person.given_name,
        family_name=person.family_name,
        numbers=frozenset(f"{number.system}:{number.value}" for number in person.identifiers.all()),
        closed=person.restricted,
        site=str(person.site_id or ""),
    )
