"""Who may change the catalogue, and whose word makes a preparation text safe to show."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.permissions import Permission


def can_manage(by: Actor) -> bool:
    return by.may(Permission.MANAGE_CATALOGUE)


def can_approve(by: Actor) -> bool:
    """Safety texts are a clinician's to approve."""
    return by.is_clinician
