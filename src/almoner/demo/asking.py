"""Requests that wait for a nurse: what people wrote or said, and at which level they wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.demo.stories import stories
from almoner.people.models import Person
from almoner.urgency.actions import decide_level, start_looking, submit_request, watch_queue
from almoner.urgency.asked import NOBODY_KNOWN, Asker, Told
from almoner.urgency.enums import Disposition, Level
from almoner.urgency.queries import triage_queue
from almoner.urgency.rulebook import signs


def all_denied() -> dict[str, str]:
    """Every danger sign, asked and denied."""
    return {sign.id: "no" for sign in signs()}


def ask_for_help(house: House, agenda: Agenda, people: Sequence[Person]) -> None:
    """Put on the agenda what waits in the queue when the hospital opens, the longest first."""
    adults = [one for one in people if one.age_on(house.today) >= 18]
    for who, told in zip(adults, stories()["request"], strict=False):
        moment = house.opened_at - timedelta(minutes=told["minutes"])
        agenda.at(moment, _asks, house=house, who=None if "name" in told else who, told=told)


def triage_works(house: House, agenda: Agenda) -> None:
    """Somebody watches the queue, looks at one request, and has decided another, shortly before the hospital opens."""
    agenda.at(house.opened_at - timedelta(minutes=3), _nurse_works, house=house)


def _nurse_works(house: House) -> None:
    nurse = house.by("triage_nurse")
    watch_queue(by=nurse)
    waiting = [row.request for row in triage_queue(nurse) if row.request.level == Level.SAME_DAY and row.request.person]
    for request in waiting[:1]:
        start_looking(request=request, by=nurse)
    for request in waiting[1:2]:
        decide_level(
            request=request, level=Level.SAME_DAY, disposition=Disposition.CLINIC_SOON, reason="Worse than it reads",
            by=nurse,
        )  # fmt: skip


def _asks(house: House, who: Person | None, told: dict[str, Any]) -> None:
    asker = Asker(name=told["name"], contact=told["contact"]) if who is None else NOBODY_KNOWN
    submit_request(
        told=Told(words=told["words"], language=told.get("language", "en"), danger_answers=all_denied()),
        channel=told["channel"],
        person=who,
        asker=asker,
        by=house.by("agent"),
    )
