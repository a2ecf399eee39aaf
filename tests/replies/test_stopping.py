"""STOP, START and “not me”."""

from __future__ import annotations

import pytest
from tests.replies.conftest import MOBILE, Line, said_back, write

from almoner.charter.models import Promise
from almoner.messaging.addresses import usable
from almoner.messaging.models import TextDoubt
from almoner.messaging.reading import reach_of
from almoner.people.actions import add_contact, answer_consent
from almoner.people.models import Consent, ContactPoint, Person
from almoner.replies.enums import Outcome, Why
from almoner.replies.stops import is_stopped

KEY = "+447700900123"


def texts(person: Person) -> bool:
    return usable("text", "care", reach_of(person))


@pytest.mark.parametrize(
    "words", ["STOP", "stop.", " Unsubscribe ", "CANCEL", "arrêt", "parar", "BAJA", "إيقاف", "Stop please"]
)
def test_I_20_a_stop_ends_texts_to_everybody_who_has_the_number(line: Line, words: str) -> None:
    people = line.person(), line.person("Tom")
    other = line.person("Ada", mobile="07700 900777")
    assert write(words).outcome == Outcome.STOPPED
    assert [texts(one) for one in (*people, other)] == [False, False, True]
    assert [usable("call", "care", reach_of(one)) for one in people] == [True, True]
    assert said_back() == []
    assert {one.person for one in Promise.objects.filter(standard="texts_stopped")} == set(people)


def test_I_20_nothing_is_sent_after_a_stop(line: Line) -> None:
    person = line.person()
    visit = line.offered(person)
    line.asked.clear()
    write("STOP")
    write("Where do I park?")
    assert said_back() == []
    line.told(person)
    assert [one.channel for one in line.asked if one.address == MOBILE and one.channel == "text"] == []
    assert visit.state == "booked"


def test_SEL_9_who_tells_of_danger_hears_what_to_do_though_they_stopped_texts(line: Line) -> None:
    line.person()
    write("STOP")
    write("crushing chest pain")
    [told] = said_back()
    assert "999" in told


def test_a_stop_is_heard_though_words_could_mean_a_visit(line: Line) -> None:
    visit = line.offered(line.person())
    assert write("cancel").outcome == Outcome.STOPPED
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_stopped_twice_is_stopped_once(line: Line) -> None:
    person = line.person()
    write("STOP")
    write("STOP")
    assert Consent.objects.filter(person=person, channel="text", given=False).count() == 1
    assert Promise.objects.filter(standard="texts_stopped").count() == 1


def test_a_number_of_nobody_is_stopped_too(line: Line) -> None:
    write("STOP")
    write("Where do I park?")
    assert (is_stopped(KEY), said_back()) == (True, [])
    assert write("START").outcome == Outcome.STARTED
    assert not is_stopped(KEY)


def test_a_start_gives_back_what_the_stop_took_and_no_more(line: Line) -> None:
    person = line.person()
    write("STOP")
    heard = write("START")
    assert (heard.outcome, heard.person, texts(person)) == (Outcome.STARTED, None, True)
    assert not usable("text", "feedback", reach_of(person))
    assert not Promise.objects.live().filter(standard="texts_stopped").exists()


def test_I_27_a_start_from_a_shared_number_is_for_a_person_to_settle(line: Line) -> None:
    people = line.person(), line.person("Tom")
    write("STOP")
    heard = write("UNSTOP")
    assert (heard.outcome, heard.why, [texts(one) for one in people]) == (
        Outcome.CONTACT,
        Why.NOT_SURE_WHO,
        [False, False],
    )


def test_a_start_undoes_nothing_that_somebody_said_since(line: Line) -> None:
    person = line.person()
    write("STOP")
    answer_consent(person=person, purpose="care", channel="text", given=False, by=line.clinic.desk)
    assert (write("START").outcome, texts(person)) == (Outcome.CONTACT, False)


def test_a_yes_that_a_person_noted_ends_the_stop(line: Line) -> None:
    person = line.person()
    write("STOP")
    answer_consent(person=person, purpose="care", channel="text", given=True, by=line.clinic.desk)
    assert (is_stopped(KEY), texts(person)) == (False, True)


def test_a_start_without_a_stop_is_read_by_a_person(line: Line) -> None:
    assert write("START").outcome == Outcome.CONTACT


@pytest.mark.parametrize(
    "words", ["wrong number", "Not me", "número equivocado", "no soy yo", "الرقم غلط", "Sorry, wrong number"]
)
def test_I_21_not_me_stops_the_number_for_whom_we_wrote_to(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    tom = line.person("Tom")
    heard = write(words)
    assert (heard.outcome, heard.person) == (Outcome.WRONG_PERSON, visit.person)
    stopped = ContactPoint.objects.filter(stopped_at__isnull=False)
    assert [(one.person, one.key) for one in stopped] == [(visit.person, KEY)]
    assert Promise.objects.get(standard="wrong_details").person == visit.person
    assert texts(tom)


def test_I_21_not_me_where_we_wrote_to_two_stops_neither_and_a_person_finds_out(line: Line) -> None:
    line.offered(line.person())
    line.offered(line.person("Tom"), nth=4)
    assert (write("not me").why, ContactPoint.objects.filter(stopped_at__isnull=False).count()) == (Why.NOT_SURE_WHO, 0)


def test_I_21_after_not_me_nothing_goes_there_until_a_person_clears_it(line: Line) -> None:
    person = line.person()
    line.offered(person)
    write("not me")
    assert not texts(person)
    add_contact(person=person, kind="mobile", value=MOBILE, by=line.clinic.desk)
    assert texts(person)


def test_a_text_from_a_number_ends_the_doubt_about_it(line: Line) -> None:
    person = line.person()
    TextDoubt.objects.create(number_key=KEY, missed=3)
    assert not texts(person)
    write("Where do I park?")
    assert texts(person)
    assert TextDoubt.objects.get().ended_because == "wrote"
