"""What can be booked and when, who holds or has which time, and who waits for an earlier one."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Room, Service
from almoner.core.identifiers import new_id
from almoner.core.models import Entity
from almoner.people.models import Person, Site, Staff
from almoner.scheduling.clock_models import SiteClock
from almoner.scheduling.enums import (
    HOLDING_TIME,
    BlockReason,
    CancelReason,
    EntryState,
    HoldFor,
    Kind,
    Level,
    OfferState,
    SeriesKind,
    State,
)
from almoner.scheduling.group_models import GroupRelease, GroupStart
from almoner.scheduling.hours_models import HoursChange, OtherHours
from almoner.scheduling.offer_models import OfferPause, OfferRules
from almoner.scheduling.overbooking_models import Attendance, Overbooking
from almoner.scheduling.place_models import AlsoAt, EveryDay, SiteTravel
from almoner.scheduling.placed import Kept, Offered, OfResource, Visiting
from almoner.scheduling.protection_models import Demand, Protection
from almoner.scheduling.simulation.models import WhatIf

__all__ = [
    "AlsoAt", "Appointment", "Attendance", "Block", "Claim", "Demand", "Diary", "EveryDay", "GroupRelease",
    "GroupStart", "Hold", "HoursChange", "Offer", "OfferPause", "OfferRules", "OtherHours", "Overbooking", "Protection",
    "Resource", "Series", "SiteClock", "SiteTravel", "Understanding", "WaitingEntry", "WeeklyPattern", "WhatIf",
]  # fmt: skip


class Resource(Entity):
    """Anything that can be booked, by one at a time or by a group that comes to one start."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    site = models.ForeignKey(Site, models.PROTECT, related_name="resources")
    staff = models.OneToOneField(Staff, models.PROTECT, null=True, blank=True, related_name="resource")
    room = models.OneToOneField(Room, models.PROTECT, null=True, blank=True, related_name="resource")
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    """For an interpreter: the languages, as codes."""
    release_hours = models.PositiveSmallIntegerField(default=24)
    """So long before its start, time kept for the urgent is given to everyone (APT-6)."""
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.CLINICIAN, staff__isnull=False)
                | (~Q(kind=Kind.CLINICIAN) & Q(staff__isnull=True)),
                name="resource_clinician_is_staff",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ROOM, room__isnull=False) | (~Q(kind=Kind.ROOM) & Q(room__isnull=True)),
                name="resource_room_is_room",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """On whose wall its hours are, and all that is booked of it."""
        return self.site.zone


class WeeklyPattern(Entity):
    """A session that comes every week, by the site's wall clock."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="patterns")
    weekday = models.PositiveSmallIntegerField()
    """0 for Monday."""
    begins = models.TimeField()
    ends = models.TimeField()
    """No later than `begins`: on the day after."""
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    urgent_reserved = models.BooleanField(default=False)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    """Where it is, when not where the resource belongs."""
    room = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+")
    """The one room in which it is; None: any that fits."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="pattern_weekday"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="pattern_period"
            ),
        ]


class Block(OfResource, Entity):
    """Time in which a resource cannot be booked although its pattern says so."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="blocks")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=BlockReason.choices)
    why = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="block_takes_time")]
        indexes = [models.Index(fields=["resource", "ends_at"], name="block_of_resource")]


class Diary(Entity):
    """One day of one resource at one site, as bits: see `almoner.scheduling.diaries`.

    `free` is `open` without what is blocked or claimed. Who is at two sites on a day has two, of different hours.
    """

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="diaries")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField()
    midnight = models.DateTimeField()
    """The moment at which the day begins at the site."""
    open = models.BinaryField(default=bytes)
    blocked = models.BinaryField(default=bytes)
    free = models.BinaryField(default=bytes)
    urgent = models.BinaryField(default=bytes)
    rooms = models.TextField(blank=True, default="")
    """The rooms that are theirs alone, and when, as `almoner.scheduling.own_rooms` writes them; mostly none."""
    version = models.PositiveIntegerField(default=0)
    stamp = models.BigIntegerField(null=True, default=None)
    """The number of the trace at the end of the act that wrote it last, see `almoner.scheduling.memory`; none until
    that act ends."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "day", "site"], name="diary_once")]
        indexes = [
            models.Index(fields=["site", "day"], condition=~Q(rooms=""), name="diary_with_rooms"),
            models.Index(fields=["day"], name="diary_by_day"),
            models.Index(fields=["stamp"], name="diary_by_stamp"),
        ]
        verbose_name_plural = "diaries"


class Hold(Kept, Entity):
    """Time kept for one named person until `lapses_at`. Nobody needs to work for it to lapse (law I-12)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holds")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lapses_at = models.DateTimeField(db_index=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.ROUTINE)
    kept_for = models.CharField(max_length=10, choices=HoldFor.choices, default=HoldFor.CHOOSING)
    extra: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    """Why one more could be booked, where nothing was free: the numbers of `one_more`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kept_for=HoldFor.CHOOSING), name="hold_one_for_a_person"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hold_takes_time"),
        ]


class Series(Entity):
    """Visits that were booked in one act: the same one again and again (APT-8), or several on one day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="series")
    kind = models.CharField(max_length=8, choices=SeriesKind.choices)
    size = models.PositiveSmallIntegerField()
    """How many were booked. It stays, whatever becomes of one: the third of twelve is that in every letter."""
    booked_via = models.CharField(max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=2), name="series_of_several")]
        verbose_name_plural = "series"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self) -> AppointmentQuerySet:
        """Visits that keep their time."""
        return self.filter(state__in=HOLDING_TIME)

    def upcoming(self, moment: Any) -> AppointmentQuerySet:
        return self.filter(state=State.BOOKED, starts_at__gt=moment)


class Appointment(Visiting, Entity):
    """A visit at a time. Moving it keeps the row, its reference and its calendar entry (law I-15)."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, models.PROTECT, related_name="appointments")
    clinician = models.ForeignKey(Resource, models.PROTECT, related_name="visits_given")
    room = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="visits_held")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    """Where it is: the clinician may be elsewhere on another day, or in the afternoon."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    wall = models.CharField(max_length=16)
    """The start on the site's wall, `2026-12-03T09:30`: what was told, should zone data change (law I-13)."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.BOOKED)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.ROUTINE)
    sequence = models.PositiveSmallIntegerField(default=0)
    """Of the calendar entry: higher with every change."""
    booked_via = models.CharField(max_length=20)
    confirmed_by_call_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_email_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_text_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_web_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_desk_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    """The start before the last move."""
    moved_from_zone = models.CharField(max_length=60, blank=True)
    """On whose wall that was, where it is another than now."""
    move_reason = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=10, blank=True)
    cancel_reason = models.CharField(max_length=24, choices=CancelReason.choices, blank=True)
    cancel_note = models.CharField(max_length=300, blank=True)
    advice = models.CharField(max_length=300, blank=True)
    """What to do until the new date, when the hospital cancelled (CHG-3)."""
    new_date_by = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    times_cancelled_by_hospital = models.PositiveSmallIntegerField(default=0)
    """Of this visit and those that it replaces (CHG-4)."""
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="visits")
    series_place = models.PositiveSmallIntegerField(null=True, blank=True)
    """In its series, from 1, in the order of the times as booked. A move keeps it."""
    extra: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    """Why they could be booked in addition, where nothing was free: the numbers of `one_more` as they were then."""

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_takes_time"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="visit_state"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="visit_level"),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED)
                | (Q(cancelled_by__in=["patient", "hospital"]) & ~Q(cancel_reason="") & Q(ended_at__isnull=False)),
                name="visit_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_place__isnull=True)
                | Q(series__isnull=False, series_place__gte=1),
                name="visit_place_in_series",
            ),
            models.UniqueConstraint(
                fields=["series", "series_place"], condition=Q(state__in=HOLDING_TIME), name="visit_place_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="visit_of_person"),
            models.Index(fields=["state", "starts_at"], name="visit_by_time"),
            models.Index(fields=["clinician", "starts_at"], name="visit_of_clinician"),
        ]

    def __str__(self) -> str:
        return self.reference


class Claim(Entity):
    """Time of one resource that is held or booked. The database refuses two that overlap (law I-10), unless they are of
    one group: then each has a place of its own, and there are no more places than the group has.
    """

    diary = models.ForeignKey(Diary, models.PROTECT, related_name="claims")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="claims")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hold = models.ForeignKey(Hold, models.DO_NOTHING, null=True, blank=True, related_name="claims")
    """Given back before the hold goes: the database refuses to delete a hold that still claims time."""
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="claims")
    lapses_at = models.DateTimeField(null=True, blank=True)
    group_key = models.UUIDField(default=new_id)
    """What is shared with others of the same key, see `groups`."""
    seat = models.PositiveSmallIntegerField(default=0)
    """Which place of the group, from 0."""
    places = models.PositiveSmallIntegerField(default=1)
    """How many the group had when this one was taken."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "group_key", "seat"], name="claim_place_once"),
            models.CheckConstraint(condition=Q(seat__lt=F("places")), name="claim_within_places"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="claim_takes_time"),
            models.CheckConstraint(
                condition=Q(hold__isnull=False, appointment__isnull=True, lapses_at__isnull=False)
                | Q(hold__isnull=True, appointment__isnull=False, lapses_at__isnull=True),
                name="claim_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "starts_at"], name="claim_of_resource"),
            models.Index(fields=["lapses_at"], condition=Q(lapses_at__isnull=False), name="claim_lapsing"),
            models.Index(fields=["starts_at"], condition=Q(places__gt=1), name="claim_of_groups"),
        ]


class WaitingEntry(Entity):
    """Somebody who wants a time, or an earlier one than they have."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="waiting")
    service = models.ForeignKey(Service, models.PROTECT, related_name="waiting")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="waiting")
    """The one they want to bring forward; it is kept until the new one is booked (WL-5)."""
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.ROUTINE)
    preferences: models.JSONField[Any, Any] = models.JSONField(default=dict)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    """How soon they can be here: the least notice they need."""
    entered_at = models.DateTimeField()
    last_offered_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=EntryState.choices, default=EntryState.WAITING)
    left_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service"], condition=Q(state=EntryState.WAITING), name="waiting_once"
            )
        ]
        indexes = [models.Index(fields=["service", "state"], name="waiting_for_service")]
        verbose_name_plural = "waiting entries"


class Offer(Offered, Entity):
    """A time offered to one named person, with why it was their turn."""

    entry = models.ForeignKey(WaitingEntry, models.PROTECT, related_name="offers")
    hold = models.ForeignKey(Hold, models.DO_NOTHING, null=True, blank=True, related_name="offers")
    """None for a time so near that whoever answers first has it (WL-4)."""
    time_key = models.CharField(max_length=400)
    wave = models.PositiveSmallIntegerField(default=1)
    """Which wave of this time it went out with (WL-2)."""
    starts_at = models.DateTimeField()
    clinician = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    room = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    order_reason: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Why it was theirs in turn: what `turns` says."""
    state = models.CharField(max_length=8, choices=OfferState.choices, default=OfferState.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    """How often somebody who followed the link was not who they should be."""
    days_gained = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state=OfferState.OPEN), name="offer_one_at_a_time")
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"], name="offer_answers"),
            models.Index(fields=["time_key"], name="offer_of_time"),
        ]


class Understanding(Entity):
    """The preparation as the person said it back, and whether it was right."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="understandings")
    sequence = models.PositiveSmallIntegerField()
    """Of the appointment: a move asks anew."""
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    understood = models.BooleanField()
    heard_by = models.CharField(max_length=200)
