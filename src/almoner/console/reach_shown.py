"""Who covers and who was asked, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.reach_forms import AnswerForm
from almoner.core.languages import of_reader
from almoner.desk.chain import Covered, Covering
from almoner.desk.covering import Place
from almoner.desk.enums import Scope, Why
from almoner.desk.models import Cover, Reach


def covered_shown(covered: Covered) -> dict[str, Any]:
    return {
        "chain": [covering_shown(one) for one in covered.chain],
        "away": [f"{one.staff.name} ({Why(one.why).label})" for one in covered.away],
    }


def covering_shown(one: Covering) -> dict[str, Any]:
    return {"name": one.staff.name, "id": one.staff.id, "why": Why(one.why).label, "how": one.how, "until": one.until}


def reaches_shown(reaches: Iterable[Reach]) -> list[dict[str, Any]]:
    return [reach_shown(one) for one in reaches]


def reach_shown(reach: Reach) -> dict[str, Any]:
    turns = list(reach.turns.all())
    return {
        "reach": reach,
        "who": reach.person.name,
        "clinical_href": reverse("console:clinical", args=[reach.person_id]),
        "person_href": reverse("console:person", args=[reach.person_id]),
        "asked": [
            {"name": turn.staff.name, "why": Why(turn.why).label, "how": turn.how, "at": turn.asked_at}
            for turn in turns
        ],
        "now_asked": turns[-1].staff.name if turns else "",
    }


def waiting_row(one: Reach) -> dict[str, Any]:
    """Who needs an answer of the one who reads, with the form for it."""
    return reach_shown(one) | {"form": AnswerForm(auto_id=f"answer_{one.id}_%s")}


def place_shown(place: Place) -> dict[str, Any]:
    return {
        "place": place,
        "name": _("Whole hospital") if place.scope == Scope.HOSPITAL else place.name_in(of_reader()),
        "kind": "" if place.scope == Scope.HOSPITAL else place.scope.label,
        "gap": "" if place.scope == Scope.SPECIALTY else "red",
        "now": [cover_shown(one) for one in place.now],
        "later": [cover_shown(one) for one in place.later],
        "at_work": [{"name": one.name, "until": until} for one, until in place.at_work[:3]],
        "more": max(0, len(place.at_work) - 3),
        "bare": place.scope == Scope.SPECIALTY and not (place.now or place.later or place.at_work),
    }


def cover_shown(cover: Cover) -> dict[str, Any]:
    return {
        "cover": cover,
        "rank": _("First")
        if cover.rank == 1
        else _("Backup")
        if cover.rank == 2
        else _("Backup %d") % (cover.rank - 1),
        "take_href": reverse("console:take_over", args=[cover.id]),
    }


def rank_word(rank: int) -> str:
    words = {1: _("First"), 2: _("Backup")}
    return words.get(rank) or _("Backup %(number)d") % {"number": rank - 1}
