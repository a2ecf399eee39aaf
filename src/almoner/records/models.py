"""What was measured, and what came on paper. Nothing is overwritten: a correction stands beside what it corrects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.records.enums import (
    Allergen,
    AllergyKind,
    AllergySource,
    Consciousness,
    DocumentKind,
    DocumentState,
    OxygenScale,
    Response,
    Sign,
    Source,
)


def _measured() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=7, decimal_places=2, null=True)


class VitalSignsQuerySet(models.QuerySet["VitalSigns"]):
    def current(self) -> VitalSignsQuerySet:
        """Sets that no correction stands for."""
        return self.filter(corrected_by__isnull=True)


class VitalSigns(Entity):
    """One set of vital signs, in the units of `records.units.KEPT_IN`. The database refuses changes and deletions.

    `as_entered` keeps each value and unit as it was typed. `confirmed` lists what was unusual and said to be right.
    `news2` is empty where the score does not apply or nothing of it was measured; `missing` names what it lacks.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="vital_signs")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    taken_by_name = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.MEASURED)
    respiratory_rate = _measured()
    spo2 = _measured()
    on_oxygen = models.BooleanField(null=True)
    oxygen_scale = models.PositiveSmallIntegerField(choices=OxygenScale.choices, default=OxygenScale.USUAL)
    scale_noted = models.CharField(max_length=200, blank=True, default="")
    """Who prescribed the lower target, where scale 2 is used."""
    systolic = _measured()
    diastolic = _measured()
    pulse = _measured()
    temperature = _measured()
    consciousness = models.CharField(max_length=12, choices=Consciousness.choices, blank=True)
    pain = _measured()
    weight = _measured()
    height = _measured()
    glucose = _measured()
    pregnant = models.BooleanField(default=False)
    as_entered: models.JSONField[Any, Any] = models.JSONField(default=dict)
    confirmed: models.JSONField[Any, Any] = models.JSONField(default=list)
    news2 = models.PositiveSmallIntegerField(null=True)
    news2_parts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    missing: models.JSONField[Any, Any] = models.JSONField(default=list)
    level = models.PositiveSmallIntegerField(null=True)
    """The urgency to which these values alone give rise; empty where they give rise to none."""
    rules_version = models.CharField(max_length=20, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    why_corrected = models.CharField(max_length=300, blank=True)

    objects = VitalSignsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vital signs"
        indexes = [models.Index(fields=["person", "-taken_at"], name="vitals_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=Source.values), name="vitals_source"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(why_corrected=""), name="vitals_correction_says_why"
            ),
            models.CheckConstraint(condition=Q(news2__isnull=True) | Q(news2__lte=20), name="vitals_news2"),
            models.CheckConstraint(condition=Q(oxygen_scale=1) | ~Q(scale_noted=""), name="vitals_scale_is_noted"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__range=(1, 5)), name="vitals_level"),
            models.CheckConstraint(
                condition=Q(systolic__isnull=True) | Q(diastolic__isnull=True) | Q(diastolic__lt=F("systolic")),
                name="vitals_pressures",
            ),
        ]

    def value(self, sign: str) -> Decimal | None:
        found: Decimal | None = getattr(self, sign)
        return found

    @property
    def values(self) -> dict[str, Decimal]:
        return {sign: value for sign in Sign.values if (value := self.value(sign)) is not None}


class EarlyWarningQuerySet(models.QuerySet["EarlyWarning"]):
    def open(self) -> EarlyWarningQuerySet:
        """Warnings that nobody has looked into and that stand."""
        return self.filter(reviewed_at__isnull=True, withdrawn_at__isnull=True)


class EarlyWarning(Entity):
    """Vital signs that ask for a clinician. Open until one has looked, or the values turn out to have been wrong."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="early_warnings")
    vitals = models.OneToOneField(VitalSigns, models.PROTECT, related_name="warning")
    """The set that asks for it; after a correction, the set that stands for it."""
    response = models.CharField(max_length=10, choices=Response.choices)
    score = models.PositiveSmallIntegerField(null=True)
    why: models.JSONField[Any, Any] = models.JSONField(default=list)
    """As `records.alarms.Alarm.why`."""
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    found = models.CharField(max_length=500, blank=True)
    """What was found, and what is done."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = EarlyWarningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["person"],
                name="warning_open",
                condition=Q(reviewed_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(response__in=Response.values), name="warning_response"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(found="")),
                name="warning_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (~Q(withdrawn_because="") & Q(reviewed_at__isnull=True)),
                name="warning_withdrawn_says_why",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.reviewed_at is None and self.withdrawn_at is None


class Document(Entity):
    """A report as it came in. Nobody reads it as the person's before somebody held it against the paper.

    `person` is empty while it is not known whose it is. `digest` is of the content, so that the same paper twice is
    noticed.
    """

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    sent_by = models.CharField(max_length=200, blank=True)
    """Whom it came from, as the paper says."""
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    received_by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField()
    media_type = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, db_index=True)
    gist = models.TextField(blank=True)
    """What it says, in words that the person understands."""
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.RECEIVED)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    set_aside_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-received_at"], name="document_of_person"),
            models.Index(fields=["state", "received_at"], name="document_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[DocumentState.VERIFIED, DocumentState.RELEASED])
                | Q(person__isnull=False, verified_at__isnull=False, verified_by__isnull=False),
                name="document_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.RELEASED) | Q(released_at__isnull=False, released_by__isnull=False),
                name="document_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.SET_ASIDE) | ~Q(set_aside_because=""), name="document_aside_says_why"
            ),
            models.UniqueConstraint(
                fields=["person", "digest"],
                condition=~Q(state=DocumentState.SET_ASIDE),
                name="document_once_for_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AllergyQuerySet(models.QuerySet["Allergy"]):
    def live(self) -> AllergyQuerySet:
        return self.filter(ended_at__isnull=True)


class Allergy(Entity):
    """What somebody must not be given. It ends by a reason and stays to be read; what it says is never changed.

    `allergen` is the word by which a kitchen knows a food; empty where it has none, and then nothing can be chosen for
    them from a menu.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="allergies")
    kind = models.CharField(max_length=10, choices=AllergyKind.choices)
    substance = models.CharField(max_length=120)
    allergen = models.CharField(max_length=20, choices=Allergen.choices, blank=True)
    reaction = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=AllergySource.choices)
    noted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=200)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    objects = AllergyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "allergies"
        indexes = [models.Index(fields=["person"], name="allergy_live", condition=Q(ended_at__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=~Q(substance=""), name="allergy_says_to_what"),
            models.CheckConstraint(condition=Q(kind__in=AllergyKind.values), name="allergy_kind"),
            models.CheckConstraint(condition=Q(source__in=AllergySource.values), name="allergy_source"),
            models.CheckConstraint(condition=Q(allergen="") | Q(kind=AllergyKind.FOOD), name="allergy_of_food"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="allergy_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_because=""), name="allergy_ended_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.substance
