"""Patient-initiated follow-up: somebody may come back by themselves until a day, and is asked before it ends."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.aftercare.enums import ReturnState
from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.scheduling.models import Appointment
from almoner.urgency.models import Request


class OpenReturn(Entity):
    """Until `valid_until` they may ask to be seen, without a new referral, within `see_within_days` of asking.

    `asked_at` to `see_by_at` stand while they have asked and nothing has come of it yet. It never ends by itself: when
    its time is over they are asked, and it ends by an answer, or by a clinician with a reason (FUP-9).
    """

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="open_returns")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    watch_for: models.JSONField[Any, Any] = models.JSONField(default=list)
    """What to watch for, in lines, as the clinician wrote them."""
    opened_on = models.DateField()
    valid_until = models.DateField()
    see_within_days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ReturnState.choices, default=ReturnState.OPEN)
    asked_at = models.DateTimeField(null=True)
    asked_words = models.CharField(max_length=1000, blank=True)
    see_by_at = models.DateTimeField(null=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    """Where their words told of danger."""
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "state"], name="open_return_of_person"),
            models.Index(fields=["state", "valid_until"], name="open_return_until"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("opened_on")), name="open_return_lasts"),
            models.CheckConstraint(condition=Q(see_within_days__range=(1, 28)), name="open_return_soon"),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.ENDED) | (~Q(ended_because="") & Q(ended_at__isnull=False)),
                name="open_return_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, see_by_at__isnull=True)
                | Q(asked_at__isnull=False, see_by_at__isnull=False),
                name="open_return_asked_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReturnVisit(Entity):
    """What came of one asking: a visit, or what was agreed instead. The database refuses changes and deletions."""

    open_return = models.ForeignKey(OpenReturn, models.PROTECT, related_name="came_of")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    how = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(appointment__isnull=False) | ~Q(how=""), name="return_visit_says_what")
        ]
