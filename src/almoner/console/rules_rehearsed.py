"""A rehearsal and its signatures as the templates take them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from almoner.console.triage_rows import level_shown
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.urgency import rehearsal as rehearsing
from almoner.urgency.models import RuleChange, RuleRehearsal
from almoner.urgency.rehearsal import Moved, Rehearsal
from almoner.urgency.rule_queries import requests_seen
from almoner.urgency.rules import may_sign_rules

SHOWN = 30
"""So many of the hospital's own requests are listed; of stored cases all are."""


def rehearsal_shown(found: Rehearsal, by: Actor) -> dict[str, Any]:
    """What falls first. The hospital's requests are links for those who may see them, and numbers for all others."""
    own = found.own
    seen = requests_seen([UUID(one.id) for one in own.moved], by)
    return {
        "parts": found,
        "falling": [_stored(one) for one in found.development.falling],
        "rising": [_stored(one) for one in found.development.rising],
        "own_falling": [_own(one, seen) for one in own.falling if one.id in seen][:SHOWN],
        "own_rising": [_own(one, seen) for one in own.rising if one.id in seen][:SHOWN],
        "unseen": sum(one.id not in seen for one in own.moved),
        "nothing": not any(part.fall or part.rise for part in found.parts),
    }


def _levels(one: Moved) -> dict[str, Any]:
    return {
        "before": level_shown(one.before),
        "after": level_shown(one.after),
        "loses_emergency": one.before == rehearsing.EMERGENCY,
    }


def _stored(one: Moved) -> dict[str, Any]:
    """`right` says whether the change brings the case to the level that it should have."""
    case = rehearsing.texts().get(one.id)
    return {
        "id": one.id,
        "text": case.text if case else "",
        "language": case.language if case else "",
        "expected": level_shown(one.expected) if one.expected else None,
        "right": one.after == one.expected,
        "too_low": one.falls and one.too_low,
        **_levels(one),
    }


def _own(one: Moved, seen: dict[str, Any]) -> dict[str, Any]:
    request = seen[one.id]
    href = reverse("console:request", args=[request.id])
    return {"request": request, "href": href, **_levels(one)}


def signing_shown(change: RuleChange, latest: RuleRehearsal, version: str, by: Actor) -> dict[str, Any]:
    """Who signed, and what whoever looks may do now."""
    signatures = list(latest.signatures.all())
    outdated = change.is_open and latest.on != version
    proposed = change.by_id == by.staff_id
    signed = any(one.by_id == by.staff_id for one in signatures)
    may_sign = change.is_open and may_sign_rules(by)
    return {
        "signatures": signatures,
        "missing": max(0, latest.signatures_needed - len(signatures)),
        "outdated": outdated,
        "proposed": proposed,
        "signed": signed,
        "signs": may_sign and not (outdated or proposed or signed),
        "turns_down": change.is_open and (proposed or by.may(Permission.SIGN_RULES)),
        "rehearses": change.is_open and by.may(Permission.PROPOSE_RULES),
    }
