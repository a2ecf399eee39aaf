"""Why there is no time, in words, and what comes nearest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core.actor import Actor
from almoner.scheduling.needs import needs_of
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import ANYTHING, find_times
from almoner.scheduling.times import Time

WISHES: dict[str, str | Promise] = {
    "parts_of_day": _("at any time of the day"),
    "weekdays": _("on any day of the week"),
    "clinician_id": _("with any clinician"),
    "sex": _("with a woman or a man"),
    "language": _("in another language"),
    "step_free": _("in a room with steps"),
    "interpreter": _("without an interpreter"),
}
"""What one could do without, least painful first, and how that is said."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What there is if they did without one wish, or looked further ahead."""

    without: str | Promise
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class WhyNone:
    reasons: tuple[str | Promise, ...]
    instead: tuple[Instead, ...]


def why_none(
    service: Service,
    *,
    from_at: datetime | None = None,
    until: date | None = None,
    preferences: Preferences = ANYTHING,
    level: int = 5,
    by: Actor,
) -> WhyNone:
    """Say which part is lacking, and give the nearest times without one wish each, or later."""
    reasons: list[Any] = [
        _("Nobody and nothing fits for: %(what)s.") % {"what": str(need.label)}
        for need in needs_of(service, preferences)
        if not need.resources().exists()
    ]
    instead = []
    if until:
        later = find_times(service, from_at=from_at, limit=3, preferences=preferences, level=level, by=by)
        if later:
            reasons.append(_("Everything is taken in the days that you asked for."))
            instead.append(Instead(_("later"), tuple(later)))
    for wish, without in WISHES.items():
        if not getattr(preferences, wish):
            continue
        eased = replace(preferences, **{wish: getattr(ANYTHING, wish)})
        times = find_times(service, from_at=from_at, until=until, limit=3, preferences=eased, level=level, by=by)
        if times:
            instead.append(Instead(without, tuple(times)))
    if not reasons:
        reasons.append(_("Everybody and everything that is needed together is taken, or no days are open yet."))
    return WhyNone(tuple(reasons), tuple(instead))
