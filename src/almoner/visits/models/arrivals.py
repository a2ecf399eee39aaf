"""Who came, from the door until they leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Room, Service
from almoner.core import clock
from almoner.core.models import Entity
from almoner.people.models import Person, Site, Staff
from almoner.scheduling.models import Appointment
from almoner.urgency.models import Request
from almoner.visits.enums import (
    BEFORE_SEEN,
    HERE,
    How,
    VisitState,
)


class TicketRoll(Entity):
    """The last number given out under one letter at one site on one day. Locked by whoever takes the next."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "letter"], name="ticket_roll_once")]


class VisitQuerySet(models.QuerySet["Visit"]):
    def here(self) -> VisitQuerySet:
        return self.filter(state__in=HERE)

    def waiting(self) -> VisitQuerySet:
        """Here, and not yet seen."""
        return self.filter(state__in=BEFORE_SEEN)


class Visit(Entity):
    """Somebody who came, from the door until they leave. `arrived_at` is the clock of the door (ARR-4)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, related_name="visit")
    """None for somebody who walked in."""
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField()
    ticket = models.CharField(max_length=8)
    state = models.CharField(max_length=16, choices=VisitState.choices, default=VisitState.ARRIVED)
    how = models.CharField(max_length=8, choices=How.choices)
    words = models.CharField(max_length=500, blank=True)
    """Why they came, as they said it."""
    level = models.PositiveSmallIntegerField(default=5)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="visits")
    """What they said at the door, for the triage nurses to look at; none for somebody with an appointment."""
    late = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    seen_by_at = models.DateTimeField()
    """Until when they are to be seen; what they were promised."""
    greeted_at = models.DateTimeField(null=True)
    greeted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    told_from = models.PositiveSmallIntegerField(null=True)
    told_to = models.PositiveSmallIntegerField(null=True)
    """Minutes, counted from `told_at`."""
    told_why = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)
    clinician = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="visits")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    allotted_why: models.JSONField[Any, Any] = models.JSONField(default=list)
    override_reason = models.CharField(max_length=300, blank=True)
    notice_minutes = models.PositiveSmallIntegerField(null=True)
    """So much notice they need while they wait elsewhere (ARR-7)."""
    away_since = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    left_because = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["site", "day", "state"], name="arrival_of_day"),
            models.Index(fields=["person", "-arrived_at"], name="arrival_of_person"),
            models.Index(fields=["clinician", "state"], name="arrival_of_clinician"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "ticket"], name="ticket_once_a_day"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(appointment__isnull=True, state__in=HERE), name="walked_in_once"
            ),
            models.UniqueConstraint(
                fields=["clinician", "person"], condition=Q(state=VisitState.WITH_CLINICIAN), name="seen_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="arrival_level"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="arrival_state"),
            models.CheckConstraint(
                condition=Q(told_to__isnull=True) | Q(told_from__isnull=False, told_to__gt=F("told_from")),
                name="arrival_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VisitState.WITH_CLINICIAN, VisitState.FINISHED])
                | Q(clinician__isnull=False, started_at__isnull=False),
                name="arrival_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.LEFT) | (~Q(left_because="") & Q(ended_at__isnull=False)),
                name="arrival_left_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def level_now(self) -> int:
        """The level in force: what a nurse decided since they came, or what they came with."""
        return self.request.level if self.request and self.request.is_live else self.level


class Kiosk(Entity):
    """A device at the door where people say by themselves that they are here. Only digests of its secrets are kept.

    `code` is typed into the device once, before `code_until`; from then on the device holds `secret`.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=64, unique=True)
    code_until = models.DateTimeField()
    secret = models.CharField(max_length=64, blank=True)
    set_up_at = models.DateTimeField(null=True)
    allowed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    """After too many wrong tries it sends everybody to the desk until then."""

    class Meta:
        indexes = [models.Index(fields=["secret"], name="kiosk_secret")]

    def __str__(self) -> str:
        return self.name


class DelayNotice(Entity):
    """What somebody who is still to come was told of a delay, and whether they come later because of it.

    It holds for the time that the appointment had then: `sequence` is the one of the appointment.
    """

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="delay_notice")
    sequence = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200)
    expected_at = models.DateTimeField()
    """When they can expect to be seen."""
    comes_at = models.DateTimeField(null=True)
    """When they said they come instead; until then they are not late."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comes_at__isnull=True) | Q(comes_at=F("expected_at")), name="delay_comes_as_told"
            )
        ]

    @property
    def expected_there(self) -> datetime:
        """On the wall of the visit."""
        return clock.there(self.expected_at, self.appointment.zone)

    @property
    def comes_there(self) -> datetime | None:
        return clock.there(self.comes_at, self.appointment.zone) if self.comes_at else None


class ClinicDelay(Entity):
    """A delay of one clinician, told to everybody who waits for them or is still to come. The latest counts."""

    clinician = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200)
    told_by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["day", "clinician", "-created_at"], name="delay_of_day")]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="delay_says_why")]
