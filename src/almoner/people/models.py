"""People as the hospital knows them, how they may be reached, who cares for them, and who works here."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.core.models import Entity
from almoner.core.permissions import STAFF_ROLES
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
    email = models.EmailField(blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    working_days: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Weekdays with 0 for Monday."""
    holidays: models.JSONField[Any, Any] = models.JSONField(default=list)
    """ISO dates on which the site keeps no working hours."""

    def __str__(self) -> str:
        return self.name


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
    restricted = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["birth_on"], name="person_birth")]

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


class Staff(Entity):
    """Somebody who works here, with or without an account."""

    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=60)
    specialty_code = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    languages: models.JSONField[Any, Any] = models.JSONField(default=list)
    site = models.ForeignKey(Site, models.PROTECT, related_name="staff")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name


class StaffRole(Entity):
    """A role that a member of staff holds for a time. `ends_on` is the first day on which they hold it no longer."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=20)
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "ends_on"], name="role_current")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role"], condition=Q(ends_on__isnull=True), name="role_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(role.value for role in STAFF_ROLES)), name="role_of_staff"
            ),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the sign-in library asks for these two by name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.full_clean()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way in. It belongs to one person or one member of staff, and its address is not a contact point (I-27)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    staff = models.OneToOneField(Staff, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) ^ Q(staff__isnull=True), name="account_of_one")
        ]

    def __str__(self) -> str:
        return self.email


class Activation(Entity):
    """A one-time way into a new account. Only digests are kept: what was sent cannot be read from the tables (I-28)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="activations")
    token_digest = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128, blank=True)
    """The second channel's code. Empty where staff proved in person who they are."""
    proof = models.CharField(max_length=200, blank=True)
    """What staff saw that proves who it is; empty where the code does."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code_hash="", proof=""), name="activation_two_channels_or_proof")
        ]


class Cached(models.Model):
    """What all web processes share for a short time, such as counts behind rate limits. Written by the cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_cache"
