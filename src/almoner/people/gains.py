"""Who would see or be sent more once two records are one; each holds on only if it is said yes to (law I-36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from almoner.core import clock
from almoner.people.enums import Gain
from almoner.people.models import Account, Carer, ContactPoint, EmergencyOpening, Person


@dataclass(frozen=True, slots=True)
class Grows:
    """One access. `who` has it through `through`, and would have it to `also` as well."""

    kind: Gain
    row_id: str
    who: str
    through: Person
    also: Person

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.row_id}"


def gains_of(kept: Person, absorbed: Person) -> list[Grows]:
    """Every access that would grow, those of the kept record first. A number of statements that does not grow."""
    pair = {kept.id: kept, absorbed.id: absorbed}
    found = [*_accounts(pair), *_carers(pair), *_caring(pair), *_addresses(pair), *_openings(pair), *_sites(pair, kept)]
    order = [kind.value for kind in Gain]
    return sorted(found, key=lambda one: (order.index(one.kind), one.through.id != kept.id, one.who, one.row_id))


def _other(pair: dict[UUID, Person], person_id: UUID) -> Person:
    return next(person for key, person in pair.items() if key != person_id)


def _grows(kind: Gain, row_id: object, who: str, person_id: UUID | None, pair: dict[UUID, Person]) -> Grows:
    assert person_id is not None  # noqa: S101 - what belongs to one of the two
    return Grows(kind, str(row_id), who, through=pair[person_id], also=_other(pair, person_id))


def _accounts(pair: dict[UUID, Person]) -> Iterator[Grows]:
    waiting = Q(activations__used_at__isnull=True, activations__expires_at__gt=clock.now())
    accounts = Account.objects.filter(Q(is_active=True) | waiting, person_id__in=pair).distinct()
    for one in accounts.order_by("email", "id"):
        kind = Gain.ACCOUNT if one.is_active else Gain.INVITATION
        yield _grows(kind, one.pk, one.email, one.person_id, pair)


def _carers(pair: dict[UUID, Person]) -> Iterator[Grows]:
    leaves = list(_standing(Q(person_id__in=pair) & ~Q(carer_id__in=pair)))
    alike = [(leave.carer_id, tuple(sorted(leave.scopes))) for leave in leaves]
    for one, key in zip(leaves, alike, strict=True):
        if alike.count(key) == 1:
            yield _grows(Gain.CARER, one.id, f"{one.carer.name}, {one.relationship}", one.person_id, pair)


def _caring(pair: dict[UUID, Person]) -> Iterator[Grows]:
    for one in _standing(Q(carer_id__in=pair) & ~Q(person_id__in=pair)):
        yield _grows(Gain.CARING, one.id, one.person.name, one.carer_id, pair)


def _standing(whose: Q) -> Iterator[Carer]:
    """Leaves that hold, or will."""
    leaves = Carer.objects.filter(whose, ended_at__isnull=True, ends_on__gte=clock.today())
    yield from leaves.select_related("person", "carer").order_by("created_at", "id")


def _addresses(pair: dict[UUID, Person]) -> Iterator[Grows]:
    points = list(ContactPoint.objects.filter(person_id__in=pair, stopped_at__isnull=True).order_by("rank", "id"))
    keys = [(point.kind, point.key) for point in points]
    for point, key in zip(points, keys, strict=True):
        if keys.count(key) == 1:
            yield _grows(Gain.ADDRESS, point.id, point.value, point.person_id, pair)


def _openings(pair: dict[UUID, Person]) -> Iterator[Grows]:
    live = EmergencyOpening.objects.filter(person_id__in=pair, until_at__gt=clock.now()).select_related("staff")
    for one in live.order_by("created_at", "id"):
        yield _grows(Gain.OPENING, one.id, one.staff.name, one.person_id, pair)


def _sites(pair: dict[UUID, Person], kept: Person) -> Iterator[Grows]:
    absorbed = _other(pair, kept.id)
    if kept.site_id != absorbed.site_id:
        yield _grows(Gain.SITE, kept.site_id or "all", kept.site.name if kept.site else "", kept.id, pair)
