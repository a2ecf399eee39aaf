"""A change of hours from what was entered to what is done: looked at, then confirmed; or gone back from, nothing lost.

What is shown and what is done are worked out by the same code (`scheduling.effects`). A confirmation names what was
seen; when it is otherwise by then, it is shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.console.answers import page
from almoner.console.gates import StaffRequest
from almoner.console.roster_forms import carried
from almoner.console.roster_rows import cell, frame, hours_text
from almoner.console.showing import visit_row
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person, Site
from almoner.scheduling.effects import AnyPlan, Effect, Plan, SitePlan
from almoner.scheduling.enums import Level
from almoner.scheduling.models import HoursChange, Resource
from almoner.scheduling.refusals import OtherwiseNow
from almoner.scheduling.sessions import minutes
from almoner.scheduling.weeks import Seen, displaced_by, look_at, place_names
from almoner.ui.answers import done, refused
from almoner.ui.templatetags.ui import LEVELS

LOOK, MAKE, BACK = "look", "make", "back"
BUTTONS = ("csrfmiddlewaretoken", "act", "add", "remove", "copy", "seen", "key")


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that somebody asks for: how it would be, how it is made, what it is called, where one goes back to."""

    resource: Resource | None
    """None for a change of a whole site."""
    title: str
    plan: Callable[[], AnyPlan]
    make: Callable[..., HoursChange]
    """Is given `seen`, the digest of what was looked at, and the `key` of the form."""
    back: str = ""
    """The address of the page before, where nothing was entered; a form is gone back to by its own button."""
    site: Site | None = None
    crumbs: Sequence[tuple[str, str]] = ()
    done_at: str = ""
    """Of a site: the address of the page to which a change that was made leads."""

    @property
    def of(self) -> str:
        """Whose hours they are."""
        return self.resource.name if self.resource else self.site.name if self.site else ""

    @property
    def home(self) -> str:
        return reverse("console:week", args=[self.resource.id]) if self.resource else self.done_at


def looked_at_or_made(request: StaffRequest, asked: Asked) -> HttpResponse:
    """The page that shows what the change would do, or the change itself. Raises Refused when it cannot be made."""
    if request.method == "POST" and request.POST.get("act") == MAKE:
        try:
            change = asked.make(seen=request.POST.get("seen", "")[:64] or "-", key=request.POST.get("key", "")[:80])
        except OtherwiseNow as told:
            return _preview(request, asked, str(told))
        return _made(request, asked, change)
    return _preview(request, asked, "")


def _made(request: StaffRequest, asked: Asked, change: HoursChange) -> HttpResponse:
    count = displaced_by(change, by=request.actor)
    if not count:
        return done(request, _("Noted. No visit has to be moved."), asked.home)
    said = ngettext("Noted. %d visit needs a new time.", "Noted. %d visits need a new time.", count) % count
    if request.actor.may(Permission.BOOK):
        return done(request, said, "console:displaced_by", change.id)
    return done(request, said, asked.home)


def _preview(request: StaffRequest, asked: Asked, refusal: str) -> HttpResponse:
    plan = asked.plan()
    seen = look_at(plan, by=request.actor)
    entered = request.POST if request.method == "POST" else QueryDict()
    context = {
        **shown(plan, seen),
        "title": asked.title,
        "of": asked.of,
        "entered": carried(entered, BUTTONS),
        "back": asked.back,
        "refusal": refusal,
        "crumbs": crumbs(asked.resource, asked.title) if asked.resource else asked.crumbs,
    }
    return page(request, "console/hours_preview.html", context, here="roster", status=409 if refusal else 200)


def crumbs(resource: Resource, here: str = "") -> list[tuple[str, str]]:
    roster = (_("Roster"), reverse("console:roster"))
    if not here:
        return [roster, (resource.name, "")]
    return [roster, (resource.name, reverse("console:week", args=[resource.id])), (here, "")]


def shown(plan: AnyPlan, seen: Seen) -> dict[str, Any]:
    """An effect as the template takes it."""
    effect = seen.effect
    return {
        "digest": effect.digest,
        "displaced": [_visit(visit, seen.people) for visit in effect.displaced],
        "again": [_visit(visit, seen.people) for visit in effect.standing_again],
        "kept": [*_offers(effect, seen.people), *_holds(effect, seen.people)],
        "week": _week(effect) if effect.week and plan.lays_out else [],
        "sums": _sums(plan, effect) if isinstance(plan, Plan) else _sums_of_site(plan, effect),
        "nothing": isinstance(plan, Plan)
        and plan.now == plan.then
        and not (effect.lost or effect.gained or effect.displaced or effect.laid),
    }


def _visit(visit: Any, people: Iterable[UUID]) -> dict[str, Any]:
    return {
        **visit_row(visit),
        "who": _who(visit.person, people),
        "letter": LEVELS[visit.level - 1],
        "word": str(Level(visit.level).label),
        "may_open": visit.person_id in people,
    }


def _who(person: Person, people: Iterable[UUID]) -> str:
    """The name, where they may see whom it is."""
    return person.name if person.id in people else ""


def _offers(effect: Effect, people: Iterable[UUID]) -> list[dict[str, Any]]:
    return [
        {"at": one.starts_there, "name": one.entry.service.name_in(of_reader()), "who": _who(one.entry.person, people),
         "what": _("Offered from the waiting list"), "until": one.answer_by_there}
        for one in effect.offers
    ]  # fmt: skip


def _holds(effect: Effect, people: Iterable[UUID]) -> list[dict[str, Any]]:
    return [
        {"at": one.starts_there, "name": one.service.name_in(of_reader()), "who": _who(one.person, people),
         "what": _("Held while they decide"), "until": one.lapses_there}
        for one in effect.holds
    ]  # fmt: skip


def _week(effect: Effect) -> list[dict[str, Any]]:
    """The week before and after, one under the other."""
    within = frame([sessions for _day, *both in effect.week for sessions in both])
    names = place_names(one for _day, *both in effect.week for sessions in both for one in sessions)
    return [
        {"name": _("Now"), "cells": [cell(day, before, within, names=names) for day, before, _after in effect.week]},
        {"name": _("Then"), "cells": [cell(day, after, within, names=names) for day, _before, after in effect.week]},
    ]


def _sums(plan: Plan, effect: Effect) -> list[str]:
    """How many hours are lost or gained: of a week where the week changes, else of the days that it is about."""
    if not plan.lays_out or plan.last == plan.first:
        return _lost_and_gained(effect)
    before = minutes(one for _day, sessions, _after in effect.week for one in sessions)
    after = minutes(one for _day, _before, sessions in effect.week for one in sessions)
    said = [_("Now %(now)s a week, then %(then)s.") % {"now": hours_text(before), "then": hours_text(after)}]
    if after < before:
        said.append(_("That is less by %s a week.") % hours_text(before - after))
    if after > before:
        said.append(_("That is more by %s a week.") % hours_text(after - before))
    return said


def _lost_and_gained(effect: Effect) -> list[str]:
    lost, gained = _("Can no longer be booked: %s."), _("Can be booked in addition: %s.")
    return [text % hours_text(count) for text, count in ((lost, effect.lost), (gained, effect.gained)) if count]


def _sums_of_site(plan: SitePlan, effect: Effect) -> list[str]:
    """For how many people the hours become others."""
    if not (effect.lost or effect.gained):
        return [_("Nobody's hours change.")]
    people = len(plan.parts)
    said = ngettext("It is about the hours of %d person.", "It is about the hours of %d people.", people) % people
    return [said, *_lost_and_gained(effect)]


def or_refused(request: StaffRequest, asked: Asked) -> HttpResponse:
    """As `looked_at_or_made`, for what has no form of its own: a refusal is told where one came from."""
    try:
        return looked_at_or_made(request, asked)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, asked.home)


def try_to(form: Any, request: StaffRequest, asked: Asked) -> HttpResponse | None:
    """As `looked_at_or_made`; None, with the reason on the form, when it cannot be made."""
    try:
        return looked_at_or_made(request, asked)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
