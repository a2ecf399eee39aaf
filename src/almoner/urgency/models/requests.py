"""Requests for help: the words as written, what the rules suggested, what a clinician decided, and who is looking."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.models import Person, Site, Staff
from almoner.urgency.enums import (
    LIVE,
    UNDECIDED,
    AlarmReason,
    Disposition,
    Level,
    Outcome,
    RaiseReason,
    RequestChannel,
    RequestState,
)

CLOSED = RequestState.CLOSED
IS_LEVEL = Q(level__gte=1, level__lte=5)


class RequestQuerySet(models.QuerySet["Request"]):
    def live(self) -> RequestQuerySet:
        return self.filter(state__in=LIVE)

    def undecided(self) -> RequestQuerySet:
        return self.filter(state__in=UNDECIDED)

    def waiting_at(self, site: Site) -> RequestQuerySet:
        """Those in the queue of a site; what belongs to no site is in every queue."""
        return self.filter(Q(site=site) | Q(site__isnull=True))


class Request(Entity):
    """Somebody asks for help. Whoever they are, they wait at full urgency; who they are is settled beside it (URG-10).

    `level` is the level in force: the latest decision or raise, else the suggestion; `due_at` is by when they are to be
    seen at that level. `danger_at` is since when a danger sign stands that no clinician has looked at yet.
    """

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="requests", null=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="requests", null=True)
    name_given = models.CharField(max_length=200, blank=True)
    contact_given = models.CharField(max_length=300, blank=True)
    age_given = models.FloatField(null=True)
    words = models.TextField(blank=True)
    """As written or said, never edited."""
    language = models.CharField(max_length=12, default="en")
    channel = models.CharField(max_length=10, choices=RequestChannel.choices)
    pregnant = models.BooleanField(null=True)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    vitals: models.JSONField[Any, Any] = models.JSONField(default=dict)
    danger_answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    danger_answered_at = models.DateTimeField(null=True)
    danger_at = models.DateTimeField(null=True)
    crisis = models.CharField(max_length=20, blank=True)
    service_code = models.CharField(max_length=40, blank=True)
    appointment_id = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    """The stay or treatment that it follows, when a recovery check brought it back (FUP-10)."""
    earlier = models.ForeignKey("self", models.PROTECT, related_name="later", null=True)
    """The request about the same problem before this one."""
    state = models.CharField(max_length=16, choices=RequestState.choices, default=RequestState.WAITING)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["level", "due_at"], name="request_queue", condition=Q(state__in=LIVE)),
            models.Index(fields=["person", "-created_at"], name="request_person"),
            models.Index(fields=["state", "due_at"], name="request_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=IS_LEVEL, name="request_level"),
            models.CheckConstraint(
                condition=Q(state=CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="request_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name_given="") | ~Q(contact_given=""), name="request_of_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(danger_at__isnull=False, level__gt=1), name="request_danger_is_never_routine"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.name_given or self.contact_given


class Suggestion(Entity):
    """What the rules said of a request at one moment. Never changed, never taken for a decision (URG-1).

    `number` counts those of one request, from 1.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="suggestions")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    disposition = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    abstained = models.BooleanField(default=False)
    rules_version = models.CharField(max_length=40)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Reasons with their rules and the person's words, and what was missing: `Assessment.as_facts`."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=IS_LEVEL, name="suggestion_level"),
            models.UniqueConstraint(fields=["request", "number"], name="suggestion_number"),
        ]


class Decision(Entity):
    """What a clinician decided, beside what was suggested. Never changed; a later one takes its place."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    suggested = models.PositiveSmallIntegerField(choices=Level.choices)
    before = models.PositiveSmallIntegerField(choices=Level.choices)
    """The level in force until then."""
    disposition = models.CharField(max_length=24, choices=Disposition.choices, blank=True, default="", db_default="")
    """What is to be done, and by when; empty where only a level was decided."""
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="urgency_decisions")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=IS_LEVEL, name="decision_level"),
            models.UniqueConstraint(fields=["request", "number"], name="decision_number"),
            models.CheckConstraint(
                condition=Q(level=F("suggested"), before__gte=F("level")) | ~Q(reason=""), name="decision_has_reason"
            ),
        ]


class Raise(Entity):
    """A request that became more urgent without a decision. It never goes the other way."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="raises")
    number = models.PositiveIntegerField()
    before = models.PositiveSmallIntegerField(choices=Level.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    why = models.CharField(max_length=10, choices=RaiseReason.choices)
    note = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="raise_number"),
            models.CheckConstraint(condition=IS_LEVEL & Q(level__lte=F("before")), name="raise_only_raises"),
        ]


class Watch(Entity):
    """Who is looking at a request, or at the queue as a whole where `request` is None (URG-7, URG-8)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="watches", null=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="urgency_watches")
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "staff"],
                condition=Q(ended_at__isnull=True, request__isnull=False),
                name="watch_request_once",
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at__isnull=True, request__isnull=True), name="watch_queue_once"
            ),
        ]


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def unheard(self) -> AlarmQuerySet:
        return self.filter(heard_at__isnull=True)


class Alarm(Entity):
    """Something that is not only listed: what came while the hospital was closed, or a queue nobody watches (URG-6,
    URG-7). It stands on every page of who triages until somebody says that they have heard it."""

    why = models.CharField(max_length=12, choices=AlarmReason.choices)
    request = models.ForeignKey(Request, models.PROTECT, related_name="alarms", null=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", null=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    """The most urgent of what it is about."""
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey(Staff, models.PROTECT, related_name="alarms_heard", null=True)
    heard_by_name = models.CharField(max_length=200, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["level", "created_at", "id"]
        indexes = [models.Index(fields=["created_at"], name="alarm_unheard", condition=Q(heard_at__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=IS_LEVEL, name="alarm_level"),
            models.CheckConstraint(
                condition=Q(why=AlarmReason.AFTER_HOURS, request__isnull=False)
                | Q(why=AlarmReason.UNWATCHED, request__isnull=True, site__isnull=False),
                name="alarm_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True, heard_by_name="", heard_by__isnull=True)
                | Q(heard_at__isnull=False) & ~Q(heard_by_name=""),
                name="alarm_heard_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(heard_at__isnull=True, request__isnull=False), name="alarm_request_once"
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(heard_at__isnull=True, request__isnull=True), name="alarm_queue_once"
            ),
        ]


class Handover(Entity):
    """The emergency service was told of somebody: when, by whom, and word for word what. Never changed."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="handovers")
    said: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Pairs of a heading and what was read out under it, in the language of who read it."""
    incident = models.CharField(max_length=60, blank=True)
    """The number under which the emergency service has it."""
    by = models.ForeignKey(Staff, models.PROTECT, related_name="handovers")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["created_at", "id"]
