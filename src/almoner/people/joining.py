"""Joining two records into one: what each table of this room does besides moving. Called by the actions only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from almoner.core import clock
from almoner.people.enums import Gain
from almoner.people.gains import Grows
from almoner.people.models import (
    Account,
    Activation,
    Carer,
    CommunicationNeed,
    Consent,
    ContactPoint,
    EmergencyOpening,
    Merge,
    NameKey,
    Person,
)
from almoner.people.moving import Steps, tables

FIELDS = (
    "given_name", "family_name", "called", "birth_on", "sex", "language", "interpreter_language", "best_time",
    "time_zone", "first_way", "ring_from", "ring_until",
)  # fmt: skip
"""What may be taken from the absorbed record."""
BECAUSE = "records joined"


def join(merge: Merge, gains: Collection[Grows], *, name_key: str) -> None:
    """Make one record of two. `gains` that were not confirmed end first."""
    kept, absorbed, steps = merge.kept, merge.absorbed, Steps(merge)
    for one in gains:
        if one.key not in merge.confirmed:
            _end(one, steps)
    left = _own_tables(kept, absorbed, steps)
    for model, column in tables():
        steps.move(model, column, absorbed, kept, left.get(model._meta.label, ()))
    for model in {model for model, _column in tables()}:
        for key in left.get(model._meta.label, ()):
            steps.left(model, key)
    _refusals(kept, absorbed, steps)
    taken = {name: getattr(absorbed, name) for name in merge.take}
    restricted = kept.restricted or absorbed.restricted
    steps.change(kept, **taken, restricted=restricted, name_key=name_key)
    steps.change(absorbed, merged_into_id=kept.id)
    _names(kept, absorbed, steps)
    steps.write()
    kept.refresh_from_db()
    absorbed.refresh_from_db()


def _end(one: Grows, steps: Steps) -> None:
    """End an access that nobody said yes to."""
    now = clock.now()
    if one.kind == Gain.ACCOUNT:
        steps.change(Account.objects.get(pk=one.row_id), is_active=False)
    elif one.kind == Gain.INVITATION:
        for invitation in Activation.objects.filter(account_id=one.row_id, used_at__isnull=True):
            steps.change(invitation, used_at=now)
    elif one.kind in {Gain.CARER, Gain.CARING}:
        steps.change(Carer.objects.get(pk=one.row_id), ended_at=now, ended_because=BECAUSE)
    elif one.kind == Gain.ADDRESS:
        steps.change(ContactPoint.objects.get(pk=one.row_id), stopped_at=now, stopped_because=BECAUSE)
    elif one.kind == Gain.OPENING:
        steps.change(EmergencyOpening.objects.get(pk=one.row_id), until_at=now)


def _own_tables(kept: Person, absorbed: Person, steps: Steps) -> dict[str, list[object]]:
    """See to what must be once; gives the rows that stay with the absorbed record, by table."""
    return {
        "people.ContactPoint": _points(kept, absorbed, steps),
        "people.CommunicationNeed": _needs(kept, absorbed),
        "people.Account": _account(kept, absorbed, steps),
        "people.Carer": _leaves(kept, absorbed, steps),
    }


def _points(kept: Person, absorbed: Person, steps: Steps) -> list[object]:
    """Ways to reach them come behind those of the kept record; the same one twice is one."""
    here = {(point.kind, point.key): point for point in kept.contact_points.all()}
    last = max((point.rank for point in here.values()), default=0)
    stay: list[object] = []
    for point in absorbed.contact_points.order_by("rank", "id"):
        same = here.get((point.kind, point.key))
        if same is None:
            steps.change(point, rank=last + point.rank)
            continue
        stay.append(point.pk)
        if point.stopped_at and not same.stopped_at:
            steps.change(same, stopped_at=point.stopped_at, stopped_because=point.stopped_because)
    return stay


def _needs(kept: Person, absorbed: Person) -> list[object]:
    live = CommunicationNeed.objects.filter(ended_at__isnull=True)
    here = set(live.filter(person=kept).values_list("kind", flat=True))
    return [need.pk for need in live.filter(person=absorbed) if need.kind in here]


def _account(kept: Person, absorbed: Person, steps: Steps) -> list[object]:
    """One person has one account: where both have one, the absorbed record's closes."""
    second = Account.objects.filter(person=absorbed).first()
    if second is None or not Account.objects.filter(person=kept).exists():
        return []
    if second.is_active:
        steps.change(second, is_active=False)
    for invitation in second.activations.filter(used_at__isnull=True):
        steps.change(invitation, used_at=clock.now())
    return [second.pk]


def _leaves(kept: Person, absorbed: Person, steps: Steps) -> list[object]:
    """Of two leaves between the same two people the kept record's holds, with what both allow; nobody cares for
    themselves."""
    stay: list[object] = []
    standing = Carer.objects.filter(ended_at__isnull=True)
    pairs = [(standing.filter(person=absorbed), "carer_id"), (standing.filter(carer=absorbed), "person_id")]
    mine = {"carer_id": standing.filter(person=kept), "person_id": standing.filter(carer=kept)}
    for leaves, other in pairs:
        here = {getattr(leave, other): leave for leave in mine[other]}
        for leave in leaves:
            same = here.get(getattr(leave, other))
            if same is None and getattr(leave, other) != kept.id:
                continue
            stay.append(leave.pk)
            steps.change(leave, ended_at=clock.now(), ended_because=BECAUSE)
            if same is not None:
                both = sorted(set(same.scopes) & set(leave.scopes))
                steps.change(same, scopes=both, ends_on=min(same.ends_on, leave.ends_on))
    stay += list(Carer.objects.filter(person=absorbed, carer=kept).values_list("pk", flat=True))
    stay += list(Carer.objects.filter(person=kept, carer=absorbed).values_list("pk", flat=True))
    return stay


def _refusals(kept: Person, absorbed: Person, steps: Steps) -> None:
    """The stricter consent wins: what one record refuses, both refuse. A yes of the absorbed record opens nothing."""
    ours, theirs = _latest(kept), _latest(absorbed)
    for about, answer in theirs.items():
        said = ours.get(about)
        if answer.given or (said is not None and not said.given):
            continue
        at = max(clock.now(), said.created_at + timedelta(microseconds=1)) if said else clock.now()
        copy = Consent.objects.create(
            person=kept,
            purpose=answer.purpose,
            channel=answer.channel,
            given=False,
            wording=answer.wording,
            captured_by=answer.captured_by,
            created_at=at,
        )
        steps.made(copy)


def _latest(person: Person) -> dict[tuple[str, str], Consent]:
    answers = Consent.objects.filter(person=person).order_by("created_at", "id")
    return {(answer.purpose, answer.channel): answer for answer in answers}


def _names(kept: Person, absorbed: Person, steps: Steps) -> None:
    """The kept record is found by either name."""
    known = set(NameKey.objects.filter(person=kept).values_list("key", flat=True))
    for word in NameKey.objects.filter(person=absorbed).exclude(key__in=known):
        steps.change(word, person_id=kept.id)
