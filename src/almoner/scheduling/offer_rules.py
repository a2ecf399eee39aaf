"""The rules of offering that hold in this hospital."""

from __future__ import annotations

from datetime import timedelta

from almoner.people.sites import first_site
from almoner.scheduling.offer_models import OfferRules
from almoner.scheduling.offering import USUAL, Rules


def stored_rules() -> OfferRules | None:
    """What the hospital has set: its first site speaks for the house. None where it has set nothing."""
    site = first_site()
    return OfferRules.objects.filter(site=site).first() if site else None


def rules_in_force() -> Rules:
    """What the hospital has set, else what is usual."""
    stored = stored_rules()
    if stored is None:
        return USUAL
    return Rules(
        begins=stored.begins,
        ends=stored.ends,
        stops_before=timedelta(minutes=stored.stops_before_minutes),
        anyone_within=timedelta(hours=stored.anyone_within_hours),
        wave=stored.wave,
        between_waves=timedelta(minutes=stored.between_waves_minutes),
        to_answer=timedelta(minutes=stored.to_answer_minutes),
        to_answer_by_phone=timedelta(minutes=stored.to_answer_by_phone_minutes),
    )
