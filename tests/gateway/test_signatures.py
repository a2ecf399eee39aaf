"""Signatures, held against those of the provider's own library."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from almoner.gateway.signatures import is_of_provider, of_provider

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FIELDS = st.dictionaries(WORDS, WORDS, max_size=6)
URL = "https://hospital.example/gateway/text/?key=a%20b"


@given(FIELDS, WORDS)
def test_T11_provider_and_we_sign_alike(fields: dict[str, str], secret: str) -> None:
    theirs = RequestValidator(secret).compute_signature(URL, fields)
    assert of_provider(URL, fields.items(), secret) == theirs
    assert is_of_provider(theirs, URL, fields.items(), secret) is bool(secret)


def as_one(fields: dict[str, str]) -> str:
    """What is signed: names and values run together, so that some forms cannot be told apart."""
    return "".join(name + value for name, value in sorted(fields.items()))


@given(FIELDS, FIELDS)
def test_T11_other_words_are_not_signed(signed: dict[str, str], sent: dict[str, str]) -> None:
    theirs = RequestValidator("secret").compute_signature(URL, signed)
    assert is_of_provider(theirs, URL, sent.items(), "secret") is (as_one(signed) == as_one(sent))


def test_T11_address_may_be_signed_with_its_port() -> None:
    with_port = "https://hospital.example:443/gateway/text/"
    theirs = RequestValidator("secret").compute_signature(with_port, {"a": "b"})
    assert is_of_provider(theirs, "https://hospital.example/gateway/text/", [("a", "b")], "secret")
    assert not is_of_provider(theirs, "https://other.example/gateway/text/", [("a", "b")], "secret")


def test_T11_nothing_is_no_signature() -> None:
    for given_one in ("", "ü", "=" * 5000):
        assert not is_of_provider(given_one, URL, [], "secret")
        assert not is_of_provider(given_one, URL, [], "")
