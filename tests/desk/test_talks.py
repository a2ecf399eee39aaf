"""The interview by keypad alone, and by text: danger signs first, each way to the end, in every language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed
from almoner.desk.actions import begin_talk, hang_up, hear
from almoner.desk.enums import ABANDONED, Channel
from almoner.desk.laws import LAWS
from almoner.desk.menu import UNWELL
from almoner.desk.models import Contact, Ringing, Talk
from almoner.desk.talks import open_talk_with, says
from almoner.desk.tasks import end_silent
from almoner.people.models import Site
from almoner.timeline.models import Event
from almoner.urgency.enums import RequestChannel
from almoner.urgency.interview_plan import groups_heard
from almoner.urgency.models import Answer, Interview, Request
from almoner.urgency.talking import State

NUMBER = "+44 7700 900123"
LANGUAGE = {"1": "en", "2": "es", "3": "ar"}
NO_DANGER = "2" * 5
"""“None of these”, to each group."""
HEADACHE = "31"


def ring(number: str = NUMBER, channel: str = Channel.CALL) -> Talk:
    return begin_talk(channel=channel, number=number, by=SYSTEM)


def press(talk: Talk, keys: str) -> Talk:
    """Keys; after that of the language, the one of the menu that says somebody is unwell."""
    at_first = talk.menu.get("stage") == "language"
    for key in keys[0] + UNWELL + keys[1:] if at_first else keys:
        talk = hear(talk=talk, said="" if key == "_" else key, by=SYSTEM)
    return talk


def write(talk: Talk, *messages: str) -> Talk:
    for message in messages:
        talk = hear(talk=talk, said=message, by=SYSTEM)
    return talk


def heard(talk: Talk) -> str:
    return " ".join(line for _language, line in says(talk, by=SYSTEM))


def stage(talk: Talk) -> str:
    return str(talk.menu["stage"] if talk.menu else State.from_facts(talk.state).stage)


# ── By keypad alone, in each language ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", LANGUAGE)
def test_TEL_6_an_interview_is_completed_by_keypad_alone(cast: Cast, key: str) -> None:
    talk = press(ring(), f"{key}{NO_DANGER}{HEADACHE}34#2")
    request = Request.objects.get()
    assert (request.language, request.channel, request.contact_given) == (LANGUAGE[key], RequestChannel.PHONE, NUMBER)
    assert (request.age_given, request.answers["complaint"]) == (34, "headache")
    assert stage(talk) == "question"
    asked = []
    while stage(talk) == "question":
        asked.append(State.from_facts(talk.state).question)
        talk = press(talk, "2")
    assert stage(talk) == "done"
    assert [answer.question for answer in Answer.objects.order_by("number")] == asked
    assert {answer.channel for answer in Answer.objects.all()} == {RequestChannel.PHONE}
    promise = Promise.objects.get(subject_id=request.id, standard="looked_at")
    assert promise.said_in(LANGUAGE[key]) in heard(talk)
    assert "999" in heard(talk)
    assert {language for language, _line in says(talk, by=SYSTEM)} == {LANGUAGE[key]}


@pytest.mark.parametrize("key", LANGUAGE)
def test_SEL_9_a_danger_sign_by_keypad_alerts_at_once_and_stops_the_routine_path(cast: Cast, key: str) -> None:
    talk = press(ring(), f"{key}212")
    request = Request.objects.get()
    assert (request.danger_answers["stroke"], request.level, stage(talk)) == ("yes", 1, "emergency")
    assert request.danger_at is not None
    promise = Promise.objects.get(subject_id=request.id, standard="danger_sign")
    assert promise.said_in(LANGUAGE[key]) in heard(talk)
    assert heard(talk).count("999") >= 2
    assert stage(press(talk, "2123")) == "emergency"
    assert Request.objects.count() == 1


@pytest.mark.parametrize("key", LANGUAGE)
@pytest.mark.parametrize(("sign", "place"), [("self_harm", "1"), ("abuse", "2"), ("overdose", "3")])
def test_URG_12_a_crisis_by_keypad_has_kind_words_and_a_person_at_the_end(
    cast: Cast, key: str, sign: str, place: str
) -> None:
    Site.objects.update(crisis_number="111")
    talk = press(ring(), f"{key}2222" + "1" + place)
    request = Request.objects.get()
    assert (request.crisis, stage(talk)) == (sign, "crisis")
    for standard in ("crisis", "danger_sign"):
        assert Promise.objects.filter(subject_id=request.id, standard=standard).exists(), standard
    assert "111" in heard(talk)
    ringing = Ringing.objects.get()
    assert (ringing.urgent, ringing.number, ringing.language, ringing.request) == (
        True, NUMBER, LANGUAGE[key], request,
    )  # fmt: skip
    first = says(talk, by=SYSTEM)[0][1]
    assert "999" not in first
    assert "111" not in first


def test_TEL_5_what_to_do_in_an_emergency_is_said_before_any_key(cast: Cast) -> None:
    lines = says(ring(), by=SYSTEM)
    assert [language for language, _line in lines] == ["en", "en", "es", "es", "ar", "ar"]
    assert [("999" in line) for _language, line in lines] == [True, False] * 3


# ── Not understood, silent, gone ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wrong", ["5", "_"], ids=["wrong key", "silence"])
def test_not_understood_is_asked_again_twice_and_then_a_person_answers(cast: Cast, wrong: str) -> None:
    talk = press(ring(), "1")
    for _time in range(2):
        talk = press(talk, wrong)
        assert (stage(talk), "did not understand" in heard(talk)) == ("danger", True)
    talk = press(talk, wrong)
    assert stage(talk) == "person"
    ringing = Ringing.objects.get()
    assert (ringing.urgent, ringing.number) == (True, NUMBER)


def test_a_key_that_is_understood_begins_the_count_anew(cast: Cast) -> None:
    talk = press(ring(), "155255")
    assert (stage(talk), State.from_facts(talk.state).group) == ("danger", 1)


def test_nine_says_it_again_and_star_goes_back(cast: Cast) -> None:
    talk = press(ring(), "12")
    before = heard(talk)
    assert heard(press(talk, "0")) == before
    assert State.from_facts(press(talk, "*").state).group == 0
    assert stage(press(talk, "22222")) == "area"
    assert stage(press(talk, "3*")) == "area"
    talk = press(talk, "31")
    assert stage(press(talk, "*")) == "complaint"


@pytest.mark.parametrize("unsaid", ["555", "___", "9"], ids=["wrong keys", "silence", "a person"])
def test_SEL_9_who_said_yes_and_finds_no_key_for_which_is_believed(cast: Cast, unsaid: str) -> None:
    talk = press(ring(), "121" + unsaid)
    request = Request.objects.get()
    assert (request.level, request.danger_answers["some_of:chest_head"], stage(talk)) == (1, "yes", "emergency")
    assert Promise.objects.filter(standard="danger_sign").exists()


def test_SEL_9_who_said_yes_and_hangs_up_is_not_lost(cast: Cast) -> None:
    hang_up(talk=press(ring(), "11"), by=SYSTEM)
    assert Request.objects.get().level == 1
    assert not Contact.objects.filter(outcome=ABANDONED).exists()


def test_URG_12_yes_to_a_crisis_and_no_more_is_met_as_one(cast: Cast) -> None:
    talk = press(ring(), "12222" + "1" + "___")
    assert (Request.objects.get().crisis, stage(talk)) == ("some_of:crisis", "crisis")
    assert Promise.objects.filter(standard="crisis").exists()
    assert Ringing.objects.get().urgent


def test_TEL_2_who_hangs_up_before_telling_anything_is_rung_back(cast: Cast) -> None:
    hang_up(talk=press(ring(), "122"), by=SYSTEM)
    assert not Request.objects.exists()
    assert Contact.objects.get().outcome == ABANDONED
    assert Promise.objects.filter(standard="abandoned_call").exists()


def test_who_hangs_up_in_the_questions_waits_at_their_level(cast: Cast) -> None:
    hang_up(talk=press(ring(), f"1{NO_DANGER}{HEADACHE}34#22"), by=SYSTEM)
    assert not Contact.objects.exists()
    interview = Interview.objects.get()
    assert (interview.ended, interview.answers.count()) == ("", 1)
    assert Promise.objects.live().filter(subject_id=interview.request_id, standard="looked_at").exists()


def test_a_call_whose_end_was_not_told_ends_by_itself(cast: Cast) -> None:
    with clock.at(MONDAY_MORNING):
        press(ring(), "122")
    with clock.at(MONDAY_MORNING + timedelta(minutes=4)):
        assert end_silent() == 0
    with clock.at(MONDAY_MORNING + timedelta(minutes=6)):
        assert (end_silent(), end_silent()) == (1, 0)
    assert Contact.objects.get().outcome == ABANDONED


# ── A number that is withheld ────────────────────────────────────────────────────────────────────────────────────────


def test_who_withholds_their_number_is_asked_on_which_to_ring(cast: Cast) -> None:
    talk = press(ring(""), f"1{NO_DANGER}{HEADACHE}34#2")
    assert (stage(talk), Request.objects.exists()) == ("number", False)
    talk = press(talk, "12#")
    assert stage(talk) == "number"
    press(talk, "07700900123#")
    assert Request.objects.get().contact_given == "07700900123"


def test_SEL_9_danger_from_a_withheld_number_alerts_and_puts_through(cast: Cast) -> None:
    talk = press(ring(""), "1111")
    request = Request.objects.get()
    assert (request.level, request.name_given, stage(talk)) == (1, "Caller, number withheld", "emergency")
    assert (Ringing.objects.get().urgent, Ringing.objects.get().request) == (True, request)
    assert "Stay on the line" in heard(talk)


# ── A person, and going on ───────────────────────────────────────────────────────────────────────────────────────────


def test_nought_puts_through_and_who_answers_sees_what_was_told(cast: Cast) -> None:
    talk = press(ring(), f"1{NO_DANGER}{HEADACHE}34#29")
    ringing = Ringing.objects.get()
    assert (stage(talk), ringing.urgent, ringing.request) == ("person", False, Request.objects.get())
    assert Interview.objects.get().ended_at is None
    hang_up(talk=talk, by=SYSTEM)
    ringing.refresh_from_db()
    assert ringing.ended_at is not None
    assert Promise.objects.filter(standard="abandoned_call").exists()


def test_SEL_9_nought_after_an_alarm_puts_through_at_once(cast: Cast) -> None:
    talk = press(ring(), "12129")
    ringing = Ringing.objects.get()
    assert (stage(talk), ringing.urgent, ringing.request) == ("person", True, Request.objects.get())
    assert Request.objects.count() == 1


def test_SEL_9_a_danger_sign_that_led_to_no_request_is_told(cast: Cast) -> None:
    talk = press(ring(), "1212")
    assert [law.id for law in LAWS if law.broken()] == []
    Talk.objects.filter(id=talk.id).update(request=None)
    assert [law.id for law in LAWS if law.broken()] == ["SEL-9"]


def test_an_interview_goes_on_by_telephone_where_it_was_left(cast: Cast) -> None:
    hang_up(talk=press(ring(), f"1{NO_DANGER}{HEADACHE}34#22"), by=SYSTEM)
    code = Interview.objects.get().code
    first = Answer.objects.get().question
    talk = press(ring(), f"17{code}#")
    assert stage(talk) == "question"
    assert State.from_facts(talk.state).question != first
    while stage(talk) == "question":
        talk = press(talk, "3")
    asked = [answer.question for answer in Answer.objects.all()]
    assert len(asked) == len(set(asked))
    assert Request.objects.count() == 1


def test_a_number_that_is_none_is_asked_twice_more_and_then_a_person_answers(cast: Cast) -> None:
    talk = press(ring(), "1700000000#")
    assert (stage(talk), "We know no such number" in heard(talk)) == ("code", True)
    assert stage(press(talk, "00000000#00000000#")) == "person"


def test_what_is_typed_can_be_taken_back(cast: Cast) -> None:
    press(ring(), f"1{NO_DANGER}{HEADACHE}04**34#2")
    assert Request.objects.get().age_given == 34


def test_a_question_can_be_answered_anew_and_both_answers_stay(cast: Cast) -> None:
    talk = press(ring(), f"1{NO_DANGER}71" + "34#2")
    first = State.from_facts(talk.state).question
    talk = press(talk, "3*")
    assert State.from_facts(talk.state).question == first
    press(talk, "2")
    said = [(answer.question, answer.said) for answer in Answer.objects.order_by("number")]
    assert said == [(first, "unknown"), (first, "no")]


def test_an_answer_that_tells_of_an_emergency_is_met_as_one(cast: Cast) -> None:
    talk = press(ring(), f"1{NO_DANGER}{HEADACHE}34#21")
    request = Request.objects.get()
    assert (request.level, stage(talk), Interview.objects.get().ended) == (1, "emergency", "danger")
    assert Promise.objects.filter(subject_id=request.id, standard="danger_sign").exists()
    assert "Ring 999 now" in heard(talk)


def test_URG_12_an_answer_that_tells_of_a_crisis_is_met_as_one(cast: Cast) -> None:
    talk = press(ring(), f"1{NO_DANGER}81" + "34#21")
    assert (Request.objects.get().crisis, stage(talk)) == ("self_harm", "crisis")
    assert "You are not a bother" in heard(talk)
    assert Ringing.objects.get().urgent


# ── By text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (("1", "no", "No", "none", "2", "none of these", "I have a headache", "34", "no", "don't know"), "en"),
        (("2", "no", "No", "ninguna", "2", "no", "me duele la cabeza", "34", "no", "no sé"), "es"),
        (("٣", "لا", "٢", "لا شيء", "2", "لا", "عندي صداع", "٣٤", "لا", "لا أعرف"), "ar"),
    ],
)
def test_an_interview_is_completed_by_text(cast: Cast, words: tuple[str, ...], language: str) -> None:
    talk = write(ring(channel=Channel.TEXT), *words)
    request = Request.objects.get()
    assert (request.words, request.language, request.age_given) == (words[6], language, 34)
    assert Answer.objects.get().said == "unknown"
    while stage(talk) == "question":
        talk = write(talk, words[1])
    assert (stage(talk), talk.ended_at is not None) == ("done", True)
    assert request.reference in heard(talk)
    assert open_talk_with(talk.number_key, by=SYSTEM) is None


@pytest.mark.parametrize("yes", ["1", "yes", "sí", "نعم", "Yes."])
def test_SEL_9_yes_by_text_alerts(cast: Cast, yes: str) -> None:
    talk = write(ring(channel=Channel.TEXT), "1", yes, "2")
    assert (Request.objects.get().danger_answers["breathing"], stage(talk)) == ("yes", "emergency")
    assert Promise.objects.get(standard="danger_sign").said_in("en") in heard(talk)


def test_URG_12_crisis_told_in_the_words_of_a_text_is_met_as_one(cast: Cast) -> None:
    talk = write(ring(channel=Channel.TEXT), "1", *["no"] * len(groups_heard()), "I want to kill myself", "22", "no")
    assert (Request.objects.get().crisis, stage(talk)) == ("self_harm", "crisis")
    assert Promise.objects.get(standard="crisis").said_in("en") in heard(talk)
    assert not Ringing.objects.exists()


def test_who_writes_person_is_promised_to_be_rung(cast: Cast) -> None:
    talk = write(ring(channel=Channel.TEXT), "1", "person")
    promise = Promise.objects.get(standard="call_back")
    assert promise.said_in("en") in heard(talk)
    assert (Contact.objects.get().outcome, Contact.objects.get().level) == ("NURSE_CALLBACK", 2)
    talk = write(ring(channel=Channel.TEXT), "1", *["no"] * 5, "I have a headache", "34", "no", "person")
    assert Promise.objects.get(standard="rung_by_a_person").said_in("en") in heard(talk)
    assert Event.objects.filter(kind="interview.person_asked").count() == 1


def test_only_a_telephone_or_gateway_speaks_so(cast: Cast) -> None:
    for by in (cast.agent, cast.maya_herself):
        assert not by.may(Permission.RUN_SYSTEM)
        with pytest.raises(NotAllowed):
            begin_talk(channel=Channel.CALL, number=NUMBER, by=by)


def test_I_40_a_key_that_is_told_twice_is_pressed_once(cast: Cast) -> None:
    talk = ring()
    for _time in range(2):
        hear(talk=talk, said="1", by=SYSTEM, key="webhook-1")  # type: ignore[call-arg]
    assert stage(Talk.objects.get()) == "main"
    for _time in range(2):
        hear(talk=talk, said="1", by=SYSTEM, key="webhook-2")  # type: ignore[call-arg]
    assert (stage(Talk.objects.get()), State.from_facts(Talk.objects.get().state).group) == ("danger", 0)
