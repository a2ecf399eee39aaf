"""Who works here, as a manager sees it: roles, way in, second factor. Scoped to the manager's site."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Account, Activation, Staff, StaffRole


@dataclass(frozen=True, slots=True)
class Colleague:
    """One member of staff today. `door`: none, invited, open, closed; `second_factor` is set up or not."""

    staff: Staff
    roles: tuple[StaffRole, ...]
    """Those held today and those that begin later; ended ones are left out."""
    account: Account | None
    door: str
    second_factor: bool

    @property
    def role_names(self) -> list[str]:
        return [held.role for held in self.roles]


def colleagues(*, by: Actor, left: bool = False) -> list[Colleague]:
    """Everybody who works at the site of `by`, by name; or those who left. Four statements."""
    by.need(Permission.MANAGE_STAFF)
    gone = Q(left_on__isnull=False, left_on__lte=clock.today())
    staff = Staff.objects.filter(gone if left else ~gone).select_related("site", "account").order_by("name", "id")
    if by.site_id:
        staff = staff.filter(site_id=by.site_id)
    return _with_doors(list(staff))


def colleague(*, by: Actor, id: UUID) -> Colleague:  # noqa: A002 - the name every gate takes
    by.need(Permission.MANAGE_STAFF)
    staff = Staff.objects.select_related("site", "account").filter(id=id).first()
    if staff is None or (by.site_id and staff.site_id != by.site_id):
        raise NotThere
    return _with_doors([staff])[0]


def roles_before(*, staff: Staff, by: Actor) -> list[StaffRole]:
    """Roles that have ended, latest first."""
    by.need(Permission.MANAGE_STAFF)
    return list(StaffRole.objects.filter(staff=staff, ends_on__lte=clock.today()).order_by("-ends_on", "id"))


def _with_doors(staff: list[Staff]) -> list[Colleague]:
    ids = [one.id for one in staff]
    held: dict[UUID, list[StaffRole]] = {}
    current = StaffRole.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today()), staff_id__in=ids)
    for role in current.order_by("starts_on", "role", "id"):
        held.setdefault(role.staff_id, []).append(role)
    accounts = [account for one in staff if (account := _account(one)) is not None]
    keys = [account.pk for account in accounts]
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    safe = set(Authenticator.objects.filter(user_id__in=keys, type__in=strong).values_list("user_id", flat=True))
    live = Activation.objects.filter(account_id__in=keys, used_at__isnull=True, expires_at__gt=clock.now())
    invited = set(live.values_list("account_id", flat=True))
    return [_colleague(one, held.get(one.id, []), safe, invited) for one in staff]


def _colleague(staff: Staff, roles: list[StaffRole], safe: set[UUID], invited: set[UUID]) -> Colleague:
    account = _account(staff)
    door = "none"
    if account is not None:
        door = "open" if account.is_active else "invited" if account.pk in invited else "closed"
    return Colleague(staff, tuple(roles), account, door, account is not None and account.pk in safe)


def _account(staff: Staff) -> Account | None:
    account: Account | None = getattr(staff, "account", None)
    return account
