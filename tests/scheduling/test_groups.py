"""Groups: several people at one start, each with a visit of their own and none with more than one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.catalogue.models import Offering, Room, Service
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.models import Person
from almoner.scheduling import actions, claiming, memory, refusals
from almoner.scheduling.given import given
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Claim, Offer
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

PLACES = 3


@pytest.fixture
def course(clinic: Clinic) -> Service:
    return make_course(clinic)


def make_course(clinic: Clinic, places: int = PLACES) -> Service:
    """An hour for three people, given by Dana only."""
    service = Service.objects.create(
        code="EDU", specialty=clinic.specialty, names={"en": "Diabetes class"}, minutes=60, visit_minutes=60,
        performers=["physician"], room_kinds=["consulting"], self_book=True, capacity=places,
    )  # fmt: skip
    Offering.objects.create(service=service, staff=clinic.clinicians[0].staff)
    return service


def broken() -> list[tuple[str, list[str]]]:
    return [(law.id, found) for law in LAWS if (found := law.broken())]


def find(clinic: Clinic, service: Service, **asked: Any) -> list[Time]:
    return find_times(service, by=clinic.desk, **{"limit": 500, **asked})


def come(clinic: Clinic, service: Service, found: Time, name: str = "Ann") -> Appointment:
    person = clinic.person(name)
    kept = actions.hold(service=service, time=found, person=person, by=clinic.desk)
    return actions.book(hold=kept, person=person, keep_both=True, by=clinic.desk)


def seen(times: list[Time]) -> list[tuple[str, int]]:
    return [(one.starts_at.strftime("%a %H:%M"), one.free) for one in times]


def test_a_group_is_offered_until_nobody_more_fits(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    assert (first.places, first.free) == (3, 3)
    for left in (2, 1):
        come(clinic, course, first)
        assert seen(find(clinic, course))[:3] == [("Mon 09:00", left), ("Mon 10:00", 3), ("Mon 11:00", 3)]
    come(clinic, course, first)
    assert seen(find(clinic, course))[:2] == [("Mon 10:00", 3), ("Mon 11:00", 3)]
    with pytest.raises(refusals.SlotTaken) as told:
        come(clinic, course, first)
    assert [one.starts_at.hour for one in told.value.alternatives] == [10, 11, 9]
    assert broken() == []


def test_I_10_people_of_a_group_share_its_clinician_and_room_and_have_a_place_each(
    clinic: Clinic, course: Service
) -> None:
    first = find(clinic, course)[0]
    visits = [come(clinic, course, first) for _ in range(PLACES)]
    assert len({(visit.starts_at, visit.ends_at, visit.clinician_id, visit.room_id) for visit in visits}) == 1
    seats = Claim.objects.filter(resource=visits[0].clinician).order_by("seat").values_list("seat", "places")
    assert list(seats) == [(0, 3), (1, 3), (2, 3)]


def test_I_10_a_group_that_stands_is_taken_time_for_everything_else(clinic: Clinic, course: Service) -> None:
    """For another service, for the same service at a time that overlaps, and with another room."""
    first = find(clinic, course)[0]
    visit = come(clinic, course, first)
    with_dana = Preferences(clinician_id=str(visit.clinician.staff_id))
    assert min(clinic.starts(preferences=with_dana)) == first.starts_at + timedelta(hours=1)
    half_past = first.starts_at + timedelta(minutes=30)
    assert half_past not in [one.starts_at for one in find(clinic, course)]
    other = next(room for room in clinic.rooms[:2] if room.id != visit.room_id)
    begin = first.starts_at.strftime("%Y%m%dT%H%MZ")
    for key in (
        f"{half_past:%Y%m%dT%H%MZ}.{visit.clinician_id.hex}.{visit.room_id.hex}",
        f"{begin}.{visit.clinician_id.hex}.{other.id.hex}",
    ):
        with pytest.raises(refusals.SlotTaken):
            actions.hold(service=course, time=key, person=clinic.person(), by=clinic.desk)
    with pytest.raises(refusals.SlotTaken):
        actions.hold(
            service=clinic.service, time=f"{begin}.{visit.clinician_id.hex}.{other.id.hex}", person=clinic.person(),
            by=clinic.desk,
        )  # fmt: skip


def test_who_has_a_place_takes_no_second_one(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    visit = come(clinic, course, first)
    with pytest.raises(refusals.InGroupAlready):
        actions.hold(service=course, time=first, person=visit.person, by=clinic.desk)
    other = clinic.person("Ben")
    for _ in range(2):
        actions.hold(service=course, time=first, person=other, by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)


def test_I_11_a_place_that_is_given_up_is_free_and_the_last_one_frees_the_time(clinic: Clinic, course: Service) -> None:
    before = (find(clinic, course), clinic.starts())
    visits = [come(clinic, course, before[0][0], name) for name in ("Ann", "Ben", "Cem")]
    actions.cancel(appointment=visits[1], by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)
    assert come(clinic, course, before[0][0], "Dina").claims.first().seat == 1  # type: ignore[union-attr]
    moved = actions.hold(service=course, time=before[0][1], person=visits[0].person, by=clinic.desk)
    actions.move(appointment=visits[0], hold=moved, by=clinic.desk)
    assert seen(find(clinic, course))[:2] == [("Mon 09:00", 1), ("Mon 10:00", 2)]
    for visit in Appointment.objects.filter(state="booked"):
        actions.cancel(appointment=visit, by=clinic.desk)
    assert (find(clinic, course), clinic.starts()) == before
    assert broken() == []


def test_I_12_a_place_that_is_held_lapses_alone_and_the_time_only_with_the_last(
    clinic: Clinic, course: Service
) -> None:
    """With a memory that looked before, and with one that looks only now."""
    first = find(clinic, course)[0]
    before = clinic.starts()
    visit = come(clinic, course, first)
    for name in ("Ben", "Cem"):
        actions.hold(service=course, time=first, person=clinic.person(name), by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 3)
    taken = clinic.starts()
    with clock.at(NOW + timedelta(minutes=11)):
        for _ in range(2):
            assert seen(find(clinic, course))[0] == ("Mon 09:00", 2)
            assert clinic.starts() == taken
            memory.forget()
        actions.cancel(appointment=visit, by=clinic.desk)
        for _ in range(2):
            assert seen(find(clinic, course))[0] == ("Mon 09:00", 3)
            assert clinic.starts() == before
            memory.forget()
        come(clinic, course, first)
        assert seen(find(clinic, course))[0] == ("Mon 09:00", 2)
    assert broken() == []


def test_wishes_are_met_by_a_group_that_stands_or_it_is_not_found(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    come(clinic, course, first)
    begin = first.starts_at
    for wish, there in (
        (Preferences(sex="female"), True), (Preferences(language="es"), True), (Preferences(step_free=True), True),
        (Preferences(parts_of_day=("afternoon",)), False), (Preferences(weekdays=(1,)), False),
    ):  # fmt: skip
        found = [one.free for one in find(clinic, course, preferences=wish) if one.starts_at == begin]
        assert found == ([2] if there else [])
    assert find(clinic, course, preferences=Preferences(sex="male")) == []


def test_an_interpreter_is_shared_in_a_group_and_booked_with_whoever_comes_first(
    clinic: Clinic, course: Service
) -> None:
    sami = actions.add_resource(kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager)
    for weekday in range(5):
        actions.set_weekly_pattern(
            resource=sami, weekday=weekday, begins=time(9), ends=time(10), valid_from=MONDAY, by=clinic.manager
        )
    actions.open_diaries(resources=[sami], from_day=MONDAY, until_day=MONDAY, by=clinic.manager)
    wish = Preferences(interpreter="ar")
    plain = find(clinic, course)[0]
    come(clinic, course, plain)
    for left in (2, 1):
        found = find(clinic, course, preferences=wish)
        assert seen(found) == [("Mon 09:00", left)]
        come(clinic, course, found[0])
    assert find(clinic, course, preferences=wish) == []
    assert Claim.objects.filter(resource=sami).count() == 2
    assert broken() == []


def holds(clinic: Clinic, room: int, capacity: int | None) -> None:
    actions.set_room_capacity(resource=clinic.rooms[room], capacity=capacity, by=clinic.manager)


def test_the_room_that_holds_the_whole_group_is_taken_first_and_one_for_one_person_never(
    clinic: Clinic, course: Service
) -> None:
    holds(clinic, 0, 2)
    holds(clinic, 1, 3)
    assert {(one.room.name, one.places, one.free) for one in find(clinic, course) if one.room} == {("Room C2", 3, 3)}
    holds(clinic, 0, 1)
    key = find(clinic, course)[0].key.replace(clinic.rooms[1].id.hex, clinic.rooms[0].id.hex)
    with pytest.raises(refusals.NoSuchTime):
        actions.hold(service=course, time=key, person=clinic.person(), by=clinic.desk)


def test_I_10_a_group_has_no_more_places_than_its_room_holds(clinic: Clinic, course: Service) -> None:
    """Of the two rooms the one that holds more; the database has it too."""
    holds(clinic, 0, 2)
    actions.add_block(
        resource=clinic.rooms[1], starts_at=NOW, ends_at=NOW + timedelta(days=7), reason="maintenance",
        by=clinic.manager,
    )  # fmt: skip
    first = find(clinic, course)[0]
    assert (first.places, first.free) == (2, 2)
    visit = come(clinic, course, first)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)
    come(clinic, course, first, "Ben")
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 2)
    with pytest.raises(refusals.SlotTaken):
        come(clinic, course, first, "Cem")
    assert set(Claim.objects.filter(appointment=visit).values_list("places", flat=True)) == {2}
    assert given(course, first.key).time.free == 0
    assert broken() == []


def test_a_room_is_not_said_to_hold_fewer_than_have_a_place_in_it(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    visits = [come(clinic, course, first, name) for name in ("Ann", "Ben", "Cem")]
    room = next(number for number, one in enumerate(clinic.rooms) if one == visits[0].room)
    with pytest.raises(refusals.RoomHoldsFewer, match=r"^Monday 23 November, 09:00: so many people .*: 3\."):
        holds(clinic, room, 2)
    assert Room.objects.get(resource=clinic.rooms[room]).capacity is None
    actions.cancel(appointment=visits[0], by=clinic.desk)
    holds(clinic, room, 2)
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 3)
    actions.cancel(appointment=visits[1], by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)
    holds(clinic, room, None)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 2)


def test_I_10_room_that_was_made_smaller_while_somebody_chose_holds_no_more_than_it_does(
    clinic: Clinic, course: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another manager is a moment quicker: after the time was looked at, and before its days are locked."""
    found = find(clinic, course)[0]
    room = next(one for one in clinic.rooms if one.id.hex in found.key)
    come(clinic, course, found)
    lock = claiming.lock

    def made_smaller_first(ids: Any) -> Any:
        Room.objects.filter(resource=room).update(capacity=1)
        return lock(ids)

    monkeypatch.setattr(claiming, "lock", made_smaller_first)
    with pytest.raises(refusals.SlotTaken):
        come(clinic, course, found)
    assert Claim.objects.filter(resource=room).count() == 1


def test_only_a_manager_of_its_site_says_what_a_room_holds_and_no_number_that_cannot_be(clinic: Clinic) -> None:
    elsewhere = replace(clinic.manager, site_id=uuid4())
    for by, capacity, refusal in (
        (clinic.desk, 4, NotAllowed), (elsewhere, 4, NotThere), (clinic.manager, 0, refusals.RoomSizeUnclear),
        (clinic.manager, 61, refusals.RoomSizeUnclear),
    ):  # fmt: skip
        with pytest.raises(refusal):
            actions.set_room_capacity(resource=clinic.rooms[0], capacity=capacity, by=by)
    with pytest.raises(NotThere):
        actions.set_room_capacity(resource=clinic.clinicians[0], capacity=4, by=clinic.manager)


def test_after_the_group_was_made_smaller_nobody_more_comes_and_nobody_loses_their_place(
    clinic: Clinic, course: Service
) -> None:
    first = find(clinic, course)[0]
    visits = [come(clinic, course, first) for _ in range(PLACES)]
    Service.objects.filter(id=course.id).update(capacity=2)
    course.refresh_from_db()
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 2)
    actions.cancel(appointment=visits[0], by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 2)
    actions.cancel(appointment=visits[1], by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)
    assert broken() == []


def test_whoever_was_booked_before_there_were_groups_stays_alone(clinic: Clinic, course: Service) -> None:
    actions.plan_groups(service=course, capacity=1, by=clinic.manager)
    first = find(clinic, course)[0]
    visit = come(clinic, course, first)
    actions.plan_groups(service=course, capacity=2, by=clinic.manager)
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 2)
    with pytest.raises(refusals.SlotTaken):
        come(clinic, course, first)
    actions.cancel(appointment=visit, by=clinic.desk)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 2)
    assert broken() == []


def test_blocked_time_takes_the_whole_group_and_nobody_joins_it(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    visits = [come(clinic, course, first) for _ in range(2)]
    block = actions.add_block(
        resource=visits[0].clinician, starts_at=first.starts_at, ends_at=first.ends_at, reason="sickness",
        by=clinic.manager,
    )  # fmt: skip
    assert seen(find(clinic, course))[0] == ("Mon 10:00", 3)
    with pytest.raises(refusals.SlotTaken):
        come(clinic, course, first)
    actions.lift_block(block=block, by=clinic.manager)
    assert seen(find(clinic, course))[0] == ("Mon 09:00", 1)


def waiting(clinic: Clinic, course: Service, count: int) -> list[Person]:
    people = [clinic.person(f"W{number}") for number in range(count)]
    for person in people:
        actions.join_waiting_list(person=person, service=course, notice_hours=0, by=clinic.desk)
    return people


def test_WL_2_each_free_place_of_a_group_is_offered_to_somebody_of_their_own(clinic: Clinic, course: Service) -> None:
    """Held ones at once, one for each place, and never more than there are."""
    with clock.at(NOW + timedelta(hours=2)):
        far = find(clinic, course, from_at=NOW + timedelta(days=2))[0]
        come(clinic, course, far)
        actions.plan_groups(service=course, capacity=PLACES, starts=[(clinic.site, 2, time(9))], by=clinic.manager)
        waiting(clinic, course, 4)
        made = actions.make_offers(service=course, by=SYSTEM)
        assert [(one.time_key == far.key, one.hold is not None) for one in made] == [(True, True)] * 2
        actions.decline_offer(offer=made[0], by=clinic.desk)
        assert len(actions.make_offers(service=course, by=SYSTEM)) == 1
        assert broken() == []


def test_WL_4_a_near_group_is_taken_from_who_did_not_answer_only_when_it_is_full(
    clinic: Clinic, course: Service
) -> None:
    with clock.at(NOW + timedelta(hours=1)):
        near = find(clinic, course, from_at=NOW + timedelta(hours=3))[0]
        come(clinic, course, near)
        waiting(clinic, course, 3)
        made = actions.make_offers(service=course, by=SYSTEM)
        assert [(one.time_key, one.hold) for one in made] == [(near.key, None)] * 3
        actions.accept_offer(offer=made[0], by=clinic.desk)
        assert actions.lapse_offers(by=SYSTEM) == 0
        actions.accept_offer(offer=made[1], by=clinic.desk)
        with pytest.raises(refusals.OfferTaken):
            actions.accept_offer(offer=made[2], by=clinic.desk)
        assert actions.lapse_offers(by=SYSTEM) == 1
        assert Offer.objects.get(id=made[2].id).state == "taken"
        assert broken() == []


def test_I_10_the_law_names_a_group_whose_people_do_not_come_at_one_time(clinic: Clinic, course: Service) -> None:
    first = find(clinic, course)[0]
    for name in ("Ann", "Ben"):
        come(clinic, course, first, name)
    Claim.objects.filter(resource__kind="clinician", seat=1).update(starts_at=first.starts_at + timedelta(minutes=5))
    assert [found for law, found in broken() if law == "I-10"] == [
        [f"a group of Dana Okafor at {first.starts_at:%Y-%m-%d %H:%M}Z has 2 on 3 places"]
    ]


def test_I_13_a_group_stays_together_when_the_clock_of_its_site_changes(clinic: Clinic, course: Service) -> None:
    """And is joined as before."""
    first = find(clinic, course)[3]
    visits = [come(clinic, course, first, name) for name in ("Ann", "Ben")]
    actions.change_site(site=clinic.site, changes={"time_zone": "Asia/Tokyo"}, by=clinic.manager)
    moved = [Appointment.objects.get(id=visit.id) for visit in visits]
    assert {(visit.wall, visit.starts_at) for visit in moved} == {(visits[0].wall, moved[0].starts_at)}
    assert moved[0].starts_at == first.starts_at - timedelta(hours=9)
    [at_that_time] = [one for one in find(clinic, course) if one.starts_at == moved[0].starts_at]
    assert at_that_time.free == 1
    come(clinic, course, at_that_time, "Cem")
    assert broken() == []
