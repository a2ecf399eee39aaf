"""Two records of one person: that they may be, that they were joined, and every row that this changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.enums import DoubleState, Evidence, MergeState
from almoner.people.models.persons import Person
from almoner.people.models.staff import Staff


class Double(Entity):
    """Two records that may be of one person, and what somebody found. `first` is the one registered earlier."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    marks: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=DoubleState.choices, default=DoubleState.LIKELY)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="double_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="double_of_two"),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="double_likeliest")]


class Merge(Entity):
    """Two records joined into one: why, who agreed, and what each access that grew by it was confirmed for.

    `take` names the fields whose values come from the absorbed record, `listed` the accesses that would grow
    (`people.gains`), `confirmed` those of them that somebody said yes to. `steps` hold what stood before.
    """

    double = models.ForeignKey(Double, models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="absorptions")
    state = models.CharField(max_length=10, choices=MergeState.choices, default=MergeState.PROPOSED)
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    seen = models.CharField(max_length=500)
    """What exactly was seen or heard that shows that they are one."""
    risk = models.PositiveSmallIntegerField()
    risks: models.JSONField[Any, Any] = models.JSONField(default=list)
    take: models.JSONField[Any, Any] = models.JSONField(default=list)
    listed: models.JSONField[Any, Any] = models.JSONField(default=list)
    confirmed: models.JSONField[Any, Any] = models.JSONField(default=list)
    proposed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was declined, or the records were parted again."""
    ended_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state__in=[MergeState.PROPOSED, MergeState.JOINED]),
                name="merge_absorbs_once",
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(seen=""), name="merge_has_evidence"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")), name="merge_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=MergeState.JOINED) | Q(joined_at__isnull=False), name="merge_joined_is_marked"
            ),
        ]


class MergeStep(Entity):
    """One row that a merge changed: what its fields were before and after. Parting goes back over them."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="steps")
    place = models.PositiveIntegerField()
    label = models.CharField(max_length=80)
    row_id = models.CharField(max_length=40)
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "place"], name="merge_step_in_order")]
        indexes = [models.Index(fields=["label", "row_id"], name="merge_step_row")]
