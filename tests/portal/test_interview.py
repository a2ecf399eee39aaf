"""The questions after “I feel unwell”: one a page, resumed where they were left, with a person on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast, signed_in
from tests.portal.test_doors import told

from almoner.charter.models import Promise
from almoner.urgency.actions import close_request
from almoner.urgency.enums import InterviewEnded
from almoner.urgency.models import Answer, Interview, Request

DANGER, WORDS, DONE = "/unwell/", "/unwell/words/", "/unwell/done/"
QUESTIONS, PERSON, NOW, TALK = "/unwell/questions/", "/unwell/person/", "/unwell/now/", "/unwell/talk/"
SAID = {"words": "I have a headache", "since": "days", "worsening": "no"}
STRANGER = SAID | {"whom": "me", "age": "44", "name": "Pat Green", "telephone": "07700 900777", "sex": "female"}


def begun(browser: Client, **said: str) -> Client:
    browser.post(DANGER, {"signs": ["none"], "key": "first"})
    assert browser.post(WORDS, STRANGER | said | {"key": "second"})["Location"] == QUESTIONS
    return browser


def begun_by_maya(cast: Cast) -> Client:
    browser = signed_in(cast.maya)
    browser.post(DANGER, {"signs": ["none"], "key": "first"})
    assert browser.post(WORDS, SAID | {"whom": str(cast.maya.id), "key": "second"})["Location"] == QUESTIONS
    return browser


def asked(browser: Client) -> str:
    """The name of the question on the page."""
    name: str = browser.get(QUESTIONS).context["name"]
    return name


def answer(browser: Client, said: str) -> Any:
    return browser.post(QUESTIONS, {"name": asked(browser), "said": said})


def test_one_question_a_page_until_nothing_could_change(cast: Cast) -> None:
    browser = begun(Client())
    seen = []
    while (shown := browser.get(QUESTIONS)).status_code == 200:
        assert f"Question {len(seen) + 1} of at most 5" in told(shown)
        for expected in ("I do not know", "I would rather talk to somebody", "A nurse has what you told us already"):
            assert expected in told(shown), expected
        seen.append(shown.context["name"])
        browser.post(QUESTIONS, {"name": seen[-1], "said": "no"})
    assert shown["Location"] == DONE
    assert len(seen) == len(set(seen)) > 1
    assert Interview.objects.get().ended in {InterviewEnded.SETTLED, InterviewEnded.ENOUGH}
    assert [one.channel for one in Answer.objects.all()] == ["web"] * len(seen)


def test_SEL_9_an_answer_that_tells_of_danger_leads_to_what_to_do_now(cast: Cast) -> None:
    browser = begun(Client())
    assert answer(browser, "yes")["Location"] == NOW
    request = Request.objects.get()
    assert (request.level, Interview.objects.get().ended) == (1, InterviewEnded.DANGER)
    assert Promise.objects.get(standard="danger_sign").reference in told(browser.get(NOW))
    assert browser.get(QUESTIONS)["Location"] == DONE


def test_URG_12_an_answer_that_tells_of_a_crisis_leads_to_somebody_to_talk_to(cast: Cast) -> None:
    browser = begun(Client(), words="I feel very low and sad")
    assert asked(browser) == "safe"
    assert answer(browser, "yes")["Location"] == TALK
    assert Promise.objects.get(standard="crisis").reference in told(browser.get(TALK))


def test_I_8_not_to_know_is_kept_and_not_asked_again(cast: Cast) -> None:
    browser = begun(Client())
    first, level = asked(browser), Request.objects.get().level
    answer(browser, "unknown")
    assert (Answer.objects.get().said, Request.objects.get().level) == ("unknown", level)
    assert asked(browser) != first


def test_back_asks_the_last_one_anew(cast: Cast) -> None:
    browser = begun(Client())
    first = asked(browser)
    assert "Back" not in told(browser.get(QUESTIONS)).split("I would rather")[0].split("I do not know")[1]
    answer(browser, "unknown")
    assert browser.post(QUESTIONS, {"back": "yes"}).context["name"] == first
    browser.post(QUESTIONS, {"name": first, "said": "no"})
    assert [one.said for one in Answer.objects.order_by("number")] == ["unknown", "no"]
    assert Request.objects.get().answers[first] == "no"


def test_who_would_rather_talk_is_promised_to_be_rung(cast: Cast) -> None:
    browser = begun(Client())
    for _time in range(2):
        assert browser.post(PERSON, {"key": "k"})["Location"] == DONE
    promise = Promise.objects.get(standard="rung_by_a_person")
    assert promise.reference in told(browser.get(DONE))
    assert Interview.objects.get().ended == InterviewEnded.PERSON


def test_SEL_10_words_that_are_not_understood_lead_to_a_choice(cast: Cast) -> None:
    browser = begun(Client(), words="qwertz uiop")
    assert asked(browser) == "area"
    answer(browser, "head")
    assert asked(browser) == "complaint"
    answer(browser, "headache")
    assert Request.objects.get().answers["complaint"] == "headache"
    assert "Question 1 of" in told(browser.get(QUESTIONS))


def test_what_is_no_answer_is_refused_and_asked_again(cast: Cast) -> None:
    browser = begun(Client())
    shown = browser.post(QUESTIONS, {"name": asked(browser), "said": "perhaps"})
    assert (shown.status_code, "We did not understand the answer" in told(shown)) == (422, True)
    assert browser.post(QUESTIONS, {"name": "nonsense", "said": "yes"}).status_code == 422
    assert not Answer.objects.exists()


def test_an_answer_that_is_sent_twice_counts_once(cast: Cast) -> None:
    browser = begun(Client())
    sent = {"name": asked(browser), "said": "no", "key": "same"}
    for _time in range(2):
        assert browser.post(QUESTIONS, sent)["Location"] == QUESTIONS
    assert Answer.objects.count() == 1


def test_it_is_gone_on_with_on_the_same_device(cast: Cast, at: Callable[[Any], None]) -> None:
    browser = begun(Client())
    answer(browser, "no")
    second = asked(browser)
    at(MONDAY_MORNING + timedelta(hours=3))
    assert "A few questions are left" in told(browser.get(DONE))
    assert asked(browser) == second
    at(MONDAY_MORNING + timedelta(hours=30))
    assert browser.get(QUESTIONS)["Location"] == DANGER


def test_who_is_signed_in_goes_on_from_their_home_on_any_device(cast: Cast) -> None:
    first = asked(begun_by_maya(cast))
    other = signed_in(cast.maya)
    assert f'href="{QUESTIONS}"' in told(other.get("/home/"))
    assert asked(other) == first
    answer(other, "no")
    assert Answer.objects.get().by_name == cast.maya.name


def test_I_23_nobody_goes_on_with_what_another_has_told(cast: Cast) -> None:
    begun_by_maya(cast)
    tom = signed_in(cast.tom)
    assert f'href="{QUESTIONS}"' not in told(tom.get("/home/"))
    for browser in (tom, Client()):
        assert browser.get(QUESTIONS)["Location"] == DANGER
        assert browser.post(QUESTIONS, {"name": "chest", "said": "yes"})["Location"] == DANGER
        assert browser.post(PERSON)["Location"] == DONE
    assert not Answer.objects.exists()
    assert not Promise.objects.filter(standard="rung_by_a_person").exists()


def test_what_a_nurse_has_closed_is_not_gone_on_with(cast: Cast) -> None:
    browser = begun(Client())
    close_request(request=Request.objects.get(), outcome="advice", note="rang them", by=cast.triage_nurse)
    assert browser.get(QUESTIONS)["Location"] == DONE
    assert "A few questions are left" not in told(browser.get(DONE))


def test_no_address_says_what_somebody_suffers_from() -> None:
    assert (reverse("portal:intake_question"), reverse("portal:intake_person")) == (QUESTIONS, PERSON)
