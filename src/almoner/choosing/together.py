"""Several visits in one act, as their pages take them: the dates of a series, the days, what was booked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict

from almoner.catalogue.models import Service
from almoner.catalogue.queries import specialties_with_services
from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.choosing.together_forms import DatesForm, DayForm, SeriesForm
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.scheduling.actions import Picked
from almoner.scheduling.day_words import explained
from almoner.scheduling.enums import SeriesKind, State
from almoner.scheduling.joining import DayProposal, propose_days
from almoner.scheduling.models import Appointment, Series
from almoner.scheduling.preparation import sheet_of
from almoner.scheduling.proposing import as_chosen, propose_series
from almoner.scheduling.refusals import SameSpecialtySoon
from almoner.scheduling.series import field_of


def dates(form: SeriesForm, service: Service, person: Person, chosen: dict[int, str], *, by: Actor) -> dict[str, Any]:
    """The dates as they are proposed now, with what was chosen before. Raises NotThere."""
    if not (form.is_bound and form.is_valid()):
        return {"rows": None}
    try:
        proposal = propose_series(service, person, form.wish(), by=by)
    except NotThere:
        raise
    except Refused as told:
        return {"rows": None, "refusal": str(told)}
    shown = as_chosen(proposal, chosen)
    fields = DatesForm(shown.occurrences)
    rows = [{"one": one, "field": fields[field_of(one.place)]} for one in shown.occurrences]
    return {"rows": rows, "clinician": shown.clinician, "fits": sum(one.as_usual for one in shown.occurrences)}


def days(form: DayForm, person: Person, *, by: Actor) -> dict[str, Any]:
    """The first days on which all can be had. Raises NotThere."""
    if not (form.is_bound and form.is_valid()):
        return {}
    try:
        return {"found": [_day(one) for one in propose_days(person, form.wish(), by=by)]}
    except NotThere:
        raise
    except Refused as told:
        return {"refusal": str(told)}


def _day(one: DayProposal) -> dict[str, Any]:
    visits = [
        {"name": service.name_in(of_reader()), "time": time, "picked": f"{service.code}|{time.key}"}
        for service, time in zip(one.services, one.way.times, strict=True)
    ]
    return {"starts_there": one.way.times[0].starts_there, "visits": visits, "why": explained(one)}


def picked_on_a_day(form: DayForm, said: QueryDict) -> list[Picked]:
    pairs = [one.partition("|") for one in said.getlist("picked")]
    return [Picked(form.services[code], key) for code, _bar, key in pairs if code in form.services]


def services_by_name(suits: Callable[[Service], bool] = lambda _service: True) -> list[Service]:
    """Of all that are offered, those that suit, by their names in the reader's language."""
    every = [one for _specialty, services in specialties_with_services() for one in services if suits(one)]
    return sorted(every, key=lambda one: one.name_in(of_reader()))


def asked_with(said: QueryDict) -> dict[str, Any]:
    """What the button says besides: that both visits are meant (APT-4), and the key of the form."""
    return {"keep_both": "keep_both" in said, "key": said.get("key", "")[:80] or None}


def told_of(refused: Refused | None) -> dict[str, Any]:
    return {"refusal": str(refused) if refused else "", "keep_both": isinstance(refused, SameSpecialtySoon)}


def booked_together(
    found: Series, visits: Iterable[Appointment], row: Callable[[Appointment], dict[str, Any]], *, by: Actor
) -> dict[str, Any]:
    """A list of dates, or the sheet of a day, with what was promised. `row` is a visit as the surface shows it."""
    coming = still_to_come(visits)
    is_day = found.kind == SeriesKind.DAY
    sheet = sheet_of(coming if is_day else [], of_reader())
    made = charter.promises_for_person(person=found.person, by=by)
    return {
        "series": found,
        "is_day": is_day,
        "rows": [row(visit) | {"own": sheet.own.get(visit.id, ())} for visit in visits],
        "coming": coming,
        "sheet": sheet,
        "promises": showing.cards([promise for promise in made if promise.subject_id == found.id]),
    }


def still_to_come(visits: Iterable[Appointment]) -> list[Appointment]:
    return [visit for visit in visits if visit.state == State.BOOKED and visit.starts_at > clock.now()]
