"""A hospital's own words: written, proposed when nothing is wrong, signed by another, and sent from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, events
from tests.messaging.test_words import values
from tests.messaging.words_of_ours import KIND, drafted, in_force, proposed, write

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import live_words, names, previewing, rewording, wording
from almoner.messaging.models import Attempt, WordsChange, WordsVersion
from almoner.messaging.names import CEILING, NAMES, privacy
from almoner.messaging.proofreading import faults_of
from almoner.messaging.refusals import (
    FaultyWords,
    LanguagesLeft,
    OwnWords,
    ShippedAlready,
    WhyNeeded,
    WordsAsBefore,
    WordsEnded,
    WordsNotADraft,
    WordsNotProposed,
    WordsOtherwiseNow,
    WordsWait,
    WordsWrittenMeanwhile,
)
from almoner.messaging.rewording_queries import kind_seen, versions_of, words_change_for, words_seen, words_version_for
from almoner.messaging.work import tell_of_overtaken_words
from almoner.messaging.written_words import cleaned, faults_of_change, no_longer_said, own_of, seal_of, seal_of_language
from almoner.people.enums import Channel
from almoner.serving.fitness import warnings

TEXT = "$hospital: $first_name, we missed you today.\nRing $service_desk.\n$link"


def sent(rehearsal: Cast, outbox: Outbox, way: str = "text") -> Attempt:
    subject = new_id()
    outbox.values[subject] = {"link": "/my/visits/"}
    with clock.at(clock.now() + timedelta(hours=1)):
        message = outbox.plan(rehearsal.maya, way, kind=KIND, subject_id=subject)
        outbox.send()
    return Attempt.objects.get(message=message)


def test_T7_words_go_out_only_once_somebody_else_has_signed(rehearsal: Cast, outbox: Outbox) -> None:
    change = drafted(rehearsal.manager, text=TEXT)
    assert "we missed you" not in sent(rehearsal, outbox).body
    change = rewording.propose_words(change=change, why="People asked.", by=rehearsal.manager)
    before = sent(rehearsal, outbox)
    version = rewording.sign_words(change=change, seal=seal_of(change), by=rehearsal.doctor)
    after = sent(rehearsal, outbox)
    assert (before.evidence["words"], after.evidence["words"]) == ("shipped", "1")
    assert "Are you all right?" in before.body
    assert after.body.startswith("Riverside General Hospital: Maya, we missed you today. Ring ")
    assert version.own == {"en": {"text": TEXT}}
    assert (version.number, version.by_name, version.why) == (1, "Dana Okafor", "People asked.")


@pytest.mark.parametrize("way", ["email", "letter", "call"])
def test_other_places_keep_the_shipped_words(rehearsal: Cast, outbox: Outbox, way: str) -> None:
    before = sent(rehearsal, outbox, way)
    in_force(rehearsal, text=TEXT)
    after = sent(rehearsal, outbox, way)
    assert (after.body, after.subject, after.evidence["words"]) == (before.body, before.subject, "1")


def test_T7_who_wrote_any_of_it_does_not_sign(cast: Cast, second_manager: Any) -> None:
    change = rewording.begin_words(kind=KIND, by=cast.manager)
    change = write(change, "en", cast.manager, text=TEXT)
    change = write(change, "es", second_manager, subject="¿Se encuentra bien?  ")
    change = write(change, "es", second_manager, subject="¿Todo bien?")
    change = write(change, "ar", second_manager, still_right=True)
    change = rewording.propose_words(change=change, why="So it is better.", by=second_manager)
    for writer in (cast.manager, second_manager):
        with pytest.raises(OwnWords):
            rewording.sign_words(change=change, seal=seal_of(change), by=writer)
    with pytest.raises(NotAllowed):
        rewording.sign_words(change=change, seal=seal_of(change), by=cast.agent)
    assert set(change.writers.values()) == {"Grace Bell", "Mona Rae"}
    assert rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor).number == 1


@pytest.mark.parametrize("who", ["agent", "receptionist", "triage_nurse", "doctor", "bed_manager", "maya_herself"])
def test_I_22_only_who_manages_messages_writes_them(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        rewording.begin_words(kind=KIND, by=cast.actor(who))
    change = drafted(cast.manager, text=TEXT)
    with pytest.raises(NotAllowed):
        write(change, "en", cast.actor(who), text="x")
    with pytest.raises(NotAllowed):
        rewording.propose_words(change=change, why="x", by=cast.actor(who))


def test_every_language_is_looked_at_and_again_after_each_change(cast: Cast) -> None:
    change = write(rewording.begin_words(kind=KIND, by=cast.manager), "en", cast.manager, text=TEXT)
    with pytest.raises(LanguagesLeft, match="Spanish, Arabic"):
        rewording.propose_words(change=change, why="x", by=cast.manager)
    change = write(change, "es", cast.manager, still_right=True)
    change = write(change, "ar", cast.manager, still_right=True)
    assert change.still_right == ["ar", "es"]
    change = write(change, "en", cast.manager, text=TEXT.replace("today", "this morning"))
    assert change.still_right == []
    with pytest.raises(LanguagesLeft):
        rewording.propose_words(change=change, why="x", by=cast.manager)


def test_words_that_are_said_to_be_right_cannot_be_others(cast: Cast) -> None:
    change = write(rewording.begin_words(kind=KIND, by=cast.manager), "es", cast.manager, still_right=True, text="x")
    assert change.still_right == []


@pytest.mark.parametrize(
    ("places", "fault"),
    [
        ({"text": "Hello"}, "does not say for whom"),
        ({"text": TEXT + "\nReply STOP to end."}, "asks for the reply STOP"),
        ({"text": TEXT.replace("today", "at $where")}, r"unknown name \$where"),
        ({"subject": "x" * 91}, "longer than 90 signs"),
        ({"email": " "}, "is empty"),
        ({"call": "On $when we missed you."}, "says nothing where a value is not known"),
        ({"text": "$hospital: $first_name, on $when. Ring $service_desk."}, "line that goes"),
        ({"letter": "word " * 26}, "more than 25 words"),
        ({"text": TEXT + "\n" + "مرحبا " * 40}, "parts, at most 2"),
    ],
)
def test_I_21c_nothing_that_fails_is_proposed(cast: Cast, places: dict[str, str], fault: str) -> None:
    change = drafted(cast.manager, **places)
    with pytest.raises(FaultyWords, match=fault):
        rewording.propose_words(change=change, why="x", by=cast.manager)


def test_I_21c_nothing_that_fails_is_signed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    change = proposed(cast.manager, text=TEXT)
    monkeypatch.setitem(names.NAMES, KIND, names._names("", "when"))
    with pytest.raises(FaultyWords, match="link"):
        rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    assert WordsVersion.objects.count() == 0


def test_signature_is_under_the_words_that_were_read(cast: Cast) -> None:
    change = proposed(cast.manager, text=TEXT)
    for seal in ("", seal_of_language(change, "en")):
        with pytest.raises(WordsOtherwiseNow):
            rewording.sign_words(change=change, seal=seal, by=cast.doctor)


def test_wrong_order_and_twice_are_refused(cast: Cast) -> None:
    change = drafted(cast.manager, text=TEXT)
    with pytest.raises(WordsNotProposed):
        rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    with pytest.raises(WordsWait, match=change.reference):
        rewording.begin_words(kind=KIND, by=cast.manager)
    with pytest.raises(WhyNeeded):
        rewording.propose_words(change=change, why=" ", by=cast.manager)
    change = rewording.propose_words(change=change, why="x", by=cast.manager)
    with pytest.raises(WordsNotADraft):
        write(change, "en", cast.manager, text="x")
    with pytest.raises(WordsNotADraft):
        rewording.propose_words(change=change, why="x", by=cast.manager)
    with pytest.raises(WhyNeeded):
        rewording.turn_down_words(change=change, why="", by=cast.doctor)
    rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    for act in (
        lambda: rewording.sign_words(change=change, seal="", by=cast.doctor),
        lambda: rewording.turn_down_words(change=change, why="x", by=cast.doctor),
    ):
        with pytest.raises(WordsEnded):
            act()
    with pytest.raises(NotThere):
        rewording.begin_words(kind="no.such", by=cast.manager)
    with pytest.raises(NotThere):
        other = rewording.begin_words(kind="offer.made", by=cast.manager)
        rewording.write_words(change=other, language="fr", words={}, still_right=False, seen="", by=cast.manager)


def test_two_who_write_the_same_language_do_not_overwrite_each_other(cast: Cast) -> None:
    change = rewording.begin_words(kind=KIND, by=cast.manager)
    seen = seal_of_language(change, "en")
    write(change, "en", cast.manager, text=TEXT)
    with pytest.raises(WordsWrittenMeanwhile):
        rewording.write_words(
            change=change, language="en", words=change.words["en"], still_right=False, seen=seen, by=cast.manager
        )


def test_words_as_they_are_are_not_proposed(cast: Cast) -> None:
    with pytest.raises(WordsAsBefore):
        rewording.propose_words(change=drafted(cast.manager), why="x", by=cast.manager)


def test_draft_is_given_up_and_another_may_begin(cast: Cast) -> None:
    change = rewording.begin_words(kind=KIND, by=cast.manager)
    rewording.turn_down_words(change=change, why="", by=cast.manager)
    assert rewording.begin_words(kind=KIND, by=cast.manager).reference != change.reference


def test_shipped_words_come_back_at_once_by_one_person(rehearsal: Cast, outbox: Outbox) -> None:
    with pytest.raises(ShippedAlready):
        rewording.restore_shipped_words(kind=KIND, why="x", by=rehearsal.manager)
    in_force(rehearsal, text=TEXT)
    assert sent(rehearsal, outbox).evidence["words"] == "1"
    with pytest.raises(NotAllowed):
        rewording.restore_shipped_words(kind=KIND, why="x", by=rehearsal.doctor)
    with pytest.raises(WhyNeeded):
        rewording.restore_shipped_words(kind=KIND, why="", by=rehearsal.manager)
    version = rewording.restore_shipped_words(kind=KIND, why="It frightens people.", by=rehearsal.manager)
    assert (version.number, version.own, version.change) == (2, {}, None)
    attempt = sent(rehearsal, outbox)
    assert (attempt.evidence["words"], "Are you all right?" in attempt.body) == ("shipped", True)
    assert kind_seen(KIND, rehearsal.manager).version is None
    with pytest.raises(ShippedAlready):
        rewording.restore_shipped_words(kind=KIND, why="x", by=rehearsal.manager)


def test_earlier_words_are_begun_from_and_signed_again(cast: Cast) -> None:
    first = in_force(cast, text=TEXT)
    in_force(cast, text=TEXT.replace("today", "this morning"))
    change = rewording.begin_words(kind=KIND, like=first, by=cast.manager)
    assert change.words["en"]["text"] == TEXT
    shipped = wording.said_in(wording.words("en", KIND))["text"]
    rewording.turn_down_words(change=change, why="", by=cast.manager)
    assert rewording.begin_words(kind=KIND, shipped=True, by=cast.manager).words["en"]["text"] == shipped
    assert [one.number for one in versions_of(KIND, cast.doctor)] == [2, 1]
    with pytest.raises(NotThere):
        words_version_for(KIND, 3, cast.doctor)


def test_what_is_no_longer_said_is_named(cast: Cast) -> None:
    change = drafted(cast.manager, text="$first_name, ring $service_desk.", email="Ring $service_desk.")
    assert no_longer_said(change) == {"en": {"email": ["link", "when"], "text": ["hospital", "link"]}}


# ── In force ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_in_force_take_one_statement_and_are_put_together_once(rehearsal: Cast) -> None:
    in_force(rehearsal, text=TEXT)
    live_words.live(KIND, "en")
    for kind in (KIND, "offer.made"):
        with CaptureQueriesContext(connection) as asked:
            live_words.live(kind, "ar")
        assert len(asked) == 1


def test_version_that_was_rolled_back_is_not_remembered(rehearsal: Cast) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        in_force(rehearsal, text=TEXT)
        assert live_words.live(KIND, "en").version == "1"
        raise Undone
    assert live_words.live(KIND, "en").version == "shipped"


def test_I_21c_words_that_an_update_overtook_are_set_aside_and_told(
    rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = in_force(rehearsal, text=TEXT + "\nSee $when.")
    assert live_words.overtaken() == []
    live_words._remembered.clear()
    monkeypatch.setitem(names.NAMES, KIND, names._names("", "service reference link"))
    attempt = sent(rehearsal, outbox)
    assert (attempt.evidence["words"], "Are you all right?" in attempt.body) == ("shipped instead of 1", True)
    assert f"en/{KIND}: text: unknown name $when: take one from the list" in live_words.overtaken()[0][1]
    assert not kind_seen(KIND, rehearsal.manager).passes
    for _round in range(2):
        tell_of_overtaken_words()
    assert [event.subject_id for event in events("words.overtaken")] == [version.id]


def test_operator_is_warned_of_words_that_no_longer_pass(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(cast, text=TEXT + "\nSee $when.")
    assert not [one for one in warnings() if "own words" in one]
    live_words._remembered.clear()
    monkeypatch.setitem(names.NAMES, KIND, names._names("", "service reference link"))
    (said,) = [one for one in warnings() if "own words" in one]
    assert f"words of {KIND} no longer pass, and the shipped ones are sent instead" in said
    assert "$when" in said
    live_words._remembered.clear()


def test_promises_stand_until_it_is_signed_or_mended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    change = proposed(cast.manager, text=TEXT + "\nSee $when.")
    promise = Promise.objects.get(standard="words_read")
    assert (promise.subject_id, promise.state, promise.team) == (change.id, "open", "managers")
    rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
    promise.refresh_from_db()
    assert promise.state == "kept"
    live_words._remembered.clear()
    with monkeypatch.context() as update:
        update.setitem(names.NAMES, KIND, names._names("", "service reference link"))
        tell_of_overtaken_words()
    assert Promise.objects.get(standard="words_mended").state == "open"
    rewording.restore_shipped_words(kind=KIND, why="Mended.", by=cast.manager)
    assert Promise.objects.get(standard="words_mended").state == "kept"
    live_words._remembered.clear()


def test_turned_down_change_withdraws_its_promise(cast: Cast) -> None:
    change = proposed(cast.manager, text=TEXT)
    rewording.turn_down_words(change=change, why="Too short.", by=cast.doctor)
    assert Promise.objects.get(standard="words_read").state == "withdrawn"
    assert words_change_for(change.id, cast.manager).ended_why == "Too short."


def test_what_is_said_in_person_is_said_in_our_words_too(rehearsal: Cast, outbox: Outbox) -> None:
    in_force(rehearsal, call="We did not see you today.\nTo choose a new time, press 9.")
    told = live_words.live(KIND, "en").words
    assert told.call == ("We did not see you today.", "To choose a new time, press 9.")
    assert sent(rehearsal, outbox, "call").evidence["script"][2] == "We did not see you today."


def test_list_takes_the_same_statements_for_one_and_for_three(cast: Cast) -> None:
    counts = []
    for kinds in (["visit.missed"], ["offer.made", "offer.taken"]):
        for kind in kinds:
            in_force(cast, kind, subject="Something else")
        words_seen(cast.manager)
        with CaptureQueriesContext(connection) as asked:
            words_seen(cast.manager)
        counts.append(len(asked))
    assert counts == [2, 2]


def test_versions_are_never_changed(cast: Cast) -> None:
    in_force(cast, text=TEXT)
    with pytest.raises(DatabaseError), transaction.atomic():
        WordsVersion.objects.update(own={})
    with pytest.raises(DatabaseError), transaction.atomic():
        WordsVersion.objects.all().delete()


@pytest.mark.parametrize("act", ["begin", "write", "propose", "sign", "turn_down", "restore"])
def test_each_write_failing_leaves_nothing(cast: Cast, act: str) -> None:
    acts: dict[str, Any] = {}
    if act == "begin":
        acts[act] = lambda: rewording.begin_words(kind=KIND, by=cast.manager)
    elif act == "restore":
        in_force(cast, text=TEXT)
        acts[act] = lambda: rewording.restore_shipped_words(kind=KIND, why="x", by=cast.manager)
    else:
        change = proposed(cast.manager, text=TEXT) if act in {"sign", "turn_down"} else drafted(cast.manager, text=TEXT)
        acts |= {
            "write": lambda: write(change, "en", cast.manager, text="other"),
            "propose": lambda: rewording.propose_words(change=change, why="x", by=cast.manager),
            "sign": lambda: rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor),
            "turn_down": lambda: rewording.turn_down_words(change=change, why="x", by=cast.doctor),
        }
    leaves_nothing(acts[act], writes=2)


# ── Whatever is written ──────────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.lists(
    st.sampled_from([
        "$first_name", "$service_desk", "$hospital", "$when", "$link", "$service", "$reference", "$", "$$", "${when}",
        "$Hospital", "$when2", "{}", "%s", "%(x)s", "\n", "\n\n", "Ring us.", "مرحبا",
        "🙂", "👩‍⚕️", " ", "\r\n", "\u202e",
        "\xa0", "<b>", "&amp;", "- ",
    ]) | st.text(max_size=8),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=PIECES, call=PIECES, email=PIECES, subject=PIECES)
def test_T10_what_passes_can_be_sent_with_all_values_and_with_none(
    text: str, call: str, email: str, subject: str
) -> None:
    told = cleaned({"text": TEXT + "\n" + text, "call": "We are here.\n" + call, "email": "Hello.\n\n" + email,
                    "subject": "Hello " + subject, "letter": "Hello."})  # fmt: skip
    words = wording.reworded(wording.words("en", KIND), told)
    if faults_of(words, KIND, "en", wording.common("en"), wording.words("en", KIND)):
        return
    for given_values in (values(KIND), {}):
        for channel in Channel.values:
            said = previewing.preview(KIND, words, "en", channel, given_values)
            assert said.body.strip()
            assert "Maximiliana" in said.body or channel == "letter"
            assert said.subject or channel in {"text", "call"}
            assert len(said.subject.splitlines()) <= 1


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(sorted(NAMES)), place=st.sampled_from(wording.PLACES), data=st.data())
def test_I_21c_our_own_words_carry_no_canary_above_the_class_of_their_place(
    kind: str, place: str, data: st.DataObject
) -> None:
    allowed = sorted(NAMES[kind].all)
    chosen = data.draw(st.lists(st.sampled_from(allowed), max_size=4))
    shipped = wording.words("en", kind)
    words = wording.reworded(
        shipped, {place: wording.said_in(shipped)[place] + "\n" + " ".join(f"${n}" for n in chosen)}
    )
    private = {name for name in chosen if privacy(name) > CEILING[place]}
    found = faults_of(words, kind, "en", wording.common("en"), shipped)
    told = {fault.facts.get("name") for fault in found if "too much" in str(fault)}
    assert told == private


def test_what_is_pasted_loses_what_nobody_sees() -> None:
    told = cleaned({"text": "a\u200f\u202eb\u00a0c\r\n\r\n\r\n\r\nd  \x00\n", "call": "x" * 9000})
    assert told["text"] == "ab c\n\nd"
    assert len(told["call"]) == 6000
    assert told["email"] == ""


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("kind", NAMES)
def test_shipped_words_can_be_looked_at_and_say_every_name(kind: str, language: str) -> None:
    shipped = wording.words(language, kind)
    for channel in Channel.values:
        said = previewing.preview(kind, shipped, language, channel)
        assert "$" not in said.body + said.subject
    told = {name: value for name, value in previewing.values(kind).items() if not value}
    assert told == {}


def test_draft_of_shipped_words_is_no_change(cast: Cast) -> None:
    for kind in NAMES:
        change = rewording.begin_words(kind=kind, by=cast.manager)
        assert (own_of(change), faults_of_change(change)) == ({}, {})
        assert cleaned(change.words["ar"]) == change.words["ar"]
    assert WordsChange.objects.count() == len(NAMES)
