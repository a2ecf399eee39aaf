"""Measures over contacts: how long people wait to be rung back, and how many calls nobody answered (TEL-7)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.desk.enums import ABANDONED, Channel, Direction
from almoner.desk.models import Contact
from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows


def _rung_back() -> Rows:
    return Contact.objects.filter(called_back_at__isnull=False)


def _calls() -> Rows:
    return Contact.objects.filter(channel=Channel.CALL, direction=Direction.IN, ended_at__isnull=False)


def _about(contact: Contact) -> About:
    return About("contact", contact.id)


def _what(contact: Contact) -> str:
    return contact.asked or contact.reason


def _team(team: str | None) -> str:
    return team or str(_("Nobody took it"))


_SHARED: dict[str, Any] = {
    "channel": F("channel"),
    "about": _about,
    "what": _what,
    "more_is_better": False,
}

CALL_BACK_WAIT = Measure(
    key="call-back-wait",
    kind=Kind.WAIT,
    name=_("Wait for a call back"),
    meaning=_("How long it took from the end of a contact until we rang back."),
    left_out=_("Contacts that left nothing open, and those that nobody has rung back yet."),
    clock=_("The moment at which we rang back."),
    rows=_rung_back,
    at="called_back_at",
    length=Seconds("ended_at", "called_back_at"),
    **_SHARED,
)

GIVEN_UP = Measure(
    key="calls-given-up",
    kind=Kind.SHARE,
    name=_("Calls given up"),
    meaning=_("Of all calls that came in, how many ended before anybody answered."),
    left_out=_("Calls that we made, and those that still go on."),
    clock=_("The moment at which the call began."),
    rows=_calls,
    at="started_at",
    good=Q(outcome=ABANDONED),
    yes=_("Given up"),
    no=pgettext_lazy("a call", "Answered"),
    parts={"agent": Part(_("Taken by"), F("agent__name"), _team)},
    **_SHARED,
)
