"""What a person was told about one thing, or why not, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.charter import showing
from almoner.charter.tracing import Chapter, Line, WhyNot
from almoner.console.outbox_words import ICONS, STATE_KINDS, kind_name, reason_said
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.messaging.enums import GONE, State
from almoner.messaging.models import Message
from almoner.people.enums import Channel
from almoner.timeline.words import say
from almoner.ui.templatetags.ui import when

CONDITIONS: dict[str, Lazy] = {
    "lead_hours_over": gettext_lazy(
        "Booked or moved less than %(wanted)s hours before it begins: one message soon after takes the place of this."
    ),
    "together": gettext_lazy("Booked or cancelled together with other visits: one message lists them all."),
    "fasting": gettext_lazy("There is no time by which to eat last."),
    "starts_hour_under": gettext_lazy("It begins at noon or later: they are told on the day itself."),
    "starts_hour_over": gettext_lazy("It begins before noon: they are told the day before."),
    "by": gettext_lazy("It was not cancelled from that side."),
    "told": gettext_lazy("They had not been told of the offer yet."),
    "leads_to": gettext_lazy("What was decided does not lead to a visit."),
    "outcome": gettext_lazy("It did not end in such a way."),
    "channel": gettext_lazy("They wrote to us by another way."),
    "proved_by_staff": gettext_lazy("A member of staff gave them the way in by hand."),
}
"""Why a standard does not apply, by the condition that was not met."""


def chapter_shown(chapter: Chapter) -> dict[str, Any]:
    said = say(chapter.event.kind, chapter.event.facts)
    return {
        "words": said.sentence,
        "at": chapter.event.at,
        "who": chapter.event.actor_name,
        "lines": [_line(line) for line in chapter.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    promise = line.promise
    return {
        "text": promise.said_in(of_reader()) if promise else showing.in_general(line.standard.key),
        "state": showing.state_shown(promise, clock.now()) if promise else "",
        "href": reverse("console:promise", args=[promise.reference]) if promise else "",
        "why_not": why_not(line),
        "taken_back": showing.why_taken_back(promise) if promise and promise.state == "withdrawn" else "",
        "messages": [message_shown(one) for one in line.messages],
    }


def why_not(line: Line) -> str:
    """Why nothing was promised; empty where something was."""
    if line.why_not == WhyNot.NOT_MET:
        name, wanted = line.unmet[0]
        return str(CONDITIONS[name]) % {"wanted": wanted} if name in CONDITIONS else _("It does not apply to this.")
    if line.why_not == WhyNot.TOO_LATE:
        return _("Its time, %(when)s, had passed when this happened.") % {"when": when(line.due)}
    if line.why_not == WhyNot.ONE_ALREADY:
        return _("It was promised to them already, and is promised once.")
    return _("The charter did not promise this then.") if line.why_not else ""


def message_shown(message: Message) -> dict[str, Any]:
    return {
        "href": reverse("console:message", args=[message.id]),
        "kind": kind_name(message.kind),
        "icon": ICONS[message.channel],
        "channel": str(Channel(message.channel).label),
        "state": message.get_state_display(),
        "state_kind": STATE_KINDS[State(message.state)],
        "what": _what(message),
        "tries": [
            {"at": one.at, "channel": str(Channel(one.channel).label), "result": one.get_result_display()}
            for one in message.tried.all()
        ],
    }


def _what(message: Message) -> str:
    """When it went or will, or why it did not."""
    if message.joined_to_id and message.state in GONE:
        return _("Travelled in another message about the same day, %(when)s.") % {"when": when(message.ended_at)}
    if message.state in GONE:
        return _("Went out %(when)s.") % {"when": when(message.ended_at)}
    if message.state == State.PLANNED:
        return _("Looked at again %(when)s.") % {"when": when(message.next_at)}
    return reason_said(message, None)
