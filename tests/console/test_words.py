"""The pages of words: written with what is wrong beside its place, looked at, proposed, signed by another, compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, signed_in
from tests.console.reading import words
from tests.console.test_rules import beside
from tests.messaging.conftest import Outbox, outbox, second_manager
from tests.messaging.words_of_ours import KIND, drafted, in_force, proposed

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.core.permissions import Role
from almoner.messaging import live_words, names, rewording
from almoner.messaging.live_words import live
from almoner.messaging.models import Attempt, WordsChange, WordsVersion
from almoner.messaging.wording import LANGUAGES
from almoner.messaging.written_words import seal_of
from almoner.people.actions import hire_staff

__all__ = ["outbox", "second_manager"]
Browser = Callable[[str], Client]
TEXT = "$hospital: $first_name, we missed you today.\nRing $service_desk.\n$link"


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def typed(page: Any, **changed: str) -> dict[str, str]:
    """What the form of a page would send, with some of it written anew."""
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value()}
    return {**said, **changed}


def begun(manager: Client) -> WordsChange:
    manager.post(to("begin_words", KIND), {"from": "now"})
    return WordsChange.objects.get(state="draft")


def write(client: Client, change: WordsChange, language: str, **changed: str) -> Any:
    where = to("write_words", change.id, language)
    return client.post(where, typed(client.get(where), **changed), follow=True)


def test_words_are_written_looked_at_proposed_and_signed_by_another(as_: Browser) -> None:
    manager, doctor = as_("manager"), as_("doctor")
    change = begun(manager)
    page = write(manager, change, "en", text=TEXT)
    assert "Kept. Below is how it would leave." in words(page)
    assert "St Brigid General: Maximiliana, we missed you today. Ring +44 20 7946 0000." in words(page)
    for language in LANGUAGES[1:]:
        write(manager, change, language, still_right="on")
    done = manager.post(to("words_change_act", change.id, "propose"), {"why": "People asked."}, follow=True)
    assert "Proposed. Nothing is sent so until somebody who wrote none of it has signed." in words(done)
    assert "Somebody else has to sign it" in beside(done)
    assert "act/sign/" not in done.content.decode()
    assert live(KIND, "en").version == "shipped"
    page = doctor.get(to("words_change", change.id))
    (seal,) = re.findall(r'name="seal" value="([0-9a-f]+)"', page.content.decode())
    signed = doctor.post(to("words_change_act", change.id, "sign"), {"seal": seal}, follow=True)
    assert "Signed, and in force from now on." in words(signed)
    assert live(KIND, "en").words.text == TEXT


def test_I_21c_each_fault_stands_beside_its_place_and_says_how_to_mend_it(as_: Browser) -> None:
    manager = as_("manager")
    change = begun(manager)
    page = write(manager, change, "en", text="We saw nobody at $where.\nReply STOP.", subject="x" * 91)
    content = page.content.decode()
    for place, told in (
        ("text", "Unknown name $where: take one from the list"),
        ("text", "Asks for the reply STOP"),
        ("text", "Does not say for whom it is (two people may share a telephone): put in $first_name"),
        ("subject", "Longer than 90 signs"),
    ):
        (field,) = re.findall(rf'data-field="{place}">.*?data-field', content, re.DOTALL)
        assert told in field, (place, told)
    assert "Kept. 5 things are to be mended." in words(page)
    change.refresh_from_db()
    assert change.words["en"]["text"] == "We saw nobody at $where.\nReply STOP."
    whole = beside(manager.get(to("words_change", change.id)))
    assert "Nothing that fails can be proposed. Mend what is marked first." in whole
    refused = manager.post(to("words_change_act", change.id, "propose"), {"why": "x"}, follow=True)
    assert "Something is wrong with these words: English, text: unknown name $where" in words(refused)
    assert WordsChange.objects.get().is_draft


def test_faults_are_told_in_the_readers_language(as_: Browser) -> None:
    manager = as_("manager")
    change = begun(manager)
    manager.cookies["django_language"] = "es"
    page = write(manager, change, "es", text="Hola")
    assert "$first_name" in words(page)
    assert "does not say" not in words(page).lower()


def test_empty_place_is_refused_and_nothing_typed_is_lost(as_: Browser) -> None:
    manager = as_("manager")
    change = begun(manager)
    page = write(manager, change, "en", text=" ", subject="Another subject")
    assert "Whoever is told by this way would be told nothing." in words(page)
    assert "Another subject" in page.content.decode()
    change.refresh_from_db()
    assert change.words["en"]["subject"] == "Are you all right?"


def test_languages_that_nobody_looked_at_are_named(as_: Browser) -> None:
    manager = as_("manager")
    change = begun(manager)
    write(manager, change, "en", text=TEXT)
    page = manager.get(to("words_change", change.id))
    assert words(page).count("Nobody has looked") == 2
    refused = manager.post(to("words_change_act", change.id, "propose"), {"why": "x"}, follow=True)
    assert "Nobody has looked at Spanish, Arabic yet" in words(refused)


def test_two_who_write_at_once_are_told(as_: Browser, second_manager: Any, cast: Cast) -> None:
    manager = as_("manager")
    change = begun(manager)
    where = to("write_words", change.id, "en")
    mine = typed(manager.get(where), text=TEXT)
    write(manager, change, "en", text=TEXT.replace("today", "this morning"))
    late = manager.post(where, mine)
    assert late.status_code == 422
    assert "Somebody else has written here since you opened the page" in words(late)
    assert "this morning" in words(late)
    again = manager.post(where, typed(late), follow=True)
    assert "Kept." in words(again)
    change.refresh_from_db()
    assert change.words["en"]["text"] == TEXT


def test_what_is_no_longer_said_and_what_differs_is_marked(cast: Cast, as_: Browser) -> None:
    change = proposed(cast.manager, text="$first_name, ring $service_desk.")
    page = as_("doctor").get(to("words_change", change.id))
    assert "No longer said Text message: $hospital, $link" in words(page)
    assert "<del>$hospital:" in page.content.decode()
    assert "<ins>" in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_is_looked_at_as_it_would_leave(cast: Cast, as_: Browser, language: str) -> None:
    change, doctor = drafted(cast.manager, text=TEXT), as_("doctor")
    writing = as_("manager").get(to("write_words", change.id, language)).content.decode()
    assert '<html lang="en" dir="ltr"' in writing, "the page itself stays in the reader's language"
    by_day, by_night = (doctor.get(to("change_preview", change.id, language, part)) for part in ("email", "email-dark"))
    direction = "rtl" if language == "ar" else "ltr"
    for page in (by_day, by_night):
        assert f'lang="{language}" dir="{direction}"' in page.content.decode()
        assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "@media not all" in by_day.content.decode()
    assert "@media all" in by_night.content.decode()
    letter = doctor.get(to("change_preview", change.id, language, "letter"))
    assert letter.content.startswith(b"%PDF")
    sound = doctor.get(to("change_preview", change.id, language, "sound"))
    assert sound.status_code in {200, 503}
    assert sound.status_code == 503 or sound.content.startswith(b"RIFF")
    assert doctor.get(to("words_preview", KIND, language, "email")).status_code == 200
    for part, code in (("pigeon", language), ("email", "fr")):
        assert doctor.get(to("change_preview", change.id, code, part)).status_code == 404
        assert doctor.get(to("words_preview", KIND, code, part)).status_code == 404


def test_words_that_cannot_be_filled_are_shown_as_such(cast: Cast, as_: Browser) -> None:
    change = drafted(cast.manager, email="It costs 5$ .")
    manager = as_("manager")
    assert "A sign $ stands alone" in words(manager.get(to("words_change", change.id)))
    assert manager.get(to("change_preview", change.id, "en", "email")).status_code == 404


def test_markup_in_words_is_shown_and_never_run(cast: Cast, as_: Browser) -> None:
    change = proposed(cast.manager, email="<script>alert(1)</script> <b>Hello</b>")
    for page in (
        as_("doctor").get(to("words_change", change.id)),
        as_("doctor").get(to("change_preview", change.id, "en", "email")),
    ):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;" in page.content.decode()


def test_history_is_shown_compared_and_taken_back(cast: Cast, as_: Browser) -> None:
    in_force(cast, text=TEXT)
    in_force(cast, text=TEXT.replace("today", "this morning"), subject="We missed you")
    manager = as_("manager")
    page = manager.get(to("words_of", KIND))
    assert "Our own, version 2" in words(page)
    for told in ("Version 1", "Version 2", "Dana Okafor", "People asked."):
        assert told in beside(page)
    compared = manager.get(to("compare_words", KIND), {"was": "1", "now": "2"})
    assert "<del>today.</del>" in compared.content.decode()
    assert "Text message" in words(compared)
    assert "They say the same" in words(manager.get(to("compare_words", KIND), {"was": "2", "now": "2"}))
    assert manager.get(to("compare_words", KIND), {"was": "0", "now": "7"}).status_code == 404
    again = manager.post(to("begin_words", KIND), {"from": "1"}, follow=True)
    assert TEXT.splitlines()[0] in again.context["form"]["text"].value()
    waits = manager.post(to("begin_words", KIND), {"from": "now"}, follow=True)
    assert "These words are being changed already" in words(waits)
    assert manager.post(to("restore_words", KIND), {"why": ""}).status_code == 422
    back = manager.post(to("restore_words", KIND), {"why": "It frightens people."}, follow=True)
    assert "The shipped words are sent from now on, in every language." in words(back)
    assert live(KIND, "en").version == "shipped"
    assert WordsVersion.objects.count() == 3


def test_words_set_aside_after_an_update_are_told_in_red(
    cast: Cast, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(cast, text=TEXT + "\nSee $when.")
    live_words._remembered.clear()
    monkeypatch.setitem(names.NAMES, KIND, names._names("", "service reference link"))
    manager = as_("manager")
    assert "Words of our own no longer pass" in words(manager.get(to("words")))
    told = words(manager.get(to("words_of", KIND)))
    assert "Our own, set aside" in told
    assert "unknown name $when" in told
    live_words._remembered.clear()


def test_list_finds_by_name_and_says_whose_words_they_are(cast: Cast, as_: Browser) -> None:
    in_force(cast, text=TEXT)
    manager = as_("manager")
    page = words(manager.get(to("words"), {"q": "missed"}))
    assert "Visit missed" in page
    assert "Our own, version 1 English" in page
    assert "Visit booked" not in page
    assert "No message is called so" in words(manager.get(to("words"), {"q": "unicorn"}))


def test_I_22_who_signs_does_not_write_and_others_see_nothing(cast: Cast, as_: Browser) -> None:
    change = drafted(cast.manager, text=TEXT)
    doctor = as_("doctor")
    assert doctor.get(to("words_of", KIND)).status_code == 200
    assert doctor.get(to("write_words", change.id, "en")).status_code == 404
    assert doctor.post(to("begin_words", "offer.made"), {"from": "now"}).status_code == 404
    assert doctor.post(to("restore_words", KIND), {"why": "x"}).status_code == 404
    refused = doctor.post(to("words_change_act", change.id, "propose"), {"why": "x"}, follow=True)
    assert "You are not allowed to do that" in words(refused)
    for name in ("agent", "ward_nurse", "bed_manager", "maya"):
        assert as_(name).get(to("words")).status_code == 404
    manager = as_("manager")
    assert manager.get(to("words_of", "no.such")).status_code == 404
    assert manager.get(to("write_words", change.id, "fr")).status_code == 404
    assert manager.post(to("words_change_act", change.id, "burn")).status_code == 404


def test_proposed_change_is_turned_down_with_a_reason_and_a_draft_without(cast: Cast, as_: Browser) -> None:
    change, doctor = proposed(cast.manager, text=TEXT), as_("doctor")
    assert doctor.post(to("words_change_act", change.id, "turn-down"), {"why": ""}).status_code == 422
    told = doctor.post(to("words_change_act", change.id, "turn-down"), {"why": "Too short."}, follow=True)
    assert "Too short." in words(told)
    draft, manager = begun(as_("manager")), as_("manager")
    manager.post(to("words_change_act", draft.id, "turn-down"))
    listed = words(manager.get(to("words_changes")))
    assert "Under way 0" in listed
    moved = manager.get(to("write_words", draft.id, "en"), follow=True)
    assert "This change is written to its end." in words(moved)


def test_attempt_tells_which_words_it_was_sent_with(cast: Cast, as_: Browser, outbox: Outbox) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    in_force(cast, text=TEXT)
    message = outbox.plan(cast.maya, "text", kind=KIND)
    outbox.send()
    assert Attempt.objects.get(message=message).evidence["words"] == "1"
    assert "Words our own, version 1" in words(as_("manager").get(to("message", message.id)))


def test_seal_of_words_that_were_turned_meanwhile_is_void(cast: Cast, as_: Browser) -> None:
    other = hire_staff(name="Ines Paz", profession="physician", roles=[Role.DOCTOR], by=cast.manager)
    change = proposed(cast.manager, text=TEXT)
    page = as_("doctor").get(to("words_change", change.id))
    (seal,) = re.findall(r'name="seal" value="([0-9a-f]+)"', page.content.decode())
    rewording.turn_down_words(change=change, why="x", by=cast.doctor)
    again = proposed(cast.manager, text=TEXT.replace("today", "now"))
    late = signed_in(other).post(to("words_change_act", again.id, "sign"), {"seal": seal}, follow=True)
    assert "have changed since you looked" in words(late)
    assert live(KIND, "en").version == "shipped"


def test_promise_leads_to_the_page_on_which_it_is_kept(
    cast: Cast, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = proposed(cast.manager, text=TEXT + "\nSee $when.")
    read = Promise.objects.get(standard="words_read")
    page = as_("doctor").get(to("promise", read.reference)).content.decode()
    assert to("words_change", change.id) in page
    rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    live_words._remembered.clear()
    monkeypatch.setitem(names.NAMES, KIND, names._names("", "service reference link"))
    rewording.tell_overtaken_words(by=SYSTEM)
    mended = Promise.objects.get(standard="words_mended")
    assert to("words_of", KIND) in as_("manager").get(to("promise", mended.reference)).content.decode()
    live_words._remembered.clear()


# ── What every message says ──────────────────────────────────────────────────────────────────────────────────────────


def test_shared_words_are_written_looked_at_and_signed_in_the_same_editor(as_: Browser) -> None:
    manager, doctor = as_("manager"), as_("doctor")
    assert "What every message says" in words(manager.get(to("words")))
    manager.post(to("begin_words", "common"), {"from": "now"})
    change = WordsChange.objects.get(state="draft")
    page = write(manager, change, "en", greeting="Dear $first_name,", call_gate="To hear it, press 1. Wrong? Press 7.")
    assert "Kept. Below is how it would leave." in words(page)
    for said in ("To hear it, press 1. Wrong? Press 7.", "How the keys are said", "Reads like for age"):
        assert said in words(page)
    mail = doctor.get(to("change_preview", change.id, "en", "email")).content.decode()
    assert "Dear Maximiliana," in mail
    assert "Your visit is booked" in mail
    for language in LANGUAGES[1:]:
        write(manager, change, language, still_right="on")
    manager.post(to("words_change_act", change.id, "propose"), {"why": "We write so."})
    page = doctor.get(to("words_change", change.id))
    assert "<del>Hello</del>" in page.content.decode()
    (seal,) = re.findall(r'name="seal" value="([0-9a-f]+)"', page.content.decode())
    doctor.post(to("words_change_act", change.id, "sign"), {"seal": seal})
    assert live(KIND, "ar").shared.greeting.startswith("مرحب")
    assert live(KIND, "en").shared.greeting == "Dear $first_name,"
    assert "Dear Maximiliana," in manager.get(to("words_preview", "offer.made", "en", "email")).content.decode()
    assert "Our own, version 1" in words(manager.get(to("words_of", "common")))
    back = manager.post(to("restore_words", "common"), {"why": "Too stiff."}, follow=True)
    assert "As shipped" in words(back)


def test_H_62_faults_of_shared_words_stand_beside_their_place(cast: Cast, as_: Browser) -> None:
    in_force(cast, call="We did not see you. To choose a new time press nine and wait")
    manager = as_("manager")
    manager.post(to("begin_words", "common"), {"from": "now"})
    change = WordsChange.objects.get(state="draft")
    long = "or if it is an emergency for you or somebody near you hang up and ring $emergency."
    page = write(manager, change, "en", emergency="Ring for help.", menu_visit="Press 1.", call_emergency=long)
    content = page.content.decode()
    for place, told in (
        ("emergency", "Does not say the number for an emergency: put in $emergency"),
        ("menu_visit", "Says the keys 1; its menu has 0, 1, 2, 3, 9"),
    ):
        (field,) = re.findall(rf'data-field="{place}">.*?data-field', content, re.DOTALL)
        assert told in field, (place, told)
    assert f"With these words the message {KIND} does not pass" in words(page)
    whole = words(manager.get(to("words_change", change.id)))
    assert f"Other messages: with these words the message {KIND} does not pass" in whole


def test_attempt_tells_whose_shared_words_it_was_sent_with(cast: Cast, as_: Browser, outbox: Outbox) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    in_force(cast, text=TEXT)
    in_force(cast, "common", greeting="Dear $first_name,")
    message = outbox.plan(cast.maya, "text", kind=KIND)
    outbox.send()
    told = words(as_("manager").get(to("message", message.id)))
    assert "our own, version 1; what every message says: our own, version 1" in told


def test_reading_age_is_shown_where_it_can_be_told(as_: Browser) -> None:
    manager = as_("manager")
    assert re.search(r"Reads like for age \d+; at most 11\.", words(manager.get(to("words_of", KIND))))
    assert "Too short to tell a reading age." in words(manager.get(to("words_of", "reply.heard")))
