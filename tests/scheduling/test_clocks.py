"""A site's clock that goes otherwise than was known: what was told stays on the wall (law I-13)."""

from __future__ import annotations

import shutil
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed
from almoner.messaging.models import Message
from almoner.people.models import Site
from almoner.scheduling import actions, laws, tasks
from almoner.scheduling.actions.clocks import is_followed
from almoner.scheduling.clock_rules import rules_of
from almoner.scheduling.models import Appointment, Block, Claim, Diary, Hold, SiteClock
from almoner.scheduling.preferences import Preferences
from almoner.timeline.models import Event

HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
NewData = Callable[[str], None]


@pytest.fixture
def new_data(tmp_path: Path) -> Iterator[NewData]:
    """Give London the rules of another place, as an update of the zone data would."""
    before, key = zoneinfo.TZPATH, "Europe/London"

    def update(like: str) -> None:
        (tmp_path / "Europe").mkdir(exist_ok=True)
        found = next(Path(place) / like for place in before if (Path(place) / like).is_file())
        shutil.copyfile(found, tmp_path / key)
        zoneinfo.reset_tzpath([str(tmp_path), *before])
        ZoneInfo.clear_cache(only_keys=[key])

    yield update
    zoneinfo.reset_tzpath(before)
    ZoneInfo.clear_cache(only_keys=[key])


def walls(clinic: Clinic) -> list[str]:
    """The free times of the clinic from Tuesday on, as the wall of the site shows them."""
    site = Site.objects.get(id=clinic.site.id)
    return [clock.local(one, site.zone).strftime("%d %H:%M") for one in clinic.starts(from_day=TUESDAY)]


def laws_broken() -> dict[str, list[str]]:
    return {law.id: found for law in laws.LAWS if (found := law.broken())}


@pytest.mark.parametrize("like", ["Europe/Madrid", "Atlantic/Azores"])
def test_I_13_new_zone_data_move_the_moment_and_leave_the_hour(clinic: Clinic, new_data: NewData, like: str) -> None:
    tasks.follow_the_clocks()
    person = clinic.person()
    visit = clinic.visit(person, 3)
    free, told, at = walls(clinic), visit.wall, visit.starts_at
    new_data(like)
    assert [law.id for law in laws.LAWS if law.broken()] == ["I-13"]
    assert tasks.follow_the_clocks() == 1
    visit.refresh_from_db()
    moved = HOUR if like == "Atlantic/Azores" else -HOUR
    assert (visit.wall, visit.starts_at - at, visit.sequence) == (told, moved, 1)
    assert walls(clinic) == free
    assert laws_broken() == {}
    [event] = Event.objects.filter(kind="appointment.clock_changed", person=person)
    assert (event.facts["was_at"], event.facts["starts_at"]) == (at.isoformat(), visit.starts_at.isoformat())


def test_I_13_a_second_round_has_nothing_to_do(clinic: Clinic, new_data: NewData) -> None:
    tasks.follow_the_clocks()
    clinic.visit(clinic.person())
    new_data("Europe/Madrid")
    assert [tasks.follow_the_clocks(), tasks.follow_the_clocks(), tasks.follow_the_clocks()] == [1, 0, 0]


def test_I_13_what_is_only_kept_is_let_go_and_time_away_stays_on_the_wall(clinic: Clinic, new_data: NewData) -> None:
    tasks.follow_the_clocks()
    clinic.hold(clinic.person(), 5)
    starts_at = datetime.combine(TUESDAY, time(9), UTC)
    block = actions.add_block(
        resource=clinic.clinicians[0], starts_at=starts_at, ends_at=starts_at + HOUR, reason="leave", by=clinic.manager
    )
    new_data("Europe/Madrid")
    tasks.follow_the_clocks()
    assert not Hold.objects.exists()
    stored = Block.objects.get(id=getattr(block, "block_id", None) or block.id)
    assert (stored.starts_there.time(), stored.ends_there.time()) == (time(9), time(10))
    assert laws_broken() == {}


def test_I_13_reminders_are_promised_anew_and_everybody_is_told(clinic: Clinic, new_data: NewData) -> None:
    """The day before at eight in the evening, by the new clock; the message carries the invitation again."""
    tasks.follow_the_clocks()
    last = len(clinic.starts()) - 1
    visit = clinic.visit(clinic.person(), last)
    new_data("Europe/Madrid")
    tasks.follow_the_clocks()
    due = dict(
        Promise.objects.filter(subject_id=visit.id, ended_at=None, standard="reminded_1_day").values_list(
            "standard", "due_at"
        )
    )
    evening = clock.on_the_wall(date.fromisoformat(visit.wall[:10]) - timedelta(days=1), time(20), visit.zone)
    assert due == {"reminded_1_day": evening}
    assert Promise.objects.filter(subject_id=visit.id, ended_at=None, standard="told_of_clock_change").count() == 1
    assert Message.objects.filter(subject_id=visit.id, kind="appointment.clock_changed").count() == 1


def test_I_13_another_zone_of_a_site_leaves_every_hour_on_its_wall(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    free, told, at = walls(clinic), visit.wall, visit.starts_at
    actions.change_site(site=clinic.site, changes={"time_zone": "Atlantic/Azores"}, by=clinic.manager)
    visit = Appointment.objects.get(id=visit.id)
    assert (visit.zone.key, visit.wall_there, visit.starts_at) == ("Atlantic/Azores", told, at + HOUR)
    assert walls(clinic) == free
    assert laws_broken() == {}


def test_I_13_only_who_may_change_a_site_changes_its_clock(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with pytest.raises(NotAllowed):
        actions.change_site(site=clinic.site, changes={"time_zone": "Atlantic/Azores"}, by=clinic.desk)
    with pytest.raises(NotAllowed):
        actions.follow_the_clock(site=clinic.site, by=clinic.manager)
    assert Appointment.objects.get(id=visit.id).starts_at == visit.starts_at


def test_I_13_other_facts_of_a_site_move_nobody(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    actions.change_site(site=clinic.site, changes={"name": "Riverside Clinic"}, by=clinic.manager)
    assert Appointment.objects.get(id=visit.id).sequence == 0
    assert not Event.objects.filter(kind="appointment.clock_changed").exists()


def test_I_13_the_first_look_only_notes_what_holds(clinic: Clinic) -> None:
    assert not is_followed(clinic.site)
    assert tasks.follow_the_clocks() == 0
    assert is_followed(clinic.site)
    with clock.at(NOW + timedelta(days=60)):
        tasks.follow_the_clocks()
        assert SiteClock.objects.get().until > MONDAY + timedelta(days=830)


def test_I_13_an_hour_that_is_left_out_now_is_told_as_moved_and_nobody_shares_it(clinic: Clinic) -> None:
    """Two visits of one night, at half past one and half past two; the new rules leave out the hour from one."""
    night, zone = date(2027, 3, 28), ZoneInfo("Europe/London")
    begin = rules_of(ZoneInfo("Atlantic/Reykjavik"), MONDAY - timedelta(days=2))
    SiteClock.objects.create(
        site=clinic.site, zone="Europe/London", changes=[list(one) for one in begin.changes], until=begin.until
    )
    visits = [_at_night(clinic, night, hour) for hour in (1, 2)]
    actions.follow_the_clock(site=clinic.site, by=SYSTEM)
    first, second = (Appointment.objects.get(id=visit.id) for visit in visits)
    assert first.wall == "2027-03-28T02:30"
    assert (second.wall, second.starts_at) == ("2027-03-28T02:50", datetime(2027, 3, 28, 1, 50, tzinfo=UTC))
    assert laws.overlaps() == laws.moved_by_the_clock() == []
    kinds = Event.objects.filter(kind__startswith="appointment.", subject_id=second.id).values_list("kind", flat=True)
    assert sorted(kinds) == ["appointment.displaced", "appointment.moved"]
    assert zone.utcoffset(datetime(2027, 3, 28, 2, 50)) == HOUR  # noqa: DTZ001


def _at_night(clinic: Clinic, night: date, hour: int) -> Any:
    """A visit at half past an hour of a night, as it was booked when the clock there did not change."""
    starts_at = datetime.combine(night, time(hour, 30), UTC)
    ends_at = starts_at + timedelta(minutes=20)
    who = clinic.clinicians[0]
    diary, _made = Diary.objects.get_or_create(
        resource=who, site=clinic.site, day=night, defaults={"midnight": datetime.combine(night, time(), UTC)}
    )
    visit = Appointment.objects.create(
        reference=f"V-{hour}", person=clinic.person(), service=clinic.service, clinician=who, starts_at=starts_at,
        ends_at=ends_at, wall=f"{night}T0{hour}:30", booked_via="desk", site=clinic.site,
    )  # fmt: skip
    Claim.objects.create(diary=diary, resource=who, starts_at=starts_at, ends_at=ends_at, appointment=visit)
    return visit


def test_I_13_parts_of_the_day_are_those_of_the_new_wall(clinic: Clinic) -> None:
    actions.change_site(site=clinic.site, changes={"time_zone": "Asia/Tokyo"}, by=clinic.manager)
    site = Site.objects.get(id=clinic.site.id)
    morning = clinic.starts(preferences=Preferences(parts_of_day=("morning",)))
    assert {clock.local(one, site.zone).hour for one in morning} == {9, 10, 11}
    assert clinic.starts(preferences=Preferences(parts_of_day=("evening",))) == []
