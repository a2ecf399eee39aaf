"""What people text back: the one visit that is meant is answered, and everything else is heard by somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.replies.conftest import MOBILE, Line, said_back, write
from tests.scheduling.clinic import NOW

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, Unclear
from almoner.desk.actions import begin_talk, end_contact
from almoner.desk.models import Contact
from almoner.messaging.actions import plan
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import add_contact, note_death
from almoner.people.models import ContactPoint
from almoner.replies.actions import receive
from almoner.replies.enums import Outcome, Why
from almoner.replies.incoming import Incoming
from almoner.replies.models import Heard, Received
from almoner.scheduling import actions as scheduling
from almoner.timeline.models import Event
from almoner.urgency.models import Request


def confirmed(*visits: object) -> list[bool]:
    for visit in visits:
        visit.refresh_from_db()  # type: ignore[attr-defined]
    assert not any(visit.confirmed_by_email_at for visit in visits)  # type: ignore[attr-defined]
    return [visit.confirmed_by_text_at is not None for visit in visits]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words", ["1", " 1. ", "١", "1️⃣", "Yes", "YES please!", "ok thanks", "👍", "C", "sí", "نعم", "oui"]
)
def test_CNF_2_a_yes_to_the_text_confirms_the_visit(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    heard = write(words)
    assert (heard.outcome, heard.means, heard.person, heard.why) == (Outcome.ANSWERED, "confirm", visit.person, "")
    assert confirmed(visit) == [True]
    event = Event.objects.get(kind="appointment.confirmed")
    assert (event.via, event.facts["channel"]) == ("text", "text")


def test_CNF_2_it_is_told_back_what_was_understood(line: Line) -> None:
    visit = line.offered(line.person())
    write("1")
    [told] = line.told(visit.person)
    assert told.startswith("Riverside: thank you, Maya. Your visit on Monday 23 November at 09:00 is confirmed.")
    assert said_back() == []


def test_what_answers_a_text_at_night_goes_at_night(line: Line) -> None:
    visit = line.offered(line.person(), nth=9)
    with clock.at(NOW + timedelta(hours=15)):
        write("1")
        assert len(line.told(visit.person)) == 1


def test_what_was_understood_is_not_told_when_nobody_waits_for_it_any_more(line: Line) -> None:
    visit = line.offered(line.person(), nth=9)
    write("1")
    with clock.at(NOW + timedelta(hours=3)):
        send_due(limit=10)
    assert Message.objects.get(kind="reply.confirmed").state == "withdrawn"
    assert confirmed(visit) == [True]


@pytest.mark.parametrize(
    ("words", "kind", "means"),
    [
        ("2", "appointment.change_asked", "change"),
        ("3", "appointment.cannot_come", "cannot_come"),
        ("I can't come", "appointment.cannot_come", "cannot_come"),
        ("no puedo ir", "appointment.cannot_come", "cannot_come"),
        ("تغيير", "appointment.change_asked", "change"),
    ],
)
def test_REM_5_a_change_is_asked_for_and_a_person_rings(line: Line, words: str, kind: str, means: str) -> None:
    visit = line.offered(line.person())
    heard = write(words)
    assert (heard.outcome, heard.means) == (Outcome.ANSWERED, means)
    assert Event.objects.get(kind=kind).subject_id == visit.id
    visit.refresh_from_db()
    assert visit.state == "booked"
    [told] = line.told(visit.person)
    assert "A person rings you by" in told


@pytest.mark.parametrize("words", ["9", "call me", "llámeme"])
def test_REM_8_whoever_asks_for_a_person_is_rung(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    assert write(words).outcome == Outcome.FOR_A_PERSON
    assert Promise.objects.get(standard="reply_seen_to").person == visit.person
    [told] = line.told(visit.person)
    assert "A person rings you by" in told


# ── At most one, and only what was offered ───────────────────────────────────────────────────────────────────────────


def test_I_14_two_visits_open_and_none_is_changed(line: Line) -> None:
    person = line.person()
    visits = line.offered(person), line.offered(person, nth=5)
    heard = write("1")
    assert (heard.outcome, heard.why, confirmed(*visits)) == (Outcome.CONTACT, Why.TWO, [False, False])
    assert Promise.objects.get(standard="written_answered").subject_id == heard.contact_id


def test_I_14_two_people_share_the_number_and_nothing_is_changed(line: Line) -> None:
    visits = line.offered(line.person()), line.offered(line.person("Tom"), nth=5)
    heard = write("3")
    assert (heard.outcome, heard.why, heard.person) == (Outcome.CONTACT, Why.TWO, None)
    assert confirmed(*visits) == [False, False]
    assert not Event.objects.filter(kind="appointment.cannot_come").exists()


def test_I_14_two_visits_that_travelled_in_one_text_are_two(line: Line) -> None:
    person = line.person()
    visits = line.visit(person), line.visit(person, nth=3)
    for visit in visits:
        plan(
            kind="appointment.reminder_1d", person=person, subject_id=visit.id, ways=["text"], not_before=clock.now(),
            deadline=clock.now() + timedelta(hours=1), once=str(visit.id), urgent=True, by=SYSTEM,
        )  # fmt: skip
    send_due(limit=10)
    assert write("1").why == Why.TWO
    assert confirmed(*visits) == [False, False]


def test_I_14_of_two_texts_about_one_visit_the_visit_is_one(line: Line) -> None:
    visit = line.offered(line.person())
    line.text(visit, "appointment.confirmed")
    assert (write("1").outcome, confirmed(visit)) == (Outcome.ANSWERED, [True])


def test_I_14_a_key_to_a_time_that_has_changed_since_changes_nothing(line: Line) -> None:
    person = line.person()
    visit = line.offered(person)
    scheduling.move(appointment=visit, hold=line.clinic.hold(person, 6), reason="", by=line.clinic.desk)
    heard = write("1")
    assert (heard.outcome, heard.why, confirmed(visit)) == (Outcome.CONTACT, Why.CHANGED, [False])
    with clock.at(NOW + timedelta(minutes=1)):
        line.text(visit, "appointment.moved")
        assert (write("1").outcome, confirmed(visit)) == (Outcome.ANSWERED, [True])


def test_I_14_a_key_to_a_cancelled_visit_changes_nothing_and_a_person_reads_it(line: Line) -> None:
    person = line.person()
    visit = line.offered(person)
    scheduling.cancel(appointment=visit, by=line.clinic.themself(person))
    assert (write("1").why, Event.objects.filter(kind="appointment.confirmed").exists()) == (Why.CHANGED, False)


def test_I_14_a_key_after_the_visit_changes_nothing(line: Line) -> None:
    visit = line.offered(line.person())
    with clock.at(visit.ends_at):
        assert (write("1").why, confirmed(visit)) == (Why.CHANGED, [False])


def test_only_what_was_offered_is_understood(line: Line) -> None:
    visit = line.offered(line.person())
    assert [write(words).why for words in ("7", "accept it")] == [Why.NOT_OFFERED, Why.WORDS]
    assert confirmed(visit) == [False]


def test_a_key_from_a_number_that_we_never_wrote_to_is_read_by_a_person(line: Line) -> None:
    line.offered(line.person())
    assert write("1", number="07700 900999").why == Why.NOTHING_ASKED


def test_a_word_answers_the_last_text_and_a_key_the_one_that_offered_it(line: Line) -> None:
    person = line.person()
    first, second = line.offered(person), line.visit(person, 5)
    with clock.at(NOW + timedelta(minutes=5)):
        line.text(second, "arrival.details")
    with clock.at(NOW + timedelta(minutes=6)):
        assert (write("yes").why, write("ok thanks").outcome) == (Why.NOTHING_ASKED, Outcome.THANKS)
        assert confirmed(first, second) == [False, False]
        assert (write("1").outcome, confirmed(first, second)) == (Outcome.ANSWERED, [True, False])


@pytest.mark.parametrize("words", ["Thanks", "thank you!", "gracias 🙏", "شكرا"])
def test_thanks_alone_ask_for_nothing(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    assert (write(words).outcome, confirmed(visit)) == (Outcome.THANKS, [False])
    assert not Contact.objects.exists()


def test_the_dead_answer_nothing(line: Line) -> None:
    visit = line.offered(line.person())
    note_death(person=visit.person, died_on=clock.today(), by=line.clinic.desk)
    assert write("1").outcome == Outcome.CONTACT


# ── What is no key ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_REM_8_words_open_a_conversation_with_an_owner_and_a_time(line: Line) -> None:
    visit = line.offered(line.person())
    heard = write("Can I bring my daughter along?")
    contact = heard.contact
    assert contact
    assert (contact.channel, contact.direction, contact.asked) == ("text", "in", "Can I bring my daughter along?")
    promise = Promise.objects.get(subject_id=contact.id)
    assert (promise.team, promise.person, promise.state) == ("service_desk", None, "open")
    [told] = said_back()
    assert promise.said_in("en") in told
    assert "In an emergency ring 999 now." in told
    assert line.told(visit.person) == []


def test_I_27_words_are_nobodys_until_somebody_made_sure(line: Line) -> None:
    line.offered(line.person())
    heard = write("Can I bring my daughter along?")
    assert heard.contact
    assert (heard.person, heard.contact.person, heard.contact.identified_at) == (None, None, None)


def test_REM_8_who_writes_again_adds_to_what_is_open_and_is_told_once(line: Line) -> None:
    first, again = write("Can I bring my daughter?"), write("And is there parking?")
    assert (again.outcome, again.contact_id) == (Outcome.JOINED, first.contact_id)
    assert len(said_back()) == 1
    assert first.contact
    end_contact(contact=first.contact, outcome="INFO_GIVEN", by=line.clinic.desk)
    assert not Promise.objects.live().exists()
    assert write("One more thing, where is desk B?").outcome == Outcome.CONTACT


@pytest.mark.parametrize("words", ["", "   ", "😀😀😀", "؟", "x" * 50_000, "\x00\x01\u202e1"])
def test_odd_words_are_kept_and_read_by_a_person(line: Line, words: str) -> None:
    assert write(words).outcome == Outcome.CONTACT
    assert len(Received.objects.get().words) <= 20_000


def test_it_is_said_back_in_the_language_that_they_wrote(line: Line) -> None:
    write("¿Puedo llevar a mi hija conmigo a la consulta?", number="07700 900777")
    write("هل يمكنني إحضار ابنتي معي إلى الموعد؟", number="07700 900778")
    spanish, arabic = sorted(said_back(), key=lambda told: "يجيب" in told)
    assert "Una persona responde a lo que nos escribió" in spanish
    assert "يجيب أحدنا على ما كتبته" in arabic


# ── Danger ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", ["I have crushing chest pain", "me duele mucho el pecho y no puedo respirar", "ألم شديد في الصدر"]
)
def test_SEL_9_danger_in_words_alerts_a_nurse_and_says_the_emergency_number(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    heard = write(words)
    request = Request.objects.get()
    assert (heard.outcome, heard.request, request.level) == (Outcome.DANGER, request, 1)
    assert (request.words, request.channel, request.contact_given, request.person) == (words, "text", MOBILE, None)
    assert Promise.objects.get(standard="danger_sign").subject_id == request.id
    [told] = said_back()
    assert "999" in told
    assert confirmed(visit) == [False]


def test_SEL_9_a_key_is_no_danger_and_danger_is_no_key(line: Line) -> None:
    line.offered(line.person())
    assert write("1").outcome == Outcome.ANSWERED
    assert write("1 I cannot breathe").outcome == Outcome.DANGER


def test_URG_12_a_crisis_is_met_with_kind_words(line: Line) -> None:
    assert write("I want to kill myself").outcome == Outcome.DANGER
    assert Request.objects.get().crisis == "self_harm"
    assert "you are not alone" in said_back()[0]


def test_what_is_for_today_is_heard_by_a_nurse_and_by_the_desk(line: Line) -> None:
    heard = write("Since yesterday my leg is swollen and red. Can you change my visit?")
    assert heard.outcome == Outcome.DANGER
    assert heard.contact


# ── A talk that is open ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_open_talk_goes_on_with_the_next_text(line: Line) -> None:
    visit = line.offered(line.person())
    talk = begin_talk(channel="text", number=MOBILE, by=SYSTEM)
    heard = write("1")
    assert (heard.outcome, heard.talk, confirmed(visit)) == (Outcome.IN_A_TALK, talk, [False])
    assert "First the danger signs." in said_back()[0]


def test_danger_told_in_the_middle_of_the_questions_is_met_as_such(line: Line) -> None:
    begin_talk(channel="text", number=MOBILE, by=SYSTEM)
    write("1")
    assert write("I cannot breathe").outcome == Outcome.DANGER


# ── Who may, and twice ───────────────────────────────────────────────────────────────────────────────────────────────


def test_told_twice_is_heard_once(line: Line) -> None:
    visit = line.offered(line.person())
    first, again = write("1", id="sms-same"), write("3", id="sms-same")
    assert (first, Heard.objects.count(), confirmed(visit)) == (again, 1, [True])
    assert not Event.objects.filter(kind="appointment.cannot_come").exists()


def test_saying_it_twice_is_fine(line: Line) -> None:
    visit = line.offered(line.person())
    assert [write("1").outcome, write("1").outcome, confirmed(visit)] == [Outcome.ANSWERED, Outcome.ANSWERED, [True]]
    assert Event.objects.filter(kind="appointment.confirmed").count() == 1


def test_nobody_but_the_system_hears(line: Line) -> None:
    assert not line.clinic.desk.may(Permission.RUN_SYSTEM)
    with pytest.raises(NotAllowed):
        receive(incoming=Incoming("text", "1", MOBILE, "1"), by=line.clinic.desk)
    for wrong in (Incoming("call", "1", MOBILE, "1"), Incoming("text", " ", MOBILE, "1")):
        with pytest.raises(Unclear):
            receive(incoming=wrong, by=SYSTEM)


def test_I_27_a_number_that_two_people_share_is_answered_for_the_one_whom_we_wrote_to(line: Line) -> None:
    visit, tom = line.offered(line.person()), line.person("Tom")
    assert ContactPoint.objects.filter(key="+447700900123").count() == 2
    heard = write("1")
    assert (heard.person, confirmed(visit)) == (visit.person, [True])
    assert heard.person != tom


def test_another_number_of_theirs_is_not_the_one_that_we_wrote_to(line: Line) -> None:
    visit = line.offered(line.person())
    add_contact(person=visit.person, kind="mobile", value="07700 900555", by=line.clinic.desk)
    assert (write("1", number="07700 900555").why, confirmed(visit)) == (Why.NOTHING_ASKED, [False])
