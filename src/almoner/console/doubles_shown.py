"""Two records, and what came since they were joined, as the console shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from almoner.console.showing import person_strip
from almoner.core import clock, days
from almoner.people.enums import Mark, Sex
from almoner.people.joining import FIELDS
from almoner.people.models import Person
from almoner.people.risk import REASONS
from almoner.people.since import Group
from almoner.timeline.words import say
from almoner.ui.languages import name_of


def labels() -> dict[str, str]:
    return {
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "called": _("Likes to be called"),
        "birth_on": _("Date of birth"),
        "sex": _("Sex"),
        "language": _("Language that we write in"),
        "interpreter_language": _("Interpreter"),
        "best_time": _("Best time to ring"),
        "time_zone": _("Time zone where they live"),
        "first_way": _("Would rather be reached by"),
        "ring_from": _("Not rung or texted before"),
        "ring_until": _("Not rung or texted after"),
    }


def sides(one: Person, other: Person) -> list[dict[str, Any]]:
    return [{**person_strip(person), "href": reverse("console:person", args=[person.id])} for person in (one, other)]


def reasons(marks: Iterable[str]) -> list[str]:
    return [str(Mark(mark).label) for mark in marks]


def risks(keys: Iterable[str]) -> list[str]:
    return [str(REASONS[key]) for key in keys if key in REASONS]


def differing(one: Person, other: Person) -> list[tuple[str, str]]:
    """The fields in which the second record says something else, each with what it says."""
    names = labels()
    return [
        (name, f"{names[name]}: {_said(other, name)}")
        for name in FIELDS
        if getattr(one, name) != getattr(other, name) and getattr(other, name)
    ]


def table_rows(one: Person, other: Person) -> list[dict[str, Any]]:
    """What both say, line by line; `differs` where they do not say the same."""
    rows = [(label, _said(one, name), _said(other, name)) for name, label in labels().items()]
    rows += [
        (_("Ways to reach them"), _points(one), _points(other)),
        (_("Numbers of other systems"), _numbers(one), _numbers(other)),
        (_("Registered"), _day(one.created_at), _day(other.created_at)),
    ]
    return [{"label": label, "one": a or "—", "other": b or "—", "differs": a != b} for label, a, b in rows if a or b]


def _said(person: Person, name: str) -> str:
    value = getattr(person, name)
    if name == "birth_on":
        return days.day(value)
    if name in {"language", "interpreter_language"}:
        return name_of(value) if value else ""
    return str(Sex(value).label) if name == "sex" else str(value)


def _points(person: Person) -> str:
    return ", ".join(point.value for point in person.contact_points.all() if point.stopped_at is None)


def _numbers(person: Person) -> str:
    return ", ".join(f"{number.system} {number.value}" for number in person.identifiers.all())


def _day(moment: Any) -> str:
    return days.weekday_and_clock(clock.shown(moment), today=clock.today(clock.of_reader()))


def group_in_words(group: Group) -> str:
    """What a group of rows is about: what happened first, and when; how much hangs on it."""
    first = group.first
    kind = getattr(first, "kind", "")
    facts = getattr(first, "facts", None)
    if isinstance(facts, dict) and "." in str(kind):
        said = say(str(kind), facts).sentence
    else:
        said = capfirst(str(first._meta.verbose_name))
    when = getattr(first, "created_at", None)
    return f"{said}, {_day(when)}" if when else said
