"""Identifiers: unguessable for machines, safe to read out for people (law I-24)."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from almoner.core import identifiers
from almoner.core.identifiers import ALPHABET, as_reference, check_sign, drawn_from, new_id, reference


def _reference(seed: int) -> str:
    with drawn_from(random.Random(seed)):
        return reference("P")


REFERENCES = st.integers(0, 2**32).map(_reference)


def test_I_24_keys_are_random_and_say_nothing() -> None:
    keys = {new_id() for _ in range(1000)}
    assert len(keys) == 1000
    assert {key.version for key in keys} == {4}


def test_same_source_gives_the_same_identifiers() -> None:
    assert [_reference(7), _reference(7)] == [_reference(7)] * 2
    assert _reference(7) != _reference(8)


def test_secret_is_as_long_as_asked() -> None:
    assert len(identifiers.secret()) == 64
    assert len(identifiers.secret(128)) == 32


@given(REFERENCES)
def test_reference_has_no_sign_that_is_misread(made: str) -> None:
    assert set(made.replace("-", "")) <= set(ALPHABET)
    assert as_reference(made) == made


@given(REFERENCES, st.sampled_from(["{}", " {} ", "{}.", "({})"]))
def test_reference_is_understood_as_people_say_it(made: str, said: str) -> None:
    assert as_reference(said.format(made.lower().replace("-", " "))) == made


@given(REFERENCES, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_of_a_reference_is_noticed(made: str, place: int, sign: str) -> None:
    signs = list(made.replace("-", "")[1:])
    if signs[place] == sign:
        return
    signs[place] = sign
    assert as_reference("P" + "".join(signs)) is None


@given(REFERENCES, st.integers(0, 6))
def test_two_swapped_signs_of_a_reference_are_noticed(made: str, place: int) -> None:
    signs = list(made.replace("-", "")[1:])
    if signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert as_reference("P" + "".join(signs)) is None


def test_what_is_too_short_or_has_foreign_signs_is_no_reference() -> None:
    assert [as_reference(said) for said in ("", "P-7KQ", "O-0000-0000", "hello there")] == [None] * 4


def test_a_sum_without_a_check_sign_is_never_given_out() -> None:
    assert check_sign("2222222") == "2"
    assert check_sign("5Z22222") is None
    assert all(as_reference(_reference(seed)) for seed in range(500))


def test_a_reference_in_use_is_not_given_out_again() -> None:
    first = _reference(7)
    with drawn_from(random.Random(7)):
        second = reference("P", taken=lambda drawn: drawn == first)
    assert second != first
    assert as_reference(second) == second
