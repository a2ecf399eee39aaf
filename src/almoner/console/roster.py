"""The roster: who and what can be booked, in which hours, and when not; who must be moved when hours are taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue.actions import offer_by_profession
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.roster_forms import AwayForm, WeekForm, hours_of
from almoner.console.showing import visit_row
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Staff
from almoner.scheduling import actions
from almoner.scheduling.enums import Kind
from almoner.scheduling.weeks import Line, block_for, displaced_from, line_for, without_diary
from almoner.scheduling.weeks import roster as roster_of
from almoner.ui.answers import done, refused

SHOWN = (Kind.CLINICIAN, Kind.ROOM)


@require_GET
@staff(Permission.MANAGE_ROSTER)
def roster(request: StaffRequest) -> HttpResponse:
    """The week of everybody on one page; a day without hours is empty."""
    kind = Kind.ROOM if request.GET.get("of") == "rooms" else Kind.CLINICIAN
    found = roster_of(by=request.actor, kind=kind)
    context = {
        "rows": [_row(line) for line in found.lines],
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "without": found.rooms_without if kind == Kind.ROOM else found.staff_without,
        "kind": kind.value,
        "tabs": [
            {"href": reverse("console:roster"), "label": _("Clinicians"), "current": kind == Kind.CLINICIAN},
            {"href": reverse("console:roster") + "?of=rooms", "label": _("Rooms"), "current": kind == Kind.ROOM},
        ],
    }
    return page(request, "console/roster.html", context, here="roster")


def _row(line: Line) -> dict[str, Any]:
    today = clock.today()
    return {
        "line": line,
        "href": reverse("console:week", args=[line.resource.id]),
        "days": [list(filter(None, hours_of(line.week, weekday, today).split(", "))) for weekday in range(7)],
        "away": line.away[0] if line.away else None,
    }


@require_GET
@staff(Permission.MANAGE_ROSTER)
def week(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    return _week_page(request, line_for(by=request.actor, id=resource_id), {})


def _week_page(request: StaffRequest, line: Line, bound: dict[str, Any]) -> HttpResponse:
    context = {
        "line": line,
        "week": bound.get("week") or WeekForm(week=line.week, auto_id="week_%s"),
        "away": bound.get("away") or AwayForm(auto_id="away_%s"),
        "displaced": [visit_row(visit) for visit in displaced_from(line, by=request.actor)],
        "changes": sorted({one.valid_from for one in line.week if one.valid_from > clock.today()}),
        "may_book": request.actor.may(Permission.BOOK),
        "crumbs": [(_("Roster"), reverse("console:roster")), (line.resource.name, "")],
    }
    return page(request, "console/week.html", context, here="roster", status=422 if bound else 200)


@require_POST
@staff(Permission.MANAGE_ROSTER)
def change_week(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    line = line_for(by=request.actor, id=resource_id)
    form = WeekForm(request.POST, week=line.week, auto_id="week_%s")
    if form.is_valid():
        try:
            moved = actions.change_week(
                resource=line.resource,
                sessions=form.sessions,
                from_day=form.cleaned_data["from_day"],
                by=request.actor,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _displaced(len(moved)), "console:week", resource_id)
    return _week_page(request, line, {"week": form})


def _displaced(count: int) -> str:
    if not count:
        return _("Noted. No visit has to be moved.")
    text = ngettext(
        "Noted. %d visit needs a new time: it stands on the promise board.",
        "Noted. %d visits need a new time: they stand on the promise board.",
        count,
    )
    return text % count


@require_POST
@staff(Permission.MANAGE_ROSTER)
def away(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """Time in which nobody books. Visits in it are told as displaced."""
    line = line_for(by=request.actor, id=resource_id)
    form = AwayForm(request.POST, auto_id="away_%s")
    if form.is_valid():
        try:
            block = actions.add_block(resource=line.resource, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            moved = displaced_from(Line(line.resource, line.week, (block,)), by=request.actor)
            return done(request, _displaced(len(moved)), "console:week", resource_id)
    return _week_page(request, line, {"away": form})


@require_POST
@staff(Permission.MANAGE_ROSTER)
def back_again(request: StaffRequest, block_id: UUID) -> HttpResponse:
    block = block_for(by=request.actor, id=block_id)
    actions.lift_block(block=block, by=request.actor)
    return done(request, _("These hours can be booked again."), "console:week", block.resource_id)


@require_POST
@staff(Permission.MANAGE_ROSTER)
def make_bookable(request: StaffRequest) -> HttpResponse:
    """Give a diary to a member of staff or a room that has none."""
    if not request.POST.get("id"):
        return done(request, _("Please choose somebody or a room first."), "console:roster")
    kind = Kind.ROOM if request.POST.get("kind") == Kind.ROOM else Kind.CLINICIAN
    try:
        what = without_diary(by=request.actor, kind=kind, id=UUID(request.POST.get("id", "")))
    except ValueError as fault:
        raise NotThere from fault
    given = {"staff": what} if isinstance(what, Staff) else {"room": what}
    try:
        new = actions.make_bookable(**given, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:roster")
    return done(request, _("Now say in which hours."), "console:week", new.id)


@require_POST
@staff(Permission.MANAGE_CATALOGUE)
def by_profession(request: StaffRequest) -> HttpResponse:
    """Let everybody give the services of their profession."""
    count = offer_by_profession(by=request.actor)
    text = ngettext("%d service more is given by somebody.", "%d services more are given by somebody.", count) % count
    return done(request, text, "console:catalogue")
