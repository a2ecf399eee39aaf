"""What a clinician answers for, each in full, as the page of the sign-off takes it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.console.rules_shown import FIELDS, FOR_WHOM, concept_name, criterion, standing_shown
from almoner.console.triage_rows import level_shown
from almoner.urgency.rule_queries import Standing
from almoner.urgency.rulebook import Asking, Level, Sign
from almoner.urgency.rulebook.signable import Signable, Thing

HOUR, DAY = 60, 1440


def signable_shown(item: Signable, standing: Standing) -> dict[str, Any]:
    return {"id": item.id, "standing": standing_shown(standing), **_said(item.thing)}


def _said(thing: Thing) -> dict[str, Any]:
    if isinstance(thing, Sign):
        texts = [*thing.text.items(), *thing.said_first.items(), *thing.action.items()]
        return {"name": _("Danger sign"), "texts": texts, "parts": _asked(thing.concepts, thing.applies_to)}
    if isinstance(thing, Asking):
        told = {"label": _("A yes tells of"), "names": [concept_name(thing.concept)]}
        where = _asked(thing.when, thing.applies_to)
        return {"name": _("Question"), "texts": list(thing.text.items()), "parts": [told, *where]}
    if isinstance(thing, Level):
        within = {"label": _("To be seen within"), "words": _span(thing.minutes)}
        return {**level_shown(thing.number), "name": _("Level"), "texts": [], "parts": [within]}
    return {
        **level_shown(thing.level),
        "href": reverse("console:rule", args=[thing.id]),
        "texts": list(thing.text.items()),
        "parts": criterion(thing),
        "source": [thing.source, thing.version, thing.owner],
    }


def _span(minutes: int) -> str:
    """How long, in the largest unit that it is a whole number of."""
    if minutes and minutes % DAY == 0:
        return ngettext("%(n)d day", "%(n)d days", minutes // DAY) % {"n": minutes // DAY}
    if minutes and minutes % HOUR == 0:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else _("at once")


def _asked(concepts: tuple[str, ...], applies_to: str) -> list[dict[str, Any]]:
    """Where a question or a sign belongs: with what was found, and for whom."""
    parts: list[dict[str, Any]] = []
    if concepts:
        parts.append({"label": FIELDS["one_of"], "names": [concept_name(name) for name in concepts]})
    if applies_to != "everyone":
        parts.append({"label": FIELDS["applies_to"], "words": FOR_WHOM.get(applies_to, applies_to)})
    return parts
