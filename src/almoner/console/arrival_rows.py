"""The arrivals of a day as the templates take them: one row for each person, with the one thing to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.catalogue.models import Room
from almoner.console.showing import NEED_ICONS
from almoner.console.triage_rows import level_shown
from almoner.console.visit_shown import KINDS
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.people.enums import Need
from almoner.people.models import Staff
from almoner.scheduling.models import Resource
from almoner.visits.arrivals import FETCH, Arrival
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import Visit
from almoner.visits.queues import order_of
from almoner.visits.waiting_words import minutes, why

MISSED = ("late", "missed")


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a row: a form to `action` with hidden `values`, or a link where it has none."""

    label: str
    action: str
    kind: str = "primary"
    values: dict[str, str] = field(default_factory=dict)
    link: bool = False


def groups(lines: Iterable[Arrival]) -> dict[str, list[Arrival]]:
    """Who is here, in the order in which they are called; who is late; who is expected; who is in; who is gone."""
    found: dict[str, list[Arrival]] = {"here": [], "late": [], "expected": [], "with": [], "gone": []}
    for line in lines:
        found[_group(line)].append(line)
    found["here"].sort(key=lambda line: order_of(line.visit) if line.visit else (9, line.at, ""))
    return found


def _group(line: Arrival) -> str:
    if line.visit is None:
        return "late" if line.stands in MISSED else "expected"
    if line.visit.state in BEFORE_SEEN:
        return "here"
    return "with" if line.visit.state == VisitState.WITH_CLINICIAN else "gone"


def bodies_shown(lines: Iterable[Arrival], *, in_groups: bool) -> list[dict[str, Any]]:
    """The rows in bodies of a table: one for each group with several, under its head, and those between."""
    lines = list(lines)
    several = {key for key, count in Counter(map(_group_of, lines)).items() if key and count > 1}
    bodies: dict[object, dict[str, Any]] = {}
    for nth, line in enumerate(lines):
        key = group if in_groups and (group := _group_of(line)) in several else None
        last = next(reversed(bodies), None)
        where = key or (last if last is not None and bodies[last]["head"] is None else nth)
        body = bodies.setdefault(where, {"head": _head(line) if key else None, "rows": []})
        body["rows"].append(row_shown(line))
    return list(bodies.values())


def _group_of(line: Arrival) -> tuple[Any, ...] | None:
    booked = line.appointment
    if booked is None or booked.service.capacity == 1:
        return None
    return booked.starts_at, booked.service_id, booked.clinician_id, booked.room_id


def _head(line: Arrival) -> dict[str, Any]:
    booked = line.appointment
    assert booked is not None  # noqa: S101 - it is of a group
    return {"at": booked.starts_at, "service": booked.service.name_in(of_reader()), "with": _with(line)}


def row_shown(line: Arrival) -> dict[str, Any]:
    visit = line.visit
    service = (visit.service if visit else None) or (line.appointment.service if line.appointment else None)
    return {
        "line": line,
        "person": line.person,
        "age": line.person.age_on(clock.today()),
        "href": _href(line),
        "id": str(visit.id if visit else line.appointment.id if line.appointment else ""),
        **level_shown(line.level),
        "ticket": visit.ticket if visit else "",
        "service": service.name_in(of_reader()) if service else "",
        "state": _state(line),
        "chips": _chips(line),
        "needs": _needs(line),
        "with": _with(line),
        "wait": minutes(line.wait.low, line.wait.high) if line.wait else "",
        "why": why(line.wait.reasons) if line.wait else "",
        "acts": [_visit_act(line, visit)] if visit else _door_acts(line),
        "may_leave": bool(visit and visit.state in BEFORE_SEEN),
    }


def _href(line: Arrival) -> str:
    if line.visit:
        return reverse("console:visit", args=[line.visit.id])
    return reverse("console:appointment", args=[line.appointment.id]) if line.appointment else ""


def _state(line: Arrival) -> dict[str, str]:
    if line.visit:
        return {"label": line.visit.get_state_display(), "kind": KINDS.get(VisitState(line.visit.state), "")}
    said = {"expected": (_("Expected"), ""), "late": (_("Late"), "saffron"), "missed": (_("Missed"), "red")}
    label, kind = said[line.stands]
    return {"label": label, "kind": kind}


def _waited(minutes: int) -> str:
    said = ngettext("Not greeted for %(minutes)d minute", "Not greeted for %(minutes)d minutes", minutes)
    return said % {"minutes": minutes}


def _chips(line: Arrival) -> list[dict[str, str]]:
    """What presses, most pressing first."""
    shown = []
    if line.appointment and line.appointment.extra and line.visit is None:
        shown.append({"label": _("In addition"), "kind": "", "icon": "plus"})
    if line.unacknowledged and line.visit:
        waited = int((clock.now() - line.visit.arrived_at).total_seconds() // 60)
        shown.append({"label": _waited(waited), "kind": "red", "icon": "alert"})
    if line.over_time:
        shown.append({"label": _("Over time"), "kind": "red", "icon": "clock"})
    if line.call_back:
        label = _("Call them back: %s") % line.telephone if line.telephone else _("Call them back")
        shown.append({"label": label, "kind": "saffron", "icon": "bell"})
    elif line.visit and line.visit.away_since:
        shown.append({"label": _("Waits elsewhere"), "kind": "plum", "icon": "walk"})
    if line.comes_there:
        label = _("Comes at %s, as told") % days.clock(line.comes_there)
        shown.append({"label": label, "kind": "plum", "icon": "clock"})
    if line.news_due:
        shown.append({"label": _("News due"), "kind": "saffron", "icon": "speech"})
    return shown


def _needs(line: Arrival) -> list[dict[str, str]]:
    """What must be known before a word is said, with what to do (ARR-8)."""
    found = [Need(kind) for kind in line.needs]
    shown = [
        {"label": str(need.label), "kind": "saffron" if need in FETCH else "", "icon": NEED_ICONS.get(need, "info")}
        for need in found
    ]
    if line.person.interpreter_language and Need.INTERPRETER not in found:
        shown.append({"label": str(Need.INTERPRETER.label), "kind": "", "icon": "language"})
    return shown


def _with(line: Arrival) -> str:
    both: list[Staff | Room | Resource | None] = []
    if line.visit:
        both = [line.visit.clinician, line.visit.room]
    elif line.appointment:
        both = [line.appointment.clinician, line.appointment.room]
    return " · ".join(one.name for one in both if one)


def _door_acts(line: Arrival) -> list[Act]:
    booked = line.appointment
    if booked is None:
        return []
    action = reverse("console:check_in", args=[booked.id])
    if line.stands not in MISSED:
        return [Act(_("Check in"), action)]
    again = reverse("console:choose_time", args=[line.person.id, booked.service.code])
    return [
        Act(_("They wait"), action, values={"will_wait": "yes"}),
        Act(_("Another time"), f"{again}?moving={booked.id}", "secondary", link=True),
    ]


def _visit_act(line: Arrival, visit: Visit) -> Act:
    """The one thing to do next with somebody who is here."""
    if visit.state == VisitState.ARRIVED:
        return Act(_("Greeted"), reverse("console:visit_act", args=[visit.id, "greet"]))
    if visit.state in {VisitState.GREETED, VisitState.WAITING}:
        if line.call_back:
            return Act(_("They are back"), reverse("console:visit_act", args=[visit.id, "back"]))
        if visit.clinician_id is None:
            return Act(_("Choose who sees them"), f"{reverse('console:visit', args=[visit.id])}#allot", link=True)
        if (visit.told_at is None or line.news_due) and line.wait:
            said = _("Tell: %s") % minutes(line.wait.low, line.wait.high)
            return Act(said, reverse("console:visit_act", args=[visit.id, "tell"]))
        if visit.away_since is None:
            return Act(_("Call in"), reverse("console:call_in_visit", args=[visit.id]))
    return Act(_("Open"), reverse("console:visit", args=[visit.id]), "quiet", link=True)
