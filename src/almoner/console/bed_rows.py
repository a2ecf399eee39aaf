"""Beds and who waits for one as the templates take them: a letter, a word and a colour for every state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core import clock, languages
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.enums import Sex
from almoner.ui.moments import minutes_in_words
from almoner.ui.templatetags.ui import LEVELS
from almoner.visits.bed_words import words
from almoner.visits.beds import Match
from almoner.visits.enums import BedState, BlockReason, Care, Isolation
from almoner.visits.models import Bed, BedChange, BedRequest, Stay
from almoner.visits.queries import BedOnBoard

LETTERS = {
    BedState.CLEAN: (gettext_lazy("F"), "green", gettext_lazy("Free")),
    BedState.OCCUPIED: (gettext_lazy("P"), "", gettext_lazy("Somebody lies in it")),
    BedState.DIRTY: (gettext_lazy("D"), "saffron", gettext_lazy("To be cleaned")),
    BedState.CLEANING: (gettext_lazy("C"), "teal", gettext_lazy("Being cleaned")),
    BedState.BLOCKED: (gettext_lazy("X"), "red", gettext_lazy("Blocked")),
}
GIVEN = (gettext_lazy("G"), "plum", gettext_lazy("Given to somebody"))
"""The letter of each state, its colour, and its word: never colour alone."""


def key_to_letters() -> list[dict[str, Any]]:
    return [{"letter": letter, "kind": kind, "word": word} for letter, kind, word in (*LETTERS.values(), GIVEN)]


def bed_shown(one: BedOnBoard) -> dict[str, Any]:
    bed = one.bed
    letter, kind, word = GIVEN if one.coming and bed.state == BedState.CLEAN else LETTERS[BedState(bed.state)]
    return {
        "bed": bed,
        "href": reverse("console:bed", args=[bed.id]),
        "letter": letter,
        "kind": kind,
        "word": word,
        "why": BlockReason(bed.block_reason).label if bed.block_reason else "",
        "person": one.stay.person if one.stay else None,
        "sex": sex_letter(one.stay.person.sex) if one.stay else "",
        "coming": one.coming,
        "going_today": one.going_today,
        "home_on": one.stay.expected_home_on if one.stay else None,
        "isolation": Isolation(one.isolation).label if one.isolation else "",
        "age": age_of(bed),
        "attributes": attributes(bed),
    }


def sex_letter(sex: str) -> str:
    """The letter that stands in the corner of a bed in a shared bay."""
    return {Sex.FEMALE: _("w"), Sex.MALE: _("m")}.get(Sex(sex), "")


def age_of(bed: Bed) -> str:
    return minutes_in_words(int((clock.now() - bed.since).total_seconds() / 60))


def attributes(bed: Bed) -> list[str]:
    found = [str(_("single room"))] if bed.single_room else []
    found += [str(_("own air"))] if bed.own_air else []
    found += [str(Care(bed.care).label)] if bed.care > Care.WARD else []
    return [*found, *(str(one) for one in bed.kit)]


def ward_shown(beds: Sequence[BedOnBoard]) -> dict[str, Any]:
    """A ward with its bays; single rooms stand in one group of their own, last."""
    ordered = sorted(beds, key=lambda one: (one.bed.bay == "", one.bed.bay, one.bed.code))
    return {
        "ward": beds[0].bed.ward,
        "free": sum(one.free for one in beds),
        "beds": len(beds),
        "bays": [
            {"name": bay, "beds": [bed_shown(one) for one in group]}
            for bay, group in groupby(ordered, key=lambda one: one.bed.bay)
        ],
    }


def tiles(board: Sequence[BedOnBoard], requests: Sequence[BedRequest]) -> list[dict[str, Any]]:
    states = [one.bed.state for one in board]
    waiting = sum(one.bed_id is None for one in requests)
    soon = states.count(BedState.DIRTY) + states.count(BedState.CLEANING)
    return [
        {"value": sum(one.free for one in board), "label": _("free now"), "kind": "green"},
        {"value": soon, "label": _("to be cleaned or being cleaned"), "kind": "saffron"},
        {"value": sum(one.going_today for one in board), "label": _("going home today"), "kind": "teal"},
        {"value": waiting, "label": _("waiting for a bed"), "kind": "red" if waiting else ""},
        {"value": len(requests) - waiting, "label": _("bed given, on the way"), "kind": ""},
        {"value": states.count(BedState.BLOCKED), "label": _("blocked"), "kind": ""},
    ]


def cleaning(board: Iterable[BedOnBoard]) -> list[dict[str, Any]]:
    """What waits for cleaning; beds that somebody waits for come first, then the oldest."""
    queue = [one for one in board if one.bed.state in {BedState.DIRTY, BedState.CLEANING}]
    return [bed_shown(one) for one in sorted(queue, key=lambda one: (one.coming is None, one.bed.since))]


def request_shown(request: BedRequest, best: Sequence[Match] = ()) -> dict[str, Any]:
    stay = request.stay
    return {
        "request": request,
        "stay": stay,
        "person": stay.person,
        "level": LEVELS[stay.level - 1],
        "wants": wants(request),
        "waits": minutes_in_words(int((clock.now() - stay.requested_at).total_seconds() / 60)),
        "href": reverse("console:bed_request", args=[stay.id]),
        "bed": request.bed,
        "ready": request.bed is not None and request.bed.state == BedState.CLEAN,
        "best": [match_shown(one) for one in best],
    }


def wants(request: BedRequest) -> list[str]:
    """What the bed must have, in words."""
    found = [str(Care(request.care).label)] if request.care > Care.WARD else []
    found += [str(Isolation(request.isolation).label)] if request.isolation else []
    found += [str(_("single room"))] if request.single_room else []
    found += [request.ward.name] if request.ward else []
    found += [str(one) for one in request.kit]
    found += [str(Sex(request.sex).label)] if request.sex != Sex.UNKNOWN else []
    return [*found, request.note] if request.note else found


def match_label(match: Match, ward: str) -> str:
    """A bed to choose, with what does not fit."""
    against = languages.listed(words(code) for code in match.against)
    name = f"{match.bed.name} · {ward}"
    return f"{name} · {_('not quite')}: {against}" if against else f"{name} · {_('fits')}"


def match_shown(match: Match) -> dict[str, Any]:
    return {
        "match": match,
        "bed": match.bed,
        "fits": [words(code) for code in match.fits],
        "against": [words(code) for code in match.against],
        "needs_reason": any(code != "clean" for code in match.against),
    }


def history(changes: Iterable[BedChange]) -> list[dict[str, Any]]:
    """What became of a bed, as the timeline takes it."""
    icons = {"occupied": "bed", "blocked": "cross", "clean": "check", "dirty": "alert", "cleaning": "undo"}
    return [
        {
            "at": change.at,
            "words": LETTERS[BedState(change.after)][2],
            "icon": icons.get(change.after, "ring"),
            "who": change.by_name,
            "detail": _reason(change.why),
        }
        for change in changes
    ]


def _reason(why: str) -> str:
    return str(BlockReason(why).label) if why in BlockReason.values else "" if why == "new" else why


def stay_url(stay: Stay | None, by: Actor) -> str:
    return reverse("console:stay", args=[stay.id]) if stay and by.may(Permission.SEE_CLINICAL) else ""
