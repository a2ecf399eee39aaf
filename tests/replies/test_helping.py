"""HELP and INFO: who we are, whom to ring, how texts end; told once a day, and nothing else follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.replies.conftest import MOBILE, Line, said_back, write

from almoner.core import clock
from almoner.messaging.models import Message
from almoner.replies.enums import Outcome
from almoner.replies.meaning import Word, meaning_of
from almoner.replies.models import Said
from almoner.timeline.models import Event


@pytest.mark.parametrize(
    "words", ["HELP", "help.", " Info ", "INFO!", "AYUDA", "¿Ayuda?", "مساعدة", "مُساعدة", "معلومات"]
)
def test_I_14_help_is_answered_with_who_we_are_and_changes_no_visit(line: Line, words: str) -> None:
    visit = line.offered(line.person())
    known = Event.objects.count()
    assert write(words).outcome == Outcome.HELPED
    [told] = said_back()
    assert line.clinic.site.name in told
    for said in ("STOP", line.clinic.site.service_desk_number, "999"):
        assert said in told
    assert "Maya" not in told
    visit.refresh_from_db()
    assert visit.state == "booked"
    assert Event.objects.count() == known
    assert not Message.objects.filter(kind__startswith="reply.").exists()


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("HELP", "en", "This is"),
        ("AYUDA", "en", "Le escribe"),
        ("INFO", "es", "Le escribe"),
        ("مساعدة", "en", "معك"),
    ],
)
def test_help_is_answered_in_the_language_of_who_asks(line: Line, words: str, language: str, said: str) -> None:
    line.offered(line.person(language=language))
    write(words)
    assert said in said_back()[0]


@pytest.mark.parametrize(
    "words",
    ["help please", "Please help", "hello help", "help me", "info about my visit", "help with parking", "help 1"],
)
def test_I_14_what_stands_beside_other_words_is_read_by_a_person(line: Line, words: str) -> None:
    line.offered(line.person())
    assert write(words).outcome != Outcome.HELPED
    assert meaning_of(words) is None or meaning_of(words).word is not Word.HELP  # type: ignore[union-attr]


def test_it_is_told_once_a_day_to_one_number(line: Line) -> None:
    line.person()
    for words in ("HELP", "INFO", "ayuda"):
        assert write(words).outcome == Outcome.HELPED
    write("HELP", number="07700 900777")
    assert len(said_back()) == 2
    with clock.at(clock.now() + timedelta(hours=23)):
        write("HELP")
        assert len(said_back()) == 2
    with clock.at(clock.now() + timedelta(hours=25)):
        write("HELP")
        assert len(said_back()) == 3


def test_I_20_who_stopped_texts_and_asks_is_told_and_stays_stopped(line: Line) -> None:
    person = line.person()
    write("STOP")
    write("HELP")
    [told] = said_back()
    assert "You get no more texts from us." in told
    line.visit(person)
    line.asked.clear()
    line.told(person)
    assert [one for one in line.asked if one.channel == "text" and one.address == MOBILE] == []


def test_a_number_of_nobody_is_told_too_and_a_hidden_one_is_not(line: Line) -> None:
    assert write("INFO", number="07700 900888").outcome == Outcome.HELPED
    assert len(said_back()) == 1
    assert write("INFO", number="").outcome == Outcome.HELPED
    assert Said.objects.count() == 1
