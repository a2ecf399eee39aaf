"""People as the hospital knows them, how they may be reached, and who cares for them."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.enums import CarerBasis, Channel, ContactKind, Need, Purpose, Sex


class Site(Entity):
    """A place with its own address, hours and clock."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60)
    address = models.TextField(blank=True)
    service_desk_number = models.CharField(max_length=30)
    emergency_number = models.CharField(max_length=30)
    crisis_number = models.CharField(max_length=30, blank=True)
    crisis_text_number = models.CharField(max_length=30, blank=True)
    """Where somebody in crisis may write a text message instead of speaking."""
    own_record_age = models.PositiveSmallIntegerField(default=13)
    """The birthday from which a child's record, messages and private visits are closed to parents (law I-26)."""
    of_age = models.PositiveSmallIntegerField(default=16)
    """The birthday from which a parent's leave no longer holds and a person decides alone."""
    leave_notice_days = models.PositiveSmallIntegerField(default=30)
    """So long before leave to act for another ends, both are told."""
    private_topics: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Codes of specialties whose visits a parent does not see from `own_record_age` on."""
    email = models.EmailField(blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    working_days: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Weekdays with 0 for Monday."""
    holidays: models.JSONField[Any, Any] = models.JSONField(default=list)
    """As `people.holidays` writes them."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(own_record_age__gte=8, of_age__lte=18, of_age__gte=F("own_record_age")), name="site_ages"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Person(Entity):
    """Somebody the hospital serves. Names are kept as people write them, in any script."""

    record_number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="people", null=True, blank=True)
    """Whose staff may open the record. None where the hospital has one site, or all sites share."""
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    called = models.CharField(max_length=120, blank=True)
    """What they like to be called; the given name where empty."""
    name_key = models.CharField(max_length=260, db_index=True, editable=False, default="")
    """The name folded for reading and sorting: `people.names.key`. Searching goes through `NameKey`."""
    birth_on = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    language = models.CharField(max_length=12, default="en")
    interpreter_language = models.CharField(max_length=12, blank=True)
    best_time = models.CharField(max_length=80, blank=True)
    first_way = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    """By which way they would rather be reached, where there are several (REM-3)."""
    ring_from = models.TimeField(null=True, blank=True)
    ring_until = models.TimeField(null=True, blank=True)
    """Between these, by the clock where they live, they may be rung and texted; beside the hours for everybody."""
    time_zone = models.CharField(max_length=60, blank=True)
    """Where they live, if they said so and it is not where their site is: by that clock nobody rings them at night."""
    restricted = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    """The record that this one was joined into. Whoever asks for this one is given that one."""
    compared_at = models.DateTimeField(null=True, blank=True)
    """When it was last held against all others as a possible double; None when that is still to be done."""

    class Meta:
        indexes = [
            models.Index(fields=["birth_on"], name="person_birth"),
            models.Index(fields=["created_at"], name="person_uncompared", condition=Q(compared_at__isnull=True)),
        ]
        constraints = [models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_merged_into_another")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def first_name(self) -> str:
        return self.called or self.given_name

    def age_on(self, day: date) -> int:
        """Whole years on `day`; someone born on 29 February is a year older on 1 March."""
        return day.year - self.birth_on.year - ((day.month, day.day) < (self.birth_on.month, self.birth_on.day))


class NameKey(models.Model):
    """One of the forms under which a word of a person's name is found: whole, its beginning, or its bare sound.

    Made by `people.names.search_keys`; a name that is corrected keeps being found under the old one.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "weight", "person"], name="name_found")]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="name_key_once")]


class Identifier(Entity):
    """A number that another system knows the person by."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=60)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="identifier_once")]


class ContactPoint(Entity):
    """A way to reach a person. It is never an identity: two people may share one (law I-27)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=300)
    key = models.CharField(max_length=300, db_index=True, editable=False, default="")
    """The value in one form: `people.contact.key`."""
    rank = models.PositiveSmallIntegerField(default=1)
    verified_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["rank", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="contact_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="contact_rank"),
        ]


class Consent(Entity):
    """One answer about one purpose on one channel. The latest counts; none is ever changed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given = models.BooleanField()
    wording = models.CharField(max_length=40, default="2026-1")
    captured_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose", "channel", "created_at"], name="consent_in_order")
        ]


class CommunicationNeed(Entity):
    """A need that changes what everyone does, with the date on which to ask whether it still holds (X-5)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=Need.choices)
    note = models.CharField(max_length=200, blank=True)
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at__isnull=True), name="need_once_at_a_time"
            )
        ]


class Carer(Entity):
    """Leave for one person to act for another, for named things, until a date (law I-26)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="carers")
    carer = models.ForeignKey(Person, models.PROTECT, related_name="cares_for")
    relationship = models.CharField(max_length=60)
    basis = models.CharField(max_length=10, choices=CarerBasis.choices, default=CarerBasis.CHOSEN)
    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    code_word_hash = models.CharField(max_length=128, blank=True)
    ending_told_at = models.DateTimeField(null=True, blank=True)
    narrowing_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("carer")), name="carer_is_another"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="carer_period"),
            models.UniqueConstraint(
                fields=["person", "carer"], condition=Q(ended_at__isnull=True), name="carer_once_at_a_time"
            ),
        ]


class EmergencyOpening(Entity):
    """A record opened past its bounds because somebody's health could not wait: who, why, until when, and who looked
    into it afterwards (law I-29)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="emergency_openings")
    staff = models.ForeignKey("Staff", models.PROTECT, related_name="emergency_openings")
    reason = models.CharField(max_length=500)
    until_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("Staff", models.PROTECT, related_name="+", null=True, blank=True)
    finding = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "staff", "until_at"], name="opening_live")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="opening_review_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")), name="opening_reviewed_by_another"
            ),
        ]
