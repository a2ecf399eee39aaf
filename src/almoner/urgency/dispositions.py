"""How a decision ends a call (URG-3): the level at which somebody then waits, by when, what follows, and what they are
told. Each call ends with what to do if it gets worse; that is said by every message and page that says one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.urgency.enums import Disposition, Level


class LeadsTo(StrEnum):
    """What staff do next."""

    HANDOVER = "handover"
    VISIT = "visit"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Way:
    """One disposition. `minutes` is by when they are to be seen, never later than the level allows."""

    code: Disposition
    level: Level
    minutes: int
    leads_to: LeadsTo
    told: str | Promise
    """What the person is told. No diagnosis, no word of what they said."""


_D, _L = Disposition, LeadsTo
_WAYS = (
    Way(_D.EMERGENCY_NUMBER, Level.EMERGENCY, 0, _L.HANDOVER,
        _("You need the emergency service now. If nobody is with you yet, ring the emergency number yourself.")),
    Way(_D.EMERGENCY_DEPARTMENT, Level.URGENT_HOUR, 60, _L.ADVICE,
        _("Please go to the emergency department now. Let somebody take you, and do not drive yourself.")),
    Way(_D.EMERGENCY_OR_CLINIC, Level.URGENT_HOUR, 60, _L.VISIT,
        _("You need to be seen within the hour: here with us, or in the emergency department.")),
    Way(_D.CLINIC_SOON, Level.SAME_DAY, 120, _L.VISIT, _("You need to be seen here within two hours.")),
    Way(_D.TODAY, Level.SAME_DAY, 240, _L.VISIT, _("You need to be seen within four hours.")),
    Way(_D.TODAY_OR_TOMORROW, Level.DAYS, 24 * 60, _L.VISIT, _("You need to be seen today or tomorrow.")),
    Way(_D.THREE_DAYS, Level.DAYS, 3 * 24 * 60, _L.VISIT, _("You need to be seen within three days.")),
    Way(_D.TWO_WEEKS, Level.ROUTINE, 14 * 24 * 60, _L.VISIT, _("You need to be seen within two weeks.")),
    Way(_D.SELF_CARE, Level.ROUTINE, 14 * 24 * 60, _L.ADVICE,
        _("You can look after this at home, in the way that we told you.")),
)  # fmt: skip
WAYS: dict[str, Way] = {way.code.value: way for way in _WAYS}
"""By code, in the order in which they are offered: the soonest first."""

_USUAL = {1: _D.EMERGENCY_NUMBER, 2: _D.EMERGENCY_OR_CLINIC, 3: _D.TODAY, 4: _D.THREE_DAYS, 5: _D.TWO_WEEKS}


def usual(level: int, suggested: str = "") -> Way:
    """The one that is proposed for a level; self-care where the rules suggested it."""
    if level == Level.ROUTINE and suggested == Disposition.SELF_CARE:
        return WAYS[Disposition.SELF_CARE]
    return WAYS[_USUAL[level]]


def leads_to(level: int, code: str) -> LeadsTo:
    """What follows a decision; of one without a disposition, what usually follows its level."""
    return WAYS[code].leads_to if code in WAYS else usual(level).leads_to
