"""Two records of one person: looked into, kept apart, joined with evidence, parted again (laws I-34 to I-36)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people import joining, moving, names
from almoner.people.doubles import risk_of
from almoner.people.enums import DoubleState, Evidence, Gain, MergeState
from almoner.people.gains import Grows, gains_of
from almoner.people.models import Consent, Double, Merge, Person
from almoner.people.refusals import (
    AlreadyEnded,
    AlreadyKnown,
    DeathDiffers,
    EvidenceNeeded,
    LaterJoinFirst,
    MoreWouldSee,
    NotSorted,
    ReasonNeeded,
    SamePerson,
    SecondPersonNeeded,
    SiteNotConfirmed,
)
from almoner.people.rules import as_it_stands, may_see
from almoner.people.since import groups_since
from almoner.people.telling import tell

SAID = 15
"""So many letters at least say what was seen."""


@action
def note_double(*, one: Person, other: Person, score: int, marks: Collection[str], by: Actor) -> Double | None:
    """Note that two records may be of one person, for somebody to look into. None where that is known already."""
    by.need(Permission.EDIT_PEOPLE)
    first, second = _in_order(one, other)
    double, new = Double.objects.get_or_create(
        first=first, second=second, defaults={"score": score, "marks": list(marks)}
    )
    if not new:
        return None
    closed = first.restricted or second.restricted
    facts = {"first": str(first.id), "second": str(second.id), "score": score, "closed": closed}
    tell(kind="person.may_be_double", person=None, subject_id=double.id, facts=facts, by=by)
    return double


@action
def keep_apart(*, one: Person, other: Person, reason: str, by: Actor) -> Double:
    """Say that they are two people. They are not asked about again."""
    _need_both(one, other, by)
    if not reason.strip():
        raise ReasonNeeded
    double = _double(one, other)
    if double.state != DoubleState.LIKELY or double.merges.filter(state=MergeState.PROPOSED).exists():
        raise AlreadyEnded
    _decide(double, DoubleState.APART, reason.strip(), by)
    tell(kind="person.kept_apart", person=None, subject_id=double.id, facts={"reason": double.reason}, by=by)
    return double


@action
def propose_merge(
    *,
    kept: Person,
    absorbed: Person,
    evidence: Evidence | str,
    seen: str,
    take: Iterable[str] = (),
    confirmed: Iterable[str] = (),
    by: Actor,
) -> Merge:
    """Join two records. At once where little can go wrong; else when a second person has agreed (law I-34).

    `seen` says what shows that they are one. `confirmed` are the keys of `gains_of` that were said yes to; every other
    access ends with the join.
    """
    staff_id = _need_both(kept, absorbed, by)
    _lock(kept, absorbed)
    if evidence not in Evidence.values or len(names.key(seen)) < SAID:
        raise EvidenceNeeded
    if (kept.died_on is None) != (absorbed.died_on is None):
        raise DeathDiffers
    double = _double(kept, absorbed)
    if double.merges.filter(state__in=[MergeState.PROPOSED, MergeState.JOINED]).exists():
        raise AlreadyKnown
    gains = gains_of(kept, absorbed)
    dangers = risk_of(kept, absorbed, gains)
    merge = Merge.objects.create(
        double=double,
        kept=kept,
        absorbed=absorbed,
        evidence=Evidence(evidence),
        seen=seen.strip(),
        risk=dangers.points,
        risks=list(dangers.reasons),
        take=[name for name in joining.FIELDS if name in set(take)],
        listed=[one.key for one in gains],
        confirmed=sorted({one.key for one in gains} & set(confirmed)),
        proposed_by_id=staff_id,
    )
    if dangers.needs_second_person:
        facts = {"record": absorbed.record_number, "risk": dangers.points}
        tell(kind="person.join_proposed", person=kept, subject_id=double.id, facts=facts, by=by)
        return merge
    return _join(merge, gains, by)


@action
def agree_to_merge(*, merge: Merge, by: Actor) -> Merge:
    """The second person agrees, and the records are joined. Nobody agrees to what they proposed."""
    stored = _locked(merge, MergeState.PROPOSED, by)
    if stored.proposed_by_id == by.staff_id:
        raise SecondPersonNeeded
    gains = gains_of(stored.kept, stored.absorbed)
    if {one.key for one in gains} - set(stored.listed):
        raise MoreWouldSee
    stored.agreed_by_id = by.staff_id
    return _join(stored, gains, by)


@action
def decline_merge(*, merge: Merge, reason: str, by: Actor) -> Merge:
    """The records are not joined. Whoever proposed it may take it back in the same way."""
    stored = _locked(merge, MergeState.PROPOSED, by)
    if not reason.strip():
        raise ReasonNeeded
    _end(stored, MergeState.DECLINED, reason, by)
    facts = {"reason": stored.ended_because}
    tell(kind="person.join_declined", person=stored.kept, subject_id=stored.double_id, facts=facts, by=by)
    return stored


@action
def part_records(*, merge: Merge, reason: str, belongs: Mapping[str, str], by: Actor) -> Merge:
    """Make two records of one again, each as it was. `belongs` says of each group of `groups_since` that asks for it
    whose it is: “kept” or “absorbed”."""
    stored = _locked(merge, MergeState.JOINED, by)
    if not reason.strip():
        raise ReasonNeeded
    if stored.kept.merged_into_id:
        raise LaterJoinFirst
    groups = groups_since(stored)
    if any(not group.follows and belongs.get(group.key) not in {"kept", "absorbed"} for group in groups):
        raise NotSorted
    moving.undo(stored)
    for group in groups:
        if (group.follows or belongs[group.key]) == "absorbed":
            for label, column, row in group.rows:
                moving.give(apps.get_model(label), column, [row.pk], stored.absorbed)
    copies = stored.steps.filter(label=Consent._meta.label).values_list("row_id", flat=True)
    moving.give(Consent, "person", list(copies), stored.absorbed)
    _end(stored, MergeState.PARTED, reason, by)
    _decide(stored.double, DoubleState.APART, reason.strip(), by)
    for person, other in ((stored.kept, stored.absorbed), (stored.absorbed, stored.kept)):
        person.refresh_from_db()
        facts = {"record": other.record_number, "reason": stored.ended_because}
        tell(kind="person.parted", person=person, subject_id=stored.double_id, facts=facts, by=by)
    return stored


@action
def gather_strays(*, merge: Merge, by: Actor) -> int:
    """Bring over what was written to an absorbed record by somebody who had it open while it was joined."""
    by.need(Permission.RUN_SYSTEM)
    stored = Merge.objects.select_for_update(of=("self",)).filter(id=merge.id, state=MergeState.JOINED).first()
    if stored is None:
        return 0
    steps, count = moving.Steps(stored), 0
    for model, column, keys in moving.stray_rows(stored.absorbed):
        count += len(keys)
        left = moving.left_behind(stored.absorbed, model._meta.label)
        steps.move(model, column, stored.absorbed, stored.kept, left)
    steps.write()
    return count


def _join(merge: Merge, gains: Collection[Grows], by: Actor) -> Merge:
    if any(one.kind == Gain.SITE and one.key not in merge.confirmed for one in gains):
        raise SiteNotConfirmed
    taken = {name: getattr(merge.absorbed if name in merge.take else merge.kept, name) for name in joining.FIELDS}
    merge.state, merge.joined_at = MergeState.JOINED, clock.now()
    merge.save()
    joining.join(merge, gains, name_key=names.key(taken["given_name"], taken["family_name"]))
    _decide(merge.double, DoubleState.JOINED, merge.seen, by)
    facts = {
        "record": merge.absorbed.record_number,
        "confirmed": merge.confirmed,
        "ended": sorted(set(merge.listed) - set(merge.confirmed)),
    }
    tell(kind="person.joined", person=merge.kept, subject_id=merge.double_id, facts=facts, by=by)
    return merge


def _need_both(one: Person, other: Person, by: Actor) -> UUID:
    by.need(Permission.EDIT_PEOPLE)
    if by.staff_id is None or not (may_see(one, by) and may_see(other, by)):
        raise NotThere
    if one.id == other.id:
        raise SamePerson
    return by.staff_id


def _lock(one: Person, other: Person) -> None:
    """Lock both records in the order of their keys, and read them as they are now."""
    list(Person.objects.select_for_update().filter(Q(id=one.id) | Q(id=other.id)).order_by("id"))
    for person in (one, other):
        person.refresh_from_db()
        if person.merged_into_id:
            raise NotThere


def _locked(merge: Merge, state: MergeState, by: Actor) -> Merge:
    by.need(Permission.EDIT_PEOPLE)
    merges = Merge.objects.select_related("kept__site", "absorbed__site", "double")
    stored = merges.select_for_update(of=("self",)).filter(id=merge.id).first()
    if stored is None or by.staff_id is None or not may_see(as_it_stands(stored.kept), by):
        raise NotThere
    if stored.state != state:
        raise AlreadyEnded
    if state == MergeState.PROPOSED and not may_see(stored.absorbed, by):
        raise NotThere
    list(Person.objects.select_for_update().filter(id__in=[stored.kept_id, stored.absorbed_id]).order_by("id"))
    return stored


def _double(one: Person, other: Person) -> Double:
    """The pair, noted now where nobody noted it before."""
    first, second = _in_order(one, other)
    double, _new = Double.objects.get_or_create(first=first, second=second, defaults={"score": 0})
    return Double.objects.select_for_update(of=("self",)).get(id=double.id)


def _in_order(one: Person, other: Person) -> tuple[Person, Person]:
    first, second = sorted((one, other), key=lambda person: (person.created_at, str(person.id)))
    return first, second


def _decide(double: Double, state: DoubleState, reason: str, by: Actor) -> None:
    double.state, double.decided_at, double.decided_by, double.reason = state, clock.now(), by.name, reason[:300]
    double.save()


def _end(merge: Merge, state: MergeState, reason: str, by: Actor) -> None:
    merge.state, merge.ended_at, merge.ended_by_id, merge.ended_because = (
        state,
        clock.now(),
        by.staff_id,
        reason.strip(),
    )
    merge.save()
