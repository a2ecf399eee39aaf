"""What every room's tables share, and the audit chain's own."""

from __future__ import annotations

from typing import Any

from django.db import models

from almoner.core import clock
from almoner.core.identifiers import new_id


class Entity(models.Model):
    """Anything with an identity: a random key that is safe in a link, and when it came to be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class AuditEntry(models.Model):
    """One link of the audit chain. Written once by `core.audit`; the database refuses changes and deletions."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    for_person_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True, db_index=True)
    via = models.CharField(max_length=20)
    origin = models.CharField(max_length=64, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["actor_id", "at"], name="audit_actor")]


class AuditHead(models.Model):
    """The end of the chain: one row, locked by whoever adds a link, so that the chain never forks (law I-32)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class CommandKey(models.Model):
    """A command that was carried out under the caller's key, so that saying it twice does it once (law I-40)."""

    key = models.CharField(max_length=80, primary_key=True)
    act = models.CharField(max_length=80)
    body_digest = models.CharField(max_length=64)
    result_label = models.CharField(max_length=80, blank=True)
    result_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)


class Setting(models.Model):
    """A value that belongs to the data and not to the machine, such as whether this is the rehearsal hospital."""

    name = models.CharField(max_length=60, primary_key=True)
    value: models.JSONField[Any, Any] = models.JSONField()
