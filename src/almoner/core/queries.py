"""Reading the audit chain."""

from __future__ import annotations

from uuid import UUID

from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.models import AuditEntry, AuditHead
from almoner.core.permissions import Permission


def audit_entries(
    *,
    by: Actor,
    act: str = "",
    actor: str = "",
    person_id: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """The latest entries, newest first. One more than `limit` comes where there are earlier ones.

    `act` is an act or the beginning of one (`read.`), `actor` a part of the name of who acted, `before` the number
    of the entry that stood last on the page before. Asking what was done about one person is itself audited.
    """
    by.need(Permission.SEE_AUDIT)
    found = AuditEntry.objects.order_by("-number")
    if act:
        found = found.filter(act__startswith=act)
    if actor:
        found = found.filter(actor_name__icontains=actor)
    if before is not None:
        found = found.filter(number__lt=before)
    if person_id is not None:
        audit.read(what="audit", person_id=person_id, by=by)
        found = found.filter(person_id=person_id)
    return list(found[: limit + 1])


def audit_length(*, by: Actor) -> int:
    """How many entries the chain should have, as its head says. One row is read."""
    by.need(Permission.SEE_AUDIT)
    head = AuditHead.objects.filter(id=1).first()
    return head.number if head else 0
