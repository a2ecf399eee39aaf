"""The roster: who and what can be booked, found by what they are, each with its week; and a diary for who has none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue.actions import offer_by_profession
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.roster_forms import RosterForm
from almoner.console.roster_rows import KeptByDay, frame, line_row, monday_of, visitor_row, week_of
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Staff
from almoner.people.professions import profession_name
from almoner.people.sites import sites
from almoner.scheduling import actions, group_hours, weeks
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.visitors import visitors
from almoner.ui.answers import done, refused

ON_A_PAGE = 20
AT_FIRST = {"kind": Kind.CLINICIAN.value}
"""What is looked for where nothing was asked."""


@require_GET
@staff(Permission.MANAGE_ROSTER)
def roster(request: StaffRequest) -> HttpResponse:
    """Who fits what is looked for, each with the hours of one week."""
    form, monday = _form(request), monday_of(day_in(request.GET.get("week", "")))
    found: Paginator[Resource] = Paginator(weeks.resources(by=request.actor, wanted=form.wanted()), ON_A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    if asked == AT_FIRST:
        asked = {}
    here_too = _visitors(request, form.wanted(), monday) if shown.number == 1 else []
    at_week = {"week": monday.isoformat()} if monday != monday_of(clock.today(clock.of_reader())) else {}
    context = {
        "rows": _rows(request, shown, monday),
        "visitors": here_too,
        "form": form,
        "filtered": bool(asked),
        "found": "" if here_too and not found.count else ngettext("%d found", "%d found", found.count) % found.count,
        "page_of": shown,
        "query": "".join(f"{urlencode(part)}&" for part in (asked, at_week) if part),
        "week": monday,
        "at_week": at_week,
        **week_links(monday, asked),
        "without": [
            {"kind": kind, "found": there}
            for kind, there in (
                (Kind.CLINICIAN, weeks.staff_without(by=request.actor)),
                (Kind.ROOM, weeks.rooms_without(by=request.actor)),
            )
            if there
        ],
        "several_sites": len(sites()) > 1,
        "may_book": request.actor.may(Permission.BOOK),
    }
    return page(request, "console/roster.html", context, here="roster")


def _form(request: StaffRequest) -> RosterForm:
    specialties = [
        (one.code, one.names.get(of_reader()) or one.names["en"]) for one in weeks.specialties(by=request.actor)
    ]
    professions = [(one, capfirst(profession_name(one))) for one in weeks.professions(by=request.actor)]
    return RosterForm(
        {**AT_FIRST, **request.GET.dict()},
        specialties=sorted(specialties, key=lambda choice: choice[1]),
        professions=sorted(professions, key=lambda choice: choice[1]),
    )


def _rows(request: StaffRequest, shown: Page[Resource], monday: date) -> list[dict[str, Any]]:
    days = week_of(monday)
    lines = weeks.lines(list(shown), by=request.actor, since=min(monday, clock.today(clock.of_reader())))
    within = frame(line.arranged.on_day(day) for line in lines for day in days)
    kept = _kept_alone(shown, days, request.actor)
    return [line_row(line, days, within, kept) for line in lines]


def _visitors(request: StaffRequest, wanted: weeks.Wanted, monday: date) -> list[dict[str, Any]]:
    """Who works here and belongs elsewhere: to be read, since their hours are arranged there."""
    days = week_of(monday)
    found = visitors(days, wanted, by=request.actor)
    within = frame(here.sessions for one in found for here in one.days.values())
    kept = _kept_alone([one.resource for one in found], days, request.actor) if found else {}
    return [visitor_row(one, within, kept) for one in found]


def _kept_alone(some: Iterable[Resource], days: list[date], by: Actor) -> KeptByDay:
    """The hours of planned groups that need just these. Who is one of several who could give a group is said with their
    own week: here it would stand with all of them."""
    kept = group_hours.kept_of(some, days, by=by)
    return {where: [one for one in found if one.alone] for where, found in kept.items()}


def day_in(text: str) -> date:
    """The day that an address names, or today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today(clock.of_reader())


def week_links(monday: date, asked: dict[str, Any]) -> dict[str, str]:
    """The addresses of the week before, the week after, and this one unless it is shown."""
    now = monday_of(clock.today(clock.of_reader()))
    earlier, later = (urlencode({**asked, "week": (monday + timedelta(weeks=step)).isoformat()}) for step in (-1, 1))
    return {
        "earlier": f"?{earlier}",
        "later": f"?{later}",
        "this_week": f"?{urlencode(asked)}" if monday != now else "",
    }


@require_POST
@staff(Permission.MANAGE_ROSTER)
def make_bookable(request: StaffRequest) -> HttpResponse:
    """Give a diary to a member of staff or a room that has none."""
    if not request.POST.get("id"):
        return done(request, _("Please choose somebody or a room first."), "console:roster")
    kind = Kind.ROOM if request.POST.get("kind") == Kind.ROOM else Kind.CLINICIAN
    try:
        what = weeks.without_diary(by=request.actor, kind=kind, id=UUID(request.POST.get("id", "")))
    except ValueError as fault:
        raise NotThere from fault
    given = {"staff": what} if isinstance(what, Staff) else {"room": what}
    try:
        new = actions.make_bookable(**given, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:roster")
    return done(request, _("Now say in which hours."), "console:change_week", new.id)


@require_POST
@staff(Permission.MANAGE_CATALOGUE)
def by_profession(request: StaffRequest) -> HttpResponse:
    """Let everybody give the services of their profession."""
    count = offer_by_profession(by=request.actor)
    text = ngettext("%d service more is given by somebody.", "%d services more are given by somebody.", count) % count
    return done(request, text, "console:catalogue")
