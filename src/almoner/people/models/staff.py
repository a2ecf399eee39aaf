"""Who works here, and in which roles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core import clock
from almoner.core.models import Entity
from almoner.core.permissions import STAFF_ROLES
from almoner.people.enums import Sex
from almoner.people.models.persons import Site
from almoner.people.professions import profession_name


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

    @property
    def profession_name(self) -> str:
        """The profession in the language in force."""
        return profession_name(self.profession)


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
