"""Filling an empty data folder with the rehearsal hospital: a place, its people, its day; none of it real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings

from almoner.aftercare.actions import load_handbook
from almoner.aftercare.reading import read_handbook
from almoner.catalogue.actions import load_catalogue
from almoner.catalogue.models import Service
from almoner.catalogue.reading import read_catalogue
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import Setting
from almoner.demo import cast
from almoner.demo.afterwards import follow_people
from almoner.demo.agenda import NOT_IN_THE_PAST, Agenda, worker_works
from almoner.demo.asking import ask_for_help, triage_works
from almoner.demo.booking import book_group, book_visits, suits
from almoner.demo.cast_days import live_so_far
from almoner.demo.decided import Decided
from almoner.demo.holidays import keep_holidays
from almoner.demo.house import House, acting
from almoner.demo.lying import Occupancy, fill_beds, plan_the_days, wait_for_beds
from almoner.demo.on_call import cover_the_hospital
from almoner.demo.past import Past
from almoner.demo.population import Invented, invent
from almoner.demo.post_desk import post_letters
from almoner.demo.ringing import ring
from almoner.demo.staffing import roster, staff_the_hospital
from almoner.demo.today import book_today, extra_session, walk_in
from almoner.demo.urgent_weeks import UrgentWeeks
from almoner.demo.waiting import Waiting
from almoner.demo.wards import open_wards
from almoner.demo.writing import write_in
from almoner.people.actions import answer_consent, found_hospital, note_need, register_person
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Account, Person, Site
from almoner.scheduling.actions import learn_demand
from almoner.visits.actions import load_menu
from almoner.visits.menu_data import read_menu

HOSPITAL = Path(__file__).parent / "hospital"
SEED = 7
AS_ON_ANY_DAY = timedelta(days=2)
"""On the day it opens and so long after, a holiday is worked through: the days of the cast are then."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there is: people, visits booked ahead, how the beds stand, days of the past, days ahead with open
    diaries; and whether the day on which the hospital opens is under way."""

    people: int = 200
    ahead: int = 45
    beds: Occupancy = field(default_factory=Occupancy)
    past_days: int = 21
    days_ahead: int = 60
    under_way: bool = True


def fill_if_empty() -> bool:
    """Fill the data with the rehearsal hospital if nothing is in it. True when it did."""
    if Site.objects.exists() or Account.objects.exists():
        return False
    fill(scale=Scale(), source=Random(SEED), by=SYSTEM)
    return True


@action
def fill(*, scale: Scale, source: Random, by: Actor) -> House:
    """Found the hospital in the past, let its days go by, and leave it as it stands now."""
    opened_at = clock.now()
    founded_at = opened_at - timedelta(days=scale.past_days)
    with clock.at(founded_at):
        house = _found(scale, source, opened_at=opened_at, by=by)
    agenda = Agenda()
    _plan_days(house, agenda, scale)
    agenda.play(until=opened_at)
    if scale.under_way:
        cover_the_hospital(house)
        learn_demand(by=SYSTEM)
    book_visits(house.everybody, list(house.services.values()), scale.ahead, source, house.by("agent"))
    _fill_a_group(house)
    return house


def _fill_a_group(house: House) -> None:
    """Most of the places of one group of each service that has hours for them, two days ahead."""
    for code in roster()["groups"]:
        service = house.services[code]
        everybody = list(house.everybody)
        people = house.source.sample(everybody, min(len(everybody), 4 * service.capacity))
        fitting = [one for one in people if suits(service, one, house.today)][: service.capacity - 2]
        book_group(fitting, service, house.opened_at + timedelta(days=2), house.by("agent"))


def _found(scale: Scale, source: Random, *, opened_at: datetime, by: Actor) -> House:
    today = clock.today()
    invented = invent(scale.people, today=today, source=source)
    Setting.objects.update_or_create(name=cast.MARK, defaults={"value": True})
    founded = found_hospital(
        name="Riverside General Hospital",
        manager_name="Daniel Carter",
        manager_email="daniel.carter@riverside.example",
        code="riverside",
        time_zone=settings.TIME_ZONE,
        service_desk_number="020 7946 0100",
        emergency_number="999",
        crisis_number="0808 157 0116",
        crisis_text_number="07700 900116",
        by=by,
    )
    manager = acting(founded.manager)
    load_catalogue(data=read_catalogue(HOSPITAL), site=founded.site, by=manager)
    load_menu(dishes=read_menu((HOSPITAL / "menu.toml").read_bytes()), by=manager)
    load_handbook(data=read_handbook(HOSPITAL / "aftercare.toml"), by=manager)
    staff = cast.hire_cast(site=founded.site, manager=founded.manager, by=manager)
    house = House(site=founded.site, opened_at=opened_at, source=source, cast=staff)
    house.services = {one.code: one for one in Service.objects.offered().order_by("code")}
    hired = staff_the_hospital(
        site=founded.site,
        services=list(house.services.values()),
        known=[staff["doctor"]],
        first_day=today - timedelta(days=1),
        days=scale.days_ahead + scale.past_days,
        besides=extra_session(opened_at) if scale.under_way else None,
        source=source,
        by=manager,
    )
    house.clinicians, house.resources = hired.clinicians, hired.resources
    if scale.under_way:
        keep_holidays(site=founded.site, after=house.today + AS_ON_ANY_DAY, days=scale.days_ahead, by=manager)
    house.wards = open_wards(site=founded.site, by=house.by("bed_manager"))
    house.people = cast.register_cast(today=today, by=house.by("agent"))
    cast.open_accounts(staff=staff, people=house.people, by=manager)
    house.everybody = [register(one, by=house.by("agent")) for one in invented]
    return house


def register(one: Invented, *, by: Actor) -> Person:
    """An invented person, as the desk would take them down."""
    person = register_person(
        given_name=one.given_name,
        family_name=one.family_name,
        birth_on=one.birth_on,
        sex=one.sex,
        language=one.language,
        interpreter_language=one.interpreter_language,
        best_time=one.best_time,
        contacts=one.contacts,
        sure=True,
        by=by,
    )
    for channel, given in one.consents.items():
        answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=given, by=by)
    if one.consents.get(Channel.EMAIL):
        answer_consent(person=person, purpose=Purpose.FEEDBACK, channel=Channel.EMAIL, given=True, by=by)
    for need in one.needs:
        note_need(person=person, kind=need, by=by)
    return person


def _plan_days(house: House, agenda: Agenda, scale: Scale) -> None:
    """What happened, and what is happening. Nobody who lies in a bed is also somewhere else."""
    free = fill_beds(house, agenda, house.everybody, scale.beds)
    plan_the_days(house, agenda, scale.beds.days)
    if not scale.under_way:
        let_work(agenda, since=house.opened_at - timedelta(days=scale.beds.days), until=house.opened_at, every=3)
        return
    follow_people(house, agenda, free[:8], min(scale.past_days, 7))
    free = wait_for_beds(house, agenda, free)
    free = walk_in(house, agenda, free)
    ask_for_help(house, agenda, free[:25])
    triage_works(house, agenda)
    ring(house, agenda, free[25:45])
    write_in(house, agenda, free[45:60])
    Past(house, agenda, free[20:]).plan(scale.past_days - 1)
    Decided(house, agenda, free[25:]).plan(scale.past_days - 1)
    Waiting(house, agenda, free[20:]).plan(scale.past_days - 1)
    UrgentWeeks(house, free[20:], house.resources).plan(agenda, known_since=clock.today())
    book_today(house, agenda, [house.people["theo"], *free[5:]])
    live_so_far(house, agenda, scale.past_days)
    post_letters(house, agenda, scale.past_days - 1)
    let_work(agenda, since=house.opened_at - timedelta(hours=35), until=house.opened_at - timedelta(hours=9), every=3)
    let_work(agenda, since=house.opened_at - timedelta(hours=7), until=house.opened_at)


def let_work(agenda: Agenda, *, since: datetime, until: datetime, every: int = 1) -> None:
    """Put the worker's rounds on the agenda, every so many hours."""
    moment = since
    while moment < until:
        agenda.at(moment, worker_works, without=NOT_IN_THE_PAST)
        moment += timedelta(hours=every)
    agenda.at(until, worker_works, without=NOT_IN_THE_PAST)
