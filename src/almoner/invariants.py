"""All laws of all rooms, and which of them do not hold. Run in tests, nightly, and on every restored backup."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from almoner.core.law import Law


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a law does not hold."""

    law: str
    says: str
    where: str


def laws() -> list[Law]:
    """The laws of every installed room, in the order of the rooms."""
    found: list[Law] = []
    for room in apps.get_app_configs():
        if room.name.startswith("almoner.") and find_spec(f"{room.name}.laws"):
            found.extend(import_module(f"{room.name}.laws").LAWS)
    return found


def broken_laws() -> list[Finding]:
    """Hold every law against the data as it is now."""
    return [Finding(law.id, law.says, where) for law in laws() for where in law.broken()]
