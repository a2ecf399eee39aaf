"""The going-home sheet: twelve topics, the next date, the warning signs and the medicines first (FUP-11)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.messaging.moments import say_day, say_moment
from almoner.scheduling.enums import State
from almoner.scheduling.facts import where
from almoner.scheduling.models import Appointment
from almoner.visits.enums import SAID_BACK, FollowUpState, TestState, Topic
from almoner.visits.models import FollowUpPlan, Stay, TestOrder
from almoner.visits.rules import need_to_read_stay

PARTS = ("name", "how_much", "when", "what_for")


@dataclass(frozen=True, slots=True)
class Section:
    """`rows`: the medicines, each parted at its semicolons into name, how much, when, what for."""

    topic: str
    label: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    said_back: bool = False


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """In the language of the person. `told`: somebody went through it with them."""

    stay: Stay
    language: str
    sections: tuple[Section, ...]
    told: bool


def home_sheet(*, stay: Stay, by: Actor) -> HomeSheet:
    """The sheet as it stands, before or after they went home; two statements."""
    need_to_read_stay(stay.person, by)
    if by.is_staff:
        audit.read(what="home_sheet", person_id=stay.person_id, by=by)
    language = stay.person.language
    with translation.override(language):
        return HomeSheet(stay, language, tuple(_sections(stay, language)), bool(stay.summary.get("told")))


def medicine_rows(lines: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """“Paracetamol; 2 tablets; morning and evening; pain” as four cells; what is left out stays empty. Pure."""
    parted = [[part.strip() for part in line.split(";", len(PARTS) - 1)] for line in lines]
    return tuple((*parts, *[""] * (len(PARTS) - len(parts))) for parts in parted)


def _sections(stay: Stay, language: str) -> list[Section]:
    found = {
        Topic.FOLLOW_UP: _dates(stay, language),
        Topic.RESULTS: _results(stay, language),
        Topic.CALL: _numbers(stay),
    }
    back = set(stay.summary.get("said_back", ()))
    sections = []
    for topic in Topic:
        lines = tuple(found.get(topic) or stay.summary.get(topic, ()))
        rows = medicine_rows(lines) if topic == Topic.MEDICINES else ()
        said = topic in SAID_BACK and topic in back
        sections.append(Section(str(topic), str(topic.label), lines, rows, said))
    return sections


def _dates(stay: Stay, language: str) -> list[str]:
    """Every visit to come, then what is planned and has no date yet, with the day by which they hear it."""
    coming = Appointment.objects.filter(person=stay.person_id, state=State.BOOKED, starts_at__gt=clock.now())
    visits = coming.select_related("service", "clinician", "site", "room__room", "room__site").order_by(
        "starts_at", "id"
    )
    reader = clock.of_reader()
    lines = [
        f"{say_moment(visit.starts_there, language, reader)}: {visit.service.name_in(language)}, {where(visit)}"
        for visit in visits
    ]
    plans = FollowUpPlan.objects.filter(stay=stay, state=FollowUpState.PLANNED).select_related("service")
    return lines + [
        _("%(service)s, by %(day)s. We tell you the date by %(when)s.")
        % {
            "service": plan.service.name_in(language),
            "day": say_day(plan.see_by_on, language),
            "when": say_moment(plan.book_by_at, language, stay.site.zone),
        }
        for plan in plans.order_by("see_by_on", "id")
    ]


def _results(stay: Stay, language: str) -> list[str]:
    tests = TestOrder.objects.filter(stay=stay, state__in=[TestState.DONE, TestState.TOLD]).select_related("service")
    lines = []
    for test in tests.order_by("done_at", "id"):
        name = test.service.name_in(language)
        if test.state == TestState.TOLD:
            lines.append(f"{name}: {test.result}")
        elif test.result_by_at:
            due = say_moment(test.result_by_at, language, stay.site.zone)
            lines.append(_("%(test)s: we tell you the result by %(when)s.") % {"test": name, "when": due})
    return lines


def _numbers(stay: Stay) -> list[str]:
    site, ward = stay.site, stay.bed.ward if stay.bed else None
    numbers = [
        (_("Is a life in danger? Ring %s now."), site.emergency_number),
        (_("A question about your stay: the ward, %s, day and night."), ward.telephone if ward else ""),
        (_("Your visits, or a doubt: the service desk, %s."), site.service_desk_number),
    ]
    return [text % f"\u2068{number}\u2069" for text, number in numbers if number]
