"""Reading e-mails: charsets, parts, pages, quotations; and whatever else somebody may send. Pure."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.replies.mails import invitation_answer, mail

from almoner.replies.enums import Automatic
from almoner.replies.incoming import LONGEST_WHOLE, LONGEST_WORDS, Incoming
from almoner.replies.mail.markup import seen
from almoner.replies.mail.quoting import own_words
from almoner.replies.mail.reading import read

HEAD = b"From: Maya <maya@example.org>\r\nMessage-ID: <a@example.org>\r\nSubject: Hi\r\n"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "¿Puedo ir con mi hija? 😀"), ("iso-8859-1", "Llegaré mañana"), ("windows-1256", "نعم سأحضر"),
        ("windows-1252", "I’ll come — thanks"), ("koi8-r", "да"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("coding", ["8bit", "base64", "quoted-printable"])
def test_words_in_any_charset_are_read(charset: str, words: str, coding: str) -> None:
    found = EmailMessage()
    found["From"], found["Subject"] = "maya@example.org", words
    found.set_content(words.encode(charset), "text", "plain", cte=coding, params={"charset": charset})
    told = read(found.as_bytes())
    assert (told.body, told.subject, told.sender) == (words, words, "maya@example.org")


@pytest.mark.parametrize("charset", ["no-such-charset", "", "utf-8; x", "ascii"])
def test_words_in_a_charset_that_is_none_are_read_as_well_as_may_be(charset: str) -> None:
    raw = HEAD + f'Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode() + "sí, iré\r\n".encode()
    assert "iré" in read(raw).body


def test_a_page_alone_is_read_and_what_it_quotes_is_kept_apart() -> None:
    page = """<html><head><style>p {color: red}</style><title>x</title></head><body><p>Yes,&nbsp;I <b>come</b></p>
    <div class="gmail_quote"><div>On Monday we wrote:</div><blockquote>Reply 1 to confirm</blockquote></div>
    <script>alert(1)</script></body></html>"""
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    told = read(raw)
    assert told.body == "Yes, I come"
    assert "Reply 1 to confirm" in told.whole
    assert "alert" not in told.whole + told.body


def test_plain_words_go_before_the_page_that_says_the_same_and_attachments_stay_shut() -> None:
    found = mail("plain words")
    found.add_alternative("<p>page words</p>", subtype="html")
    found.add_attachment("attached words", filename="note.txt")
    found.add_attachment(b"MZ\x00", "application", "octet-stream", filename="x.exe")
    told = read(found.as_bytes())
    assert (told.body, "attached" in told.whole, "page" in told.whole) == ("plain words", False, False)


@pytest.mark.parametrize(
    "after",
    [
        "On Mon, 23 Nov 2026 at 08:00, Riverside <a@b.org> wrote:\n> Reply 1",
        "On Mon, 23 Nov 2026 at 08:00, Riverside General Hospital\n<almoner@riverside.example> wrote:\n> Reply 1",
        "El lun, 23 nov 2026 a las 8:00, Riverside (<a@b.org>) escribió:\n> Responda 1",
        "في الاثنين، 23 نوفمبر 2026 في 8:00 ص كتب Riverside <a@b.org>:\n> أجب 1",
        "-----Original Message-----\nFrom: Riverside\nSent: Monday\n\nReply 1",
        "From: Riverside <a@b.org>\nSent: Monday\nTo: Maya\nSubject: Your visit\n\nReply 1",
        "De: Riverside\nEnviado: lunes\nPara: Maya\n\nResponda 1",
        "________________________________\nFrom: Riverside",
        "-- \nMaya Osei\n12 Mill Lane", "Sent from my iPhone", "Enviado desde mi iPhone", "> Reply 1",
    ],
)  # fmt: skip
def test_what_they_answer_and_their_signature_are_not_their_words(after: str) -> None:
    assert own_words(f"Yes\n\n{after}") == "Yes"


def test_who_writes_below_the_quotation_is_read() -> None:
    assert own_words("> Reply 1 to confirm\n\nYes") == "Yes"


def test_who_writes_into_the_quotation_is_read_whole() -> None:
    said = "> Reply 1 to confirm: YES PLEASE"
    assert own_words(said) == said


@pytest.mark.parametrize("said", ["From: tomorrow I can come", "On time, as I wrote:", "I wrote: yes", "de: mi"])
def test_words_that_only_look_like_a_quotation_are_theirs(said: str) -> None:
    assert own_words(f"{said}\nand more") == f"{said}\nand more"


def test_answers_to_invitations_are_read_once_though_they_stand_in_it_twice() -> None:
    raw = invitation_answer("u@almoner", "ACCEPTED", sequence=3)
    [told] = read(raw).answered
    assert (told.uid, told.sequence, told.attendee, told.partstat, told.method) == (
        "u@almoner", 3, "maya@example.org", "ACCEPTED", "REPLY",
    )  # fmt: skip


def test_an_invitation_of_somebody_else_is_no_answer() -> None:
    assert read(invitation_answer("u@almoner", "ACCEPTED", method="REQUEST")).answered == ()


def test_somebody_is_no_machine() -> None:
    assert read(mail("Hello").as_bytes()).automatic == Automatic.NO
    assert read(mail("Hello", Auto_Submitted="no").as_bytes()).automatic == Automatic.NO


def test_parts_within_parts_without_end_are_read_no_deeper_than_may_be() -> None:
    depth = 3000
    body = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    told = read(HEAD + body + b"Content-Type: text/plain\r\n\r\nYes\r\n")
    assert (told.sender, told.subject) == ("maya@example.org", "Hi")


def test_what_is_huge_is_read_at_its_beginning() -> None:
    told = read(mail("Yes\n" + "x " * 3_000_000).as_bytes()).kept()
    assert told.body.startswith("Yes")
    assert (len(told.body) <= LONGEST_WORDS, len(told.whole) <= LONGEST_WHOLE) == (True, True)


def fine(told: Incoming) -> None:
    """It can be stored, in either database, and says who and what in bounds."""
    kept = told.kept()
    assert kept.provider_id
    assert len(kept.provider_id) <= 300
    assert len(kept.body) <= LONGEST_WORDS
    said = json.dumps(kept.as_facts()) + kept.body + kept.whole + kept.sender + kept.subject + kept.provider_id
    assert "\x00" not in said
    assert "\\u0000" not in said
    said.encode("utf-8")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.binary(max_size=3000))
@example(raw=b"")
@example(raw=b"From: =?utf-8?q?=00?= <a@b>\r\n\r\n\x00")
def test_whatever_bytes_come_something_is_given(raw: bytes) -> None:
    fine(read(raw))


NAMES = st.sampled_from(
    ["From", "Subject", "Message-ID", "In-Reply-To", "References", "Content-Type", "Content-Transfer-Encoding",
     "Auto-Submitted", "Precedence", "Return-Path", "Content-Disposition", "MIME-Version"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=80), st.sampled_from(
        ['multipart/mixed; boundary="b"', 'multipart/report; report-type=delivery-status; boundary="b"', "text/html",
         "text/calendar; method=REPLY", "base64", "quoted-printable", "message/rfc822", "message/delivery-status",
         "=?utf-8?b?//8=?=", "=?x?q?=80?= <a@b.org>", "<a@b> <c@d>", '"', "attachment; filename*=x''%", "a:;,<@", "<>"]
    )
)  # fmt: skip
BODIES = st.lists(
    st.one_of(st.text(max_size=200), st.just("--b"), st.just("--b--"), st.just("Status: 5.1.1"), st.just("")),
    max_size=12,
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(headers=st.lists(st.tuples(NAMES, VALUES), max_size=8), lines=BODIES)
def test_whatever_headers_and_parts_come_something_is_given(headers: list[tuple[str, str]], lines: list[str]) -> None:
    told = "\r\n".join([*(f"{name}: {value}" for name, value in headers), "", *lines])
    fine(read(told.encode("utf-8", "surrogatepass")))


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(st.sampled_from(
    ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "METHOD:REPLY", "UID:x", "SEQUENCE:x", "SEQUENCE:9" * 9, "END:VEVENT",
     "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.org", "ATTENDEE:", "END:VCALENDAR", "DTSTART:x", ";:", "", " x"]
), max_size=14))  # fmt: skip
def test_whatever_calendar_comes_something_is_given(lines: list[str]) -> None:
    fine(read(HEAD + b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + "\r\n".join(lines).encode()))


@settings(max_examples=200, deadline=None)
@given(page=st.text(alphabet=st.sampled_from("<>/&;!-=\"' abdivpr\n"), max_size=400))
def test_whatever_page_comes_its_text_is_given(page: str) -> None:
    assert len(seen(page, quoted=False)) <= 2 * len(page) + 10


@settings(max_examples=300, deadline=None)
@given(words=st.text(max_size=300))
def test_of_words_something_is_always_left(words: str) -> None:
    assert bool(own_words(words)) == bool(words.strip())
