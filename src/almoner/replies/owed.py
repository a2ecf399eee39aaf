"""What was promised for an answer: that a person rings, and by when."""

from __future__ import annotations

from datetime import datetime

from almoner.charter.models import Promise
from almoner.messaging.models import Message


def rings_by(message: Message, since: datetime) -> Promise | None:
    """The soonest promise about what was answered that was opened `since` then and that a person keeps."""
    owed = Promise.objects.live().filter(subject_id=message.subject_id, created_at__gte=since)
    return next((one for one in owed.order_by("due_at", "id") if not one.parts), None)
