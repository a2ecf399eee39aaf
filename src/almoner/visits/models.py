"""Who is here, who looks after them and where: visits of a day, beds and stays, what is planned, asked for and owed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Room, Service
from almoner.core.models import Entity
from almoner.people.enums import Sex
from almoner.people.models import Person, Site, Staff
from almoner.scheduling.models import Appointment
from almoner.visits.enums import (
    BEFORE_SEEN,
    HERE,
    LIVE_STAY,
    Ask,
    AskState,
    AskTeam,
    BedState,
    BlockReason,
    Care,
    Diet,
    FollowUpState,
    FoodPreference,
    How,
    Isolation,
    PlanKind,
    RequestState,
    StayState,
    TestState,
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


class CheckInToken(Entity):
    """A link or code by which somebody says that they are here. Only its digest is kept."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="check_in_tokens")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)


class ClinicDelay(Entity):
    """A delay of one clinician, told to everybody who waits for them. The latest counts."""

    clinician = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200)
    told_by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["day", "clinician", "-created_at"], name="delay_of_day")]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="delay_says_why")]


class Ward(Entity):
    """A ward: what care it gives, and the hours by which its day runs."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="wards")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    care = models.PositiveSmallIntegerField(choices=Care.choices, default=Care.WARD)
    telephone = models.CharField(max_length=30, blank=True)
    rounds: models.JSONField[Any, Any] = models.JSONField(default=list)
    """`[["08:30", "11:00"], …]` on the site's wall; a round is a range."""
    visiting: models.JSONField[Any, Any] = models.JSONField(default=list)
    visiting_note = models.CharField(max_length=300, blank=True)
    visitors_at_once = models.PositiveSmallIntegerField(default=2)
    meals: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """`{"breakfast": "08:00", …}`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="ward_code")]

    def __str__(self) -> str:
        return self.name


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
    before = models.CharField(max_length=10, choices=BedState.choices)
    after = models.CharField(max_length=10, choices=BedState.choices)
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=200)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="bed_changes")

    class Meta:
        indexes = [models.Index(fields=["bed", "-at"], name="bed_history")]


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
