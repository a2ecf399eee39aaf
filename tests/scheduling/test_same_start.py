"""The same start at two sites: each can be chosen, the nearer one stands first, and every list says which is which."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kept import kept
from tests.scheduling.clinic import MONDAY, NOW, Clinic, open_every_day

from almoner.catalogue.models import Offering, Room
from almoner.core import clock
from almoner.people.models import ContactPoint, Person, Site, Staff
from almoner.scheduling import actions, memory, refusals
from almoner.scheduling.asking import Asked
from almoner.scheduling.browsing import Browsing, browse
from almoner.scheduling.displaced import near_times
from almoner.scheduling.given import next_for
from almoner.scheduling.joining import DayWish, Piece, propose_days
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import AlsoAt, Resource
from almoner.scheduling.offering import USUAL
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.proposing import SeriesWish, propose_series
from almoner.scheduling.search import find_times
from almoner.scheduling.series_words import choices_of
from almoner.scheduling.soonest import soonest_by_service
from almoner.scheduling.times import Time
from almoner.scheduling.wished import find_wished
from almoner.scheduling.wishes import Wishes

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TWENTY = timedelta(minutes=20)
RIVER, HILL = "Riverside", "A Hilltop Clinic"


def _make_hilltop(clinic: Clinic) -> Site:
    """A second site: one clinician and one room, in the hours of the first."""
    Site.objects.filter(id=clinic.site.id).update(address="River Road 2, RV1 2AA")
    site = Site.objects.create(
        code="hill", name=HILL, address="1 Hill, HT9 1AA", time_zone="Europe/London", service_desk_number="1",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    staff = Staff.objects.create(name="Hanna Hill", profession="physician", site=site, sex="female", languages=["en"])
    Offering.objects.create(service=clinic.service, staff=staff)
    room = Room.objects.create(site=site, code="H1", kind="consulting", name="Room H1")
    made = [
        actions.add_resource(kind="clinician", name=staff.name, site=site, staff=staff, by=clinic.manager),
        actions.add_resource(kind="room", name=room.name, site=site, room=room, by=clinic.manager),
    ]
    for resource in made:
        open_every_day(resource, ((time(9), time(12)),), clinic.manager)
    actions.open_diaries(resources=made, from_day=MONDAY, until_day=MONDAY + timedelta(days=4), by=clinic.manager)
    return site


@pytest.fixture
def hilltop(clinic: Clinic) -> Site:
    return kept("hilltop", lambda: _make_hilltop(clinic))


def at(times: list[Time]) -> list[tuple[datetime, str]]:
    return [(one.starts_at, one.site) for one in times]


def lives(clinic: Clinic, postcode: str) -> Person:
    person = clinic.person()
    ContactPoint.objects.create(person=person, kind="post", value=f"12 Mill Lane, {postcode}")
    return person


def near(*sites: Site) -> tuple:
    return tuple(site.id for site in sites)


# ── In the search ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_APT_5_a_start_is_given_once_at_each_site_in_two_statements(clinic: Clinic, hilltop: Site) -> None:
    """Two clinicians and two rooms at one site are one time: whom of them it is nobody has to choose."""
    find_times(clinic.service, limit=1, by=clinic.desk)
    with CaptureQueriesContext(connection) as captured:
        found = find_times(clinic.service, limit=2, by=clinic.desk)
    assert at(found) == [(NINE, HILL), (NINE, RIVER), (NINE + TWENTY, HILL), (NINE + TWENTY, RIVER)]
    assert len(captured) == 2
    assert soonest_by_service(["GEN"], NOW) == {"GEN": NINE}


def test_APT_5_the_sites_named_first_come_first_and_a_start_is_never_cut_in_half(clinic: Clinic, hilltop: Site) -> None:
    found = find_times(clinic.service, limit=1, near_first=near(clinic.site), by=clinic.desk)
    assert at(found) == [(NINE, RIVER), (NINE, HILL)]


def test_APT_3_the_other_site_at_the_same_time_is_offered_when_one_was_taken(clinic: Clinic, hilltop: Site) -> None:
    there, here, *_later = find_times(clinic.service, limit=1, by=clinic.desk)
    actions.hold(service=clinic.service, time=there, person=clinic.person(), by=clinic.desk)
    with pytest.raises(refusals.SlotTaken) as told:
        actions.hold(service=clinic.service, time=there, person=clinic.person(), by=clinic.desk)
    assert at(list(told.value.nearest.same_time)) == [(NINE, RIVER)]
    actions.hold(service=clinic.service, time=here, person=clinic.person(), by=clinic.desk)
    assert [broken for law in LAWS for broken in law.broken()] == []


def test_APT_3_at_the_site_that_was_wanted_an_equal_colleague_comes_first(clinic: Clinic, hilltop: Site) -> None:
    wanted = find_times(clinic.service, limit=1, near_first=near(clinic.site), by=clinic.desk)[0]
    actions.hold(service=clinic.service, time=wanted, person=clinic.person(), by=clinic.desk)
    with pytest.raises(refusals.SlotTaken) as told:
        actions.hold(service=clinic.service, time=wanted, person=clinic.person(), by=clinic.desk)
    assert at(list(told.value.nearest.same_time)) == [(NINE, RIVER), (NINE, HILL)]


def test_APT_5_among_what_suits_alike_the_nearer_site_comes_first(clinic: Clinic, hilltop: Site) -> None:
    woman = Wishes(rather=Preferences(sex="female"))
    for sites in ((clinic.site, hilltop), (hilltop, clinic.site)):
        asked = Asked(clinic.service, clinic.desk, wishes=woman, near_first=near(*sites))
        best = find_wished(asked, limit=2)
        assert at([one.time for one in best]) == [(NINE, site.name) for site in sites]


def test_APT_5_whether_a_wished_site_is_met_is_judged_by_where_the_time_is(clinic: Clinic, hilltop: Site) -> None:
    """Also of somebody who belongs to another site and visits this one."""
    visiting = Resource.objects.get(name="Hanna Hill")
    Resource.objects.filter(id=visiting.id).update(site=clinic.site)
    AlsoAt.objects.create(resource=visiting, site=hilltop)
    memory.forget()
    asked = Asked(clinic.service, clinic.desk, wishes=Wishes(rather=Preferences(sites=(str(hilltop.id),))))
    here = [one for one in find_wished(asked) if one.time.clinician.resource_id == visiting.id]
    assert {(one.time.site, str(*one.met)) for one in here} == {(HILL, f"at {HILL}, as you wished")}


# ── On the pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def shown(clinic: Clinic, view: str, *sites: Site, **wishes: Preferences) -> dict:
    asked = Asked(clinic.service, clinic.desk, wishes=Wishes(**wishes), near_first=near(*sites))
    return browse(Browsing(asked, lambda name, on: f"?{name}{on or ''}", few=3), view, MONDAY.isoformat())


def pills(page: dict) -> list[tuple[str, str]]:
    return [(one["label"], one["hint"].partition(" · ")[2]) for group in page["groups"] for one in group["times"]]


@pytest.mark.parametrize("view", ["", "day", "week"])
def test_every_list_says_the_site_of_each_time_and_why_one_stands_first(
    clinic: Clinic, hilltop: Site, view: str
) -> None:
    page = shown(clinic, view, clinic.site, hilltop)
    assert pills(page)[:4] == [("09:00", RIVER), ("09:00", HILL), ("09:20", RIVER), ("09:20", HILL)]
    assert page["places"] == "At the same hour the nearer place stands first, as far as the postcodes tell."


def test_few_times_end_with_a_whole_start(clinic: Clinic, hilltop: Site) -> None:
    assert [at for at, _site in pills(shown(clinic, ""))] == ["09:00", "09:00", "09:20", "09:20"]


def test_a_month_says_of_which_sites_it_counts_the_times(clinic: Clinic, hilltop: Site) -> None:
    page = shown(clinic, "month", clinic.site, hilltop)
    assert page["month"]["note"] == f"Counted are the times at {HILL}, {RIVER}."
    monday = page["month"]["weeks"][0][0]
    assert (monday["count"], monday["first"]) == (18, "09:00")


def test_times_that_are_all_at_one_of_several_sites_say_so_once(clinic: Clinic, hilltop: Site) -> None:
    page = shown(clinic, "day", clinic.site, hilltop, must=Preferences(sites=(str(hilltop.id),)))
    assert page["places"] == f"All of these times are at {HILL}."
    assert {site for _at, site in pills(page)} == {""}


def test_what_suits_best_and_what_is_earlier_say_the_site_where_the_two_differ(clinic: Clinic, hilltop: Site) -> None:
    """Each of the two lists is at one site, and both are on one page."""
    man = Preferences(sex="male")
    evan = clinic.clinicians[1]
    actions.add_block(
        resource=evan, starts_at=NINE, ends_at=NINE + timedelta(hours=3), reason="leave", by=clinic.manager
    )
    actions.add_block(
        resource=clinic.clinicians[0], starts_at=NINE, ends_at=NINE + timedelta(hours=3), reason="leave",
        by=clinic.manager,
    )  # fmt: skip
    page = shown(clinic, "", rather=man)
    assert {card["who"] for card in page["cards"]} == {f"Evan Reed · {RIVER}"}
    assert {site for _at, site in pills(page)} == {HILL}


def test_a_choice_of_times_says_the_site_only_where_they_are_at_several(clinic: Clinic, hilltop: Site) -> None:
    found = find_times(clinic.service, limit=1, by=clinic.desk)
    assert [words.partition(" · ")[2] for _key, words in choices_of(found)] == [
        f"Hanna Hill · {HILL}", f"{found[1].clinician.name} · {RIVER}",
    ]  # fmt: skip
    assert choices_of(found[:1])[0][1].endswith("· Hanna Hill")


# ── Where one of both is chosen for somebody ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("postcode", "site"), [("RV1 1AB", RIVER), ("HT9 7AB", HILL)])
def test_WL_3_of_two_at_one_moment_the_nearer_is_offered(
    clinic: Clinic, hilltop: Site, postcode: str, site: str
) -> None:
    person = lives(clinic, postcode)
    entry = actions.join_waiting_list(person=person, service=clinic.service, notice_hours=0, by=clinic.desk)
    best = next_for(entry, USUAL)
    assert best and best.time.site == site


@pytest.mark.parametrize(("postcode", "site"), [("RV1 1AB", RIVER), ("HT9 7AB", HILL)])
def test_APT_8_a_series_is_at_the_nearest_site_and_stays_there(
    clinic: Clinic, hilltop: Site, postcode: str, site: str
) -> None:
    """Although the usual clinician is away on the second day, and somebody is free elsewhere at the usual hour."""
    person = lives(clinic, postcode)
    away = Resource.objects.get(name="Hanna Hill" if site == HILL else "Dana Okafor")
    begin = NINE + timedelta(days=1)
    actions.add_block(resource=away, starts_at=begin, ends_at=begin + TWENTY, reason="leave", by=clinic.manager)
    found = propose_series(clinic.service, person, SeriesWish(3, 1, 0, MONDAY), by=clinic.desk)
    assert [one.chosen.site for one in found.occurrences if one.chosen] == [site] * 3


def test_several_visits_of_one_day_are_found_at_one_site(clinic: Clinic, hilltop: Site) -> None:
    """The next time after the first visit is at the other site too, where the first one is not."""
    pieces = (Piece(clinic.service), Piece(clinic.service))
    days = propose_days(clinic.person(), DayWish(pieces, MONDAY, least_minutes=5), by=clinic.desk)
    assert len(days) == 3
    for day in days:
        assert len({one.site for one in day.way.times}) == 1
        assert day.way.times[1].starts_at - day.way.times[0].ends_at == timedelta(minutes=5)


def test_CHG_3_of_new_times_at_one_moment_that_at_the_site_of_the_visit_comes_first(
    clinic: Clinic, hilltop: Site
) -> None:
    with clock.at(NOW - timedelta(days=1)):
        person = clinic.person()
        here = Preferences(sites=(str(clinic.site.id),))
        time_ = find_times(clinic.service, limit=1, preferences=here, by=clinic.desk)[0]
        kept_ = actions.hold(service=clinic.service, time=time_, person=person, by=clinic.desk)
        visit = actions.book(hold=kept_, person=person, by=clinic.desk)
        assert at(near_times(visit, by=clinic.manager))[:2] == [(NINE, RIVER), (NINE, HILL)]
