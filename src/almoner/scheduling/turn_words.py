"""Why it was somebody's turn, as staff read it in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import clock, days, languages


def said(reason: Mapping[str, Any]) -> str:
    """One line, from what `turns` kept with the offer. Older offers kept English words instead."""
    if "words" in reason:
        return str(reason["words"])
    if "out_of_turn" in reason:
        return _("out of turn, by %(name)s: %(reason)s") % {"name": reason["by"], "reason": reason["out_of_turn"]}
    return _by_turn(reason)


def _by_turn(reason: Mapping[str, Any]) -> str:
    offered, visit = (_day(reason[name]) for name in ("last_offered_at", "has_visit_at"))
    waited, share = reason["waited_days"], round(reason["share_waited"] * 100)
    return languages.listed(
        [
            _("level %(level)s") % {"level": reason["level"]},
            ngettext("waited %(days)s day", "waited %(days)s days", round(waited)) % {"days": waited},
            _("%(share)s%% of the target") % {"share": share},
            ngettext("needs %(count)s hour's notice", "needs %(count)s hours' notice", reason["notice_hours"])
            % {"count": reason["notice_hours"]},
            _("last offered something on %(day)s") % {"day": offered} if offered else _("never offered anything"),
            _("has a visit on %(day)s") % {"day": visit} if visit else _("has no visit yet"),
            *_as_wished(reason),
            *_by_hand(reason),
        ]
    )


def _as_wished(reason: Mapping[str, Any]) -> Iterator[str]:
    """How much of what would be good the time meets, and whether that decided (APT-5)."""
    if told := reason.get("wishes", 0):
        words = ngettext("%(met)s of %(told)s further wish is met", "%(met)s of %(told)s further wishes are met", told)
        yield words % {"met": reason["wishes_met"], "told": told}
    if better := reason.get("suits_better_than", 0):
        words = ngettext(
            "suits them better than %(count)s other whose turn it was as much",
            "suits them better than %(count)s others whose turn it was as much",
            better,
        )
        yield words % {"count": better}


def by_hand(reason: Mapping[str, Any]) -> str:
    """Who sent an offer and why, where a person did; nothing where it went out by itself."""
    if "out_of_turn" in reason:
        return said(reason)
    return languages.listed(_by_hand(reason))


def _by_hand(reason: Mapping[str, Any]) -> list[str]:
    if "pushed_by" not in reason:
        return []
    if reason.get("note"):
        return [_("sent by %(name)s: %(reason)s") % {"name": reason["pushed_by"], "reason": reason["note"]}]
    return [_("sent by %(name)s") % {"name": reason["pushed_by"]}]


def _day(iso: str | None) -> str:
    return days.short(clock.shown(datetime.fromisoformat(iso)).date()) if iso else ""
