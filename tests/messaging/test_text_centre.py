"""Texts by a message centre on the loopback: sent, answered, cut off, told of later, and heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.cast import Cast
from tests.messaging.conftest import Outbox, events
from tests.messaging.smsc import NO_SUCH, OK, TOO_FAST, Centre, centre
from tests.messaging.test_sending import fresh, later
from tests.messaging.test_smtp import letter
from tests.messaging.tls_door import tls_door

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import Setting
from almoner.messaging import heard, incoming, texting, texts
from almoner.messaging.channels.choice import check
from almoner.messaging.channels.text.delivered import GAP
from almoner.messaging.channels.text.line import LINE
from almoner.messaging.channels.text.sender import TextSender
from almoner.messaging.enums import ReceiptStatus, Result, State
from almoner.messaging.incoming import IncomingText
from almoner.messaging.models import Attempt, EarlyReceipt, HeardText, Receipt, Text
from almoner.people.models import ContactPoint

MAYA = "447700900123"


@pytest.fixture
def smsc(cast: Cast, outbox: Outbox, settings: Any) -> Iterator[Centre]:
    """The hospital's texts go by the centre."""
    with centre() as one:
        settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_SYSTEM_ID = "127.0.0.1", one.port, "hospital"
        settings.SMPP_PASSWORD, settings.SMPP_SOURCE = "secret", "+447700900000"
        LINE.close()
        yield one
        LINE.close()


@pytest.fixture
def came(monkeypatch: pytest.MonkeyPatch) -> list[IncomingText]:
    """The texts that were passed on."""
    found: list[IncomingText] = []

    def take(text: IncomingText, by: Actor) -> None:
        found.append(text)

    monkeypatch.setattr(incoming, "_listeners", [take])
    return found


def look(until: Callable[[], object], seconds: float = 10) -> None:
    """The worker's looks, until something is so."""
    end = time.monotonic() + seconds
    while not until():
        texting.look()
        assert time.monotonic() < end
        time.sleep(0.02)


def attempts() -> list[Attempt]:
    return list(Attempt.objects.order_by("at", "created_at"))


# ── Going out ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_CNF_1_a_text_leaves_with_its_parts_counted_and_a_receipt_asked_for(
    cast: Cast, outbox: Outbox, smsc: Centre
) -> None:
    message = outbox.plan(cast.maya, "text")
    outbox.send()
    attempt, parts = Attempt.objects.get(), smsc.taken
    assert (fresh(message).state, attempt.result) == (State.SENT, Result.ACCEPTED)
    assert {part.number for part in parts} == {MAYA}
    assert {part.source for part in parts} == {"447700900000"}
    assert [part.asks_receipt for part in parts] == [False] * (len(parts) - 1) + [True]
    assert (attempt.evidence["parts"], attempt.evidence["alphabet"]) == (len(parts), "GSM-7")
    assert attempt.evidence["ids"] == [part.id for part in parts]
    assert Text.objects.get().provider_id == parts[-1].id


def test_long_text_in_another_script_is_joined_by_its_headers(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    cast.maya.language = "ar"
    cast.maya.save(update_fields=["language"])
    outbox.plan(cast.maya, "text")
    outbox.send()
    headers = [part.octets[:6] for part in smsc.taken]
    total = len(headers)
    assert total > 1
    assert {(header[:3], header[4]) for header in headers} == {(b"\x05\x00\x03", total)}
    assert [header[5] for header in headers] == list(range(1, total + 1))
    assert len({header[3] for header in headers}) == 1
    assert {(part.coding, part.kind) for part in smsc.taken} == {(8, 0x40)}
    words = b"".join(part.octets[6:] for part in smsc.taken).decode("utf-16-be")
    assert words == Attempt.objects.get().body


@pytest.mark.parametrize(
    ("status", "result", "stopped"),
    [(NO_SUCH, Result.REFUSED, True), (0x08, Result.NOT_NOW, False), (TOO_FAST, Result.NOT_NOW, False)],
)
def test_I_21_what_the_centre_refuses_is_told_apart(
    cast: Cast,
    outbox: Outbox,
    smsc: Centre,
    monkeypatch: pytest.MonkeyPatch,
    *,
    status: int,
    result: str,
    stopped: bool,
) -> None:
    monkeypatch.setattr("almoner.messaging.channels.text.smpp.SLOWEST", 0.05)
    smsc.says = lambda _event: status
    outbox.plan(cast.maya, "text", "email")
    outbox.send()
    assert (attempts()[0].result, smsc.taken) == (result, [])
    assert ContactPoint.objects.filter(person=cast.maya, stopped_at__isnull=False).exists() is stopped
    assert Text.objects.get().parts == 0


def test_too_fast_is_tried_again_more_slowly(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    told: list[int] = []

    def says(_event: Any) -> int:
        told.append(TOO_FAST if len(told) < 3 else OK)
        return told[-1]

    smsc.says = says
    outbox.plan(cast.maya, "text")
    outbox.send()
    assert (Attempt.objects.get().result, smsc.refused) == (Result.ACCEPTED, 3)


def test_where_no_centre_is_it_waits_and_then_takes_the_next_way(cast: Cast, outbox: Outbox, settings: Any) -> None:
    settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_SOURCE = "127.0.0.1", 1, "447700900000"
    message = outbox.plan(cast.maya, "text", "email", hours=5)
    for hours in (0, 0.1, 0.5, 2):
        with clock.at(later(hours)):
            outbox.send()
    LINE.close()
    results = [attempt.result for attempt in attempts()]
    assert results[:4] == [Result.NOT_NOW] * 4
    assert fresh(message).channel == "email"


def test_X_5_rehearsal_hospital_sends_and_hears_nothing(rehearsal: Cast, outbox: Outbox, smsc: Centre) -> None:
    outbox.plan(rehearsal.maya, "text")
    outbox.send()
    assert texting.look() == 0
    assert (Attempt.objects.get().evidence["stand_in"], smsc.taken, smsc.bound) == (True, [], {})


# ── An answer that is lost ───────────────────────────────────────────────────────────────────────────────────────────


def cut_next(smsc: Centre) -> None:
    """Of the next text the answer is lost."""
    smsc.wire.cut_at = {smsc.wire.submits + 1}


def test_I_18_an_answer_that_was_lost_is_shown_by_the_receipt(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    cut_next(smsc)
    message = outbox.plan(cast.maya, "text")
    outbox.send()
    assert [attempt.result for attempt in attempts()] == [Result.UNKNOWN]
    smsc.bound.clear()
    look(lambda: smsc.bound)
    smsc.receipt(smsc.taken[-1], "DELIVRD")
    look(EarlyReceipt.objects.exists)
    with clock.at(later(0.05)):
        outbox.send()
        look(lambda: fresh(message).state == State.DELIVERED)
    assert [attempt.result for attempt in attempts()] == [Result.UNKNOWN, Result.ACCEPTED]
    assert len({attempt.provider_key for attempt in attempts()}) == 1
    assert smsc.wire.submits == 1
    assert (EarlyReceipt.objects.count(), Receipt.objects.count()) == (0, 1)


def test_I_18_what_nothing_shows_is_not_handed_over_again_under_its_key(
    cast: Cast, outbox: Outbox, smsc: Centre
) -> None:
    """At most twice in all, and each time under a key of its own."""
    smsc.wire.cut_at = {1, 2, 3, 4, 5}
    message = outbox.plan(cast.maya, "text", "email", hours=6)
    for hours in (0, 0.05, 0.35, 1.5, 3):
        with clock.at(later(hours)):
            outbox.send()
    assert [(attempt.channel, attempt.result) for attempt in attempts()] == [
        ("text", "unknown"), ("text", "not_now"), ("text", "unknown"), ("text", "not_now"), ("email", "accepted"),
    ]  # fmt: skip
    keys = [attempt.provider_key for attempt in attempts()[:4]]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert (smsc.wire.submits, fresh(message).state) == (2, State.SENT)


def test_F9_I_18_the_receipt_of_a_text_that_was_given_up_counts_for_no_other(
    cast: Cast, outbox: Outbox, smsc: Centre
) -> None:
    """Two to one telephone: the first was taken, and given up; of the second nobody knows. Whose the receipt is cannot
    be told, and so the second is not taken for one that went."""
    smsc.wire.cut_at = {1}
    outbox.plan(cast.maya, "text", hours=6)
    outbox.send()
    with clock.at(later(0.05)):
        outbox.send()
    assert [attempt.result for attempt in attempts()] == [Result.UNKNOWN, Result.NOT_NOW]
    second, _new = texts.begin_text(provider_key="k2", number="+447700900123", parts=1, by=SYSTEM)
    look(lambda: smsc.bound)
    smsc.receipt(smsc.taken[0], "DELIVRD")
    look(EarlyReceipt.objects.exists)
    assert EarlyReceipt.objects.get().about == smsc.taken[0].id
    assert not texts.shown_by_receipt(second)


def test_I_18_a_worker_that_died_after_the_answer_was_written_repeats_it(
    cast: Cast, outbox: Outbox, smsc: Centre
) -> None:
    message = outbox.plan(cast.maya, "text")
    outbox.send()
    first = Attempt.objects.get()
    outcome = TextSender(LINE).send(letter(), "07700 900123", first.provider_key)
    assert (outcome.result, smsc.wire.submits) == (Result.ACCEPTED, len(first.evidence["ids"]))
    assert fresh(message).state == State.SENT


# ── On the way to the centre ─────────────────────────────────────────────────────────────────────────────────────────


def test_by_tls_a_text_goes_and_a_receipt_comes(
    cast: Cast, outbox: Outbox, smsc: Centre, *, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_door(tmp_path, smsc.port) as door:
        monkeypatch.setenv("SSL_CERT_FILE", str(door.certificate))
        settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_TLS = "localhost", door.port, True
        message = sent(cast, outbox)
        handed = smsc.receipt(smsc.taken[-1], "DELIVRD")
        look(handed.done)
        assert fresh(message).state == State.DELIVERED
        assert door.heard
        LINE.close()


@pytest.mark.parametrize("trusted", [True, False])
def test_a_centre_that_is_another_or_unknown_hears_no_password(
    cast: Cast,
    outbox: Outbox,
    smsc: Centre,
    *,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trusted: bool,
) -> None:
    with tls_door(tmp_path, smsc.port, name="elsewhere.example" if trusted else "localhost") as door:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(door.certificate))
        settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_TLS = "localhost", door.port, True
        outbox.plan(cast.maya, "text", "email")
        outbox.send()
        assert [attempt.result for attempt in attempts()] == [Result.NOT_NOW]
        assert "certificate verify failed" in attempts()[0].answer
        assert (door.heard, smsc.bound) == (0, {})


# ── What may go in a day ─────────────────────────────────────────────────────────────────────────────────────────────


def test_T14_so_many_parts_go_in_a_day_and_operators_are_told(
    cast: Cast, outbox: Outbox, smsc: Centre, settings: Any
) -> None:
    first = outbox.plan(cast.maya, "text")
    outbox.send()
    settings.TEXT_PARTS_A_DAY = len(smsc.taken)
    waits = outbox.plan(cast.maya, "text", "email", kind="visit.missed")
    urgent = outbox.plan(cast.maya, "text", "email", kind="question.received", urgent=True)
    outbox.send()
    outbox.send()
    assert fresh(first).state == State.SENT
    assert fresh(waits).next_at == texts.tomorrow()
    assert (fresh(urgent).state, fresh(urgent).channel) == (State.SENT, "email")
    assert "are used, so texts wait" in next(one.says for one in check() if one.channel == "text")
    with clock.at(later(26)):
        outbox.send()
    assert (fresh(waits).state, fresh(waits).channel) == (State.SENT, "text")


def test_T14_what_would_come_too_late_tomorrow_takes_the_next_way(
    cast: Cast, outbox: Outbox, smsc: Centre, settings: Any
) -> None:
    settings.TEXT_PARTS_A_DAY = 0
    message = outbox.plan(cast.maya, "text", "email", hours=3)
    outbox.send()
    outbox.send()
    assert (fresh(message).state, fresh(message).channel) == (State.SENT, "email")


# ── What is told later ───────────────────────────────────────────────────────────────────────────────────────────────


def sent(cast: Cast, outbox: Outbox) -> Any:
    message = outbox.plan(cast.maya, "text", "email")
    outbox.send()
    texting.look()
    return message


@pytest.mark.parametrize(
    ("stat", "error", "state", "stopped"),
    [
        ("DELIVRD", "000", State.DELIVERED, False),
        ("UNDELIV", "027", State.PLANNED, False),
        ("UNDELIV", "001", State.PLANNED, True),
        ("EXPIRED", "001", State.PLANNED, False),
        ("REJECTD", "000", State.PLANNED, False),
        ("ENROUTE", "000", State.SENT, False),
        ("UNKNOWN", "000", State.SENT, False),
    ],
)
def test_F9_a_receipt_ends_what_it_is_of(
    cast: Cast, outbox: Outbox, smsc: Centre, *, stat: str, error: str, state: str, stopped: bool
) -> None:
    message = sent(cast, outbox)
    handed = smsc.receipt(smsc.taken[-1], stat, error=error)
    look(handed.done)
    assert (handed.result(), fresh(message).state) == (OK, state)
    assert fresh(message).channel == ("email" if state == State.PLANNED else "text")
    assert ContactPoint.objects.filter(person=cast.maya, stopped_at__isnull=False).exists() is stopped


@pytest.mark.parametrize(("answered", "told"), [("A1B2C3", "10597059"), ("10597059", "A1B2C3"), ("0000A1B2", "a1b2")])
def test_F9_numbers_in_decimals_and_hexadecimals_are_one(
    cast: Cast, outbox: Outbox, smsc: Centre, answered: str, told: str
) -> None:
    smsc.name = lambda _count: answered
    message = sent(cast, outbox)
    smsc.receipt(smsc.taken[-1], "DELIVRD", as_id=told)
    look(lambda: fresh(message).state == State.DELIVERED)


def test_T11_a_number_that_only_looks_alike_is_of_somebody_else(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    smsc.name = lambda _count: "10"
    message = sent(cast, outbox)
    smsc.taken[-1].number = "447700900999"
    handed = smsc.receipt(smsc.taken[-1], "UNDELIV", as_id="16")
    look(handed.done)
    assert (fresh(message).state, EarlyReceipt.objects.count()) == (State.SENT, 1)
    with clock.at(clock.now() + texts.KEPT + timedelta(minutes=1)):
        texting.look()
    assert EarlyReceipt.objects.count() == 0


def test_F9_twice_and_missed_before_bounced_end_the_same(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    message = sent(cast, outbox)
    for stat, error in (("EXPIRED", ""), ("EXPIRED", ""), ("UNDELIV", "001"), ("DELIVRD", "000")):
        handed = smsc.receipt(smsc.taken[-1], stat, error=error)
        look(handed.done)
    assert (fresh(message).state, fresh(message).channel, fresh(message).way) == (State.PLANNED, "email", 1)
    outbox.send()
    handed = smsc.receipt(smsc.taken[-1], "EXPIRED")
    look(handed.done)
    assert fresh(message).state == State.SENT
    assert len(events("contact.stopped")) == 1


def test_a_receipt_before_its_answer_is_kept_for_it(cast: Cast, outbox: Outbox, smsc: Centre) -> None:
    message = sent(cast, outbox)
    key = Attempt.objects.get().provider_key
    texts.hear_receipt(about="unheard-of", status=ReceiptStatus.DELIVERED, by=heard.SYSTEM)
    Text.objects.update(provider_id="unheard-of")
    assert texts.apply_early(by=heard.SYSTEM) == 1
    assert (fresh(message).state, Receipt.objects.get().attempt.provider_key) == (State.DELIVERED, key)


# ── Coming in ────────────────────────────────────────────────────────────────────────────────────────────────────────


def told(came: list[IncomingText]) -> list[tuple[str, str]]:
    return [(text.sender, text.body) for text in came]


def test_REM_8_a_text_that_comes_in_is_passed_on_before_the_centre_is_told(
    cast: Cast, smsc: Centre, came: list[IncomingText]
) -> None:
    look(lambda: smsc.bound)
    handed = [
        smsc.begin_deliver(MAYA, b"1"),
        smsc.begin_deliver(MAYA, "نعم".encode("utf-16-be"), data_coding=8),
        smsc.begin_deliver(MAYA, "sí".encode("latin-1"), data_coding=3),
        smsc.begin_deliver(MAYA, b"\x1be5 \x05", data_coding=0),
    ]
    look(lambda: all(one.done() for one in handed))
    assert [one.result() for one in handed] == [OK] * 4
    assert sorted(told(came)) == sorted(("+447700900123", words) for words in ("1", "نعم", "sí", "€5 é"))
    assert set(HeardText.objects.values_list("octets", flat=True)) == {""}


def test_parts_in_any_order_and_a_sign_cut_in_two_are_one_text(
    cast: Cast, smsc: Centre, came: list[IncomingText]
) -> None:
    words = "I cannot come 😀 on Friday"
    octets = words.encode("utf-16-be")
    cut = 2 * words.index("😀") + 2
    pieces = [octets[:cut], octets[cut : cut + 10], octets[cut + 10 :]]
    look(lambda: smsc.bound)
    for place in (2, 0, 1):
        header = bytes((5, 0, 3, 77, 3, place + 1))
        handed = smsc.begin_deliver(MAYA, header + pieces[place], data_coding=8, esm_class=0x40)
        look(handed.done)
    assert told(came) == [("+447700900123", words)]


def test_a_part_that_never_comes_leaves_a_gap_and_not_a_silence(
    cast: Cast, smsc: Centre, came: list[IncomingText]
) -> None:
    look(lambda: smsc.bound)
    handed = smsc.begin_deliver(MAYA, bytes((5, 0, 3, 9, 2, 2)) + b"and it hurts", esm_class=0x40)
    look(handed.done)
    assert came == []
    with clock.at(clock.now() + heard.PARTS_WAIT + timedelta(minutes=1)):
        texting.look()
    assert told(came) == [("+447700900123", f"{GAP}and it hurts")]


def test_what_cannot_be_kept_is_left_with_the_centre(
    cast: Cast, smsc: Centre, came: list[IncomingText], monkeypatch: pytest.MonkeyPatch
) -> None:
    look(lambda: smsc.bound)
    with monkeypatch.context() as patch:
        patch.setattr(incoming, "_listeners", [])
        handed = smsc.begin_deliver(MAYA, b"1")
        look(handed.done)
    assert (handed.result(), HeardText.objects.count()) == (0x64, 0)
    again = smsc.begin_deliver(MAYA, b"1")
    look(again.done)
    assert (again.result(), len(came)) == (OK, 1)


def break_unsettled(smsc: Centre) -> None:
    """The line breaks before the centre showed that it knows what we have of the last text."""
    LINE.close()
    if not HeardText.objects.filter(settled_at=None).exists():
        HeardText.objects.filter(id=HeardText.objects.latest("created_at").id).update(settled_at=None)
    smsc.bound.clear()
    look(lambda: smsc.bound)


def test_I_37_the_same_again_after_a_break_is_the_same_and_otherwise_another(
    cast: Cast, smsc: Centre, came: list[IncomingText]
) -> None:
    look(lambda: smsc.bound)
    handed = smsc.begin_deliver(MAYA, b"1")
    look(handed.done)
    break_unsettled(smsc)
    again = smsc.begin_deliver(MAYA, b"1")
    look(again.done)
    assert len(came) == 1
    look(lambda: not HeardText.objects.filter(settled_at=None).exists())
    second = smsc.begin_deliver(MAYA, b"1")
    look(second.done)
    assert len(came) == 2
    break_unsettled(smsc)
    with clock.at(clock.now() + heard.REPEATS + timedelta(minutes=1)):
        third = smsc.begin_deliver(MAYA, b"1")
        look(third.done)
    assert len(came) == 3


def test_a_line_that_breaks_is_made_anew(cast: Cast, smsc: Centre, came: list[IncomingText]) -> None:
    look(lambda: smsc.bound)
    smsc.wire.cut()
    smsc.bound.clear()
    look(lambda: smsc.bound)
    handed = smsc.begin_deliver(MAYA, b"2")
    look(handed.done)
    assert told(came) == [("+447700900123", "2")]


def test_old_texts_are_forgotten(cast: Cast, smsc: Centre, came: list[IncomingText]) -> None:
    look(lambda: smsc.bound)
    handed = smsc.begin_deliver(MAYA, b"2")
    look(handed.done)
    with clock.at(clock.now() + heard.KEPT + timedelta(minutes=1)):
        texting.look()
    assert HeardText.objects.count() == 0


def test_check_says_where_texts_go(cast: Cast) -> None:
    with override_settings(SMPP_HOST="smsc.example", SMPP_PORT=2775, SMPP_SYSTEM_ID="hospital"):
        state = next(one for one in check() if one.channel == "text")
    assert state.real
    assert state.says == "Texts go out by smsc.example:2775 as hospital; 2700 of 3000 parts are left today."
    Setting.objects.create(name="rehearsal", value=True)
    with override_settings(SMPP_HOST="smsc.example"):
        assert not next(one for one in check() if one.channel == "text").real
