"""The pages of messages to many: for whom, written, counted, approved by another, watched on the way, stopped."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast, signed_in
from tests.console.reading import words
from tests.console.test_rules import beside
from tests.messaging.conftest import Outbox, all_say, outbox, second_manager
from tests.messaging.many import SAID, after_hold, approved, crowd, named, planned_whole, proposed, written
from tests.scheduling.clinic import Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.core.permissions import Role
from almoner.messaging import notice_sending
from almoner.messaging.channels.answering import How
from almoner.messaging.enums import NoticeState
from almoner.messaging.models import Message, Notice
from almoner.messaging.notice_queries import counted_for
from almoner.messaging.work import send_due
from almoner.people.actions import hire_staff, restrict_record
from almoner.people.enums import Channel
from almoner.people.models import Person
from almoner.scheduling.models import Appointment
from almoner.scheduling.selections import VISITS, WAITING

__all__ = ["named", "outbox", "second_manager"]
Browser = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("named")


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def seal_on(page: Any) -> str:
    (seal,) = re.findall(r'name="seal" value="([0-9a-f]+)"', page.content.decode())
    return str(seal)


def act(client: Client, notice: Notice, name: str, **more: str) -> Any:
    return client.post(to("notice_act", notice.id, name), more, follow=True)


@pytest.fixture
def house(cast: Cast, outbox: Outbox) -> Cast:
    """The cast in a rehearsal, with the kind of notices as it is."""
    Setting.objects.create(name="rehearsal", value=True)
    notice_sending.register()
    return cast


def test_message_to_those_with_a_visit_from_the_first_page_on(house: Cast, clinic: Clinic, as_: Browser) -> None:
    coming = [clinic.person(f"Kim{number}") for number in range(7)]
    for number, person in enumerate(coming):
        clinic.visit(person, number)
    Appointment.objects.update(site=house.site)
    manager, doctor = as_("manager"), as_("doctor")
    listed = manager.get(to("notices"))
    assert "Nothing goes to many" in words(listed)
    assert to("begin_notice", VISITS) in listed.content.decode()
    day = clock.today()
    told = {
        "title": "Snow", "first": day.isoformat(), "last": (day + timedelta(days=6)).isoformat(), "purpose": "care",
        "ways": ["text", "email"], "deadline": f"{day + timedelta(days=1)}T18:00", "key": "one-key",
        "service": clinic.service.code, "site": str(house.site.id),
    }  # fmt: skip
    begun = manager.post(to("begin_notice", VISITS), told, follow=True)
    assert "Now write what you want to say, in every language." in words(begun)
    notice = Notice.objects.get()
    assert notice.criteria["sites"] == [str(house.site.id)]
    for language, said in SAID.items():
        where = to("write_notice", notice.id, language)
        page = manager.get(where)
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())
        assert seen
        kept = manager.post(where, {**said, "seen": seen[1], "act": "on"}, follow=True)
        assert "Kept." in words(kept)
    page = manager.get(to("notice", notice.id))
    assert "7 left out" in words(page), "nobody of them has an address yet"
    assert "There is no way that works" in words(page)
    assert "There is nobody to tell" in beside(page)
    assert doctor.get(to("notice", notice.id)).status_code == 200


def test_I_19_written_by_one_approved_by_another_watched_and_stopped(house: Cast, as_: Browser) -> None:
    crowd(8)
    crowd(2, channel="text", language="ar")
    notice, manager, doctor = written(house.manager), as_("manager"), as_("doctor")
    page = manager.get(to("notice", notice.id))
    assert "10 to be told E-mail: 8 Text message: 2 In which language Arabic: 2 English: 8 0 left out" in words(page)
    assert "These words to 10 people." in beside(page)
    done = act(manager, notice, "propose", seal=seal_on(page))
    assert "Proposed. Nothing leaves before it is approved." in words(done)
    assert "To more than 5 people, somebody else has to approve it." in beside(done)
    late = act(manager, notice, "approve", seal=seal_on(doctor.get(to("notice", notice.id))))
    assert "You wrote some of this. Somebody else has to sign it." in words(late)
    page = doctor.get(to("notice", notice.id))
    assert "They go to 10 people." in beside(page)
    done = act(doctor, notice, "approve", seal=seal_on(page))
    assert "The first messages leave today 09:15" in words(done)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=4)
        page = as_("manager").get(to("notice", notice.id))
        assert "Made 10 Went out 4 Waiting 6 Not reached 0 Withdrawn 0" in words(page)
        assert as_("manager").post(to("notice_act", notice.id, "stop"), {"why": ""}).status_code == 422
        done = act(as_("manager"), notice, "stop", why="It does not snow.")
        assert "Stopped. Nothing more of it leaves." in words(done)
        planned_whole()
        page = as_("doctor").get(to("notice", notice.id))
        assert "Made 10 Went out 4 Waiting 0 Not reached 0 Withdrawn 6" in words(page)
        assert "It does not snow." in words(page)
        assert "Stop it now" not in words(page)
    assert "Snow on Friday Stopped" in words(as_("manager").get(to("notices")))


def test_part_that_is_live_is_the_part_of_the_page(house: Cast, as_: Browser) -> None:
    crowd(6)
    notice, doctor = approved(house), as_("doctor")
    whole = doctor.get(to("notice", notice.id)).content.decode()
    part = doctor.get(to("notice", notice.id), headers={"HX-Request": "true"}).content.decode()
    assert part.strip().splitlines()[1].strip() in whole
    assert "<html" not in part
    assert doctor.get(to("notice_live", notice.id)).headers["Content-Type"] == "text/event-stream"


def test_more_who_fit_are_told_of_and_counted_again(house: Cast, as_: Browser) -> None:
    crowd(6)
    notice, doctor = proposed(house.manager), as_("doctor")
    seal = seal_on(doctor.get(to("notice", notice.id)))
    crowd(3, channel="text")
    page = doctor.get(to("notice", notice.id))
    assert "3 people have come since it was counted, and are not told." in words(page)
    assert "People who fit now and were not counted: 3." in words(act(doctor, notice, "approve", seal=seal))
    again = act(doctor, notice, "recount")
    assert "Counted again. Look at whom it reaches now." in words(again)
    assert "9 to be told" in words(again)
    assert "Approved." in words(act(doctor, notice, "approve", seal=seal_on(again)))


def test_handful_may_be_approved_by_who_wrote_it_but_only_after_looking(house: Cast, as_: Browser) -> None:
    crowd(5)
    manager, notice = as_("manager"), proposed(house.manager)
    done = act(manager, notice, "approve", seal=seal_on(manager.get(to("notice", notice.id))))
    assert "Approved." in words(done)
    assert Notice.objects.get().state == NoticeState.APPROVED


def test_faults_stand_beside_their_place_and_keep_it_from_being_proposed(house: Cast, as_: Browser) -> None:
    crowd(6)
    notice, manager = written(house.manager), as_("manager")
    where = to("write_notice", notice.id, "en")
    page = manager.get(where)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())
    assert seen
    bad = SAID["en"] | {"text": "The knee clinic is closed. Reply STOP.", "seen": seen[1]}
    page = manager.post(where, bad, follow=True)
    assert "Does not say for whom it is" in words(page)
    assert "Asks for the reply STOP" in words(page)
    again = manager.get(to("notice", notice.id))
    assert "To be mended before it can be proposed or approved" in words(again)
    assert "First write it in every language, and mend what is marked." in beside(again)


def test_who_is_left_out_is_named_only_to_who_may_see_them(house: Cast, as_: Browser) -> None:
    seen, closed = crowd(2)
    Person.objects.filter(id__in=[seen.id, closed.id]).update(died_on=clock.today())
    restrict_record(person=closed, restricted=True, reason="She asked for it.", by=house.doctor)
    page = words(as_("manager").get(to("notice", written(house.manager).id)))
    assert "2 left out They have died: 2" in page
    assert seen.name in page
    assert closed.name not in page


def test_who_was_not_reached_is_named(house: Cast, as_: Browser, outbox: Outbox) -> None:
    people = crowd(6)
    notice = approved(house)
    outbox.reply = all_say(How.BOUNCE)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        while send_due(limit=50):
            pass
        planned_whole()
        page = words(as_("manager").get(to("notice", notice.id)))
    assert "Made 6 Went out 0 Waiting 0 Not reached 6" in page
    assert people[0].name in page
    assert Notice.objects.get().state == NoticeState.OVER


def test_message_of_a_notice_is_in_the_outbox_by_its_name(house: Cast, as_: Browser, outbox: Outbox) -> None:
    crowd(6)
    notice = approved(house)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=50)
        manager = as_("manager")
        assert "Message to many" in words(manager.get(to("outbox"), {"kind": "notice.sent"}))
        one = Message.objects.filter(subject_id=notice.id)[0]
        assert f"of the message {notice.reference} to many" in words(manager.get(to("message", one.id)))


def test_page_takes_the_same_statements_for_six_and_for_sixty(house: Cast, as_: Browser) -> None:
    doctor, counts = as_("doctor"), []
    for more in (6, 60):
        crowd(more, named=f"Snow{more}")
        notice = proposed(house.manager, criteria={"named": f"Snow{more}"})
        doctor.get(to("notice", notice.id))
        with CaptureQueriesContext(connection) as asked:
            doctor.get(to("notice", notice.id))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_I_22_only_who_manages_messages_writes_and_nobody_else_sees_them(house: Cast, as_: Browser) -> None:
    crowd(6)
    notice, doctor = written(house.manager), as_("doctor")
    for where in (to("begin_notice", WAITING), to("aim_notice", notice.id), to("write_notice", notice.id, "en")):
        assert doctor.get(where).status_code == 404
    assert "You are not allowed to do that" in words(act(doctor, notice, "propose", seal="x"))
    for name in ("agent", "ward_nurse", "maya"):
        assert as_(name).get(to("notice", notice.id)).status_code == 404
    manager = as_("manager")
    for where in (
        to("begin_notice", "everybody"), to("write_notice", notice.id, "fr"),
        to("notice_preview", notice.id, "fr", "email"), to("notice_preview", notice.id, "en", "pigeon"),
    ):  # fmt: skip
        assert manager.get(where).status_code == 404
    assert manager.post(to("notice_act", notice.id, "burn")).status_code == 404


def test_I_22_manager_of_another_site_neither_sees_nor_reaches(house: Cast, as_: Browser) -> None:
    mine = written(house.manager)
    Notice.objects.filter(id=mine.id).update(site=house.site)
    other = hire_staff(name="Olga Hill", profession="manager", roles=[Role.MANAGER], site=house.other_site, by=SYSTEM)
    elsewhere = signed_in(other)
    assert elsewhere.get(to("notice", mine.id)).status_code == 404
    form = elsewhere.get(to("begin_notice", VISITS)).content.decode()
    assert "Hilltop Clinic" in form
    assert f'value="{house.site.id}"' not in form


@pytest.mark.parametrize("language", SAID)
def test_it_is_looked_at_as_it_would_leave(house: Cast, as_: Browser, language: str) -> None:
    notice, doctor = written(house.manager), as_("doctor")
    assert SAID[language]["subject"] in doctor.get(to("notice_preview", notice.id, language, "email")).content.decode()
    assert doctor.get(to("notice_preview", notice.id, language, "letter")).content.startswith(b"%PDF")


def test_draft_is_aimed_anew_given_up_or_turned_down(house: Cast, as_: Browser, clinic: Clinic) -> None:
    manager, day = as_("manager"), clock.today()
    told = {
        "title": "Blue card", "service": clinic.service.code, "purpose": "care", "ways": ["letter"],
        "deadline": f"{day + timedelta(days=3)}T18:00", "key": "k",
    }  # fmt: skip
    manager.post(to("begin_notice", WAITING), told)
    notice = Notice.objects.get()
    assert manager.post(to("aim_notice", notice.id), {**told, "service": ""}).status_code == 422
    done = manager.post(to("aim_notice", notice.id), {**told, "title": "Green card"}, follow=True)
    assert "Noted." in words(done)
    assert "Green card" in words(done)
    wrong = {**told, "first": day.isoformat(), "last": (day - timedelta(days=1)).isoformat()}
    assert "This is before the first day." in words(manager.post(to("begin_notice", VISITS), wrong))
    assert "It is given up. Nobody is told." in words(act(manager, notice, "give-up"))
    crowd(6)
    other = proposed(house.manager)
    doctor = as_("doctor")
    assert doctor.post(to("notice_act", other.id, "give-up"), {"why": ""}).status_code == 422
    assert "Not now." in words(act(doctor, other, "give-up", why="Not now."))
    assert counted_for(other, house.doctor)[0].by_channel() == {Channel.EMAIL: 6}


def test_I_21c_name_of_a_service_is_pointed_out_where_others_read_it(house: Cast, clinic: Clinic, as_: Browser) -> None:
    crowd(6)
    notice, manager = written(house.manager), as_("manager")
    words_of_it = notice.words["en"] | {
        "text": "$hospital: $first_name, no heart clinic on Friday. Ring $service_desk."
    }
    notice.words = notice.words | {"en": words_of_it}
    notice.save()
    for where in (to("notice", notice.id), to("write_notice", notice.id, "en")):
        told = words(manager.get(where))
        assert "Others may read what somebody is treated for Text message: “Heart clinic”" in told
    assert "treated for" not in words(manager.get(to("write_notice", notice.id, "ar")))
