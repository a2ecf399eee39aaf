"""Asking on at the desk and from triage: read aloud, answered by 1, 2 and 3, begun anywhere."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.desk.actions import begin_talk, hear, take_ringing
from almoner.desk.models import Contact, Ringing
from almoner.urgency.actions import submit_request
from almoner.urgency.asked import Asker, Told
from almoner.urgency.models import Answer, Interview, Request
from almoner.urgency.rulebook import signs

As = Callable[[str], Client]
HEADACHE = {"signs": ["none"], "words": "I have a headache", "since": "days", "worsening": "no", "key": "k"}


def on_the_web(cast: Cast, **more: object) -> Request:
    told = Told(words="I have a headache", danger_answers={sign.id: "no" for sign in signs()})
    return submit_request(told=told, channel="web", by=SYSTEM, **more)  # type: ignore[arg-type]


def questions(call: Contact, request: Request) -> str:
    return reverse("console:contact_questions", args=[call.id, request.id])


def test_desk_asks_on_after_the_words_until_it_is_settled(cast: Cast, known: Contact, as_: As) -> None:
    browser = as_("agent")
    answer = browser.post(reverse("console:contact_unwell", args=[known.id]), HEADACHE)
    where = questions(known, Request.objects.get())
    assert answer["Location"] == where
    while (shown := browser.get(where)).context.get("name"):
        for key in ("1", "2", "3", "0"):
            assert f'data-key="{key}"' in shown.content.decode(), key
        browser.post(where, {"name": shown.context["name"], "said": "unknown"})
    assert "Say this to them" in words(shown)
    assert {one.channel for one in Answer.objects.all()} == {"phone"}
    assert {one.by_name for one in Answer.objects.all()} == {cast.agent.name}


def test_receptionist_who_sees_no_triage_asks_on_too(cast: Cast, as_: As) -> None:
    browser = as_("receptionist")
    browser.post(reverse("console:take_contact"), {"channel": "walk_up", "direction": "in", "key": "c"})
    call = Contact.objects.get()
    here = {"name": "Pat", "telephone": "07700 900777", "age": "40"}
    answer = browser.post(reverse("console:contact_unwell", args=[call.id]), HEADACHE | here)
    shown = browser.get(answer["Location"])
    assert browser.post(answer["Location"], {"name": shown.context["name"], "said": "yes"}).status_code == 302
    done = words(browser.get(answer["Location"]))
    assert "Ring 999 now" in done
    assert Promise.objects.get(standard="danger_sign").reference in done
    assert Answer.objects.get().channel == "desk"


def test_what_was_begun_on_the_web_is_gone_on_with_at_the_desk(cast: Cast, known: Contact, as_: As) -> None:
    request = on_the_web(cast, person=cast.maya)
    browser = as_("agent")
    shown = browser.get(reverse("console:contact_unwell", args=[known.id]))
    assert "They have begun already" in words(shown)
    assert questions(known, request) in shown.content.decode()


def test_who_is_not_known_goes_on_by_the_number_they_were_given(cast: Cast, call: Contact, as_: As) -> None:
    request = on_the_web(cast, asker=Asker(name="Pat", contact="07700 900777", age_years=40))
    code = Interview.objects.get().code
    browser = as_("agent")
    go_on = reverse("console:contact_go_on", args=[call.id])
    for said in (code, f"{code[:4]} {code[4:]}", request.reference.lower()):
        assert browser.post(go_on, {"number": said})["Location"] == questions(call, request), said
    wrong = browser.post(go_on, {"number": "12345678"}, follow=True)
    assert "There are no open questions under this number" in words(wrong)


def test_who_answers_the_call_sees_what_was_told_by_keys(cast: Cast, as_: As) -> None:
    talk = begin_talk(channel="call", number="+44 7700 900999", by=SYSTEM)
    for key in "1122222" + "31" + "34#2" + "9":
        talk = hear(talk=talk, said=key, by=SYSTEM)
    contact = take_ringing(ringing=Ringing.objects.get(), by=cast.agent)
    shown = words(as_("agent").get(reverse("console:contact", args=[contact.id])))
    for expected in ("They told this by keys", "Headache", "Go on where they stopped", Request.objects.get().reference):
        assert expected in shown, expected


def test_URG_12_who_answers_a_crisis_sees_that_it_is_one(cast: Cast, as_: As) -> None:
    talk = begin_talk(channel="call", number="+44 7700 900999", by=SYSTEM)
    for key in "112222" + "11":
        talk = hear(talk=talk, said=key, by=SYSTEM)
    contact = take_ringing(ringing=Ringing.objects.get(), by=cast.agent)
    shown = words(as_("agent").get(reverse("console:contact", args=[contact.id])))
    assert "They told a danger sign by keys" in shown
    assert "Thoughts of dying or of harming yourself" in shown


def test_nurse_asks_on_from_triage_in_the_language_they_speak(cast: Cast, as_: As) -> None:
    told = Told(words="me duele la cabeza", language="es", danger_answers={sign.id: "no" for sign in signs()})
    request = submit_request(told=told, channel="web", person=cast.maya, by=SYSTEM)
    where = reverse("console:request_questions", args=[request.id])
    browser = as_("triage_nurse")
    shown = browser.get(where)
    assert shown.context["in_theirs"]
    assert shown.context["in_theirs"] in words(shown)
    browser.post(where, {"name": shown.context["name"], "said": "no"})
    again = browser.post(where, {"back": "yes"})
    assert again.context["name"] == shown.context["name"]
    assert browser.post(where, {"name": "nonsense", "said": "no"}).status_code == 422


def test_I_23_nobody_of_another_site_asks_on(cast: Cast, as_: As) -> None:
    request = on_the_web(cast, person=cast.maya)
    where = reverse("console:request_questions", args=[request.id])
    assert as_("from_elsewhere").get(where).status_code == 404
    assert as_("from_elsewhere").post(where, {"name": "sudden_belly", "said": "yes"}).status_code == 404
    assert not Answer.objects.exists()


def test_page_of_a_request_shows_each_answer_with_when_and_how(cast: Cast, as_: As) -> None:
    request = on_the_web(cast, person=cast.maya)
    browser = as_("triage_nurse")
    where = reverse("console:request", args=[request.id])
    assert "Nothing was answered yet." in words(browser.get(where))
    ask = reverse("console:request_questions", args=[request.id])
    browser.post(ask, {"name": browser.get(ask).context["name"], "said": "unknown"})
    shown = words(browser.get(where))
    for expected in ("What they answered", "They do not know", "Telephone", cast.triage_nurse.name, "Ask on"):
        assert expected in shown, expected


def test_page_of_a_request_shows_what_was_chosen_by_keys(cast: Cast, as_: As) -> None:
    talk = begin_talk(channel="call", number="+44 7700 900999", by=SYSTEM)
    for key in "1122222" + "31" + "34#2":
        talk = hear(talk=talk, said=key, by=SYSTEM)
    shown = words(as_("triage_nurse").get(reverse("console:request", args=[Request.objects.get().id])))
    for expected in ("What it is about", "Head, eyes, ears or teeth", "What it is most like", "Headache"):
        assert expected in shown, expected
