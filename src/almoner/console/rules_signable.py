"""What a clinician answers for, each in full, as the page of the sign-off takes it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.rules_shown import FIELDS, FOR_WHOM, concept_name, criterion, standing_shown
from almoner.console.triage_rows import level_shown
from almoner.urgency.rule_queries import Standing
from almoner.urgency.rulebook import Asking, Level, Sign
from almoner.urgency.rulebook.signable import Signable, Thing


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
        minutes = {"label": _("To be seen within"), "words": _("%d minutes") % thing.minutes}
        return {**level_shown(thing.number), "name": _("Level"), "texts": [], "parts": [minutes]}
    return {
        **level_shown(thing.level),
        "href": reverse("console:rule", args=[thing.id]),
        "texts": list(thing.text.items()),
        "parts": criterion(thing),
        "source": [thing.source, thing.version, thing.owner],
    }


def _asked(concepts: tuple[str, ...], applies_to: str) -> list[dict[str, Any]]:
    """Where a question or a sign belongs: with what was found, and for whom."""
    parts: list[dict[str, Any]] = []
    if concepts:
        parts.append({"label": FIELDS["one_of"], "names": [concept_name(name) for name in concepts]})
    if applies_to != "everyone":
        parts.append({"label": FIELDS["applies_to"], "words": FOR_WHOM.get(applies_to, applies_to)})
    return parts
