"""Measures over contacts: how long people wait to be rung back, and how many calls nobody answered (TEL-7)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.desk.enums import ABANDONED, Channel, Direction
from almoner.desk.models import Contact, Ringing
from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows


def _rung_back() -> Rows:
    return Contact.objects.filter(called_back_at__isnull=False)


def _calls() -> Rows:
    return Contact.objects.filter(channel=Channel.CALL, direction=Direction.IN, ended_at__isnull=False)


def _answered() -> Rows:
    return Ringing.objects.filter(taken_by__isnull=False)


def _hung_up() -> Rows:
    return Ringing.objects.filter(taken_by__isnull=True, ended_at__isnull=False)


def _of_ringing(ringing: Ringing) -> About | None:
    return About("contact", ringing.contact_id) if ringing.contact_id else None


def _urgent(urgent: object) -> str:
    return str(_("Said that it is an emergency") if urgent else _("All others"))


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

_RINGING: dict[str, Any] = {
    "kind": Kind.WAIT,
    "clock": _("The moment at which the call began to ring."),
    "at": "since",
    "length": Seconds("since", "ended_at"),
    "more_is_better": False,
    "person": "contact__person",
    "channel": Value(Channel.CALL.value),
    "about": _of_ringing,
    "with_them": ("contact__person",),
}

ANSWER_WAIT = Measure(
    key="answer-wait",
    name=_("Wait until a call is answered"),
    meaning=_(
        "How long calls rang until somebody of us took them. Nine in ten waited no longer than the second number."
    ),
    left_out=_("Calls that ended before anybody answered, and those that still ring."),
    rows=_answered,
    parts={
        "chosen": Part(_("Language chosen at the first prompt"), F("language")),
        "urgent": Part(_("At the first prompt"), F("urgent"), _urgent),
    },
    **_RINGING,
)

GIVE_UP_WAIT = Measure(
    key="give-up-wait",
    name=_("Wait until a caller gives up"),
    meaning=_("How long callers let it ring before they hung up without an answer."),
    left_out=_("Calls that were answered, and those that still ring."),
    rows=_hung_up,
    parts={"chosen": Part(_("Language chosen at the first prompt"), F("language"))},
    **_RINGING,
)
