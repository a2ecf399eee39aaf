"""Contacts: every call, e-mail, text, letter or word at the desk, who it was, and how it ended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.desk.enums import Channel, Direction
from almoner.people.models import Person, Staff


class Contact(Entity):
    """One contact. It belongs to a person only once it was made sure who it is; a number alone never says so (I-27)."""

    channel = models.CharField(max_length=10, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    number = models.CharField(max_length=300, blank=True)
    """As it was shown or written: a telephone number or an e-mail address."""
    number_key = models.CharField(max_length=300, blank=True, editable=False)
    """The number in one form, as `people.contact.key` writes it; empty where it is none."""
    asked = models.CharField(max_length=500, blank=True)
    """What they want, in their own words."""
    agent = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="contacts_taken")
    """None for a call that nobody answered."""
    started_at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contacts")
    caller = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contacts_for_others")
    """The carer who spoke for the person; None where they spoke themselves."""
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_by: models.JSONField[Any, Any] = models.JSONField(default=list)
    """What fitted: marks of `people.enums.Mark`, or `code_word`."""
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    """A code of `dispositions.toml`, or `ABANDONED`."""
    reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    """How urgent what is left open is, 1 to 5 (URG-11)."""
    promised_at = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)
    called_back_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    called_back_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="contact_ends_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(identified_at__isnull=True, person__isnull=True)
                | Q(identified_at__isnull=False, person__isnull=False),
                name="contact_person_is_identified",
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True) | Q(ended_at__isnull=False), name="contact_ends_before_reply"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5), name="contact_level"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-started_at"], name="contact_of_person"),
            models.Index(fields=["number_key", "-started_at"], name="contact_of_number"),
            models.Index(fields=["agent", "ended_at"], name="contact_of_agent"),
        ]

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def is_identified(self) -> bool:
        return self.identified_at is not None
