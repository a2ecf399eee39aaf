"""What urgency tells people by itself: that their request is here, and by when they hear (URG-9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.messaging import kinds
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.urgency.models import Request


def register() -> None:
    kinds.register(kinds.MessageKind("urgency.received", Purpose.CARE, received))


def received(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The reference, and the time that was promised by a deed; None once the request is closed."""
    request = subject_id and Request.objects.live().filter(id=subject_id, person=person).first()
    if not request:
        return None
    promises = Promise.objects.filter(subject_id=request.id, state__in=LIVE).order_by("due_at", "id")
    promised = [promise.due_at for promise in promises if not promise.parts]
    return {"reference": request.reference, "answer_by": promised[0] if promised else request.due_at}
