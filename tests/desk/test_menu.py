"""The menu that answers a call: one's own visits by keys, being rung back in turn, a person, in every language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.portal.clinic import Clinic

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry, Setting
from almoner.desk import menu
from almoner.desk.actions import begin_talk, end_contact, hang_up, hear, note_written, take_ringing
from almoner.desk.enums import ABANDONED, Direction
from almoner.desk.laws import LAWS
from almoner.desk.menu import Stage, State
from almoner.desk.models import Contact, Ringing, Talk
from almoner.desk.ringing import ringing_now
from almoner.desk.talks import says, talk_for
from almoner.desk.tasks import end_forgotten, end_silent
from almoner.people.actions import note_death, register_person, restrict_record, stop_contact
from almoner.people.enums import ContactKind
from almoner.people.models import Site
from almoner.replies.actions import receive
from almoner.replies.incoming import Incoming
from almoner.replies.models import Said
from almoner.scheduling.actions import cancel, confirm
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event

NUMBER, BORN = "07700 900123", "03041980"
"""Maya's."""
VISITS = "12"
"""English, and one's own visits."""


@pytest.fixture
def visit(clinic: Clinic) -> Appointment:
    return clinic.visit(clinic.cast.maya, 3)


def ring(number: str = NUMBER) -> Talk:
    return begin_talk(channel="call", number=number, by=SYSTEM)


def press(talk: Talk, keys: str) -> Talk:
    for key in keys:
        talk = hear(talk=talk, said="" if key == "_" else key, by=SYSTEM)
    return talk


def heard(talk: Talk) -> str:
    return " ".join(line for _language, line in says(talk_for(by=SYSTEM, id=talk.id), by=SYSTEM))


def stage(talk: Talk) -> str:
    return str(talk.menu["stage"])


# ── Whose visits ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_TEL_6_the_language_comes_first_then_who_is_unwell(visit: Appointment) -> None:
    assert heard(ring()).index("999") < heard(ring()).index("For English press 1.")
    for key, first in (("1", "If somebody is unwell: press 1."), ("2", ": pulse 1."), ("3", ": اضغط 1.")):
        said = heard(press(ring(), key))
        assert "999" in said[: said.index(first)], "what to do where a life is in danger comes before all keys"


def test_TEL_5_one_key_leads_to_the_danger_signs(visit: Appointment) -> None:
    talk = press(ring(), "11")
    assert not talk.menu
    assert "First the danger signs." in heard(talk)


def test_own_visit_is_heard_with_two_proofs(visit: Appointment) -> None:
    talk = press(ring(), VISITS)
    assert "Maya" not in heard(talk)
    talk = press(talk, BORN)
    said = heard(talk)
    assert said.startswith("Maya.")
    assert f"{visit.starts_there:%H:%M}" in said
    assert talk.person == visit.person
    assert AuditEntry.objects.filter(act="read.visits_by_telephone", person_id=visit.person_id).count() == 1


@pytest.mark.parametrize("keys", ["04031980", "03041981", "31021980", "0304#", "99999999"])
def test_I_27_a_number_alone_tells_nothing(visit: Appointment, keys: str) -> None:
    talk = press(ring(), VISITS + keys)
    assert (stage(talk), talk.person, talk.wrong_tries) == ("birth", None, 1)
    assert "Maya" not in heard(talk)
    assert "That does not fit what we have." in heard(talk)


def test_I_27_a_date_alone_tells_nothing(visit: Appointment) -> None:
    for number in ("", "07700 900999"):
        talk = press(ring(number), VISITS + BORN)
        assert (stage(talk), talk.person) == ("birth", None)


def test_who_guesses_talks_with_a_person(visit: Appointment) -> None:
    talk = press(ring(), VISITS + "01011970" * 3)
    assert stage(talk) == "person"
    assert Ringing.objects.get().number == NUMBER
    press(ring(), VISITS + "01011971" * 3)
    assert press(ring(), VISITS + BORN).person is None, "six wrong dates in a day: only a person opens it"


def test_who_shares_a_number_and_a_birthday_is_not_told_apart_by_keys(visit: Appointment, cast: Cast) -> None:
    register_person(
        given_name="Nia", family_name="Osei", birth_on=date(1980, 4, 3),
        contacts=[(ContactKind.MOBILE, NUMBER)], sure=True, by=cast.agent,
    )  # fmt: skip
    assert press(ring(), VISITS + BORN).person is None


def test_TEL_4_a_restricted_record_is_opened_by_a_person(visit: Appointment, cast: Cast) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    assert press(ring(), VISITS + BORN).person is None


def test_I_21_a_number_that_is_not_theirs_any_more_opens_nothing(visit: Appointment, cast: Cast) -> None:
    stop_contact(
        contact_point=cast.maya.contact_points.get(kind=ContactKind.MOBILE), reason="somebody else answers", by=SYSTEM
    )
    assert press(ring(), VISITS + BORN).person is None


def test_nothing_is_told_of_who_has_died(visit: Appointment, cast: Cast) -> None:
    note_death(person=cast.maya, died_on=clock.today(), by=cast.manager)
    assert press(ring(), VISITS + BORN).person is None


def test_I_26_what_a_young_person_has_to_themselves_is_not_read_out(clinic: Clinic) -> None:
    child = register_person(
        given_name="Kofi", family_name="Osei", birth_on=date(2012, 5, 6),
        contacts=[(ContactKind.MOBILE, NUMBER)], by=clinic.cast.agent,
    )  # fmt: skip
    clinic.visit(child, service=clinic.skin)
    keys = VISITS + "06052012"
    assert "We are expecting you" in heard(press(ring(), keys))
    Site.objects.update(private_topics=["skin"])
    assert "no visit is booked for you" in heard(press(ring(), keys))


# ── What they do about it ────────────────────────────────────────────────────────────────────────────────────────────


def test_CNF_1_it_is_confirmed_by_a_key_everywhere_at_once(visit: Appointment) -> None:
    talk = press(ring(), VISITS + BORN + "1")
    visit.refresh_from_db()
    assert visit.confirmed_by_call_at == clock.now()
    assert "Your visit is confirmed." in heard(talk)
    told = Event.objects.get(kind="appointment.confirmed")
    assert (told.subject_id, told.actor_name, told.via) == (visit.id, "Caller, by keys", "phone")
    assert "You have confirmed this visit." in heard(press(talk, "0"))


@pytest.mark.parametrize(("key", "kind"), [("2", "appointment.change_asked"), ("3", "appointment.cannot_come")])
def test_REM_5_another_time_or_none_is_promised_a_call(visit: Appointment, key: str, kind: str) -> None:
    talk = press(ring(), VISITS + BORN + key)
    owed = Promise.objects.live().get(standard="change_asked", subject_id=visit.id)
    assert owed.said_in("en") in heard(talk)
    assert Event.objects.filter(kind=kind, subject_id=visit.id).count() == 1
    press(talk, key)
    assert Promise.objects.filter(standard="change_asked").count() == 1, "twice is once"


def test_what_may_i_eat(clinic: Clinic) -> None:
    clinic.visit(clinic.cast.maya)
    talk = press(ring(), VISITS + BORN + "4")
    assert "you may eat as usual" in heard(talk)
    assert stage(press(talk, "*")) == "visit"


def test_each_visit_in_turn_and_back(clinic: Clinic) -> None:
    first, second = clinic.visit(clinic.cast.maya, 0), clinic.visit(clinic.cast.maya, 40)
    talk = press(ring(), VISITS + BORN)
    assert talk.menu["visit"] == str(first.id)
    assert "For the visit after this" in heard(talk)
    talk = press(talk, "5")
    assert talk.menu["visit"] == str(second.id)
    assert "For the visit after this" not in heard(talk)
    assert "There is no other visit." in heard(press(talk, "5"))
    assert stage(press(talk, "*")) == "main"


def test_I_14_a_key_means_the_visit_that_was_heard(clinic: Clinic) -> None:
    first, second = clinic.visit(clinic.cast.maya, 0), clinic.visit(clinic.cast.maya, 40)
    talk = press(ring(), VISITS + BORN)
    cancel(appointment=first, by=clinic.cast.agent)
    talk = press(talk, "1")
    assert "cannot be changed any more" in heard(talk)
    second.refresh_from_db()
    assert second.confirmed_by_call_at is None


@pytest.mark.parametrize("way", ["call", "email", "text", "web", "desk"])
def test_CNF_2_who_confirmed_by_another_way_is_told_so(visit: Appointment, cast: Cast, way: str) -> None:
    assert "To confirm this visit: press 1." in heard(press(ring(), VISITS + BORN))
    confirm(appointment=visit, channel=way, by=SYSTEM)
    told = heard(press(ring(), VISITS + BORN))
    assert "You have confirmed this visit." in told
    assert "To confirm" not in told


def test_visit_of_the_past_is_not_read_out(visit: Appointment) -> None:
    with clock.at(visit.ends_at + timedelta(hours=1)):
        assert "no visit is booked for you" in heard(press(ring(), VISITS + BORN))


# ── A person, at once or in turn ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keys", ["9", "19", "129#", "129_", "1___", "1777", "12___"])
def test_every_way_leads_to_a_person(visit: Appointment, keys: str) -> None:
    talk = press(ring(), keys)
    assert stage(talk) == "person"
    rings = Ringing.objects.get()
    assert (rings.number, rings.urgent, rings.ended_at) == (NUMBER, False, None)
    assert "You are the next caller." in heard(talk)


def test_TEL_6_who_chose_no_language_hears_all(visit: Appointment) -> None:
    spoken = [language for language, _words in says(press(ring(), "9"), by=SYSTEM)]
    assert list(dict.fromkeys(spoken)) == ["en", "es", "ar"]


def test_TEL_1_the_place_in_the_line_is_heard_and_kept(visit: Appointment, cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(minutes=2)):
        press(ring("07700 900999"), "19")
    talk = press(ring(), "19")
    assert "There is 1 caller before you." in heard(talk)
    assert "be rung back" in heard(talk)
    talk = press(talk, "3")
    owed = Promise.objects.live().get(standard="place_kept")
    assert owed.said_in("en") in heard(talk)
    hang_up(talk=talk, by=SYSTEM)
    assert [one.ringing.number for one in ringing_now(by=cast.agent)] == ["07700 900999", NUMBER]
    with clock.at(clock.now() + timedelta(minutes=20)):
        end_forgotten()
        end_silent()
        kept = Ringing.objects.get(number=NUMBER)
        assert kept.ended_at is None, "who keeps a place is not forgotten, and not taken for one who gave up"
        contact = take_ringing(ringing=kept, by=cast.agent)
    assert (contact.direction, contact.number) == (Direction.OUT, NUMBER)
    owed.refresh_from_db()
    assert owed.state == "kept"
    assert not [line for law in LAWS for line in law.broken()]


def held(talk: Talk) -> None:
    """They have waited as long as it takes until they may write."""
    Ringing.objects.filter(talk=talk).update(since=clock.now() - timedelta(seconds=31))


def test_TEL_2_who_waits_half_a_minute_may_go_on_by_text(visit: Appointment, cast: Cast) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    talk = press(ring(), "19")
    assert "go on by text" not in heard(talk)
    press(talk, "4")
    assert Ringing.objects.get().rings_back_at is None, "who has not waited is not offered it"
    held(talk)
    assert "go on by text message: press 4" in heard(talk)
    talk = press(talk, "4")
    assert "We send you a text message now" in heard(talk)
    said = Said.objects.get()
    owed = Promise.objects.live().get(standard="place_kept")
    assert (said.number_key, said.channel, said.language) == ("+447700900123", "text", "en")
    assert owed.said_in("en") in said.body
    assert "Maya" not in said.body
    hang_up(talk=talk, by=SYSTEM)
    assert [one.ringing.writes for one in ringing_now(by=cast.agent)] == [True]
    written = note_written(channel="text", number=NUMBER, asked="Where do I park?", by=SYSTEM)
    end_contact(contact=written, outcome="INFO_GIVEN", by=cast.agent)
    assert ringing_now(by=cast.agent) == []
    owed.refresh_from_db()
    assert owed.state == "kept"
    assert not [line for law in LAWS for line in law.broken()]


def test_TEL_2_who_wrote_before_or_from_elsewhere_keeps_the_place(visit: Appointment, cast: Cast) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    before = note_written(channel="text", number=NUMBER, asked="a", by=SYSTEM)
    talk = press(ring(), "19")
    held(talk)
    with clock.at(clock.now() + timedelta(seconds=1)):
        press(talk, "4")
        end_contact(contact=before, outcome="INFO_GIVEN", by=cast.agent)
        other = note_written(channel="text", number="07700 900999", asked="b", by=SYSTEM)
        end_contact(contact=other, outcome="INFO_GIVEN", by=cast.agent)
        assert len(ringing_now(by=cast.agent)) == 1


@pytest.mark.parametrize(
    ("number", "rehearsed", "keys"), [("020 7946 0000", True, "19"), (NUMBER, False, "19"), ("", True, "1111")]
)
def test_TEL_2_not_where_no_text_goes_and_not_in_an_emergency(
    cast: Cast, number: str, rehearsed: bool, keys: str
) -> None:
    if rehearsed:
        Setting.objects.create(name="rehearsal", value=True)
    talk = press(ring(number), keys)
    held(talk)
    assert "text message" not in heard(talk)
    press(talk, "4")
    assert not Ringing.objects.get().writes


def test_TEL_2_a_number_that_stopped_texts_is_not_asked(cast: Cast) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    receive(incoming=Incoming(channel="text", provider_id="1", sender=NUMBER, body="STOP"), by=SYSTEM)
    talk = press(ring(), "19")
    held(talk)
    assert "text message" not in heard(talk)


def test_TEL_1_an_emergency_stays_on_the_line(cast: Cast) -> None:
    talk = press(ring(""), "1111")
    assert Ringing.objects.get().urgent
    assert "be rung back" not in heard(talk)
    press(talk, "3")
    assert Ringing.objects.get().rings_back_at is None


def test_TEL_1_asked_for_from_the_menu_without_waiting(cast: Cast) -> None:
    talk = press(ring(), "13")
    rings = Ringing.objects.get()
    assert (rings.rings_back_at, talk.menu["stage"]) == (clock.now(), "rung_back")
    assert "We ring you back by" in heard(talk)


def test_TEL_1_who_withholds_their_number_types_one(cast: Cast) -> None:
    talk = press(ring(""), "13")
    assert "We cannot see your number." in heard(talk)
    press(talk, "123#")
    assert not Ringing.objects.exists()
    press(talk, "07700900555#")
    assert Ringing.objects.get().number == "07700900555"


def test_TEL_7_who_hangs_up_before_anything_was_heard_is_rung_back(visit: Appointment) -> None:
    hang_up(talk=press(ring(), "1"), by=SYSTEM)
    assert Contact.objects.get().outcome == ABANDONED
    hang_up(talk=press(ring(), "19"), by=SYSTEM)
    assert Contact.objects.filter(outcome=ABANDONED).count() == 2


def test_who_heard_of_their_visit_is_owed_nothing(visit: Appointment) -> None:
    for more in ("", "1", "4"):
        hang_up(talk=press(ring(), VISITS + BORN + more), by=SYSTEM)
    assert not Contact.objects.exists()


def test_TEL_3_the_desk_sees_who_typed_their_date_of_birth(visit: Appointment, cast: Cast) -> None:
    register_person(
        given_name="Ama", family_name="Osei", birth_on=date(1999, 1, 1),
        contacts=[(ContactKind.MOBILE, NUMBER)], by=cast.agent,
    )  # fmt: skip
    press(ring(), VISITS + BORN + "9")
    callers = ringing_now(by=cast.agent)[0].callers
    assert [(one.person.given_name, one.by_keys) for one in callers] == [("Maya", True), ("Ama", False)]


# ── Any keys at all ──────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(alphabet="0123456789*#_", max_size=40))
def test_any_keys_lead_somewhere_that_speaks(keys: str) -> None:
    """Pure: whatever is pressed, the call stands somewhere, and what was typed stays bounded."""
    state = State(number=NUMBER)
    for key in keys:
        heard = menu.hear(state, "" if key == "_" else key)
        state = heard.state
        assert len(state.typed) <= menu.TYPED_AT_MOST
        assert state.misses <= 2
        assert State.from_facts(state.as_facts()) == state
    assert state.stage in Stage
