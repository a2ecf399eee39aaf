"""Hundreds of messages through a line that fails, under workers that are killed; and the judge, judged (F6, F7)."""

from __future__ import annotations

import smtplib
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from email.message import EmailMessage
from itertools import pairwise
from random import Random
from urllib.parse import urlencode

import pytest
from faults.course import Course, Taken, Told
from faults.judge import findings, repeated
from faults.people import MOBILE, drawn
from faults.proxy import Chances, Fault, Passage, Wire, lines
from faults.running import play
from faults.speech import Centre, Mail, Speech, Web, key_in
from faults.telling import as_document, as_text
from hypothesis import given
from hypothesis import strategies as st
from tests.messaging.smtp_sink import Sink, sink

COURSES = (
    Course(messages=300, seed=6, engine="sqlite", texts="smpp", kills=40),
    Course(messages=300, seed=7, engine="postgresql", texts="http", kills=40),
)


@pytest.mark.faults
@pytest.mark.parametrize("course", COURSES, ids=lambda course: f"{course.engine}-{course.texts}")
def test_F6_F7_F9_I_4_I_16_I_17_I_18_none_is_lost_and_none_comes_again_under_a_new_key(course: Course) -> None:
    told = play(course)
    assert findings(told) == []
    met = {fault: len([one for one in told.passages if one.fault == fault]) for fault in Fault}
    assert min(met[fault] for fault in (Fault.REFUSED, Fault.REQUEST_CUT, Fault.ANSWER_CUT)) >= 5, met
    assert {one.channel for one in told.taken} == {"email", "text", "letter"}
    assert {one["how"] for one in told.report["messages"]} >= {"", "no_way", "refused"}


# ── The judge ────────────────────────────────────────────────────────────────────────────────────────────────────────


def attempt(key: str, result: str = "accepted", channel: str = "email", **more: object) -> dict[str, object]:
    return {"key": key, "channel": channel, "result": result, "answer": "", "late": False, "address": "x"} | more


def message(code: str, name: str, state: str = "sent", **more: object) -> dict[str, object]:
    promise = {
        "state": "open" if state == "undeliverable" else "kept",
        "team": "service_desk",
        "by_hand": state != "sent",
    }
    told = {"code": code, "name": name, "state": state, "how": "", "channel": "email", "points": [f"{name}@x"]}
    return told | {"promise": promise, "attempts": [attempt(f"key-{code}")] if state == "sent" else []} | more


@pytest.fixture
def told() -> Told:
    """Three messages. The first came twice, as its first answer was cut; the last reached nobody."""
    messages = [message("a", "Kim1"), message("b", "Kim2"), message("c", "Kim3", "undeliverable")]
    tally = {"made": 3, "accepted": 2, "refused": 1, "waiting": 0, "escalated": 0, "withdrawn": 0}
    taken = [
        Taken("email", "key-a", "Kim1@x", "a", "Kim1"), Taken("email", "key-a", "Kim1@x", "a", "Kim1"),
        Taken("email", "key-b", "Kim2@x", "b", "Kim2"),
    ]  # fmt: skip
    passages = [
        Passage("email", "key-a", Fault.ANSWER_CUT, heard=True),
        Passage("email", "key-a", Fault.NONE, heard=True, answered=True, went_on=True),
        Passage("email", "key-b", Fault.NONE, heard=True, answered=True, went_on=True),
    ]
    report = {"messages": messages, "tallies": [tally], "broken": [], "audit": []}
    return Told(Course(messages=3, kills=1), taken, passages, 1, report, 1.0)


def test_judge_lets_pass_what_an_answer_that_was_cut_explains(told: Told) -> None:
    assert (findings(told), repeated(told)) == ([], 1)
    assert "came again" in as_text(told)
    assert as_document(told).startswith("## sqlite, texts by http, seed 1\n")


def under_a_new_key(told: Told) -> None:
    told.taken[1] = Taken("email", "key-other", "Kim1@x", "a", "Kim1")


def again_though_it_was_read(told: Told) -> None:
    told.passages[0].went_on = True


def again_for_no_reason(told: Told) -> None:
    told.taken.append(told.taken[2])


def letter_twice(told: Told) -> None:
    told.taken += [Taken("letter", "key-l", "", "b", "Kim2")] * 2


def text_twice_by_http(told: Told) -> None:
    told.taken += [Taken("text", "key-t", "Kim2@x", "b", "Kim2")] * 2


def lost(told: Told) -> None:
    told.report["messages"][0]["state"] = "planned"


def sent_and_nobody_has_it(told: Told) -> None:
    told.taken.pop()


def sent_under_another_key(told: Told) -> None:
    told.report["messages"][1]["attempts"][0]["key"] = "key-other"


def nobody_was_told(told: Told) -> None:
    told.report["messages"][2]["promise"]["by_hand"] = False


def without_a_promise(told: Told) -> None:
    told.report["messages"][2]["promise"] = None


def to_another(told: Told) -> None:
    told.taken[2] = Taken("email", "key-b", "Kim1@x", "b", "Kim2")


def words_of_another(told: Told) -> None:
    told.taken[2] = Taken("email", "key-b", "Kim2@x", "b", "Kim1")


def of_no_message(told: Told) -> None:
    told.taken.append(Taken("email", "key-z", "Kim9@x", "z", "Kim9"))


def does_not_add_up(told: Told) -> None:
    told.report["tallies"][0]["accepted"] = 1


def one_came_from_nowhere(told: Told) -> None:
    told.report["messages"].append(deepcopy(told.report["messages"][0]) | {"code": "d", "state": "withdrawn"})


def law_is_broken(told: Told) -> None:
    told.report["broken"].append("I-21")


def chain_is_broken(told: Told) -> None:
    told.report["audit"].append("entry 7 is missing")


def by_two_ways_though_it_was_read(told: Told) -> None:
    told.taken.append(Taken("text", "key-t", "Kim2@x", "b", "Kim2"))
    told.report["messages"][1] |= {"channel": "text", "attempts": [attempt("key-t", channel="text")]}


def lease_does_not_hold(told: Told) -> None:
    told.report["messages"][1]["attempts"] += [attempt("key-b", late=True)] * 3


@pytest.mark.parametrize(
    "doctor",
    [
        under_a_new_key, again_though_it_was_read, again_for_no_reason, letter_twice, text_twice_by_http, lost,
        sent_and_nobody_has_it, sent_under_another_key, nobody_was_told, without_a_promise, to_another,
        words_of_another, of_no_message, does_not_add_up, one_came_from_nowhere, law_is_broken, chain_is_broken,
        by_two_ways_though_it_was_read, lease_does_not_hold,
    ],
)  # fmt: skip
def test_judge_finds(told: Told, doctor: Callable[[Told], None]) -> None:
    doctor(told)
    assert findings(told)


# ── The proxy ────────────────────────────────────────────────────────────────────────────────────────────────────────

CALM = Chances(refused=0, request_cut=0, answer_cut=0, slow=0, closed=0)


@contextmanager
def wired(seed: int = 1, **chances: float) -> Iterator[tuple[Sink, Wire]]:
    with sink() as relay:
        calm = {name: getattr(CALM, name) for name in CALM.__slots__}
        wire = Wire("email", relay.port, Mail, Random(seed), Chances(**(calm | chances)), troubled=True)
        with lines(wire):
            yield relay, wire


def send(wire: Wire, key: str = "k1", seconds: float = 20) -> None:
    letter = EmailMessage()
    letter["Message-ID"], letter["To"] = f"<{key}@x>", "kim@example.org"
    letter.set_content("Hello.\n.\nA dot alone.")
    with smtplib.SMTP("127.0.0.1", wire.port, timeout=seconds) as relay:
        relay.send_message(letter, from_addr="a@example.org")


def test_proxy_that_does_nothing_is_not_noticed() -> None:
    with wired() as (relay, wire):
        send(wire)
    assert len(relay.letters) == 1
    assert wire.log == [Passage("email", "k1", Fault.NONE, heard=True, answered=True, went_on=True)]


@pytest.mark.parametrize(
    ("fault", "arrives"), [("request_cut", 0), ("answer_cut", 1), ("refused", 0)]
)  # fmt: skip
def test_F7_what_is_cut_fails_and_what_arrived_is_known(fault: str, arrives: int) -> None:
    with wired(**{fault: 1.0}) as (relay, wire):
        with pytest.raises((smtplib.SMTPException, OSError)):
            send(wire)
        assert len(relay.letters) == arrives
    assert [(one.fault.value.replace(" ", "_"), one.heard) for one in wire.log] == [(fault, bool(arrives))]


def test_F7_nobody_is_at_the_door_for_a_moment_after_one_was_refused() -> None:
    with wired(refused=1.0, away_seconds=60) as (_relay, wire):
        with socket.create_connection(("127.0.0.1", wire.port), timeout=20) as one, pytest.raises(ConnectionResetError):
            one.recv(1)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", wire.port), timeout=20)


@pytest.mark.parametrize(("seed", "fault"), [(1, Fault.SLOW), (5, Fault.TOO_SLOW)])
def test_F11_slow_answers_come_in_time_or_not(seed: int, fault: Fault) -> None:
    with wired(seed=seed, slow=1.0, slow_seconds=0.05, too_slow_seconds=60) as (relay, wire):
        if fault == Fault.SLOW:
            send(wire)
        else:
            with pytest.raises(smtplib.SMTPServerDisconnected):
                send(wire, seconds=0.5)
        assert len(relay.letters) == 1
    assert [(one.fault, one.answered) for one in wire.log] == [(fault, fault == Fault.SLOW)]


def test_proxy_closes_after_the_answer() -> None:
    with wired(closed=1.0) as (relay, wire):
        send(wire)
    assert len(relay.letters) == 1
    assert [(one.fault, one.answered) for one in wire.log] == [(Fault.CLOSED, True)]


LETTERS = (
    b"EHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\ndata\r\nSubject: x\r\nMessage-ID: <k1@x>\r\n\r\ndata\r\n..\r\n"
    b".\r\nRSET\r\ndata\r\nMessage-ID: <k2@x>\r\n\r\nHello\r\n.\r\nquit\r\n"
)


def posted() -> bytes:
    body = urlencode({"To": "+44", "StatusCallback": "https://x.example/s/?key=k1"}).encode()
    asks = b"GET /Messages.json?To=%2B44 HTTP/1.1\r\nHost: x\r\n\r\n"
    return b"POST /Messages.json HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b%b" % (len(body), body, asks)


def submitted() -> bytes:
    lives = struct.pack(">4I", 16, 0x15, 0, 1)
    body = b"\0\1\x01447700900000\0\1\x01447700900123\0\0\0\0\0\0\1\0\0\0\5Hello"
    return lives + struct.pack(">4I", 16 + len(body), 4, 0, 2) + body + lives


SAID = {Mail: (LETTERS, ["k1", "k2"]), Web: (posted(), ["k1", "asked"]), Centre: (submitted(), ["+447700900123"])}


@pytest.mark.parametrize("speech", SAID)
@given(cuts=st.lists(st.integers(0, 300)))
def test_however_it_is_cut_all_goes_on_and_each_message_is_known(speech: type[Speech], cuts: list[int]) -> None:
    said, about = SAID[speech]
    places = sorted({0, len(said), *(cut for cut in cuts if cut < len(said))})
    made = speech()
    units = [unit for start, end in pairwise(places) for unit in made.feed(said[start:end])]
    assert b"".join(unit.octets for unit in units) == said
    assert [unit.about for unit in units if unit.about] == about


def test_key_of_a_text_stands_in_the_address_to_tell_of_its_end() -> None:
    assert (key_in("https://x.example/gateway/text/status/?key=abc"), key_in("")) == ("abc", "")


@given(st.integers(1, 400), st.integers())
def test_people_are_drawn_for_so_many_messages_and_the_same_again(messages: int, seed: int) -> None:
    people = drawn(messages, Random(seed))
    codes = [code for one in people for code in one.codes]
    assert len(codes) == len(set(codes)) == messages
    assert people == drawn(messages, Random(seed))
    assert all(address.startswith("+44") for one in people for kind, address in one.points if kind == MOBILE)
