"""The steps of aftercare of one stay or visit, each try to ring somebody, and how they said they were."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.aftercare.enums import CallOutcome, Means, PlanState, StepKind, StepState
from almoner.core.models import Entity
from almoner.people.models import ContactPoint, Person, Staff
from almoner.scheduling.models import Appointment
from almoner.urgency.models import Request
from almoner.visits.models import Stay, Visit

OF_ONE = Q(stay__isnull=False, visit__isnull=True) | Q(stay__isnull=True, visit__isnull=False)
"""Of a stay or of a visit."""


class HandbookVersion(Entity):
    """The hospital's aftercare as it was loaded. A newer one stands beside it; plans keep the one they began with."""

    version = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    data: models.JSONField[Any, Any] = models.JSONField()
    owner = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    approved_on = models.DateField()
    review_on = models.DateField()
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="handbook_one_in_force")
        ]

    def __str__(self) -> str:
        return self.version


class Plan(Entity):
    """What was planned for after one stay or visit. `home_at` is when they left."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="aftercare")
    stay = models.OneToOneField(Stay, models.PROTECT, null=True, related_name="aftercare")
    visit = models.OneToOneField(Visit, models.PROTECT, null=True, related_name="aftercare")
    handbook = models.ForeignKey(HandbookVersion, models.PROTECT, related_name="plans")
    pathway = models.CharField(max_length=60)
    home_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.RUNNING)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-home_at"], name="aftercare_of_person"),
            models.Index(fields=["state"], name="aftercare_running", condition=Q(state=PlanState.RUNNING)),
        ]
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="aftercare_of_stay_or_visit"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.ENDED) | ~Q(ended_because=""), name="aftercare_ended_says_why"
            ),
        ]

    @property
    def episode_id(self) -> Any:
        """The stay or the visit that all of this follows."""
        return self.stay_id or self.visit_id


class Step(Entity):
    """One step of a plan. `next_at` is from when it is next to be tried; `due_at` by when it was promised."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)
    services: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Codes of the services, one of which a visit is for."""
    clinician = models.BooleanField(default=False)
    """It takes a nurse or a doctor."""
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=300, blank=True)
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "kind", "next_at"], name="aftercare_step_open"),
            models.Index(fields=["person", "due_at"], name="aftercare_step_person"),
            models.Index(fields=["due_at"], name="aftercare_step_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="aftercare_step_once"),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN, ended_at__isnull=True)
                | (~Q(state=StepState.OPEN) & Q(ended_at__isnull=False)),
                name="aftercare_step_end_is_marked",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DROPPED) | ~Q(ended_how=""), name="aftercare_dropped_says_why"
            ),
        ]

    def name_in(self, language: str) -> str:
        return str(self.names.get(language.split("-", maxsplit=1)[0]) or self.names.get("en") or self.code)


class Try(Entity):
    """One try to ring somebody. The database refuses changes and deletions."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, related_name="+")
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """By the code of the question: `answer`, one of `Answer`, and `note`."""
    signs: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Codes of the warning signs that they told of."""
    danger = models.BooleanField(default=False)
    """One of the signs leads to a nurse, the emergency number or the crisis team."""
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "tries"
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="aftercare_try_in_order"),
            models.CheckConstraint(
                condition=Q(danger=False) | Q(request__isnull=False), name="aftercare_danger_has_request"
            ),
        ]


class Check(Entity):
    """How somebody said they were, asked or unasked. The database refuses changes and deletions."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="checks")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="checks")
    means = models.CharField(max_length=8, choices=Means.choices)
    words = models.CharField(max_length=1000, blank=True)
    via = models.CharField(max_length=20)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["plan", "-created_at"], name="aftercare_check_of_plan")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(means=Means.WORSE) | Q(request__isnull=False), name="aftercare_worse_has_request"
            )
        ]
