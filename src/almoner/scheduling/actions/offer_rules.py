"""Setting how a hospital offers times that come free."""

from __future__ import annotations

from typing import Any

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.sites import first_site
from almoner.scheduling.offer_models import OfferRules
from almoner.scheduling.refusals import RulesUnclear
from almoner.timeline.actions import record

NAMES = (
    "begins", "ends", "stops_before_minutes", "anyone_within_hours", "wave", "between_waves_minutes",
    "to_answer_minutes", "to_answer_by_phone_minutes",
)  # fmt: skip


@action
def set_offer_rules(*, changes: dict[str, Any], by: Actor) -> OfferRules:
    """Set rules of offering; they hold for offers made from now on (WL-1, WL-2, WL-4). Raises RulesUnclear."""
    by.need(Permission.MANAGE_CATALOGUE)
    unknown = set(changes) - set(NAMES)
    if unknown:
        raise TypeError(f"no such rule of offering: {sorted(unknown)}")
    site = first_site()
    if site is None:
        raise NotThere
    stored, _made = OfferRules.objects.select_for_update().get_or_create(site=site)
    before = {name: str(getattr(stored, name)) for name in NAMES}
    for name, value in changes.items():
        setattr(stored, name, value)
    _check(stored)
    stored.save()
    facts = {"before": before, "after": {name: str(getattr(stored, name)) for name in NAMES}}
    record(kind="offer.rules_changed", person=None, subject_id=stored.id, facts=facts, by=by)
    return stored


def _check(rules: OfferRules) -> None:
    in_order = rules.begins < rules.ends and rules.to_answer_minutes <= rules.to_answer_by_phone_minutes
    least = min(rules.wave, rules.between_waves_minutes, rules.to_answer_minutes)
    if not in_order or least < 1 or min(rules.stops_before_minutes, rules.anyone_within_hours) < 0:
        raise RulesUnclear
