"""Commands said twice are done once: the caller's key, what was asked under it, and what came of it (law I-40)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from almoner.core.actor import Actor
from almoner.core.models import CommandKey
from almoner.core.prepared import Prepared, insert
from almoner.core.refusal import Refused

_EARLIER = Prepared(lambda key: CommandKey.objects.filter(key=key))


class KeyUsedOtherwise(Refused):
    """The key belongs to a different request."""

    text = _("This form was already used for something else. Please start again.")


def answered_before(*, key: str, act: str, body: dict[str, Any]) -> Any:
    """What this key brought about before, or None. A key that asked for something else is refused."""
    earlier = _EARLIER.one(key=key)
    if earlier is None:
        return None
    if (earlier.act, earlier.body_digest) != (act, _digest(body)):
        raise KeyUsedOtherwise
    return apps.get_model(earlier.result_label).objects.get(pk=earlier.result_id)


def remember(*, key: str, act: str, body: dict[str, Any], result: Any) -> None:
    """Keep the key with its answer, in the transaction of the act. The answer must be a stored thing."""
    if not isinstance(result, models.Model):
        raise TypeError(f"{act} was given a key, but its answer cannot be found again")
    label, result_id = result._meta.label, str(result.pk)
    insert(CommandKey(key=key, act=act, body_digest=_digest(body), result_label=label, result_id=result_id))


def _digest(body: dict[str, Any]) -> str:
    told = sorted((name, _told(value)) for name, value in body.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _told(value: Any) -> str:
    """The same for the same thing in any process: things by their key, sets in order."""
    if isinstance(value, Actor):
        return str(value.staff_id or value.person_id or value.name)
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        return repr(sorted((str(name), _told(inner)) for name, inner in value.items()))
    if isinstance(value, AbstractSet):
        return repr(sorted(_told(inner) for inner in value))
    if isinstance(value, list | tuple):
        return repr([_told(inner) for inner in value])
    return repr(value)
