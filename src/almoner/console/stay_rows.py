"""A stay as the templates take it: the day, who cares, what is open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console import ward_rows
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.people.models import Person
from almoner.records.allergies import forbidden_by
from almoner.visits import plan_words
from almoner.visits.diet import ADVICE
from almoner.visits.enums import Diet, FollowUpState, StayState, TestState, Topic
from almoner.visits.models import FollowUpPlan
from almoner.visits.mouth import mouth
from almoner.visits.queries import Bedside, ToDo, stay_of
from almoner.visits.rules import may_read_stay


def shown(found: Bedside, by: Actor) -> dict[str, Any]:
    stay, now = found.stay, clock.now()
    ahead = next((fast for fast in found.plan.fasts if fast.until > now), None)
    return {
        "stay": stay,
        "bed": stay.bed,
        "team": found.team,
        "diet": ward_rows.diet_shown(found.diet),
        "never": ward_rows.never_shown(found.diet, forbidden_by(found.allergies)),
        "allergies": found.allergies,
        "advice": ADVICE.get(Diet(found.diet.diet)) if found.diet else None,
        "mouth": mouth(found.diet, ahead, now),
        "day": plan_words.drawing(found.plan, clock.today(stay.site.zone), stay.site.zone),
        "lines": plan_words.lines(found.plan.items),
        "agreed": found.agreed,
        "clashes": plan_words.clashes(found.plan.clashes),
        "published": found.published,
        "tests": [ward_rows.test_shown(one) for one in found.tests],
        "results": [ward_rows.test_shown(one) for one in found.results if one.state == TestState.DONE],
        "told": [ward_rows.test_shown(one) for one in found.results if one.state == TestState.TOLD],
        "asks": [ward_rows.ask_shown(one) for one in found.asks],
        "worries": [{"worry": one, "href": reverse("console:worry", args=[one.id])} for one in found.worries],
        "to_do": [to_do(one, stay.id, by) for one in found.to_do],
        "follow_ups": [follow_up(one) for one in found.follow_ups],
    }


def way_to_stay(person: Person, by: Actor) -> dict[str, str]:
    """From somebody's record: to their stay, to the bed that is sought for them, or to asking for one."""
    if not may_read_stay(person, by):
        return {}
    found = stay_of(person, by)
    if found and found.state == StayState.ADMITTED:
        return {"href": reverse("console:stay", args=[found.id]), "label": _("In a bed: their stay")}
    if found and by.may(Permission.MANAGE_BEDS):
        return {"href": reverse("console:bed_request", args=[found.id]), "label": _("Waiting for a bed")}
    if found or person.died_on:
        return {}
    return {"href": reverse("console:ask_for_bed", args=[person.id]), "label": _("Ask for a bed")}


def to_do(one: ToDo, stay_id: Any, by: Actor) -> dict[str, Any]:
    """An open item of going home, with where it is done if `by` may do it there."""
    home = reverse("console:going_home", args=[stay_id]) if by.may(Permission.DISCHARGE) else ""
    where = {
        "test": lambda: reverse("console:ward_test", args=[one.subject_id]),
        "worry": lambda: reverse("console:worry", args=[one.subject_id]),
        "follow_up": lambda: home and f"{home}#follow-ups",
        "summary": lambda: home and f"{home}#id_{one.about}",
        "told": lambda: home and f"{home}#id_told",
    }
    said = {
        "follow_up": _("Follow-up without a date: %s"),
        "test": _("Test still to be done or called off: %s"),
        "worry": _("A worry that nobody has answered: %s"),
        "summary": _("Not written yet: %s"),
        "told": _("Go through the sheet with them"),
    }[one.what]
    about = str(Topic(one.about).label) if one.what == "summary" else one.about
    words = said % about if "%s" in said else said
    return {"words": words, "blocks": one.blocks, "href": where[one.what]()}


def follow_up(plan: FollowUpPlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "name": plan.service.name_in(of_reader()),
        "open": plan.state == FollowUpState.PLANNED,
        "visit": plan.appointment,
        "dropped": plan.state == FollowUpState.DROPPED,
    }
