"""What came in, as the desk sees it; and answering in writing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import field, words

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry, Setting
from almoner.desk.actions import identify, take_contact
from almoner.desk.models import Contact
from almoner.messaging import actions as messaging
from almoner.messaging.enums import ReceiptStatus
from almoner.messaging.models import Attempt, Message
from almoner.messaging.work import send_due
from almoner.people.actions import answer_consent, restrict_record
from almoner.replies import actions
from almoner.replies.incoming import Incoming
from almoner.replies.models import Answer, Heard, Received, Said
from almoner.replies.tasks import send_said

MOBILE = "07700 900123"
Browser = Callable[[str], Client]
_ids = itertools.count(1)


@pytest.fixture
def house(cast: Cast, at: Callable[..., None]) -> Cast:
    at(MONDAY_MORNING + timedelta(hours=1))
    Setting.objects.create(name="rehearsal", value=True)
    return cast


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def come(said: str, *, sender: str = MOBILE, channel: str = "text", **more: str) -> Heard:
    told = Incoming(channel, f"id-{next(_ids)}", sender, said, **more)
    return actions.receive(incoming=told, by=SYSTEM).heard


def written(said: str = "Can I bring my daughter?", **more: str) -> Contact:
    contact = come(said, **more).contact
    assert contact
    return contact


def known(house: Cast, contact: Contact) -> Contact:
    return identify(
        contact=contact, person=house.maya, birth_on=house.maya.birth_on, postcode="RV1 1AB", by=house.agent
    )


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_list_says_what_came_and_what_came_of_it(house: Cast, as_: Browser) -> None:
    come("Can I bring my daughter?")
    come("STOP")
    shown = words(as_("agent").get(to("received")))
    for said in (
        "2 messages",
        "Can I bring my daughter?",
        "A person reads and answers it",
        "No more texts to this number",
    ):
        assert said in shown


def test_list_is_filtered_by_channel_outcome_and_day(house: Cast, as_: Browser) -> None:
    come("Can I bring my daughter?")
    come("STOP", sender="07700 900777")
    come("Hello", sender="a@example.net", channel="email", subject="A question")
    browser = as_("agent")
    for asked, count in (
        ({"channel": "email"}, 1), ({"outcome": "stopped"}, 1), ({"day": "2026-11-23"}, 3), ({"day": "2026-11-22"}, 0),
        ({"outcome": "nonsense"}, 3),
    ):  # fmt: skip
        shown = words(browser.get(to("received"), asked))
        assert f"{count} message" in shown, asked


def test_list_takes_as_many_statements_for_many_as_for_one(house: Cast, as_: Browser) -> None:
    browser = as_("agent")
    browser.get(to("received"))
    counts = []
    for _ in range(2):
        for number in range(3):
            come("Hello?", sender=f"07700 9006{next(_ids):02}{number % 1}"[:12])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(to("received"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_empty_list_says_so(house: Cast, as_: Browser) -> None:
    assert "Nothing has come in yet" in words(as_("agent").get(to("received")))


def test_SEL_9_words_that_sounded_like_danger_are_for_nurses(house: Cast, as_: Browser) -> None:
    heard = come("I have crushing chest pain")
    for name, reads in (("receptionist", False), ("triage_nurse", True), ("agent", True)):
        for page in (to("received"), to("received_one", heard.received_id)):
            assert ("crushing" in words(as_(name).get(page))) is reads, (name, page)


def test_I_23_what_answers_somebody_out_of_sight_is_not_there(house: Cast, as_: Browser) -> None:
    planned = messaging.plan(
        kind="promise.apology", person=house.maya, subject_id=None, ways=["text"], not_before=clock.now(),
        deadline=clock.now() + timedelta(hours=1), by=SYSTEM,
    )  # fmt: skip
    heard = come("Hello?")
    Heard.objects.filter(id=heard.id).update(person=house.maya, message=planned)
    page = to("received_one", heard.received_id)
    assert as_("agent").get(page).status_code == 200
    restrict_record(person=house.maya, restricted=True, reason="asked for it", by=house.doctor)
    assert as_("receptionist").get(page).status_code == 404
    assert "Hello?" not in words(as_("receptionist").get(to("received")))


def test_I_25_reading_one_leaves_a_trace(house: Cast, as_: Browser) -> None:
    heard = come("Can I bring my daughter?")
    as_("agent").get(to("received_one", heard.received_id))
    assert AuditEntry.objects.filter(act="read.received").count() == 1


def test_words_are_shown_as_they_were_written_and_never_run(house: Cast, as_: Browser) -> None:
    heard = come("<script>alert(1)</script> مرحبا")
    page = as_("agent").get(to("received_one", heard.received_id)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_an_e_mail_shows_all_of_it_and_nothing_of_nobody(house: Cast, as_: Browser) -> None:
    heard = come("Hello", sender="", channel="email", subject="Question", whole="Hello\n> quoted")
    shown = words(as_("agent").get(to("received_one", heard.received_id)))
    assert "No sender" in shown
    assert "quoted" in shown


# ── The contact ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_REM_8_the_desk_shows_what_nobody_has_answered(house: Cast, as_: Browser) -> None:
    contact = written()
    shown = words(as_("agent").get(to("desk")))
    assert "Written to us 1" in shown
    assert "Can I bring my daughter?" in shown
    assert Promise.objects.get(subject_id=contact.id).said_in("en") in shown


def test_I_27_before_it_is_sure_who_wrote_only_asking_to_ring_is_offered(house: Cast, as_: Browser) -> None:
    contact = written()
    browser = as_("agent")
    page = browser.get(to("contact", contact.id))
    assert "Nobody knows yet who wrote" in words(page)
    assert to("write_back", contact.id) not in page.content.decode()
    assert "Maya Osei" in words(page)
    browser.post(to("write_back", contact.id), {"words": "Yes, do.", "key": "k"})
    assert not Answer.objects.exists()
    for said in ("They are asked to ring.", "They have been asked to ring already."):
        assert said in words(browser.post(to("ask_to_ring", contact.id), follow=True))
    send_said()
    told = Said.objects.filter(contact=contact).order_by("created_at", "id").values_list("body", flat=True)
    assert any("we must know who you are" in one for one in told)
    assert Contact.objects.get(id=contact.id).is_live


def test_REM_8_an_answer_in_writing_goes_out_and_ends_the_contact(house: Cast, as_: Browser) -> None:
    contact = known(house, written())
    browser = as_("agent")
    key = field(browser.get(to("contact", contact.id)), "key")
    form = {"words": "Yes, do. Desk B.", "ends": "on", "key": key}
    for _twice in range(2):
        browser.post(to("write_back", contact.id), form)
    assert Answer.objects.count() == 1
    send_due(limit=10)
    attempt = Attempt.objects.get(message__kind="contact.answer")
    assert "Maya, our answer: Yes, do. Desk B." in attempt.body
    assert attempt.address == MOBILE
    contact.refresh_from_db()
    assert (contact.outcome, Promise.objects.live().filter(subject_id=contact.id).exists()) == ("INFO_GIVEN", False)
    assert "Yes, do. Desk B." in words(browser.get(to("contact", contact.id)))


def test_I_21_an_answer_that_comes_back_is_a_matter_for_the_desk(house: Cast, as_: Browser) -> None:
    contact = known(house, written(sender="maya@example.org", channel="email"))
    actions.write_back(contact=contact, words="Yes, do.", ends=True, by=house.agent)
    send_due(limit=10)
    attempt = Attempt.objects.get(message__kind="contact.answer")
    messaging.deliver_receipt(provider_key=attempt.provider_key, status=ReceiptStatus.BOUNCED, by=SYSTEM)
    assert Message.objects.get(id=attempt.message_id).state == "undeliverable"
    assert Promise.objects.get(standard="wrong_details").person == house.maya


def test_an_answer_that_cannot_go_is_a_matter_for_the_desk(house: Cast, as_: Browser) -> None:
    contact = known(house, written())
    actions.write_back(contact=contact, words="Yes, do.", ends=True, by=house.agent)
    for channel in ("text", "email", "call", "letter"):
        answer_consent(person=house.maya, purpose="care", channel=channel, given=False, by=house.agent)
    send_due(limit=10)
    promise = Promise.objects.get(standard="answer_in_writing")
    assert (promise.state, promise.by_hand_since is not None) == ("open", True)


def test_I_27_from_another_number_than_theirs_nothing_is_written(house: Cast, as_: Browser) -> None:
    contact = known(house, written(sender="07700 900999"))
    browser = as_("agent")
    assert "You cannot answer in writing" in words(browser.get(to("contact", contact.id)))
    answer = browser.post(to("write_back", contact.id), {"words": "Yes", "key": "k"}, follow=True)
    assert "is not the number or address that we have of them" in words(answer)
    assert not Answer.objects.exists()


def test_I_20_who_wants_no_texts_is_not_answered_by_text(house: Cast, as_: Browser) -> None:
    contact = known(house, written())
    answer_consent(person=house.maya, purpose="care", channel="text", given=False, by=house.agent)
    assert "You cannot answer in writing" in words(as_("agent").get(to("contact", contact.id)))


@pytest.mark.parametrize("said", ["", "   ", "x" * 301])
def test_an_answer_without_words_or_too_long_is_asked_again(house: Cast, as_: Browser, said: str) -> None:
    contact = known(house, written())
    answer = as_("agent").post(to("write_back", contact.id), {"words": said, "key": "k"})
    assert (answer.status_code, Answer.objects.count()) == (422, 0)


def test_a_call_is_not_written_back_to(house: Cast, as_: Browser) -> None:
    call = take_contact(channel="call", number=MOBILE, by=house.agent)
    answer = as_("agent").post(to("ask_to_ring", call.id), follow=True)
    assert "They did not write to us." in words(answer)
    assert "What was written" not in words(as_("agent").get(to("contact", call.id)))


def test_everything_that_they_wrote_stands_in_one_conversation(house: Cast, as_: Browser) -> None:
    contact = written()
    come("And where do I park?")
    shown = words(as_("agent").get(to("contact", contact.id)))
    assert shown.index("Can I bring my daughter?") < shown.index("And where do I park?")
    assert "The hospital, by itself" in shown
    assert Received.objects.count() == 2
