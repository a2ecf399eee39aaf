"""What the hospital does, where, and who does it: one entry carries all that a visit needs and asks (SEL-7)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.enums import PreparationKind, Timing
from almoner.core.models import Entity
from almoner.people.enums import Sex
from almoner.people.models import Site, Staff


class Specialty(Entity):
    """A field of medicine, as people and `people.Staff.specialty_code` name it."""

    code = models.CharField(max_length=20, unique=True)
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Text by language code, as are all `names`, `summaries` and `texts` here; English is always among them."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "specialties"

    def __str__(self) -> str:
        return str(self.names.get("en", self.code))


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> ServiceQuerySet:
        return self.filter(active=True)


class Service(Entity):
    """Something a person can come for. Web, telephone script, letter and bedside read this one entry."""

    code = models.CharField(max_length=20, unique=True)
    specialty = models.ForeignKey(Specialty, models.PROTECT, related_name="services")
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)
    summaries: models.JSONField[Any, Any] = models.JSONField(default=dict)
    lay_needs: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """By language, plain phrases for what people come with."""
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """The needs of the lexicon that this service declares it handles, with how well (1 to 3) (SEL-1)."""
    leads_specialty = models.BooleanField(default=False)
    """The most booked reason of its specialty: where a search for the specialty begins (SEL-1)."""

    minutes = models.PositiveSmallIntegerField()
    """How long clinician and room are needed."""
    visit_minutes = models.PositiveSmallIntegerField()
    """How long the person is here altogether."""
    minutes_before = models.PositiveSmallIntegerField(default=0)
    """How long clinician and room are needed before the person comes in: setting up, reading up."""
    minutes_after = models.PositiveSmallIntegerField(default=0)
    """How long after they have gone: cleaning, writing up."""
    capacity = models.PositiveSmallIntegerField(default=1)
    """How many people come to one start, to the same clinician in the same room: a group, where it is more than one."""
    performers: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Professions (`people.Staff.profession`), any one of which can give it."""
    performer_sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    assistants: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Professions that are needed besides, all of them."""
    on_call: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Professions that must be within reach while it goes on; their time is not booked."""
    room_kinds: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Kinds of room (`Room.kind`) that are needed together."""
    by_video = models.BooleanField(default=False)

    self_book = models.BooleanField(default=False)
    needs_order = models.BooleanField(default=False)
    escort = models.BooleanField(default=False)
    fast_food_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    fast_clear_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_readback = models.BooleanField(default=False)
    """The fasting times must be said back, in the family's language, before the time is confirmed."""
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Languages in which it is given without an interpreter; empty: those of the clinician."""

    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    """Whole years, both included."""
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    pregnancy = models.BooleanField(default=False)
    """For people who are pregnant."""
    follow_up = models.BooleanField(default=False)
    """For people who have been seen here about the same thing."""
    first_step = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="first_step_to")
    """Where somebody without a referral begins."""
    step_free = models.BooleanField(default=True)
    source = models.CharField(max_length=60, blank=True)
    """Where the preparation comes from; `M` is general knowledge that a local clinician must check."""
    preparation_version = models.PositiveSmallIntegerField(default=1)
    """Moves on with every edit of what it asks of people."""
    preparation_owner = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="preparations_owned"
    )
    """The clinician who looks after these texts; None: the doctors together."""
    active = models.BooleanField(default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_takes_time"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=60), name="service_capacity"),
            models.CheckConstraint(condition=Q(visit_minutes__gte=F("minutes")), name="service_within_visit"),
            models.CheckConstraint(
                condition=Q(min_age__isnull=True) | Q(max_age__isnull=True) | Q(max_age__gte=F("min_age")),
                name="service_ages",
            ),
            models.CheckConstraint(
                condition=Q(fast_clear_hours__isnull=True) | Q(fast_food_hours__gte=F("fast_clear_hours")),
                name="service_food_before_clear",
            ),
            models.CheckConstraint(condition=~Q(first_step=F("id")), name="service_first_step_is_another"),
            models.CheckConstraint(condition=Q(sex="") | Q(sex__in=Sex.values), name="service_sex"),
            models.UniqueConstraint(fields=["specialty"], condition=Q(leads_specialty=True), name="service_leads_once"),
        ]

    def __str__(self) -> str:
        return str(self.names.get("en", self.code))

    def name_in(self, language: str) -> str:
        return str(self.names.get(language) or self.names.get("en", self.code))

    def summary_in(self, language: str) -> str:
        return str(self.summaries.get(language) or self.summaries.get("en", ""))


class PreparationItem(Entity):
    """One thing a person does, brings or knows for a service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="preparation")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=PreparationKind.choices)
    texts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    timing = models.CharField(max_length=10, choices=Timing.choices, default=Timing.AT)
    hours_before = models.PositiveSmallIntegerField(null=True, blank=True)
    hard = models.BooleanField(default=False)
    """The visit fails if it is not done."""

    class Meta:
        ordering = ["service", "position"]
        constraints = [
            models.UniqueConstraint(fields=["service", "position"], name="preparation_place"),
            models.CheckConstraint(condition=Q(kind__in=PreparationKind.values), name="preparation_kind"),
            models.CheckConstraint(condition=Q(timing__in=Timing.values), name="preparation_timing"),
            models.CheckConstraint(
                condition=Q(hours_before__isnull=True) | Q(timing__in=["from", "by"]), name="preparation_hours"
            ),
        ]


class PreparationApproval(Entity):
    """A clinician's word that the preparation of a service is right in one language, until it is to be reviewed.

    `content` is what was read, as `approval.content` gives it: people are told this, and an edit only once it was
    approved itself. `digest` is of the content, `version` the one that it was read in.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="approvals")
    language = models.CharField(max_length=12)
    content: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    approved_by = models.CharField(max_length=120)
    approved_on = models.DateField()
    review_on = models.DateField()
    overdue_told = models.BooleanField(default=False)
    """It has been said that the day of its review has passed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "language"], name="approval_once"),
            models.CheckConstraint(condition=Q(review_on__gt=F("approved_on")), name="approval_reviewed_later"),
        ]


class Room(Entity):
    """A place in which services are given: a room, a chair, a bay or a desk."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80)
    floor = models.SmallIntegerField(default=0)
    step_free = models.BooleanField(default=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many people of a group there is room for; None: nobody has said, and it takes any group."""
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="room_code"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="room_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


class Offering(Entity):
    """This clinician gives this service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="offerings")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="offerings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "staff"], name="offering_once")]
