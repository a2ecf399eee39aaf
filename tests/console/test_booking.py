"""Booking, moving, confirming and cancelling for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import field, words
from tests.scheduling.clinic import NOW, Clinic

from almoner.catalogue.actions import approve_preparation
from almoner.catalogue.enums import PreparationKind
from almoner.catalogue.models import PreparationItem
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.desk.actions import identify, take_contact
from almoner.desk.models import Contact
from almoner.scheduling import actions
from almoner.scheduling.confirming import ways_of
from almoner.scheduling.enums import ConfirmedBy
from almoner.scheduling.models import Appointment, Understanding, WaitingEntry
from almoner.timeline.models import Event


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def held(browser: Client, cast: Cast, *, more: str = "", **form: str) -> str:
    """Choose the first time that is offered; the address of the page that asks whether it is right."""
    where = at("choose_time", cast.maya.id, "GEN") + more
    answer = browser.post(where, {"time": field(browser.get(where), "time")} | form)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_SEL_service_is_found_in_the_callers_words(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    answer = as_("agent").post(at("find_service", cast.maya.id), {"text": "heart clinic"})
    assert "Heart clinic" in words(answer)
    assert at("choose_time", cast.maya.id, "CAR") in answer.content.decode()


def test_SEL_9_danger_in_the_words_is_shown_first(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").post(at("find_service", cast.maya.id), {"text": "crushing chest pain now"}))
    assert "This may be an emergency" in shown


def test_every_service_can_be_chosen_without_words(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").get(at("find_service", cast.maya.id)))
    assert "Cardiology" in shown
    assert "Clinic visit" in shown


def test_APT_visit_is_booked_once_and_says_that_it_was_by_telephone(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    where = held(browser, cast)
    page = browser.get(where)
    assert "is this right?" in words(page)
    answers = [browser.post(where, {"key": field(page, "key")}) for _time in range(1)]
    visit = Appointment.objects.get()
    assert answers[0].headers["Location"] == at("appointment", visit.id)
    assert (visit.person, visit.booked_via) == (cast.maya, "phone")
    assert Promise.objects.filter(subject_id=visit.id).exists()


def test_visit_booked_without_a_contact_is_booked_at_the_desk(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser = as_("receptionist")
    browser.post(held(browser, cast), {"key": "k"})
    assert Appointment.objects.get().booked_via == "desk"


def test_APT_3_time_that_is_gone_is_said_and_others_are_offered(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    where = at("choose_time", cast.maya.id, "GEN")
    chosen = field(browser.get(where), "time")
    for _room in range(2):
        clinic.visit(cast.tom)
    answer = browser.post(where, {"time": chosen})
    assert answer.status_code == 409
    assert "Somebody else has just taken this time" in words(answer)
    assert field(answer, "time") != chosen


def test_APT_4_clash_is_asked_about(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    clinic.visit(cast.maya)
    browser = as_("agent")
    where = held(browser, cast)
    asked = browser.post(where, {"key": "k"})
    assert (asked.status_code, "Keep both visits" in words(asked)) == (409, True)
    assert browser.post(where, {"key": "k2", "keep_both": "yes"}).status_code == 302
    assert Appointment.objects.count() == 2


def test_hold_of_another_who_is_out_of_reach_is_not_there(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    hold = clinic.hold(cast.maya)
    assert as_("from_elsewhere").post(at("confirm_time", hold.id), {"key": "k"}).status_code == 404
    assert not Appointment.objects.exists()


def test_wishes_narrow_the_times(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    where = at("choose_time", cast.maya.id, "GEN")
    browser = as_("agent")
    assert field(browser.get(where), "time").startswith("20261123T09")
    later = browser.get(where + "?level=5&from_day=2026-11-25&part=morning&step_free=on")
    assert field(later, "time").startswith("20261125T09")
    assert field(browser.get(where + "?level=5&weekday=4&sex=male"), "time").startswith("20261127T09")


def test_reasons_are_given_when_there_is_no_time(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").get(at("choose_time", cast.maya.id, "GEN") + "?level=5&part=evening&must=parts_of_day"))
    assert "No time fits" in shown
    assert "What there is instead" in shown
    assert "At any time of the day" in shown


def test_service_that_is_not_for_them_is_refused_with_the_reason(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    clinic.service.min_age = 60
    clinic.service.save()
    shown = words(as_("agent").get(at("choose_time", cast.maya.id, "GEN")))
    assert "from 60 years on" in shown


def test_unknown_service_is_not_there(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    assert as_("agent").get(at("choose_time", cast.maya.id, "NONE")).status_code == 404


@pytest.mark.parametrize("earlier", [False, True])
def test_WL_person_joins_the_waiting_list_and_keeps_the_visit(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client], earlier: bool
) -> None:
    visit = clinic.visit(cast.maya) if earlier else None
    browser = as_("agent")
    form = {"level": "4"} | ({"moving": str(visit.id)} if visit else {})
    assert browser.post(at("join_waiting_list", cast.maya.id, "GEN"), form).status_code == 302
    entry = WaitingEntry.objects.get()
    assert (entry.person, entry.appointment, entry.level) == (cast.maya, visit, 4)
    again = browser.post(at("join_waiting_list", cast.maya.id, "GEN"), form, follow=True)
    assert "on the waiting list for this already" in words(again)


def test_I_15_moving_keeps_the_visit_and_its_reference(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    visit = clinic.visit(cast.maya)
    browser = as_("agent")
    where = held(browser, cast, more=f"?moving={visit.id}&level=5&from_day=2026-11-25", moving=str(visit.id))
    page = browser.get(where)
    assert "instead of" in words(page)
    browser.post(where, {"key": field(page, "key"), "moving": str(visit.id)})
    moved = Appointment.objects.get()
    assert (moved.id, moved.reference, moved.moved_from) == (visit.id, visit.reference, visit.starts_at)
    assert moved.starts_at > visit.starts_at


def test_CNF_they_say_that_they_come(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    visit = clinic.visit(cast.maya)
    browser = as_("agent")
    assert "Not confirmed yet" in words(browser.get(at("appointment", visit.id)))
    assert "They come: by telephone" in words(browser.post(at("confirm_appointment", visit.id), follow=True))
    assert Appointment.objects.get().confirmed_by_call_at == MONDAY_MORNING


@pytest.mark.parametrize(
    ("who", "channel", "way"),
    [
        ("receptionist", "", ConfirmedBy.CALL),
        ("agent", "call", ConfirmedBy.CALL),
        ("receptionist", "walk_up", ConfirmedBy.DESK),
        ("agent", "walk_up", ConfirmedBy.DESK),
        ("agent", "text", ConfirmedBy.TEXT),
        ("agent", "email", ConfirmedBy.EMAIL),
        ("agent", "letter", ConfirmedBy.CALL),
    ],
)
def test_CNF_1_it_is_told_by_which_way_they_said_it(  # noqa: PLR0917
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client], who: str, channel: str, way: ConfirmedBy
) -> None:
    visit = clinic.visit(cast.maya)
    if channel:
        begun = take_contact(channel=channel, by=cast.actor(who))
        identify(contact=begun, person=cast.maya, birth_on=cast.maya.birth_on, postcode="RV1 1AB", by=cast.actor(who))
    as_(who).post(at("confirm_appointment", visit.id))
    visit.refresh_from_db()
    assert ways_of(visit) == [way]


def test_CHG_they_cannot_come(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    visit = clinic.visit(cast.maya)
    browser = as_("agent")
    assert browser.post(at("cancel_appointment", visit.id), {"reason": "bored"}).status_code == 422
    assert browser.post(at("cancel_appointment", visit.id), {"reason": "pat"}).status_code == 302
    told = Event.objects.get(kind="appointment.cancelled")
    assert (told.facts["by"], told.via) == ("patient", "desk")
    again = browser.post(at("cancel_appointment", visit.id), {"reason": "pat"})
    assert "already cancelled" in words(again)
    refused = browser.post(at("confirm_appointment", visit.id), follow=True)
    assert "already cancelled" in words(refused)


def test_CHG_3_hospital_does_not_cancel_without_a_new_date(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    visit = clinic.visit(cast.maya)
    browser = as_("agent")
    form = {"reason": "staff-cancel", "advice": "Go on with your tablets.", "promise_on": "2026-11-25T17:00"}
    for fault in ({"promise_on": ""}, {"promise_on": "2026-11-20T17:00"}, {"advice": ""}, {"reason": "pat"}):
        assert browser.post(at("cancel_by_hospital", visit.id), form | fault).status_code == 422
    assert browser.post(at("cancel_by_hospital", visit.id), form).status_code == 302
    told = Event.objects.get(kind="appointment.cancelled").facts
    assert (told["by"], told["new_date_by_at"][:16]) == ("hospital", "2026-11-25T17:00")
    assert "Go on with your tablets." in words(browser.get(at("appointment", visit.id)))


def test_PREP_what_was_said_back_wrong_is_explained_again(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    for position, text in enumerate(("Bring your tablets", "Wear loose clothes"), start=1):
        PreparationItem.objects.create(
            service=clinic.service, position=position, kind=PreparationKind.values[0], texts={"en": text}
        )
    approve_preparation(service=clinic.service, language="en", by=cast.doctor)
    visit = clinic.visit(cast.maya)
    browser = as_("agent")
    assert "Wear loose clothes" in words(browser.get(at("appointment", visit.id)))
    wrong = browser.post(at("read_back", visit.id), {"right": ["1"]}, follow=True)
    assert "Explain what was wrong" in words(wrong)
    right = browser.post(at("read_back", visit.id), {"right": ["1", "2"]}, follow=True)
    assert "Understood" in words(right)
    heard = Understanding.objects.order_by("created_at", "understood").values_list("understood", flat=True)
    assert sorted(heard) == [False, True]
    assert browser.post(at("read_back", visit.id), {"right": ["9"]}).status_code == 422


def test_ended_visit_offers_nothing_to_do(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    visit = clinic.visit(cast.maya)
    Appointment.objects.filter(id=visit.id).update(starts_at=MONDAY_MORNING - timedelta(hours=2))
    shown = words(as_("agent").get(at("appointment", visit.id)))
    assert "They cannot come" not in shown


def test_APT_3_the_same_time_with_an_equal_colleague_is_offered_first(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    where = at("choose_time", cast.maya.id, "GEN")
    chosen = field(browser.get(where), "time")
    clinic.hold(cast.tom)
    answer = browser.post(where, {"time": chosen})
    assert answer.status_code == 409
    assert "The same time: Monday 23 November" in words(answer)
    again = field(answer, "time")
    assert (again[:14], again != chosen) == (chosen[:14], True)
    assert browser.post(where, {"time": again}).status_code == 302


def test_I_12_a_hold_that_lapsed_while_they_spoke_leads_to_what_is_nearest(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    where = held(browser, cast, more="?level=5&from_day=2026-11-24")
    page = browser.get(where)
    form = {name: field(page, name) for name in ("key", "person", "code", "wanted")}
    with clock.at(MONDAY_MORNING + timedelta(minutes=11)):
        clinic.hold(cast.tom)
        answer = browser.post(where, form)
        assert answer.status_code == 409
        assert "as long as we could" in words(answer)
        assert "The same time: Tuesday 24 November" in words(answer)
        away = as_("from_elsewhere").post(where, form)
        assert (away.status_code, "Osei" in away.content.decode()) == (404, False)


def test_every_view_of_the_free_times_stands_at_the_desk_too(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    where = at("choose_time", cast.maya.id, "GEN")
    wish = "?level=5&weekday=2&must=weekdays"
    assert "Wednesday 25 November: 9 times, from 09:00 on" in words(browser.get(f"{where}{wish}&view=month"))
    assert "All 9 times of this day" in words(browser.get(f"{where}{wish}&view=week"))
    day = browser.get(f"{where}{wish}&view=day")
    assert field(day, "time").startswith("20261125T09")
    assert (
        browser.post(where + wish, {"time": field(day, "time"), "level": "5"})
        .headers["Location"]
        .endswith("?level=5&weekday=2&must=weekdays")
    )


def test_APT_5_what_would_be_good_is_weighed_and_said(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    shown = words(as_("agent").get(at("choose_time", cast.maya.id, "GEN") + "?level=5&weekday=2&sex=male"))
    assert "Wednesday 25 November, 09:00 Evan Reed" in shown
    assert shown.index("With a man, as you wished") < shown.index("Earlier, if that matters more")


def test_what_is_needed_is_counted_where_there_is_no_time(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    away = {"starts_at": NOW, "ends_at": NOW + timedelta(days=2), "reason": "closure", "by": clinic.manager}
    actions.add_block(resource=clinic.rooms[2], **away)
    shown = words(as_("agent").get(at("choose_time", cast.maya.id, "CAR") + "?level=5&until_day=2026-11-24"))
    assert "What is lacking: ECG room. It is there from Wednesday 25 November on." in shown
    assert "ECG room There are 1 Free 0 There again Wednesday 25 November" in shown
    assert "Later" in shown


def test_wishes_go_on_to_the_waiting_list(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    where = at("join_waiting_list", cast.maya.id, "GEN") + "?level=4&part=morning&sex=female&must=sex"
    as_("agent").post(where, {"level": "4"})
    assert WaitingEntry.objects.get().preferences == {"sex": "female", "rather": {"parts_of_day": ["morning"]}}
