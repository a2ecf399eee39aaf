"""The ways through the console, each for those who may go it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.core.actor import Actor
from almoner.core.permissions import Permission


class Way(NamedTuple):
    """A link of the rail: the page's name, its icon, its label, who may go there, and the keys that go there."""

    page: str
    icon: str
    label: Promise
    permission: Permission
    key: str


WAYS = (
    Way("home", "home", _("My work"), Permission.SEE_PROMISES, "g h"),
    Way("promises", "ring", _("Promises"), Permission.SEE_PROMISES, "g p"),
    Way("desk", "phone", _("Desk"), Permission.TAKE_CONTACTS, "g d"),
    Way("triage", "alert", _("Triage"), Permission.SEE_TRIAGE, "g t"),
    Way("rules", "list", _("Urgency rules"), Permission.READ_RULES, "g j"),
    Way("waiting_list", "clock", _("Waiting list"), Permission.BOOK, "g w"),
    Way("displaced", "undo", _("New times owed"), Permission.BOOK, "g z"),
    Way("arrivals", "door", _("Arrivals"), Permission.RECEIVE_ARRIVALS, "g a"),
    Way("my_day", "stethoscope", _("My day"), Permission.SEE_CLINICAL, "g m"),
    Way("reach", "bell", _("Who covers"), Permission.SEE_RECORD, "g c"),
    Way("papers", "letter", _("Papers"), Permission.RECEIVE_ARRIVALS, "g l"),
    Way("wards", "heart", _("Wards"), Permission.SEE_CLINICAL, "g s"),
    Way("beds", "bed", _("Beds"), Permission.MANAGE_BEDS, "g b"),
    Way("follow_up_calls", "speech", _("Follow-up calls"), Permission.FOLLOW_UP, "g f"),
    Way("questions", "question", _("Questions"), Permission.ANSWER_QUESTIONS, "g q"),
    Way("feedback", "star", _("Feedback"), Permission.HEAR_FEEDBACK, "g k"),
    Way("preparations", "food", _("Preparation"), Permission.READ_PREPARATION, "g x"),
    Way("measures", "chart", _("Measures"), Permission.SEE_MEASURES, "g n"),
    Way("outbox", "mail", _("Outbox"), Permission.SEE_OUTBOX, "g o"),
    Way("letters", "print", _("Letters"), Permission.POST_LETTERS, "g 1"),
    Way("received", "text", _("What came in"), Permission.TAKE_CONTACTS, "g y"),
    Way("words", "speech", _("Messages"), Permission.SIGN_MESSAGES, "g g"),
    Way("audit", "shield", _("Audit"), Permission.SEE_AUDIT, "g u"),
    Way("openings", "lock", _("Opened records"), Permission.REVIEW_OPENINGS, "g e"),
    Way("staff", "people", _("Staff"), Permission.MANAGE_STAFF, "g r"),
    Way("roster", "calendar", _("Roster"), Permission.MANAGE_ROSTER, "g v"),
    Way("hospital", "edit", _("Hospital"), Permission.MANAGE_CATALOGUE, "g i"),
)


def rail_for(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The links that `actor` may follow, with the one they are on marked."""
    links = []
    for way in WAYS:
        if actor.may(way.permission):
            try:
                href = reverse(f"console:{way.page}")
            except NoReverseMatch:
                continue
            links.append(
                {
                    "page": way.page,
                    "icon": way.icon,
                    "label": way.label,
                    "key": way.key,
                    "href": href,
                    "current": way.page == here,
                }
            )
    return links
