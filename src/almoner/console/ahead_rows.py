"""What will become of a message, in words: when it goes, how, to which address, why, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from almoner.charter.models import Promise
from almoner.console.outbox_words import ICONS, kind_name, reason_said
from almoner.core import clock
from almoner.core.languages import listed, of_reader
from almoner.messaging.addresses import Hindrance
from almoner.messaging.foreseeing import Foreseen
from almoner.messaging.models import Message
from almoner.messaging.settling import DIED, Course
from almoner.people.enums import Channel, ContactKind
from almoner.ui.languages import name_of
from almoner.ui.templatetags.ui import when

HINDRANCES: dict[Hindrance, Lazy] = {
    Hindrance.SAID_NO: gettext_lazy("they said no"),
    Hindrance.NOT_ASKED: gettext_lazy("they have not agreed"),
    Hindrance.NOT_SUITED: gettext_lazy("it does not suit what they need"),
    Hindrance.NO_ADDRESS: gettext_lazy("there is no address or number that works"),
    Hindrance.NOT_ARRIVING: gettext_lazy("texts to their number do not arrive"),
}


def ahead_row(one: Foreseen, promise: Promise | None, day: date) -> dict[str, Any]:
    """A line of `day`. The address is masked: whoever needs all of it opens the message, which is traced."""
    message, channel = one.message, one.settled.ways[0] if one.goes else ""
    return {
        "href": reverse("console:message", args=[message.id]),
        "kind": kind_name(message.kind),
        "who": message.person.name,
        "goes": one.goes,
        "at": one.at,
        "at_clock": day == clock.local(one.at).date(),
        "channel": str(Channel(channel).label) if channel else "",
        "icon": ICONS.get(channel, ""),
        "address": masked(one.point.kind, one.point.value) if one.point and not one.travels_in else "",
        "language": name_of(one.settled.language),
        "why": promise.said_in(of_reader()) if promise else _("It serves no promise of its own."),
        "about": about(one),
        "notes": notes(one),
    }


def about(one: Foreseen) -> str:
    """The day on which the visit is that it tells of; empty where it tells of none."""
    moment = (one.settled.values or {}).get("when")
    return _("Visit: %(when)s.") % {"when": when(moment)} if moment else ""


def notes(one: Foreseen) -> list[str]:
    """All that is not as it was planned, and what it travels with."""
    said = [*_course(one), *_travel(one)]
    if one.message.handed_at:
        said.append(_("It is on its way to the provider now."))
    return [*said, *_hindered(one)]


def _course(one: Foreseen) -> list[str]:
    if one.settled.because == DIED:
        return [_("Will not go: they have died.")]
    if one.settled.course == Course.WITHDRAWN:
        return [_("Will not go: by then it is no longer right (cancelled, moved, past or answered).")]
    if one.told_otherwise:
        return [_("Will not go: another message tells them the same by the only way there is.")]
    if one.settled.why:
        return [_("Will not go, and a person is asked to see to it: %(why)s") % {"why": one.settled.why.label}]
    if one.at > one.looked_at:
        return [_("Ready at %(time)s; waits for the end of the quiet hours.") % {"time": when(one.looked_at)}]
    return []


def _travel(one: Foreseen) -> list[str]:
    if one.travels_in:
        return [_("Travels in another message to them about the same day.")]
    count = len(one.carries)
    said = ngettext(
        "%(count)d more message to them travels in it.", "%(count)d more messages to them travel in it.", count
    )
    return [said % {"count": count}] if count else []


def _hindered(one: Foreseen) -> list[str]:
    """Planned ways that cannot be used and would come before the one taken, by what stands against them."""
    if one.travels_in:
        return []
    taken = one.settled.ways[0] if one.goes else ""
    before = set(takewhile(lambda way: way != taken, one.message.ways[one.message.way :]))
    against = {way: what for way, what in one.hindered if way in before}
    return [
        _("Not by %(channel)s: %(why)s.")
        % {"channel": listed(Channel(way).label for way in against if against[way] == what), "why": HINDRANCES[what]}
        for what in dict.fromkeys(against.values())
    ]


def masked(kind: str, value: str) -> str:
    """Enough of an address to tell it from another of theirs."""
    if kind == ContactKind.POST:
        return _("their postal address")
    if kind == ContactKind.EMAIL:
        name, at, host = value.partition("@")
        return f"{name[:1]}…{at}{host}"
    return f"… {value[-3:]}"


def taken_back_row(message: Message, promises: Mapping[UUID | None, Promise]) -> list[Any]:
    """A message that was to go on the day and has ended: the cells of a table."""
    promise = promises.get(message.promise_id)
    return [
        {"text": kind_name(message.kind), "href": reverse("console:message", args=[message.id]), "kind": "head"},
        message.person.name,
        when(message.not_before),
        str(message.get_state_display()),
        reason_said(message, promise),
    ]


def ways_said(one: Foreseen) -> str:
    """By which ways it is tried, in turn."""
    return listed(Channel(way).label for way in one.settled.ways)


def facts(one: Foreseen) -> list[tuple[str, Any]]:
    """For the page of one message. What does not apply is left out."""
    point = one.point if not one.travels_in else None
    found = [
        (_("Goes") if one.goes else _("Ends"), when(one.at)),
        (_("Ways, in turn"), ways_said(one)),
        (_("To"), point.value if point else ""),
        (_("Language"), name_of(one.settled.language)),
        (_("By whose clock"), one.by_clock_of.key),
    ]
    return [(name, value) for name, value in found if value]
