"""What is known of a person, as the templates take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.core import clock, days
from almoner.people.enums import CarerScope, Channel, Purpose
from almoner.people.models import Carer, Consent, ContactPoint, Person
from almoner.timeline.queries import Told


def tabs(person: Person, here: str) -> list[dict[str, Any]]:
    """The views of one person."""
    views = (("person", _("Story")), ("person_details", _("Details")))
    return [
        {"label": label, "href": reverse(f"console:{name}", args=[person.id]), "current": name == here, "count": None}
        for name, label in views
    ]


def reaching_rows(points: Iterable[ContactPoint], in_doubt: frozenset[UUID]) -> list[dict[str, Any]]:
    """Contact points; where there are several of a kind, which of them is tried first. `in_doubt`: the ids of those at
    which texts do not arrive."""
    known = list(points)
    kinds = [point.kind for point in known]
    return [
        {
            "point": point,
            "kind": point.get_kind_display(),
            "first": kinds.count(point.kind) > 1 and point.kind not in kinds[:place],
            "in_doubt": point.id in in_doubt,
            "behind": point.kind in kinds[:place],
        }
        for place, point in enumerate(known)
    ]


def carer_rows(leaves: Iterable[Carer]) -> list[dict[str, Any]]:
    return [{"leave": leave, "scopes": [str(CarerScope(scope).label) for scope in leave.scopes]} for leave in leaves]


def consent_rows(latest: dict[tuple[str, str], Consent]) -> list[dict[str, Any]]:
    """One row for each purpose; for each channel the answer, whom it was given to, and when."""
    return [
        {
            "purpose": purpose.label,
            "answers": [{"channel": channel.label, "consent": latest.get((purpose, channel))} for channel in Channel],
        }
        for purpose in Purpose
    ]


def changes_shown(events: Iterable[Told]) -> list[dict[str, Any]]:
    """Events for the timeline, with what changed and by which way it was said (X-2)."""
    return [
        {
            "at": event.at,
            "words": event.words,
            "icon": event.icon,
            "kind": event.kind,
            "who": event.who,
            "detail": " · ".join(part for part in (_changed(event), _way(event.via)) if part),
        }
        for event in events
    ]


def _way(via: str) -> str:
    ways = {
        "web": _("on the screen"),
        "desk": _("at the desk"),
        "phone": _("by telephone"),
        "link": _("by a link"),
        "kiosk": _("at the kiosk"),
        "email": _("by e-mail"),
        "text": _("by text message"),
        "letter": _("by letter"),
        "system": _("by Almoner itself"),
    }
    return ways.get(via, "")


def _changed(event: Told) -> str:
    before, after = event.facts.get("before"), event.facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return str(event.facts.get("reason", "")) if event.event.startswith("record.") else ""
    names = {
        "given_name": _("Given name"), "family_name": _("Family name"), "called": _("Likes to be called"),
        "birth_on": _("Date of birth"), "sex": _("Sex"), "language": _("Language that we write in"),
        "interpreter_language": _("Interpreter"), "best_time": _("Best time to ring"),
        "time_zone": _("Time zone where they live"), "first_way": _("Would rather be reached by"),
        "ring_from": _("Not rung or texted before"), "ring_until": _("Not rung or texted after"),
    }  # fmt: skip
    told = [
        _("%(name)s: %(before)s, now %(after)s")
        % {"name": names.get(name, name), "before": before[name] or "—", "after": after.get(name) or "—"}
        for name in before
    ]
    return " · ".join([*told, *([str(event.facts["reason"])] if event.facts.get("reason") else [])])


def told_apart(person: Person) -> str:
    """A person in a list of those who may be meant."""
    born = days.day(person.birth_on)
    years = person.age_on(clock.today())
    return _("%(name)s, born %(born)s (%(years)s), %(number)s") % {
        "name": person.name, "born": born, "years": years, "number": person.record_number,
    }  # fmt: skip
