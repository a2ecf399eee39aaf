"""A promise as it is shown: the same card on the phone page, at the desk, at the bedside and in a letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from almoner.charter.book import charter
from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.messaging.moments import say_moment
from almoner.timeline.words import is_known, say

OF_EVERYBODY = "preparation"
"""The stage of which a promise to nobody in particular is about a service."""
OF_LETTERS = ("letters_posted", "run_closed")
"""The standards whose promises are to all to whom letters go."""


def card(promise: Promise) -> dict[str, Any]:
    """What the promise card is given: text, state, due, ended_at, owner, reference, next_step, minutes_left, share."""
    now = clock.now()
    until = promise.new_time if promise.state == State.BROKEN and promise.new_time else promise.due_at
    return {
        "promise": promise,
        "text": promise.said_in(of_reader()),
        "state": state_shown(promise, now),
        "due": due_there(promise),
        "ended_at": promise.ended_at,
        "owner": promise.taken_by.name if promise.taken_by else team_name(promise.team),
        "reference": promise.reference,
        "next_step": next_step(promise),
        "minutes_left": minutes_between(now, promise.due_at) if promise.ended_at is None else None,
        "share": share_run(promise.created_at, until, now),
    }


def due_there(promise: Promise) -> datetime:
    """When it falls due; of what is about a place, by the clock there."""
    zone = promise.facts.get("zone")
    return clock.there(promise.due_at, ZoneInfo(zone)) if zone else promise.due_at


def cards(promises: list[Promise]) -> list[dict[str, Any]]:
    return [card(promise) for promise in promises]


def whom(promise: Promise) -> str:
    """To whom it was promised, for staff. What is asked of people before a visit is promised to all who come for it, a
    look at the rules of urgency to all whom they gauge, the post to all who get letters."""
    if promise.person:
        return promise.person.name
    if promise.standard in OF_LETTERS:
        return _("everybody who is written to")
    if "rule" in promise.facts or "rules" in promise.facts:
        return _("everybody who asks for help")
    return _("everybody who comes for it") if promise.stage == OF_EVERYBODY else _("not known yet")


def state_shown(promise: Promise, now: datetime) -> str:
    """The ring's state: due, risk, kept, broken, made_good or withdrawn."""
    if promise.state != State.OPEN:
        return str(promise.state)
    return "risk" if promise.at_risk_since or promise.risk_at <= now else "due"


def next_step(promise: Promise) -> str:
    """What happens next, in a sentence for the person; nothing once it has ended."""
    if promise.state == State.BROKEN and promise.new_time:
        return _("We are sorry. %(team)s now have it, and the new time is %(time)s.") % {
            "team": team_name(promise.before_team or promise.team),
            "time": say_moment(promise.new_time, of_reader(), clock.of_reader()),
        }
    if promise.state == State.OPEN and promise.by_hand_since:
        return _("Our messages did not reach you, so a person sees to it.")
    if promise.state == State.WITHDRAWN:
        return why_taken_back(promise)
    return ""


def why_taken_back(promise: Promise) -> str:
    """The reason, as somebody wrote it; or what happened, in the reader's language."""
    return say(promise.ended_how, {}).sentence if is_known(promise.ended_how) else promise.ended_how


def team_name(key: str) -> str:
    """The name of a team in the reader's language."""
    team = charter().teams.get(key)
    return (team.name.get(of_reader()) or team.name["en"]) if team else key


def in_general(standard: str) -> str:
    """What a standard promises to everybody, in the reader's language, with general words for the times."""
    known = charter().standards.get(standard)
    if known is None:
        return standard
    sentence = known.promise.get(of_reader()) or known.promise["en"]
    said = _("the time we say")
    return Template(sentence).safe_substitute(due=said, answer_by=said, starts=_("(day and time)"))


def share_run(start: datetime, end: datetime, now: datetime) -> float:
    """How much of the time from `start` to `end` has run, from 0 to 100."""
    whole = end - start
    if whole <= timedelta():
        return 100.0
    return round(min(100.0, max(0.0, (now - start) / whole * 100)), 1)


def minutes_between(now: datetime, then: datetime) -> int:
    """Whole minutes from `now` to `then`, towards zero; negative when it has passed."""
    return int((then - now).total_seconds() / 60)
