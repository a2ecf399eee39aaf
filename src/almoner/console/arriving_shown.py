"""How messages arrive, as the page shows it: shares with their bounds, and sums that are the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from almoner.console.accuracy_shown import share_said, share_tile
from almoner.core import clock, days
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight import splits
from almoner.insight.arriving import Arrival, Ends, reached_less_well
from almoner.insight.splits import Split
from almoner.messaging.models import Notice
from almoner.messaging.notice_queries import Progress
from almoner.messaging.queries import Tally
from almoner.people.enums import Channel
from almoner.urgency.accuracy import Share

SUMS = ("made", "accepted", "refused", "waiting", "escalated", "withdrawn")


def tiles(found: Ends) -> list[dict[str, Any]]:
    shares = (
        (_("Went out by the first way"), found.first, "teal"),
        (_("Went out by another way, after the first"), found.later, ""),
        (_("Reached nobody, and became the task of a person"), found.nobody, "red" if found.nobody.hits else "green"),
    )
    return [share_tile(label, share, kind) for label, share, kind in shares]


def channels(found: Iterable[Arrival]) -> dict[str, Any]:
    return {
        "headings": [
            _("Channel"), pgettext("messages", "Tried"), pgettext("messages", "Taken"), _("Known to have arrived"),
            _("Came back"), _("Refused"),
        ],
        "rows": [_of_channel(one) for one in found],
    }  # fmt: skip


def _of_channel(one: Arrival) -> list[dict[str, str]]:
    """Where nothing ever tells that it arrived, nothing is said of it."""
    tells = one.channel == Channel.CALL or one.known.hits
    shares = [_share(share) for share in (one.taken, one.known, one.back, one.refused)]
    if not tells:
        shares[1] = {"text": "–", "kind": "number"}
    return [_head(Channel(one.channel).label), _number(one.tried), *shares]


def groups(split: Split, found: Sequence[Arrival]) -> dict[str, Any]:
    """The groups down and the channels across: how much was taken and has not come back, of how many."""
    by_place = {(one.group, one.channel): one.stayed for one in found}
    across = list(dict.fromkeys(one.channel for one in found))
    down = sorted({one.group for one in found}, key=lambda group: splits.order_of(split, group))
    return {
        "name": splits.name_of(split),
        "headings": [splits.name_of(split), *(str(Channel(channel).label) for channel in across)],
        "rows": [
            [_head(splits.said(split, group)), *(_share_of(by_place.get((group, channel))) for channel in across)]
            for group in down
        ],
        "less": [_less(split, one, rest) for one, rest in reached_less_well(found)],
    }


def _less(split: Split, one: Arrival, rest: Share) -> str:
    return _("%(channel)s, %(group)s: %(share)s, the others %(rest)s") % {
        "channel": Channel(one.channel).label,
        "group": splits.said(split, one.group),
        "share": share_said(one.stayed),
        "rest": share_said(rest),
    }


def _share(share: Share) -> dict[str, str]:
    return {"text": share_said(share), "kind": "number"}


def _share_of(share: Share | None) -> dict[str, str]:
    if share is None:
        return {"text": "–", "kind": "number"}
    told = _("%(share)s of %(n)s") % {"share": share_said(share), "n": number_format(share.of)}
    return {"text": told, "kind": "number"}


def sums(tallies: Iterable[Tally]) -> dict[str, Any]:
    """The whole period by channel."""
    found = list(tallies)
    rows = [
        _sum(Channel(channel).label, [one for one in found if one.channel == channel])
        for channel in Channel.values
        if any(one.channel == channel for one in found)
    ]
    return {"headings": [_("Channel"), *_summed()], "rows": rows}


def by_day(tallies: Iterable[Tally], *, since: date) -> dict[str, Any]:
    """Each day since then, the latest first, and any day before it that does not add up."""
    found = [one for one in tallies if one.day >= since or not one.adds_up]
    rows = [
        [_head(days.day(one.day)), str(Channel(one.channel).label), *_tally([one])]
        for one in sorted(found, key=lambda one: (-one.day.toordinal(), Channel.values.index(one.channel)))
    ]
    return {"headings": [_("Day"), _("Channel"), *_summed()], "rows": rows}


def batches(found: Iterable[tuple[Notice, Progress]], by: Actor) -> dict[str, Any]:
    """Messages to many. Their page is for who signs them."""
    signs = by.may(Permission.SIGN_MESSAGES)
    rows = [
        [
            {
                "text": f"{notice.reference} {notice.title}", "kind": "head",
                "href": reverse("console:notice", args=[notice.id]) if signs else "",
            },
            days.day(clock.shown(notice.goes_at).date()) if notice.goes_at else "",
            *map(_number, (told.made, told.sent, told.refused, told.waiting, told.escalated, told.withdrawn)),
            _verdict(adds_up=told.adds_up),
        ]
        for notice, told in found
    ]  # fmt: skip
    return {"headings": [_("Message"), _("Day"), *_summed()], "rows": rows}


def _summed() -> list[str]:
    return [
        pgettext("messages", "Made"), pgettext("messages", "Went out"), _("Refused"), pgettext("messages", "Waiting"),
        _("Handed to a person"), pgettext("messages", "Withdrawn"), _("Sum"),
    ]  # fmt: skip


def _sum(name: Any, found: list[Tally]) -> list[Any]:
    return [_head(name), *_tally(found)]


def _tally(found: list[Tally]) -> list[Any]:
    """What was made, what became of it, and whether the two are the same (law I-4)."""
    counts = [sum(getattr(one, name) for one in found) for name in SUMS]
    return [*map(_number, counts), _verdict(adds_up=all(one.adds_up for one in found))]


def _verdict(*, adds_up: bool) -> str:
    return _("Adds up") if adds_up else _("Does not add up")


def _head(text: Any) -> dict[str, str]:
    return {"text": str(text), "kind": "head"}


def _number(count: int) -> dict[str, str]:
    return {"text": number_format(count), "kind": "number"}
