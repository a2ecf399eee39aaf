"""Who acts. Every action takes an `Actor` as `by`, and every trace names it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core.permissions import CLINICIAN_ROLES, MAY, Permission, Role
from almoner.core.refusal import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or the system) who acts, for themselves or for another.

    `staff_id` or `person_id` says who; a carer acts with `person_id` their own and `for_person_id` the one they care
    for. `via` is the channel of the act: web, desk, phone, kiosk, system, rehearsal.
    """

    name: str
    roles: frozenset[Role]
    staff_id: UUID | None = None
    person_id: UUID | None = None
    for_person_id: UUID | None = None
    site_id: UUID | None = None
    zone: str = field(default="", compare=False)
    """Where they are, as far as that is known: the zone of a member of staff's site, or of a person."""
    via: str = "web"
    origin: str = field(default="", compare=False)

    def may(self, permission: Permission) -> bool:
        return any(permission in MAY[role] for role in self.roles)

    def need(self, permission: Permission) -> None:
        """Raise NotAllowed unless this actor may."""
        if not self.may(permission):
            raise NotAllowed

    @property
    def place(self) -> ZoneInfo | None:
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def is_staff(self) -> bool:
        return self.staff_id is not None

    @property
    def is_clinician(self) -> bool:
        return bool(self.roles & CLINICIAN_ROLES)

    @property
    def is_system(self) -> bool:
        return Role.SYSTEM in self.roles

    @property
    def kind(self) -> str:
        if self.is_system:
            return "system"
        return "staff" if self.is_staff else "person"

    def through(self, via: str) -> Actor:
        return replace(self, via=via)


SYSTEM = Actor(name="Almoner", roles=frozenset({Role.SYSTEM}), via="system")
