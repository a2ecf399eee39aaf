"""“I feel unwell”: danger first, then own words; signed in or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast, signed_in
from tests.portal.test_doors import told

from almoner.charter.models import Promise
from almoner.people.models import Site
from almoner.urgency.enums import Level, RequestChannel
from almoner.urgency.models import Request

DANGER, WORDS, DONE = "/unwell/", "/unwell/words/", "/unwell/done/"
NOW, TALK, LEAVE = "/unwell/now/", "/unwell/talk/", "/unwell/leave/"
SAID = {"words": "I have a wart on my hand", "since": "days", "worsening": "no"}
STRANGER = SAID | {"whom": "me", "age": "44", "name": "Pat Green", "telephone": "07700 900777", "sex": "female"}


def none_of_these(browser: Client) -> None:
    assert browser.post(DANGER, {"signs": ["none"], "key": "first"})["Location"] == WORDS


def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


# ── Danger signs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_SEL_9_danger_signs_come_before_anything_else(cast: Cast) -> None:
    browser = Client()
    assert browser.get(WORDS)["Location"] == DANGER
    assert browser.post(WORDS, STRANGER)["Location"] == DANGER
    assert not Request.objects.exists()
    shown = told(browser.get(DANGER))
    assert "Pain, pressure or tightness in the chest" in shown
    assert "None of these" in shown


def test_SEL_9_nothing_ticked_is_asked_again(cast: Cast) -> None:
    browser = Client()
    answer = browser.post(DANGER, {"telephone": "07700 900888"})
    assert (answer.status_code, "None of these”." in told(answer)) == (422, True)
    assert "07700 900888" in answer.content.decode()
    assert browser.get(WORDS)["Location"] == DANGER
    assert browser.post(DANGER, {"signs": ["nonsense"]}).status_code == 422


def test_SEL_9_yes_alerts_and_stops_the_routine_path(cast: Cast) -> None:
    browser = maya(cast)
    assert browser.post(DANGER, {"signs": ["chest_pain"], "key": "k"})["Location"] == NOW
    request = Request.objects.get()
    assert (request.person, request.level, request.channel) == (cast.maya, Level.EMERGENCY, RequestChannel.WEB)
    assert request.danger_at is not None
    assert request.danger_answers["chest_pain"] == "yes"
    assert request.danger_answers["stroke"] == "no"
    shown = told(browser.get(NOW))
    promise = Promise.objects.get(standard="danger_sign")
    for expected in ('href="tel:999"', "Pain, pressure or tightness in the chest", "A nurse has been alerted"):
        assert expected in shown, expected
    assert promise.reference in shown
    assert browser.get(WORDS)["Location"] == DANGER
    assert browser.post(WORDS, SAID | {"whom": str(cast.maya.id)})["Location"] == DANGER


def test_SEL_9_a_sign_counts_even_beside_none_of_these(cast: Cast) -> None:
    assert maya(cast).post(DANGER, {"signs": ["none", "stroke"]})["Location"] == NOW
    assert Request.objects.get().level == Level.EMERGENCY


def test_danger_is_told_once_however_often_the_form_is_sent(cast: Cast) -> None:
    browser = maya(cast)
    for _time in range(2):
        assert browser.post(DANGER, {"signs": ["stroke"], "key": "same"})["Location"] == NOW
    assert Request.objects.count() == 1


def test_stranger_who_leaves_a_number_is_rung(cast: Cast) -> None:
    browser = Client()
    browser.post(DANGER, {"signs": ["bleeding"], "telephone": "07700 900888"})
    request = Request.objects.get()
    assert (request.person, request.contact_given, request.level) == (None, "07700 900888", Level.EMERGENCY)
    assert Promise.objects.get(standard="danger_sign").reference in told(browser.get(NOW))


@pytest.mark.parametrize("number", ["", "12"])
def test_SEL_9_danger_is_shown_at_once_and_the_number_asked_for_then(cast: Cast, number: str) -> None:
    browser = Client()
    assert browser.post(DANGER, {"signs": ["bleeding"], "telephone": number})["Location"] == NOW
    shown = told(browser.get(NOW))
    assert 'href="tel:999"' in shown
    assert "has been alerted" not in shown
    wrong = browser.post(NOW, {"telephone": "12", "key": "k"})
    assert (wrong.status_code, "too short" in told(wrong), Request.objects.exists()) == (422, True, False)
    for _time in range(2):
        assert browser.post(NOW, {"telephone": "07700 900888", "name": "Pat", "key": "k"}).status_code in {200, 302}
    request = Request.objects.get()
    assert (request.name_given, request.contact_given, request.level) == ("Pat", "07700 900888", Level.EMERGENCY)
    assert "has been alerted" in told(browser.get(NOW))


def test_emergency_page_says_what_to_do_to_who_comes_straight_to_it(cast: Cast) -> None:
    shown = told(Client().get(NOW))
    assert 'href="tel:999"' in shown
    assert "has been alerted" not in shown


# ── In crisis ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_URG_12_crisis_is_met_with_kind_words_and_somebody_to_talk_to(cast: Cast) -> None:
    Site.objects.update(crisis_number="111")
    browser = maya(cast)
    assert browser.post(DANGER, {"signs": ["self_harm"]})["Location"] == TALK
    assert Request.objects.get().crisis == "self_harm"
    shown = told(browser.get(TALK))
    for expected in ("You are not a bother", 'href="tel:111"', 'href="tel:999"', "A person rings you", LEAVE):
        assert expected in shown, expected
    assert Promise.objects.get(standard="crisis").reference in shown


def test_URG_12_life_in_danger_goes_before_the_crisis(cast: Cast) -> None:
    browser = maya(cast)
    assert browser.post(DANGER, {"signs": ["self_harm", "unresponsive"]})["Location"] == NOW
    assert "You are not a bother" in told(browser.get(NOW))


def test_URG_12_leaving_quickly_leaves_nothing_to_go_back_to(cast: Cast) -> None:
    browser = Client()
    browser.post(DANGER, {"signs": ["abuse"]})
    shown = browser.get(TALK)
    assert "It is not your fault" in told(shown)
    assert "Only if it is safe" in told(shown)
    assert "no-store" in shown["Cache-Control"]
    assert browser.post(LEAVE)["Location"] == reverse("portal:find")
    assert browser.get(TALK)["Location"] == reverse("portal:find")
    assert browser.get(LEAVE).status_code == 405


def test_URG_12_crisis_told_in_words_is_met_alike(cast: Cast) -> None:
    browser = Client()
    none_of_these(browser)
    answer = browser.post(WORDS, STRANGER | {"words": "I want to kill myself"})
    assert answer["Location"] == TALK
    assert "You are not a bother" in told(browser.get(TALK))


# ── Own words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_URG_9_stranger_is_told_what_happens_by_when_and_what_if_worse(cast: Cast) -> None:
    browser = Client()
    none_of_these(browser)
    assert browser.post(WORDS, STRANGER | {"key": "k"})["Location"] == DONE
    request = Request.objects.get()
    assert (request.person, request.who, request.contact_given) == (None, "Pat Green", "07700 900777")
    assert (request.words, request.age_given) == ("I have a wart on my hand", 44)
    assert request.answers == {"since": "days", "worsening": "no", "for": "me", "sex": "female"}
    shown = told(browser.get(DONE))
    promise = Promise.objects.get(standard="looked_at")
    for expected in (request.reference, promise.reference, "If it gets worse", 'href="tel:020 7946 0100"'):
        assert expected in shown, expected


def test_words_are_sent_once_however_often_the_form_is(cast: Cast) -> None:
    browser = Client()
    none_of_these(browser)
    for _time in range(2):
        assert browser.post(WORDS, STRANGER | {"key": "same"})["Location"] == DONE
    assert Request.objects.count() == 1


def test_URG_5_getting_worse_is_looked_at_sooner(cast: Cast) -> None:
    levels = []
    for worsening in ("no", "yes"):
        browser = Client()
        none_of_these(browser)
        number = {"no": "07700 900701", "yes": "07700 900702"}[worsening]
        browser.post(WORDS, STRANGER | {"words": "a cough", "worsening": worsening, "telephone": number})
        levels.append(Request.objects.get(contact_given=number).level)
    assert levels[1] < levels[0]


def test_words_of_an_emergency_lead_to_the_emergency_page(cast: Cast) -> None:
    browser = maya(cast)
    none_of_these(browser)
    said = SAID | {"words": "crushing chest pain down my arm", "whom": str(cast.maya.id)}
    assert browser.post(WORDS, said)["Location"] == NOW
    assert Request.objects.get().person == cast.maya
    assert "A nurse has been alerted" in told(browser.get(NOW))


@pytest.mark.parametrize("missing", ["words", "since", "worsening", "whom", "age", "name", "telephone"])
def test_what_is_missing_is_asked_again_and_the_words_are_kept(cast: Cast, missing: str) -> None:
    browser = Client()
    none_of_these(browser)
    answer = browser.post(WORDS, {name: value for name, value in STRANGER.items() if name != missing})
    assert answer.status_code == 422
    assert missing == "words" or "I have a wart on my hand" in answer.content.decode()
    assert not Request.objects.exists()


def test_signed_in_is_asked_for_no_name_and_no_number(cast: Cast) -> None:
    browser = maya(cast)
    none_of_these(browser)
    assert browser.post(WORDS, SAID | {"whom": str(cast.maya.id)})["Location"] == DONE
    assert Request.objects.get().person == cast.maya
    promise = Promise.objects.get(standard="looked_at")
    assert reverse("portal:promise", args=[promise.reference]) in told(browser.get(DONE))


def test_carer_asks_for_whom_they_care(cast: Cast) -> None:
    browser = signed_in(cast.leila)
    none_of_these(browser)
    assert "For Maya Osei" in told(browser.get(WORDS))
    browser.post(WORDS, SAID | {"whom": str(cast.maya.id)})
    assert Request.objects.get().person == cast.maya


def test_I_23_nobody_asks_for_whom_they_do_not_care(cast: Cast) -> None:
    browser = maya(cast)
    none_of_these(browser)
    assert browser.post(WORDS, SAID | {"whom": str(cast.tom.id)}).status_code == 422
    assert not Request.objects.exists()


def test_somebody_else_who_is_not_known_is_named(cast: Cast) -> None:
    browser = maya(cast)
    none_of_these(browser)
    assert browser.post(WORDS, SAID | {"whom": "other"}).status_code == 422
    named = {"whom": "other", "name": "Kofi", "age": "7", "telephone": "07700 900123"}
    assert browser.post(WORDS, SAID | named)["Location"] == DONE
    request = Request.objects.get()
    assert (request.person, request.who, request.age_given) == (None, "Kofi", 7)


def test_answers_that_are_old_are_asked_again(cast: Cast, at: Callable[[Any], None]) -> None:
    browser = Client()
    none_of_these(browser)
    at(MONDAY_MORNING + timedelta(minutes=61))
    assert browser.post(WORDS, STRANGER)["Location"] == DANGER


def test_I_23_what_one_browser_sent_is_not_shown_to_another(cast: Cast) -> None:
    browser = Client()
    none_of_these(browser)
    browser.post(WORDS, STRANGER)
    other = Client()
    assert other.get(DONE)["Location"] == DANGER
    assert Request.objects.get().reference not in told(other.get(NOW))


def test_staff_who_try_it_are_asked_as_anybody(cast: Cast) -> None:
    browser = signed_in(cast.agent_staff)
    none_of_these(browser)
    assert browser.post(WORDS, STRANGER)["Location"] == DONE


def test_way_in_stands_on_the_front_page_and_at_home(cast: Cast) -> None:
    assert f'href="{DANGER}"' in told(Client().get("/"))
    assert f'href="{DANGER}"' in told(maya(cast).get("/home/"))
