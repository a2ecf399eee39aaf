"""Texts as parts and bytes, and what message centres write about them. Nothing here leaves or is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.messaging.channels.text.coding import GSM, LATIN, UCS2, decoded, encoded
from almoner.messaging.channels.text.delivered import GAP, Delivered, part_of, receipt_of, whole
from almoner.messaging.enums import ReceiptStatus
from almoner.messaging.numbers import other_forms
from almoner.messaging.segments import BASIC, ESCAPE, EXTENDED, Alphabet, parts_of, segments_of

SHORT = st.text(st.sampled_from(sorted({*BASIC, *EXTENDED} - {ESCAPE})), max_size=700)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


def delivered(octets: bytes, *, kind: int = 0, **more: object) -> Delivered:
    told: dict[str, object] = {"sender": "44", "sender_type": 1, "recipient": "4477", "kind": kind, "coding": 0}
    return Delivered(octets=octets, **{**told, **more})  # type: ignore[arg-type]


def test_alphabet_has_the_codes_of_the_standard() -> None:
    places = {"@": 0x00, "\n": 0x0A, ESCAPE: 0x1B, " ": 0x20, "A": 0x41, "§": 0x5F, "¿": 0x60, "z": 0x7A, "à": 0x7F}
    assert len(BASIC) == 128
    assert {sign: BASIC.index(sign) for sign in places} == places


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("ب" * 70, 1), ("ب" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2), (ESCAPE, 1), ("a" * 152 + "€" * 5, 2),
    ],
)  # fmt: skip
def test_parts_are_counted_as_they_travel(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_no_sign_is_cut_in_two() -> None:
    cut = segments_of("a" * 152 + "€" * 20)
    assert cut.parts[0] == "a" * 152
    assert segments_of("ب" * 66 + "😀" * 10).parts[0] == "ب" * 66


@given(SHORT)
def test_short_alphabet_comes_back_as_it_was(text: str) -> None:
    cut = segments_of(text)
    assert cut.alphabet == Alphabet.GSM
    assert "".join(decoded(encoded(part, cut.alphabet), GSM) for part in cut.parts) == text
    most = 160 if len(cut.parts) == 1 else 153
    assert all(len(encoded(part, cut.alphabet)) <= most for part in cut.parts)


@given(ANY)
def test_every_script_comes_back_as_it_was(text: str) -> None:
    cut = segments_of(text)
    octets = b"".join(encoded(part, cut.alphabet) for part in cut.parts)
    assert decoded(octets, GSM if cut.alphabet == Alphabet.GSM else UCS2) == text
    if cut.alphabet == Alphabet.UCS2:
        most = 140 if len(cut.parts) == 1 else 134
        assert all(len(encoded(part, cut.alphabet)) <= most for part in cut.parts)


@given(st.binary(max_size=300), st.integers(0, 255))
def test_T10_nothing_that_comes_in_breaks_the_reader(octets: bytes, coding: int) -> None:
    assert isinstance(decoded(octets, coding), str)
    for kind in (0, 0x40, 0x04, 0x44):
        part = part_of(delivered(octets, kind=kind, coding=coding))
        assert 1 <= part.number <= part.total
        receipt_of(delivered(octets, kind=kind))


@pytest.mark.parametrize(
    ("octets", "kind", "sar", "expected"),
    [
        (b"1", 0, None, ("", 1, 1, b"1")),
        (b"\x05\x00\x03\x4d\x02\x01Hi", 0x40, None, ("4d", 2, 1, b"Hi")),
        (b"\x06\x08\x04\x12\x34\x03\x02Hi", 0x40, None, ("1234", 3, 2, b"Hi")),
        (b"\x08\x01\x01\x00\x00\x03\x4d\x02\x02Hi", 0x40, None, ("4d", 2, 2, b"Hi")),
        (b"Hi", 0, (7, 2, 2), ("7", 2, 2, b"Hi")),
        (b"Hi", 0, (7, 1, 1), ("", 1, 1, b"Hi")),
        (b"\x05\x00\x03\x4d\x02\x09Hi", 0x40, None, ("", 1, 1, b"Hi")),
        (b"\xff\x00\x03Hi", 0x40, None, ("", 1, 1, b"\xff\x00\x03Hi")),
        (b"", 0x40, None, ("", 1, 1, b"")),
    ],
)
def test_part_says_of_which_text_it_is(
    octets: bytes, kind: int, sar: object, expected: tuple[str, int, int, bytes]
) -> None:
    part = part_of(delivered(octets, kind=kind, sar=sar))
    assert (part.reference, part.total, part.number, part.octets) == expected


def test_whole_text_says_where_something_is_missing() -> None:
    assert whole([(2, b"b"), (1, b"a")], 2, LATIN) == "ab"
    assert whole([(1, b"a"), (4, b"d")], 4, LATIN) == f"a{GAP}d"
    assert whole([(2, b"b")], 3, LATIN) == f"{GAP}b{GAP}"


@pytest.mark.parametrize(
    ("words", "beside", "expected"),
    [
        ("id:12 sub:001 stat:DELIVRD err:000 text:x", {}, ("12", ReceiptStatus.DELIVERED, "DELIVRD")),
        ("ID:12 STAT:undeliv ERR:034", {}, ("12", ReceiptStatus.MISSED, "UNDELIV error 034")),
        ("id:12 stat:UNDELIV err:001", {}, ("12", ReceiptStatus.BOUNCED, "UNDELIV error 001")),
        ("id:12 stat:ACCEPTD", {}, ("12", None, "ACCEPTD")),
        ("", {"receipt_id": "9f", "state": 2}, ("9f", ReceiptStatus.DELIVERED, "DELIVRD")),
        ("id:12 stat:DELIVRD", {"receipt_id": "9f", "state": 3}, ("9f", ReceiptStatus.MISSED, "EXPIRED")),
        ("nothing of use", {}, ("", None, "")),
    ],
)
def test_F9_receipts_are_read_however_they_are_written(
    words: str, beside: dict[str, object], expected: tuple[str, object, str]
) -> None:
    read = receipt_of(delivered(words.encode(), kind=0x04, **beside))
    assert (read.about, read.status, read.answer) == expected


@given(st.integers(0, 2**60))
def test_one_number_is_found_by_the_other_way_to_write_it(number: int) -> None:
    decimal, hexadecimal = f"{number}", f"{number:X}"
    assert hexadecimal == decimal or hexadecimal in other_forms(decimal)
    assert hexadecimal == decimal or decimal in other_forms(hexadecimal)


@pytest.mark.parametrize(
    ("kind", "beside", "is_receipt"),
    [
        (0x00, {}, False), (0x40, {}, False), (0x04, {}, True), (0x20, {}, True), (0x10, {}, False),
        (0x00, {"receipt_id": "9f", "state": 2}, True), (0x00, {"receipt_id": "9f"}, False),
    ],
)  # fmt: skip
def test_a_receipt_is_told_from_what_somebody_wrote(kind: int, beside: dict[str, object], *, is_receipt: bool) -> None:
    assert delivered(b"id:12 stat:DELIVRD", kind=kind, **beside).is_receipt is is_receipt


def test_what_is_no_number_has_no_other_form_but_its_letters() -> None:
    assert other_forms("SM-Xy") == ["SM-XY", "sm-xy"]
