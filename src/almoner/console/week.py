"""One resource: its week, what is arranged otherwise, and changing any of it. Nothing is changed before it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.hours_flow import LOOK, MAKE, Asked, crumbs, or_refused, try_to
from almoner.console.roster import day_in, week_links
from almoner.console.roster_forms import AwayForm, DayForm, Editor, RoomForm, WeekForm
from almoner.console.roster_places import Places, choices
from almoner.console.roster_rows import away_row, frame, hours_text, line_row, monday_of, other_text, week_of
from almoner.core import clock, days
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.scheduling import actions, group_hours, weeks
from almoner.scheduling.arranged import sessions_of
from almoner.scheduling.enums import Changed
from almoner.scheduling.models import HoursChange, OtherHours
from almoner.scheduling.plans import plan_block, plan_day, plan_lift, plan_week
from almoner.scheduling.sessions import Period, Session, minutes, periods
from almoner.scheduling.weeks import Line
from almoner.ui.answers import done

EVERY_DAY = range(7)
ONE_DAY = (0,)
"""Which weekday it is, the date says."""
FIELD_IDS = "hours_%s"


@require_GET
@staff(Permission.MANAGE_ROSTER)
def week(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """The hours of one week as they are, with what is still to come and what was changed."""
    return _week(request, weeks.line_for(by=request.actor, id=resource_id))


def _week(request: StaffRequest, line: Line, room_form: RoomForm | None = None) -> HttpResponse:
    monday = monday_of(day_in(request.GET.get("week", "")))
    of_week = week_of(monday)
    shown = weeks.lines([line.resource], by=request.actor, since=min(monday, clock.today()))[0]
    context = {
        **line_row(
            shown,
            of_week,
            frame(shown.arranged.on_day(day) for day in of_week),
            group_hours.kept_of([line.resource], of_week, by=request.actor),
        ),
        **week_links(monday, {}),
        "line": line,
        "all_away": [away_row(block) for block in line.away],
        "week": monday,
        "periods": [_period(one) for one in periods(line.arranged.rows, clock.today())],
        "otherwise": [_otherwise(one, line.names) for one in line.others],
        "changes": [_change(one) for one in weeks.changes_of(line.resource, by=request.actor)],
        "may_book": request.actor.may(Permission.BOOK),
        "room_form": room_form or (RoomForm(initial=_holds(line)) if line.resource.room else None),
        "crumbs": crumbs(line.resource),
    }
    return page(request, "console/week.html", context, here="roster", status=422 if room_form else 200)


def _holds(line: Line) -> dict[str, Any]:
    return {"capacity": line.resource.room.capacity if line.resource.room else None}


@require_POST
@staff(Permission.MANAGE_ROSTER)
def room_size(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """How many people of a group a room holds."""
    line = weeks.line_for(by=request.actor, id=resource_id)
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            actions.set_room_capacity(resource=line.resource, capacity=form.cleaned_data["capacity"], by=request.actor)
        except NotThere:
            raise
        except Refused as refusal:
            form.add_error("capacity", str(refusal))
        else:
            return done(request, _("Saved. It holds for whoever books from now on."), "console:week", resource_id)
    return _week(request, line, form)


def _period(one: Period) -> dict[str, Any]:
    only = [session for session in one.sessions if one.first != one.last or session.weekday == one.first.weekday()]
    return {
        "from": days.day(one.first),
        "until": days.day(one.last) if one.last else "",
        "hours": hours_text(minutes(only)),
        "none": not only,
    }


def _otherwise(one: OtherHours, names: Mapping[str, str]) -> dict[str, Any]:
    usual = reverse("console:day_as_usual", args=[one.resource_id, one.day.isoformat()])
    return {"one": one, "hours": other_text(sessions_of(one), names), "usual": usual}


def _change(one: HoursChange) -> dict[str, Any]:
    first, last = days.day(one.first_on), days.day(one.last_on) if one.last_on else ""
    return {
        "what": one.get_reason_display() if one.what == Changed.BLOCK else one.get_what_display(),
        "days": first if first == last else f"{first} – {last}" if last else _("from %s on") % first,
        "by": one.made_by,
        "at": one.created_at,
        "why": one.why,
    }


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def change_week(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """The hours of the week from a day on, or for a season."""
    line = weeks.line_for(by=request.actor, id=resource_id)
    if request.method == "POST":
        return _entered(request, line, WeekForm, EVERY_DAY)
    first = max(day_in(request.GET.get("from", "")), clock.today())
    form = WeekForm(initial={"from_day": first}, auto_id=FIELD_IDS)
    editor = Editor.of(_sessions_from(line, first), EVERY_DAY, _places(request, line))
    return _editing(request, line, form, editor)


def _sessions_from(line: Line, first: date) -> set[Session]:
    """What the week of `first` has throughout, rather than what was added to a day or two of it."""
    whole = {
        row.session for row in line.arranged.rows if row.holds_on(first) and row.holds_on(first + timedelta(days=6))
    }
    return whole or {row.session for row in line.arranged.rows if row.holds_on(first)}


def _other_week(request: StaffRequest, line: Line, form: Form, editor: Editor) -> Asked:
    said: dict[str, Any] = {
        "resource": line.resource,
        "sessions": editor.sessions(),
        "from_day": form.cleaned_data["from_day"],
        "until_day": form.cleaned_data["until_day"],
        "by": request.actor,
    }
    return Asked(
        line.resource,
        _("Other hours of the week"),
        plan=lambda: plan_week(**said),
        make=lambda **seen: actions.change_week(**said, **seen, why=form.cleaned_data["why"]),
    )


def _reads(request: StaffRequest) -> bool:
    """Whether the button that was pressed means what was entered, or only changes the form."""
    return request.POST.get("act") in {LOOK, MAKE}


def _places(request: StaffRequest, line: Line) -> Places:
    return choices(weeks.places_to_be(line.resource, by=request.actor))


def _edited(request: StaffRequest, line: Line, days: Iterable[int]) -> Editor:
    said = request.POST
    editor = Editor(said, days, read=_reads(request), places=_places(request, line))
    if editor.read:
        return editor
    return editor.pressed(said.get("add", ""), said.get("remove", ""), said.get("copy", ""))


def _entered(request: StaffRequest, line: Line, kind: type[WeekForm | DayForm], days: Iterable[int]) -> HttpResponse:
    """What was entered: looked at, made, or shown again with one row more or less."""
    reads = _reads(request)
    form = kind(request.POST if reads else None, initial=request.POST.dict(), auto_id=FIELD_IDS)
    editor = _edited(request, line, days)
    answer = None
    if reads and all([form.is_valid(), editor.is_valid()]):
        asked = _other_week if isinstance(form, WeekForm) else _other_day
        answer = try_to(form, request, asked(request, line, form, editor))
    return answer or _editing(request, line, form, editor, status=422 if reads else 200)


def _editing(
    request: StaffRequest, line: Line, form: WeekForm | DayForm, editor: Editor, status: int = 200
) -> HttpResponse:
    of_week = isinstance(form, WeekForm)
    title = _("Other hours of the week") if of_week else _("Other hours on one day")
    context = {
        "line": line,
        "title": title,
        "of_week": of_week,
        "form": form,
        "days": editor.days(),
        "faulty": editor.read and not editor.is_valid(),
        "crumbs": crumbs(line.resource, title),
    }
    return page(request, "console/change_hours.html", context, here="roster", status=status)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def change_day(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """One day with other hours, or closed."""
    line = weeks.line_for(by=request.actor, id=resource_id)
    if request.method == "POST":
        return _entered(request, line, DayForm, ONE_DAY)
    editor = Editor({"rows-0": "1"}, ONE_DAY, read=False, places=_places(request, line))
    return _editing(request, line, DayForm(auto_id=FIELD_IDS), editor)


def _other_day(request: StaffRequest, line: Line, form: Form, editor: Editor) -> Asked:
    day = form.cleaned_data["day"]
    own = [replace(one, weekday=day.weekday()) for one in editor.sessions()]
    said: dict[str, Any] = {"resource": line.resource, "day": day, "sessions": own, "by": request.actor}
    return Asked(
        line.resource,
        _("Other hours on one day"),
        plan=lambda: plan_day(**said),
        make=lambda **seen: actions.change_day(**said, **seen, why=form.cleaned_data["why"]),
    )


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def day_as_usual(request: StaffRequest, resource_id: UUID, day: str) -> HttpResponse:
    """A day with other hours has those of its week again."""
    line = weeks.line_for(by=request.actor, id=resource_id)
    said: dict[str, Any] = {"resource": line.resource, "day": day_in(day), "by": request.actor}
    asked = Asked(
        line.resource,
        _("The usual hours on that day again"),
        plan=lambda: plan_day(**said, sessions=None),
        make=lambda **seen: actions.day_as_usual(**said, **seen),
        back=reverse("console:week", args=[resource_id]),
    )
    return or_refused(request, asked)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def away(request: StaffRequest, resource_id: UUID) -> HttpResponse:
    """Time in which nobody books."""
    line = weeks.line_for(by=request.actor, id=resource_id)
    reads = _reads(request)
    form = AwayForm(request.POST if reads else None, initial=request.POST.dict(), auto_id="away_%s")
    if reads and form.is_valid():
        answer = try_to(form, request, _time_away(request, line, form))
        if answer:
            return answer
    context = {"line": line, "form": form, "crumbs": crumbs(line.resource, _("Time away"))}
    return page(request, "console/away.html", context, here="roster", status=422 if reads else 200)


def _time_away(request: StaffRequest, line: Line, form: AwayForm) -> Asked:
    starts_at, ends_at = form.span
    said: dict[str, Any] = {
        "resource": line.resource,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "reason": form.cleaned_data["reason"],
        "by": request.actor,
    }

    def make(**seen: Any) -> HoursChange:
        block = actions.add_block(**said, **seen, why=form.cleaned_data["why"])
        return weeks.change_that_made(block, by=request.actor)

    return Asked(line.resource, _("Time away"), plan=lambda: plan_block(**said), make=make)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def back_again(request: StaffRequest, block_id: UUID) -> HttpResponse:
    """Blocked time can be booked again."""
    block = weeks.block_for(by=request.actor, id=block_id)
    asked = Asked(
        block.resource,
        _("Can be booked again"),
        plan=lambda: plan_lift(block=block, by=request.actor),
        make=lambda **seen: actions.lift_block(block=block, by=request.actor, **seen),
        back=reverse("console:week", args=[block.resource_id]),
    )
    return or_refused(request, asked)
