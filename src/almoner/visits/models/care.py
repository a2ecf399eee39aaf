"""What is planned, ordered and asked for while somebody is here, and what follows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.scheduling.models import Appointment
from almoner.visits.enums import (
    Ask,
    AskState,
    AskTeam,
    Diet,
    FollowUpState,
    FoodPreference,
    PlanKind,
    TestState,
)
from almoner.visits.models.arrivals import Visit
from almoner.visits.models.beds import Stay
from almoner.visits.models.menu import MenuDish


class TestOrder(Entity):
    """A test or procedure for somebody in a bed or after a visit, until its result is told."""

    __test__ = False

    person = models.ForeignKey(Person, models.PROTECT, related_name="tests")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="tests")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="tests")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TestState.choices, default=TestState.ORDERED)
    expect = models.CharField(max_length=500, blank=True)
    ordered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    result_by_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    result = models.TextField(blank=True)
    """In plain words, as it was told."""
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["stay", "planned_at"], name="test_of_stay"),
            models.Index(fields=["person", "state"], name="test_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("planned_at")), name="test_takes_time"),
            models.CheckConstraint(
                condition=Q(stay__isnull=False, visit__isnull=True) | Q(stay__isnull=True, visit__isnull=False),
                name="test_of_stay_or_visit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TestState.DONE, TestState.TOLD])
                | Q(done_at__isnull=False, result_by_at__isnull=False),
                name="test_done_has_result_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=TestState.TOLD) | Q(told_at__isnull=False, told_by__isnull=False),
                name="test_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=TestState.CANCELLED) | ~Q(cancelled_because=""), name="test_cancelled_says_why"
            ),
        ]


class DietOrder(Entity):
    """What somebody in a bed may eat. A new one ends the one before; none is changed but by its end."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="diets")
    diet = models.CharField(max_length=20, choices=Diet.choices)
    allergens: models.JSONField[Any, Any] = models.JSONField(default=list)
    preference = models.CharField(max_length=12, choices=FoodPreference.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    """A texture level or an amount of fluid."""
    starts_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    review_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ordered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(ended_at__isnull=True), name="diet_one_at_a_time"),
            models.CheckConstraint(
                condition=~Q(diet=Diet.NIL_BY_MOUTH)
                | (~Q(reason="") & Q(review_at__isnull=False) & Q(review_at__gt=F("starts_at"))),
                name="diet_nothing_by_mouth_has_end",
            ),
        ]


class PlanItem(Entity):
    """A line of somebody's day that staff put in by hand: agreed facts only (STAY-7)."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="plan_items")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=PlanKind.choices)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["stay", "day"], name="plan_item_of_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="plan_item_takes_time"
            )
        ]


class PublishedPlan(Entity):
    """The plan of a day as it was given to the person; a newer one stands beside it (law I-38)."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="plans")
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    items: models.JSONField[Any, Any] = models.JSONField(default=list)
    clashes: models.JSONField[Any, Any] = models.JSONField(default=list)
    published_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "day", "version"], name="plan_version_once")]


class BedsideRequest(Entity):
    """Something that somebody asked for at the bedside, and the team that does it (STAY-2)."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="asks")
    what = models.CharField(max_length=20, choices=Ask.choices)
    note = models.CharField(max_length=300, blank=True)
    dish = models.ForeignKey(MenuDish, models.PROTECT, null=True, related_name="+")
    """What was chosen from the menu, where it is about that."""
    team = models.CharField(max_length=14, choices=AskTeam.choices)
    asked_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "team", "created_at"], name="ask_by_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AskState.OPEN, ended_at__isnull=True)
                | (~Q(state=AskState.OPEN) & Q(ended_at__isnull=False)),
                name="ask_end_is_marked",
            )
        ]


class Worry(Entity):
    """Somebody fears that a person is getting worse and is not heard (STAY-8). Never a complaint."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="worries")
    raised_by = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60, blank=True)
    """Empty where the person raised it."""
    words = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    found = models.TextField(blank=True)
    """What was found and done."""

    class Meta:
        verbose_name_plural = "worries"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(found="")),
                name="worry_answer_is_whole",
            )
        ]


class FollowUpPlan(Entity):
    """What should be booked after a visit or a stay, by when, and by whom. Open until booked or dropped (FUP-1)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="follow_up_plans")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="follow_ups")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="follow_ups")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    see_by_on = models.DateField()
    """The day by which they should be seen."""
    book_by_at = models.DateTimeField()
    """The moment by which they are to have the date."""
    owner = models.CharField(max_length=40, default="service_desk")
    planned_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=FollowUpState.choices, default=FollowUpState.PLANNED)
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="follows_up")
    dropped_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "book_by_at"], name="follow_up_to_book")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stay__isnull=False, visit__isnull=True) | Q(stay__isnull=True, visit__isnull=False),
                name="follow_up_of_stay_or_visit",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.BOOKED) | Q(appointment__isnull=False),
                name="follow_up_booked_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.DROPPED) | ~Q(dropped_because=""), name="follow_up_dropped_says_why"
            ),
        ]
