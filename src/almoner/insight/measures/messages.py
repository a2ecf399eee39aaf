"""Measures over the outbox."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from almoner.insight.measure import About, Kind, Measure, Part, Rows
from almoner.messaging.enums import GONE, State, Why
from almoner.messaging.models import Message


def _ended() -> Rows:
    return Message.objects.filter(state__in=(*GONE, State.UNDELIVERABLE))


def _about(message: Message) -> About:
    return About("message", message.id)


def _what(message: Message) -> str:
    return f"{message.kind} · {_why(message.ended_how)}" if message.ended_how else message.kind


def _why(why: str) -> str:
    return str(Why(why).label) if why else str(_("Went out"))


FAILED = Measure(
    key="messages-failed",
    kind=Kind.SHARE,
    name=_("Messages that reached nobody"),
    meaning=_("Of all messages that went out or should have, how many could not be delivered by any way."),
    left_out=_("Messages that were withdrawn because they were no longer right, and those that still wait."),
    clock=_("The moment at which it went out or was given up."),
    rows=_ended,
    at="ended_at",
    good=Q(state=State.UNDELIVERABLE),
    yes=_("Reached nobody"),
    no=_("Went out"),
    more_is_better=False,
    channel=F("channel"),
    parts={
        "kind": Part(_("Kind of message"), F("kind")),
        "why": Part(_("Why"), F("ended_how"), _why),
    },
    about=_about,
    what=_what,
)
