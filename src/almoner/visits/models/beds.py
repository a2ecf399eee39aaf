"""Wards and their beds, stays in them, and every change of a bed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.people.enums import Sex
from almoner.people.models import Person, Site, Staff
from almoner.visits.enums import (
    LIVE_STAY,
    BedState,
    BlockReason,
    Care,
    Isolation,
    RequestState,
    StayState,
)
from almoner.visits.models.arrivals import Visit


class Ward(Entity):
    """A ward: what care it gives, and the hours by which its day runs."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="wards")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    """As the sign at its door says it: people find the way by it, so it is not translated."""
    care = models.PositiveSmallIntegerField(choices=Care.choices, default=Care.WARD)
    telephone = models.CharField(max_length=30, blank=True)
    rounds: models.JSONField[Any, Any] = models.JSONField(default=list)
    """`[["08:30", "11:00"], …]` on the site's wall; a round is a range."""
    visiting: models.JSONField[Any, Any] = models.JSONField(default=list)
    visiting_note: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Words by language."""
    visitors_at_once = models.PositiveSmallIntegerField(default=2)
    meals: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """`{"breakfast": "08:00", …}`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="ward_code")]

    def __str__(self) -> str:
        return self.name

    def visiting_note_in(self, language: str) -> str:
        return str(self.visiting_note.get(language) or self.visiting_note.get("en", ""))


class Bed(Entity):
    """A place to lie in. Its state changes through actions only, and each change is kept in `BedChange`."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="beds")
    code = models.CharField(max_length=12)
    bay = models.CharField(max_length=12, blank=True)
    single_room = models.BooleanField(default=False)
    own_air = models.BooleanField(default=False)
    """A room with its own air, for what spreads through it."""
    care = models.PositiveSmallIntegerField(choices=Care.choices, default=Care.WARD)
    kit: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=BedState.choices, default=BedState.CLEAN)
    since = models.DateTimeField()
    block_reason = models.CharField(max_length=12, choices=BlockReason.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ward", "code"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="bed_code"),
            models.CheckConstraint(condition=Q(state__in=BedState.values), name="bed_state"),
            models.CheckConstraint(
                condition=Q(state=BedState.BLOCKED) & ~Q(block_reason="")
                | ~Q(state=BedState.BLOCKED) & Q(block_reason=""),
                name="bed_blocked_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Stay(Entity):
    """Somebody's time in a bed, from the request until they go home. Admitted only when they lie in it (BED-3)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="stays")
    state = models.CharField(max_length=10, choices=StayState.choices, default=StayState.REQUESTED)
    level = models.PositiveSmallIntegerField(default=3)
    reason = models.CharField(max_length=300)
    """In plain words: the person reads it."""
    pathway = models.CharField(max_length=60, default="any inpatient")
    bed = models.ForeignKey(Bed, models.PROTECT, null=True, related_name="stays")
    """The bed they lie in, or lay in last."""
    requested_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    expected_home_on = models.DateField(null=True)
    discharged_at = models.DateTimeField(null=True)
    named_nurse = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    doctor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    summary: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What the discharge sheet says: `done`, `medicines`, `warning_signs` as lists of plain lines, `told` spoken."""
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "site"], name="stay_by_state"),
            models.Index(fields=["person", "-requested_at"], name="stay_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=LIVE_STAY), name="stay_one_live"),
            models.UniqueConstraint(fields=["bed"], condition=Q(state=StayState.ADMITTED), name="stay_alone_in_bed"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="stay_level"),
            models.CheckConstraint(
                condition=~Q(state=StayState.ADMITTED)
                | Q(bed__isnull=False, admitted_at__isnull=False, discharged_at__isnull=True),
                name="stay_admitted_lies_in_bed",
            ),
            models.CheckConstraint(
                condition=~Q(state=StayState.DISCHARGED) | Q(admitted_at__isnull=False, discharged_at__isnull=False),
                name="stay_discharged_was_here",
            ),
            models.CheckConstraint(
                condition=~Q(state=StayState.WITHDRAWN) | ~Q(withdrawn_because=""), name="stay_withdrawn_says_why"
            ),
        ]


class BedRequest(Entity):
    """What a bed must have for a stay, and the bed that was given."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="bed_requests")
    care = models.PositiveSmallIntegerField(choices=Care.choices, default=Care.WARD)
    isolation = models.CharField(max_length=10, choices=Isolation.choices, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    single_room = models.BooleanField(default=False)
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+")
    """The ward that would suit best."""
    kit: models.JSONField[Any, Any] = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    bed = models.ForeignKey(Bed, models.PROTECT, null=True, related_name="requests")
    allotted_at = models.DateTimeField(null=True)
    override_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(state__in=[RequestState.OPEN, RequestState.ALLOTTED]),
                name="bed_asked_once",
            ),
            models.UniqueConstraint(fields=["bed"], condition=Q(state=RequestState.ALLOTTED), name="bed_given_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.ALLOTTED, RequestState.FILLED])
                | Q(bed__isnull=False, allotted_at__isnull=False),
                name="bed_given_is_named",
            ),
        ]


class BedChange(Entity):
    """One change of a bed's state, with who and why. The database refuses changes and deletions (BED-1)."""

    bed = models.ForeignKey(Bed, models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    """1, 2, 3 … for each bed: the order, where two changes fall into one moment."""
    before = models.CharField(max_length=10, choices=BedState.choices)
    after = models.CharField(max_length=10, choices=BedState.choices)
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="bed_changes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bed", "number"], name="bed_change_in_order")]
