"""What `almoner check` is told of the charter."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from almoner.charter.book import charter
from almoner.charter.standard import FaultyCharter
from almoner.messaging import kinds


def register_checks() -> None:
    register(charter_is_sound)


def charter_is_sound(app_configs: Any, **options: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django calls it so
    """Faults of the charter file, and messages that it wants sent and nobody knows how to write."""
    try:
        standards = charter().standards.values()
    except FaultyCharter as faulty:
        return [Error(fault, id="charter.E001") for fault in faulty.faults]
    return [
        Error(f"standard {standard.key}: nobody writes messages of the kind “{sending.kind}”", id="charter.E002")
        for standard in standards
        for sending in standard.sends
        if kinds.kind(sending.kind) is None
    ]
