"""Visits whose hours were taken away, to be worked on: each with the nearest times, one click from its booking."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.roster_rows import displaced_text
from almoner.console.showing import visit_row
from almoner.core import days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.scheduling import displaced as worklist
from almoner.scheduling.displaced import Owed, Progress
from almoner.scheduling.enums import Changed, Level
from almoner.scheduling.models import Appointment, HoursChange
from almoner.scheduling.times import Time
from almoner.ui.templatetags.ui import LEVELS

ON_A_PAGE = 10


@require_GET
@staff(Permission.BOOK)
def displaced(request: StaffRequest) -> HttpResponse:
    """Everybody who is owed a new time, by the change that displaced them."""
    return _worklist(request, None)


@require_GET
@staff(Permission.BOOK)
def displaced_by(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Those whom one change displaced, and how many of them have a new time."""
    return _worklist(request, worklist.change_for(by=request.actor, id=change_id))


def _worklist(request: StaffRequest, change: HoursChange | None) -> HttpResponse:
    shown = Paginator(worklist.owed(by=request.actor, change=change), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(request, one) for one in shown],
        "page_of": shown,
        "of": _progress(worklist.progress_of(change, by=request.actor)) if change else None,
        "changes": [] if change else [_progress(one) for one in worklist.progress(by=request.actor)],
        "crumbs": [(_("New times owed"), reverse("console:displaced")), (change_name(change), "")] if change else [],
        "hours": _hours_of(change) if change and request.actor.may(Permission.MANAGE_ROSTER) else "",
        "change": change,
    }
    return page(request, "console/displaced.html", context, here="displaced")


def _hours_of(change: HoursChange) -> str:
    """Where the hours are that were changed."""
    if change.resource_id:
        return reverse("console:week", args=[change.resource_id])
    named = {Changed.TRAVEL: "travel"}.get(Changed(change.what), "holidays")
    return f"{reverse(f'console:{named}')}?{urlencode({'site': change.site.code})}" if change.site else ""


def _progress(one: Progress) -> dict[str, Any]:
    done = ngettext("%(done)d of %(total)d has a new time", "%(done)d of %(total)d have a new time", one.total)
    change = one.change
    return {
        "href": reverse("console:displaced_by", args=[change.id]) if change else "",
        "name": change_name(change) if change else _("Earlier changes"),
        "why": change_words(change) if change else "",
        "total": one.total,
        "done": one.done,
        "words": done % {"done": one.done, "total": one.total},
        "left": displaced_text(one.left),
        "change": change,
    }


def change_name(change: HoursChange) -> str:
    """Whose hours they are: of a site with what it is about, “Three Kings · Riverside General”."""
    if change.resource:
        return change.resource.name
    site = change.site.name if change.site else ""
    about = change.names.get(of_reader()) or change.names.get("en", "")
    return f"{about} · {site}" if about else site


def change_words(change: HoursChange) -> str:
    """“Leave, 1 December to 14 December”."""
    what = change.get_reason_display() if change.what == Changed.BLOCK else change.get_what_display()
    first = days.day(change.first_on)
    if change.last_on == change.first_on:
        return _("%(what)s, %(day)s") % {"what": what, "day": first}
    if change.last_on is None:
        return _("%(what)s, from %(day)s on") % {"what": what, "day": first}
    return _("%(what)s, %(first)s to %(last)s") % {"what": what, "first": first, "last": days.day(change.last_on)}


def _row(request: StaffRequest, one: Owed) -> dict[str, Any]:
    visit = one.visit
    choose = reverse("console:choose_time", args=[visit.person_id, visit.service.code])
    shown = visit_row(visit)
    times, refusal = _near(request, visit) if shown["can_change"] else ([], _("Its time is over. Ring them."))
    return {
        **shown,
        "letter": LEVELS[visit.level - 1],
        "word": str(Level(visit.level).label),
        "promise": showing.card(one.promise),
        "times": [_time(time, visit) for time in times],
        "refusal": refusal,
        "choose": choose,
        "all_times": f"{choose}?{urlencode({'moving': visit.id})}",
    }


def _near(request: StaffRequest, visit: Appointment) -> tuple[list[Time], str]:
    """The nearest times, or why it is not for this person at all."""
    try:
        return worklist.near_times(visit, by=request.actor), ""
    except Refused as told:
        return [], str(told)


def _time(time: Time, visit: Appointment) -> dict[str, Any]:
    """`site` is said where it is another than that of the visit."""
    return {"key": time.key, "at": time.starts_there, "who": time.clinician.name,
            "same": time.clinician.resource_id == visit.clinician_id,
            "site": time.site if time.site_id != visit.site_id else ""}  # fmt: skip
