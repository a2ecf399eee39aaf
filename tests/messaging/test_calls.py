"""Calls for real, by SIP, to a telephone on the loopback that answers, is busy, is a machine, or is not there."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cast import Cast
from tests.engines import free_port
from tests.messaging.conftest import TOMORROW, Outbox, events
from tests.messaging.sip_peer import NUMBER, RATE, Peer, likeness, loudest, peer, tone
from tests.messaging.test_sending import fresh, later

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging import actions, calling, calls, claiming, recordings
from almoner.messaging.channels.call.line import OF_EVERYBODY, uri_of
from almoner.messaging.channels.call.on_the_line import samples
from almoner.messaging.channels.call.sound import sound_of
from almoner.messaging.channels.choice import check
from almoner.messaging.conversation import End, Piece
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Call, Message
from almoner.people.models import ContactPoint, Person

TONES = {piece: 400.0 + 330 * place for place, piece in enumerate(Piece)}
DIALLER = [sys.executable, "-m", "almoner.messaging.channels.call.dialler"]


@pytest.fixture
def telephone(tmp_path: Path) -> Iterator[Peer]:
    with peer(tmp_path) as one:
        yield one


class Dialled:
    """A call to `domain` whose pieces are tones, so that what was heard can be told from the sound."""

    def __init__(self, folder: Path, domain: str, *, seconds: float = 0.8, **more: Any) -> None:
        for piece, hertz in TONES.items():
            tone(folder / f"{piece}.wav", hertz, seconds, rate=22050)
        order = {
            "line": {"user": "hospital", "domain": domain, "password": "", "reg_interval": 0},
            "uri": f"sip:{NUMBER}@{domain}", "keys": ["1", "2", "9", "0"], "interface": "127.0.0.1",
            "sounds": {piece: str(folder / f"{piece}.wav") for piece in Piece},
            "ring_seconds": 5, "wait_seconds": 1, **more,
        }  # fmt: skip
        self._process = subprocess.Popen(DIALLER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order).encode())
        self._process.stdin.close()

    def ended(self) -> dict[str, Any]:
        assert self._process.stdout
        with self._process.stdout as said:
            told: dict[str, Any] = json.loads(said.read())
        self._process.wait(timeout=20)
        return told

    def kill(self) -> None:
        assert self._process.stdout
        self._process.terminate()
        self._process.wait(timeout=20)
        self._process.stdout.close()


def test_CNF_1_a_key_opens_the_message_and_a_key_answers_it(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain, wait_seconds=6)
    telephone.answer()
    time.sleep(1)
    telephone.press("1")
    time.sleep(1.2)
    telephone.press("2")
    told = call.ended()
    assert (told["how"], told["key"], told["said"][:2], told["said"][-1]) == (
        End.PRESSED, "2", [Piece.GATE, Piece.MESSAGE], Piece.THANKS,
    )  # fmt: skip
    heard = loudest(telephone.heard(), TONES)
    assert heard[:2] == [Piece.GATE, Piece.MESSAGE]
    assert heard[-1] == Piece.THANKS


def test_I_17_a_machine_hears_who_rang_and_nothing_else(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain)
    telephone.answer()
    told = call.ended()
    assert (told["how"], told["said"]) == (End.MACHINE, [Piece.GATE, Piece.GATE, Piece.VOICEMAIL])
    assert loudest(telephone.heard(), TONES) == [Piece.GATE, Piece.VOICEMAIL]


def test_key_of_strangers_and_an_early_end(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain, wait_seconds=6)
    telephone.answer()
    time.sleep(0.5)
    telephone.press("7")
    assert call.ended()["how"] == End.WRONG_PERSON


def test_who_hangs_up_early_is_rung_again(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain, seconds=6)
    telephone.answer()
    time.sleep(0.5)
    telephone.press("1")
    time.sleep(0.3)
    telephone.hang_up()
    assert call.ended()["how"] == End.CUT_OFF


def test_busy_and_no_answer(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain)
    telephone.rings()
    telephone.hang_up()
    assert call.ended()["how"] == End.BUSY
    silent = Dialled(tmp_path, telephone.domain, ring_seconds=4)
    assert silent.ended()["how"] == End.NO_ANSWER


def test_where_no_telephone_exchange_is_the_line_is_down(tmp_path: Path) -> None:
    assert Dialled(tmp_path, f"127.0.0.1:{free_port()}", ring_seconds=3).ended()["how"] == End.LINE_DOWN


def test_a_program_that_is_told_to_end_hangs_up(telephone: Peer, tmp_path: Path) -> None:
    call = Dialled(tmp_path, telephone.domain)
    telephone.answer()
    call.kill()
    telephone.until("session closed")


@pytest.fixture
def line(cast: Cast, outbox: Outbox, telephone: Peer, settings: Any) -> Iterator[Peer]:
    """The hospital's line ends at the telephone."""
    settings.SIP_DOMAIN, settings.SIP_INTERFACE, settings.SIP_USER = telephone.domain, "127.0.0.1", "hospital"
    yield telephone
    for one, _call in calling._exchange.ringing:
        one.end()
    calling._exchange.ringing.clear()
    calling._exchange.rests_until = None


def ring(until: Callable[[], bool], seconds: float = 40) -> None:
    """The worker's looks, until something is so."""
    end = time.monotonic() + seconds
    while not until():
        calling.ring_due()
        assert time.monotonic() < end
        time.sleep(0.1)


def test_CNF_2_a_message_is_spoken_answered_by_key_and_recorded(
    cast: Cast, outbox: Outbox, line: Peer, settings: Any, tmp_path: Path
) -> None:
    settings.ALMONER_HOME = tmp_path / "home"
    message = outbox.plan(cast.maya, "call")
    with clock.at(later(1)):
        assert outbox.send() == 0
        ring(Call.objects.exists)
        line.answer()
        time.sleep(1)
        line.press("1")
        time.sleep(1)
        line.press("1")
        ring(lambda: fresh(message).state != State.PLANNED)
    assert fresh(message).state == State.DELIVERED
    assert outbox.heard == [(message.subject_id, "confirm")]
    attempt = Attempt.objects.get()
    assert (attempt.result, attempt.evidence["pressed"], attempt.evidence["how"]) == (Result.DELIVERED, "1", "pressed")
    assert [event.facts["means"] for event in events("message.answered")] == ["confirm"]
    call = Call.objects.get()
    assert len(list((Path(settings.ALMONER_HOME) / "sound").glob("*.wav"))) == len(OF_EVERYBODY)
    assert call.ended_at
    assert call.told["key"] == "1"


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_CNF_1_what_arrives_is_the_message_spoken_in_their_language(
    cast: Cast, outbox: Outbox, line: Peer, language: str
) -> None:
    """The sound that a telephone recorded is laid over the sound that the words make when they are spoken again."""
    type(cast.maya).objects.filter(id=cast.maya.id).update(language=language)
    message = outbox.plan(cast.maya, "call")
    with clock.at(later(1)):
        ring(Call.objects.exists)
        rendered = calling._exchange.ringing[0][0].handover.rendered
        line.answer()
        time.sleep(3.5)
        line.press("1")
        time.sleep(3.5)
        line.press("3")
        ring(lambda: fresh(message).state != State.PLANNED)
    assert rendered.language == language
    assert outbox.heard == [(message.subject_id, "cannot_come")]
    for piece in (Piece.GATE, Piece.MESSAGE):
        spoken = samples(sound_of(rendered.spoken[piece], language), RATE)
        assert likeness(line.heard(), spoken, 2) > 0.8, piece
    unsaid = samples(sound_of(rendered.spoken[Piece.SORRY], language), RATE)
    assert likeness(line.heard(), unsaid, 2) < 0.5
    _kept_as_it_was_heard(line)


def _kept_as_it_was_heard(line: Peer) -> None:
    """What the outbox plays as proof is what came out of the telephone, second for second."""
    kept = recordings.read(Attempt.objects.get().evidence["recording"])
    assert kept
    with wave.open(io.BytesIO(kept)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2)
        said = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
    heard = line.heard()
    for second in (0, 4):
        part = said[second * RATE : (second + 3) * RATE]
        assert likeness(heard, part.tobytes(), 3) > 0.8, f"from second {second} on"
    assert abs(len(said) - len(heard)) < 4 * RATE


def test_I_21_whoever_says_it_is_not_them_is_not_rung_again(cast: Cast, outbox: Outbox, line: Peer) -> None:
    message = outbox.plan(cast.maya, "call", "email")
    with clock.at(later(1)):
        ring(Call.objects.exists)
        line.answer()
        time.sleep(1)
        line.press("7")
        ring(Attempt.objects.exists)
        assert ContactPoint.objects.get(id=Attempt.objects.get().contact_point_id).stopped_at
        outbox.send()
    assert fresh(message).channel == "email"


def test_I_18_a_call_cut_short_by_a_dead_worker_is_not_made_again_under_its_key(
    cast: Cast, outbox: Outbox, line: Peer
) -> None:
    message = outbox.plan(cast.maya, "call")
    with clock.at(later(1)):
        [claim] = actions.claim_due(limit=1, which=claiming.Which.CALLS, by=SYSTEM)
        handover = actions.hand_over(claim=claim, by=SYSTEM)
        assert handover
        assert calls.begin_call(handover=handover, by=SYSTEM)[1]
    with clock.at(later(1.2)):
        ring(Attempt.objects.exists)
    assert "Incoming call" not in line.told()
    attempt = Attempt.objects.get()
    assert (attempt.result, attempt.answer) == (Result.NOT_NOW, calls.CUT_SHORT["reason"])
    assert fresh(message).state == State.PLANNED
    assert Call.objects.get().provider_key == attempt.provider_key


def test_what_a_dead_worker_had_written_of_the_end_counts(cast: Cast, outbox: Outbox, line: Peer) -> None:
    message = outbox.plan(cast.maya, "call")
    with clock.at(later(1)):
        [claim] = actions.claim_due(limit=1, which=claiming.Which.CALLS, by=SYSTEM)
        handover = actions.hand_over(claim=claim, by=SYSTEM)
        assert handover
        call, _may = calls.begin_call(handover=handover, by=SYSTEM)
        calls.end_call(call=call, told={"how": "pressed", "key": "1"}, by=SYSTEM)
    with clock.at(later(1.2)):
        ring(Attempt.objects.exists)
    assert outbox.heard == [(message.subject_id, "confirm")]


def test_calls_are_bounded_by_lines_and_by_the_day(
    cast: Cast, outbox: Outbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIP_DOMAIN, settings.CALLS_AT_ONCE, settings.CALLS_A_DAY = "127.0.0.1:9", 2, 3
    monkeypatch.setattr(calling, "Ringing", lambda handover: _Rings(replace(handover, address="a line of its own")))
    for days in range(5):
        _about_day(outbox, cast.maya, days)
    exchange = calling.Exchange()
    with clock.at(later(1)):
        exchange.round()
        assert len(exchange.ringing) == 2
        exchange.round()
        assert len(exchange.ringing) == 2
        for one, _call in exchange.ringing:
            one.over = True  # type: ignore[misc]
        exchange.round()
        exchange.round()
        assert Call.objects.count() == 3
        assert calls.may_begin() == 0
    with clock.at(later(25)):
        assert calls.may_begin() == 2


def test_one_telephone_does_not_ring_for_two_messages_at_once(
    cast: Cast, outbox: Outbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIP_DOMAIN = "127.0.0.1:9"
    monkeypatch.setattr(calling, "Ringing", _Rings)
    for days in range(2):
        _about_day(outbox, cast.maya, days)
    exchange = calling.Exchange()
    with clock.at(later(1)):
        exchange.round()
        assert len(exchange.ringing) == 1
        exchange.ringing[0][0].over = True  # type: ignore[misc]
        exchange.round()
        assert exchange.ringing == []
    with clock.at(later(1) + calling.ANOTHER_CALL):
        exchange.round()
        assert len(exchange.ringing) == 1


def test_the_last_line_is_taken_once_by_all_workers_together(
    cast: Cast, outbox: Outbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each believes that a line is free; who comes second puts the message back, and nothing is counted of it."""
    settings.SIP_DOMAIN, settings.CALLS_AT_ONCE = "127.0.0.1:9", 1
    monkeypatch.setattr(calling, "Ringing", _Rings)
    first, second = outbox.plan(cast.maya, "call"), outbox.plan(cast.leila, "call")
    one, other = calling.Exchange(), calling.Exchange()
    with clock.at(later(1)):
        one.round()
        with monkeypatch.context() as believed:
            believed.setattr(calls, "may_begin", lambda: 1)
            claims = actions.claim_due(limit=5, which=claiming.Which.CALLS, by=SYSTEM)
        [claim] = claims
        other._ring(claim)
    assert (len(one.ringing), len(other.ringing), Call.objects.count()) == (1, 0, 1)
    waiting = next(each for each in (fresh(first), fresh(second)) if each.id == claim.message_id)
    assert (waiting.lease_token, waiting.claims, waiting.state) == (None, 0, State.PLANNED)


def _about_day(outbox: Outbox, person: Person, days: int) -> None:
    """A call about a visit on a day of its own, so that it travels in no other."""
    message = outbox.plan(person, "call", hours=24 * 7)
    assert message.subject_id
    outbox.values[message.subject_id] = {"when": TOMORROW + timedelta(days=days), "where": "Ward 1"}


class _Rings:
    """A call that rings until the test says that it is over."""

    def __init__(self, handover: Any) -> None:
        self.handover, self.over = handover, False

    def told(self) -> dict[str, Any]:
        return {"how": str(End.NO_ANSWER)}

    def end(self) -> None:
        pass


def test_after_a_line_that_did_not_work_nobody_is_rung_for_a_while(
    cast: Cast, outbox: Outbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIP_DOMAIN, settings.CALLS_AT_ONCE = "127.0.0.1:9", 1
    monkeypatch.setattr(calling, "Ringing", _Rings)
    monkeypatch.setattr(_Rings, "told", lambda _self: {"how": str(End.LINE_DOWN)})
    outbox.plan(cast.maya, "call")
    outbox.plan(cast.leila, "call")
    exchange = calling.Exchange()
    with clock.at(later(1)):
        exchange.round()
        exchange.ringing[0][0].over = True  # type: ignore[misc]
        exchange.round()
        assert exchange.ringing == []
    with clock.at(later(1) + calling.LINE_RESTS):
        exchange.round()
        assert len(exchange.ringing) == 1


def test_F7_what_turns_out_to_be_a_call_waits_for_the_line(cast: Cast, outbox: Outbox, settings: Any) -> None:
    """Planned as e-mail, and the address does not work any more: the telephone is the next way."""
    settings.SIP_DOMAIN = "127.0.0.1:9"
    message = outbox.plan(cast.maya, "email", "call")
    ContactPoint.objects.filter(person=cast.maya, kind="email").update(
        stopped_at=clock.now(), stopped_because="bounced"
    )
    with clock.at(later(1)):
        outbox.send()
    assert (fresh(message).channel, fresh(message).state) == ("call", State.PLANNED)
    assert not Attempt.objects.exists()
    assert Message.objects.due(later(1), 1).filter(id=message.id).exists()


@pytest.mark.django_db
def test_operator_is_told_what_stands_behind_calls(settings: Any) -> None:
    settings.SIP_DOMAIN, settings.SIP_USER = "trunk.example", "riverside"
    says = next(one.says for one in check() if one.channel == "call")
    assert says == "Calls go out by sip:riverside@trunk.example, 2 at once and 1000 a day at most."


def test_number_is_dialled_in_full() -> None:
    assert uri_of("020 7946 0000").startswith("sip:+442079460000@")
