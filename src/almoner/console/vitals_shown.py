"""A set of vital signs as the templates take it: values as typed and as kept, the score with its parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.core import languages
from almoner.records import units
from almoner.records.alarms import alarm_of
from almoner.records.enums import OxygenScale, Response, Sign
from almoner.records.models import EarlyWarning, VitalSigns
from almoner.records.queries import Trend
from almoner.urgency.news2 import NO_SCORE

PLACES = {Sign.TEMPERATURE: 1, Sign.WEIGHT: 1, Sign.GLUCOSE: 1}
"""Digits after the point; other signs are whole numbers."""
SCORED = {Sign.TEMPERATURE: "temperature_c"}
"""The name of a sign in NEWS2, where it is another."""


def set_shown(vitals: VitalSigns) -> dict[str, Any]:
    corrected = getattr(vitals, "corrected_by", None)
    return {
        "set": vitals,
        "signs": [_sign(vitals, sign) for sign in Sign.values if vitals.value(sign) is not None],
        "more": _more(vitals),
        "score": score_shown(vitals),
        "confirmed": confirmed_shown(vitals.confirmed),
        "struck": corrected,
        "why_struck": corrected.why_corrected if corrected else "",
        "correct_href": "" if corrected else reverse("console:correct_vitals", args=[vitals.id]),
    }


def sets_shown(sets: Iterable[VitalSigns]) -> list[dict[str, Any]]:
    return [set_shown(one) for one in sets]


def _sign(vitals: VitalSigns, sign: str) -> dict[str, Any]:
    typed = vitals.as_entered.get(sign, {})
    unit = units.KEPT_IN[sign]
    return {
        "label": Sign(sign).label,
        "value": said(sign, vitals.value(sign)),
        "unit": unit,
        "typed": f"{typed['value']} {typed['unit']}" if typed and typed["unit"] != unit else "",
        "part": vitals.news2_parts.get(SCORED.get(Sign(sign), sign)),
        "odd": any(one["sign"] == sign for one in vitals.confirmed),
    }


def said(sign: str, value: Any) -> str:
    return f"{value:.{PLACES.get(Sign(sign), 0)}f}"


def _more(vitals: VitalSigns) -> list[tuple[str, Any]]:
    """What is no number: oxygen, consciousness, pregnancy, where it comes from."""
    oxygen = {True: _("Oxygen given"), False: _("Air"), None: ""}[vitals.on_oxygen]
    lower = vitals.oxygen_scale == OxygenScale.LOWER_TARGET
    said_so = [
        (_("Breathing"), oxygen),
        (_("Target"), _("88–92 %%, by %(who)s") % {"who": vitals.scale_noted} if lower else ""),
        (_("Consciousness"), vitals.get_consciousness_display() if vitals.consciousness else ""),
        (_("Pregnancy"), _("yes") if vitals.pregnant else ""),
        (_("Source"), vitals.get_source_display()),
    ]
    return [(name, value) for name, value in said_so if value]


def score_shown(vitals: VitalSigns) -> dict[str, Any]:
    """The score with its parts, or why there is none; and what it asks for."""
    alarm = alarm_of(vitals)
    return {
        "total": vitals.news2,
        "parts": [{"label": score_label(name), "score": score} for name, score in vitals.news2_parts.items() if score],
        "missing": [score_label(name) for name in vitals.missing] if vitals.news2 is not None else [],
        "none_because": none_because(vitals) if vitals.news2 is None else "",
        "alarm": Response(alarm.response).label if alarm else "",
        "kind": {None: "green", Response.URGENT: "saffron", Response.EMERGENCY: "red"}[
            alarm.response if alarm else None
        ],
    }


def none_because(vitals: VitalSigns) -> str:
    if vitals.pregnant:
        return _("NEWS2 does not count in pregnancy.")
    if vitals.person.age_on(vitals.taken_at.date()) < 16:
        return _("NEWS2 does not count under 16.")
    return _("Nothing that NEWS2 counts was measured.")


def score_label(name: str) -> str:
    others = {"on_oxygen": _("Oxygen given"), "consciousness": _("Consciousness"), "temperature_c": _("Temperature")}
    return str(others.get(name) or Sign(name).label)


def confirmed_shown(confirmed: Iterable[dict[str, Any]]) -> list[str]:
    """“Oxygen saturation 48 %: unusual, confirmed by …”, a line for each sign."""
    words = {"unusual": _("unusual"), "jump": _("changed suddenly")}
    signs: dict[str, list[dict[str, Any]]] = {}
    for one in confirmed:
        signs.setdefault(one["sign"], []).append(one)
    return [
        _("%(sign)s %(value)s %(unit)s: %(why)s. Confirmed by %(who)s.")
        % {
            "sign": Sign(sign).label,
            "value": said(sign, Decimal(found[0]["value"])),
            "unit": units.KEPT_IN[sign],
            "why": languages.listed(words.get(one["why"], one["why"]) for one in found),
            "who": found[0].get("by", ""),
        }
        for sign, found in signs.items()
    ]


def warning_shown(warning: EarlyWarning) -> dict[str, Any]:
    """What it asks for and why, in words."""
    why = [
        _("NEWS2 %(score)s") % {"score": warning.score}
        if one == "total"
        else _("vital signs for this age")
        if one == "level"
        else _("%(sign)s alone scores 3") % {"sign": score_label(one)}
        for one in warning.why
    ]
    return {
        "warning": warning,
        "asks": Response(warning.response).label,
        "kind": "red" if warning.response == Response.EMERGENCY else "saffron",
        "why": why,
        "href": reverse("console:clinical", args=[warning.person_id]),
    }


def worst_of_each(warnings: Iterable[EarlyWarning]) -> list[dict[str, Any]]:
    """One line for each person: their most urgent warning, and since when the first waits. Most urgent first."""
    people: dict[Any, list[EarlyWarning]] = {}
    for one in warnings:
        people.setdefault(one.person_id, []).append(one)
    return [
        warning_shown(_worst(ones)) | {"since": min(one.created_at for one in ones), "count": len(ones)}
        for ones in sorted(people.values(), key=lambda ones: (_worst(ones).response, ones[0].created_at))
    ]


def _worst(warnings: Iterable[EarlyWarning]) -> EarlyWarning:
    """Emergency before urgent, then the latest."""
    newest = sorted(warnings, key=lambda one: one.created_at, reverse=True)
    return min(newest, key=lambda one: one.response)


def trend_shown(trend: Trend, *, scored: bool) -> dict[str, Any]:
    """A series for its drawing and the table behind it. The band is where NEWS2 gives no points, where it counts."""
    return {
        "title": Sign(trend.sign).label,
        "unit": trend.unit,
        "band": NO_SCORE.get(trend.sign) if scored else None,
        "points": [
            {"at": point.at, "value": float(point.value), "said": said(trend.sign, point.value)}
            for point in trend.points
        ],
    }
