"""The journey of each person: one append-only line of events. The database refuses changes and deletions."""

from __future__ import annotations

from typing import Any

from django.db import models

from almoner.core.models import Entity
from almoner.people.models import Person


class Event(Entity):
    """Something that happened to or for a person. `kind` is a dotted word such as `appointment.booked`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="events", null=True)
    """None for an event of nobody known yet, such as a call from an unknown number."""
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    subject_id = models.UUIDField(null=True)
    """The appointment, promise, message … that it is about."""
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    via = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="event_journey"),
            models.Index(fields=["kind", "at"], name="event_kind"),
            models.Index(fields=["subject_id"], name="event_subject"),
        ]
