"""People and visits as the console shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.desk.story import Story
from almoner.people.enums import Need
from almoner.people.matching import Match
from almoner.people.models import CommunicationNeed, Person
from almoner.scheduling.confirming import ways_said
from almoner.scheduling.enums import OfferState, State
from almoner.scheduling.facts import where
from almoner.scheduling.models import Appointment, WaitingEntry
from almoner.scheduling.series_words import place_words
from almoner.ui.languages import name_of

NEED_ICONS = {
    Need.BLIND: "eye",
    Need.LOW_VISION: "eye",
    Need.DEAF: "ear",
    Need.HARD_OF_HEARING: "ear",
    Need.INTERPRETER: "language",
    Need.WHEELCHAIR: "wheelchair",
    Need.PHONE_AND_POST: "letter",
    Need.CARER_WITH_THEM: "carer",
}


def need_icon(kind: str) -> str:
    return NEED_ICONS.get(Need(kind), "info")


def person_strip(person: Person, needs: Iterable[CommunicationNeed] = ()) -> dict[str, Any]:
    """What the person strip is given. What must be known comes before a word is said (X-5)."""
    flags = flag_chips(needs)
    if person.interpreter_language:
        flags.insert(
            0,
            {
                "label": _("Interpreter: %s") % name_of(person.interpreter_language),
                "icon": "language",
                "kind": "saffron",
            },
        )
    if person.died_on:
        flags.insert(0, {"label": _("Has died"), "icon": "info", "kind": "red"})
    if person.restricted:
        flags.insert(0, {"label": _("Closed record"), "icon": "lock", "kind": "red"})
    return {
        "name": person.name,
        "born": days.day(person.birth_on),
        "age": person.age_on(clock.today()),
        "number": person.record_number,
        "language": name_of(person.language),
        "flags": flags,
    }


def flag_chips(needs: Iterable[CommunicationNeed]) -> list[dict[str, str]]:
    """Needs as chips: what everyone must do otherwise."""
    return [{"label": _flag(need), "icon": need_icon(need.kind), "kind": "saffron"} for need in needs]


def _flag(need: CommunicationNeed) -> str:
    label = str(Need(need.kind).label)
    return f"{label} ({need.note})" if need.note else label


def visit_row(visit: Appointment) -> dict[str, Any]:
    """A visit with its name, its place and whether it can still be changed."""
    return {
        "visit": visit,
        "name": visit.service.name_in(of_reader()),
        "where": where(visit),
        "of_series": place_words(visit),
        "href": reverse("console:appointment", args=[visit.id]),
        "can_change": visit.state == State.BOOKED and visit.starts_at > clock.now(),
        "confirmed": ways_said(visit),
    }


def match_row(match: Match, href: str) -> dict[str, Any]:
    """Somebody who may be meant, with what fitted."""
    return {"strip": person_strip(match.person), "reasons": match.reasons, "href": href}


def story_shown(story: Story) -> dict[str, Any]:
    """A story as the templates take it, without its promises and contacts."""
    return {
        "story": story,
        "person": story.person,
        "strip": person_strip(story.person, story.needs),
        "visits": [visit_row(visit) for visit in story.visits],
        "waiting": [_waiting_row(entry) for entry in story.waiting],
    }


def _waiting_row(entry: WaitingEntry) -> dict[str, Any]:
    """A place on the waiting list, and whether something is offered there now."""
    return {
        "entry": entry,
        "name": entry.service.name_in(of_reader()),
        "href": reverse("console:waiting_entry", args=[entry.id]),
        "offered": any(offer.state == OfferState.OPEN for offer in entry.offers.all()),
    }
