"""Words that every message shares: the hospital's own, signed as those of a kind are, and proofread with every kind."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.messaging.conftest import Outbox, events
from tests.messaging.words_of_ours import KIND, drafted, in_force, proposed, write

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotAllowed
from almoner.messaging import live_words, previewing, proofreading_shared, rewording, wording
from almoner.messaging.conversation import Piece
from almoner.messaging.models import Attempt, WordsVersion
from almoner.messaging.names import COMMON, NAMES, privacy
from almoner.messaging.proofreading import faults_of_shared
from almoner.messaging.proofreading_shared import place_faults_of_shared
from almoner.messaging.refusals import FaultyWords, LanguagesLeft, OwnWords, ShippedAlready
from almoner.messaging.rewording_queries import kind_seen, versions_of, words_seen
from almoner.messaging.wording import LANGUAGES, MENUS, SAME_IN_ALL, SHARED_PLACES, SPOKEN
from almoner.messaging.work import tell_of_overtaken_words
from almoner.messaging.written_words import faults_of_change, no_longer_said, own_of, seal_of
from almoner.people.enums import Channel

GREETING = "Dear $first_name,"
TEXT = "$hospital: $first_name, we missed you today.\nRing $service_desk.\n$link"


def sent(rehearsal: Cast, outbox: Outbox, way: str = "email") -> Attempt:
    subject = new_id()
    outbox.values[subject] = {"link": "/my/visits/"}
    with clock.at(clock.now() + timedelta(hours=1)):
        message = outbox.plan(rehearsal.maya, way, kind=KIND, subject_id=subject)
        outbox.send()
    return Attempt.objects.get(message=message)


def kinds(language: str) -> dict[str, wording.Words]:
    return {kind: wording.words(language, kind) for kind in NAMES}


def faults(language: str = "en", **places: str) -> list[str]:
    shared = wording.with_own(wording.common(language), places)
    assert isinstance(shared, wording.Common)
    return [str(fault) for fault in faults_of_shared(shared, language, kinds(language))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_menu_is_a_place_and_every_place_is_shipped(language: str) -> None:
    assert tuple(wording.common(language).menus) == MENUS
    assert tuple(wording.said_in(wording.common(language))) == SHARED_PLACES


def test_T7_shared_words_go_out_in_every_kind_once_somebody_else_has_signed(rehearsal: Cast, outbox: Outbox) -> None:
    change = proposed(rehearsal.manager, SAME_IN_ALL, greeting=GREETING)
    assert "Hello Maya," in sent(rehearsal, outbox).body
    with pytest.raises(OwnWords):
        rewording.sign_words(change=change, seal=seal_of(change), by=rehearsal.manager)
    version = rewording.sign_words(change=change, seal=seal_of(change), by=rehearsal.doctor)
    assert version.own == {"en": {"greeting": GREETING}}
    for kind in (KIND, "offer.stopped"):
        assert live_words.live(kind, "en").shared.greeting == GREETING
    assert sent(rehearsal, outbox).body.startswith("Dear Maya,")


@pytest.mark.parametrize(
    ("place", "text", "way"),
    [
        ("human", "Ring us on $service_desk.", "letter"),
        ("emergency", "Is it an emergency? Ring $emergency now.", "email"),
        ("thanks", "Your team at $hospital", "letter"),
        ("call_gate", "To hear it, press 1. Not for you? Press 7.", "call"),
        ("call_emergency", "In an emergency, hang up and ring $emergency.", "call"),
    ],
)
def test_each_way_has_the_shared_words_in_force(
    rehearsal: Cast, outbox: Outbox, place: str, text: str, way: str
) -> None:
    in_force(rehearsal, SAME_IN_ALL, **{place: text})
    attempt = sent(rehearsal, outbox, way)
    assert text.partition("$")[0] in attempt.body
    assert attempt.evidence["words"] == "shipped with shared 1"


def test_voicemail_button_and_goodbyes_are_those_in_force(rehearsal: Cast, outbox: Outbox) -> None:
    tape = "This is $hospital for $first_name. Please ring $service_desk."
    in_force(rehearsal, SAME_IN_ALL, voicemail=tape, open_link="Look here", call_thanks="Thanks. Bye.",
             call_person="Thanks. We ring you. Bye.", call_wrong="Sorry. Bye.",
             menu_plain="Press 1 for yes. Press 9 for a person. Press 0 to hear it again.")  # fmt: skip
    assert (
        sent(rehearsal, outbox, "call").evidence["voicemail"].startswith("This is Riverside General Hospital for Maya.")
    )
    assert sent(rehearsal, outbox, "email").evidence["link_label"] == "Look here"
    told = previewing.as_it_would_leave("offer.stopped", wording.words("en", "offer.stopped"), "en", Channel.CALL)
    assert told.spoken[Piece.THANKS] == "Thanks. Bye."
    assert told.spoken[Piece.PERSON] == "Thanks. We ring you. Bye."
    assert told.spoken[Piece.SORRY] == "Sorry. Bye."
    assert told.spoken[Piece.KEYS] == "Press 1 for yes. Press 9 for a person. Press 0 to hear it again."
    assert told.menu["9"] == "person"


def test_version_beside_an_attempt_tells_of_both(rehearsal: Cast, outbox: Outbox) -> None:
    in_force(rehearsal, text=TEXT)
    assert sent(rehearsal, outbox).evidence["words"] == "1"
    in_force(rehearsal, SAME_IN_ALL, greeting=GREETING)
    assert sent(rehearsal, outbox).evidence["words"] == "1 with shared 1"
    rewording.restore_shipped_words(kind=KIND, why="x", by=rehearsal.manager)
    assert sent(rehearsal, outbox).evidence["words"] == "shipped with shared 1"


def test_message_to_many_has_the_shared_words_too(cast: Cast) -> None:
    in_force(cast, SAME_IN_ALL, greeting=GREETING)
    told = live_words.told_with(wording.words("en", "notice.sent"), "en", "N-1")
    assert (told.shared.greeting, told.version) == (GREETING, "N-1 with shared 1")


def test_shared_words_take_no_statement_more(cast: Cast) -> None:
    in_force(cast, text=TEXT)
    in_force(cast, SAME_IN_ALL, greeting=GREETING)
    in_force(cast, SAME_IN_ALL, greeting="Good day $first_name,")
    live_words.live(KIND, "en")
    with CaptureQueriesContext(connection) as asked:
        told = live_words.live(KIND, "en")
    assert len(asked) == 1
    assert told.shared.greeting == "Good day $first_name,"


def test_every_language_is_looked_at(cast: Cast) -> None:
    change = write(rewording.begin_words(kind=SAME_IN_ALL, by=cast.manager), "en", cast.manager, greeting=GREETING)
    with pytest.raises(LanguagesLeft, match="Spanish, Arabic"):
        rewording.propose_words(change=change, why="x", by=cast.manager)


@pytest.mark.parametrize("who", ["agent", "receptionist", "doctor", "maya_herself"])
def test_I_22_only_who_manages_messages_writes_them(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        rewording.begin_words(kind=SAME_IN_ALL, by=cast.actor(who))


def test_shipped_words_come_back_at_once_and_earlier_ones_are_begun_from(rehearsal: Cast, outbox: Outbox) -> None:
    with pytest.raises(ShippedAlready):
        rewording.restore_shipped_words(kind=SAME_IN_ALL, why="x", by=rehearsal.manager)
    first = in_force(rehearsal, SAME_IN_ALL, greeting=GREETING)
    rewording.restore_shipped_words(kind=SAME_IN_ALL, why="Too stiff.", by=rehearsal.manager)
    assert "Hello Maya," in sent(rehearsal, outbox).body
    change = rewording.begin_words(kind=SAME_IN_ALL, like=first, by=rehearsal.manager)
    assert change.words["en"]["greeting"] == GREETING
    assert [one.number for one in versions_of(SAME_IN_ALL, rehearsal.doctor)] == [2, 1]
    assert words_seen(rehearsal.manager)[0].kind == SAME_IN_ALL


def test_keys_stay_as_they_are_shipped(cast: Cast) -> None:
    change = drafted(cast.manager, SAME_IN_ALL, menu_offer="1 takes it. 2 leaves it. 9 is a person. 0 says it again.")
    own = own_of(change)["en"]
    shared = wording.with_own(wording.common("en"), own)
    assert isinstance(shared, wording.Common)
    shipped = wording.common("en").menus["offer"]
    assert own == {"menu_offer": "1 takes it. 2 leaves it. 9 is a person. 0 says it again."}
    assert {**shared.menus["offer"], "say": ""} == {**shipped, "say": ""}
    assert wording.with_own(shared, {"menus": "x", "menu_opera": "x", "nothing": "x"}) == shared


# ── Proofreading ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_shared_words_pass_with_every_kind(language: str) -> None:
    assert faults(language) == []


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        ("greeting", "Hello,", "greeting: does not say for whom it is"),
        ("greeting", "Hello $first_name, about $service,", "unknown name $service"),
        ("greeting", "Hello $first_name, about $reference,", "$first_name stands in a line that goes"),
        ("greeting", "$reference", "greeting: says nothing where a value is not known"),
        ("human", "Come by.", "human: does not say how to reach a human"),
        ("human", "Ring $service_desk about $reference.", "$service_desk stands in a line that goes"),
        ("emergency", "Ring for help.", "emergency: does not say the number for an emergency"),
        ("call_emergency", "Ring for help.", "call_emergency: does not say the number for an emergency"),
        ("thanks", "Goodbye", "thanks: does not say who we are"),
        ("thanks", " ", "thanks: is empty"),
        ("open_link", "Open the page of $hospital", "open_link: unknown name $hospital"),
        ("open_link", "Open the whole page that we made for you", "at most 30"),
        ("call_opening", "Hello $first_name.", "call_opening: does not say who we are"),
        ("call_opening", "This is $hospital for $first_name about $when.", "unknown name $when"),
        ("call_gate", "Press 1 to hear it.", "call_gate: does not say the key 7"),
        ("call_gate", "Press 7 if you do not know $first_name.", "call_gate: does not say the key 1"),
        ("call_gate", "Press 1 to hear it. Wrong? Press 7", "call_gate: ends without a full stop"),
        ("call_thanks", "Thank you, $first_name.", "call_thanks: unknown name $first_name"),
        ("call_wrong", "Sorry.\nGoodbye.", "call_wrong: is more than one line"),
        ("call_person", "We ring. " * 40, "signs, at most 300"),
        ("voicemail", "This is $hospital for $first_name.", "voicemail: does not say how to reach a human"),
        ("voicemail", "$hospital: $first_name, ring $service_desk or reply STOP.", "asks for the reply STOP"),
        (
            "menu_visit",
            "Press 1, 2 or 3. Press 9 for a person.",
            "menu_visit: says the keys 1, 2, 3, 9; its menu has 0",
        ),
        ("menu_visit", "Press 1, 2, 3, 4, 9 or 0.", "its menu has 0, 1, 2, 3, 9"),
        ("menu_plain", "Press 1, 9 or 0, $first_name.", "unknown name $first_name"),
        ("emergency", "Ring $emergency." + " and more" * 26, "more than 25 words"),
        ("human", "It costs 5$ on $service_desk.", "a $ stands without a name"),
        ("call_opening", "Hello\x07 $first_name, this is $hospital.", "control sign"),
    ],
)
def test_H_62_faults_of_shared_words_are_seen(place: str, text: str, fault: str) -> None:
    assert any(fault in told for told in faults(**{place: text})), faults(**{place: text})


def test_H_62_shared_words_that_fail_are_neither_proposed_nor_signed(cast: Cast, monkeypatch: Any) -> None:
    change = drafted(cast.manager, SAME_IN_ALL, emergency="Ring for help.")
    with pytest.raises(FaultyWords, match="number for an emergency"):
        rewording.propose_words(change=change, why="x", by=cast.manager)
    rewording.turn_down_words(change=change, why="", by=cast.manager)
    change = proposed(cast.manager, SAME_IN_ALL, greeting=GREETING)
    monkeypatch.setitem(proofreading_shared.MUST_SAY, "greeting", ("first_name", "hospital"))
    with pytest.raises(FaultyWords, match="who we are"):
        rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    assert WordsVersion.objects.count() == 0


def test_H_62_every_kind_must_pass_with_them_also_in_the_hospitals_own_words(cast: Cast) -> None:
    in_force(cast, call="We did not see you. To choose a new time press nine and wait")
    long = "or if it is an emergency for you or somebody near you hang up and ring $emergency."
    assert faults(call_emergency=long) == []
    change = drafted(cast.manager, SAME_IN_ALL, call_emergency=long)
    (fault,) = faults_of_change(change)["en"]
    assert str(fault).startswith(f"whole: with these words the message {KIND} does not pass: call: a sentence goes on")
    with pytest.raises(FaultyWords, match="does not pass"):
        rewording.propose_words(change=change, why="x", by=cast.manager)


def test_own_words_of_a_kind_are_proofread_with_the_shared_ones_in_force(cast: Cast) -> None:
    in_force(cast, SAME_IN_ALL, call_emergency="or if it is an emergency for you or for somebody near you hang up and "
                                               "ring $emergency.")  # fmt: skip
    change = drafted(cast.manager, call="To choose a new time you may press nine and wait until one of us rings you")
    with pytest.raises(FaultyWords, match="goes on from one line to the next"):
        rewording.propose_words(change=change, why="x", by=cast.manager)


def test_H_62_shared_words_that_an_update_overtook_are_set_aside_and_told(
    rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(rehearsal, SAME_IN_ALL, greeting=GREETING)
    live_words._remembered.clear()
    with monkeypatch.context() as update:
        update.setitem(proofreading_shared.MUST_SAY, "greeting", ("first_name", "hospital"))
        attempt = sent(rehearsal, outbox)
        assert "Hello Maya," in attempt.body
        assert attempt.evidence["words"] == "shipped with shared shipped instead of 1"
        assert not kind_seen(SAME_IN_ALL, rehearsal.manager).passes
    live_words._remembered.clear()


def test_managers_are_told_of_shared_words_that_no_longer_pass(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = in_force(cast, SAME_IN_ALL, greeting=GREETING)
    live_words._remembered.clear()
    with monkeypatch.context() as update:
        update.setitem(proofreading_shared.MUST_SAY, "greeting", ("first_name", "hospital"))
        tell_of_overtaken_words()
        assert [event.subject_id for event in events("words.overtaken")] == [version.id]
        assert Promise.objects.get(standard="words_mended").state == "open"
    live_words._remembered.clear()
    in_force(cast, SAME_IN_ALL, greeting="Good day $first_name,")
    assert Promise.objects.get(standard="words_mended").state == "kept"


def test_place_that_an_update_brings_is_shipped_until_it_is_written(cast: Cast) -> None:
    change = drafted(cast.manager, SAME_IN_ALL, greeting=GREETING)
    for words in change.words.values():
        del words["menu_ending"]
    change.save(update_fields=["words"])
    assert own_of(change) == {"en": {"greeting": GREETING}}
    assert faults_of_change(change) == {}
    assert no_longer_said(change) == {}


PIECES = st.lists(
    st.sampled_from([f"${name}" for name in sorted(COMMON | {"reference", "when", "service"})]
                    + [".", "\n", "\n\n", "1", "7", "9", "0", "$", "$$", "مرحبا", "🙂", "\u202e", "%s", "{}", "<b>"])
    | st.text(max_size=6),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(SHARED_PLACES), text=PIECES, language=st.sampled_from(LANGUAGES))
def test_T10_shared_words_that_pass_can_be_sent_and_say_nothing_private(place: str, text: str, language: str) -> None:
    own = {place: wording.said_in(wording.common(language))[place] + " " + text}
    shared = wording.with_own(wording.common(language), own)
    assert isinstance(shared, wording.Common)
    if list(place_faults_of_shared(shared, language)):
        return
    names = set(re.findall(r"\$([a-z_]+)", own[place]))
    assert all(privacy(name) == 0 for name in names)
    for channel in Channel.values:
        said = previewing.preview(KIND, wording.words(language, KIND), language, channel, {}, shared=shared)
        assert said.body.strip()
        assert "$" not in said.body or "$$" in own[place]
    if place in SPOKEN:
        assert "\n" not in own[place].strip()
