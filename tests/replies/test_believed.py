"""What the DNS says of who may send e-mail for the hospital, asked of a name server on the loopback."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.cast import Cast

from almoner.replies import believed
from almoner.replies.believed import Standing, findings
from almoner.serving.fitness import notes, warnings

DOMAIN = "riverside.example"
Zone = dict[str, list[str]]


def key(bits: int) -> str:
    public = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@contextmanager
def name_server(zone: Mapping[str, list[str]], rcode: int = dns.rcode.NXDOMAIN) -> Iterator[str]:
    """Answers what is in the zone, and `rcode` for the rest."""
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                octets, asker = door.recvfrom(4096)
            except OSError:
                return
            if not octets:
                return
            question = dns.message.from_wire(octets)
            answer = dns.message.make_response(question, recursion_available=True)
            name = question.question[0].name.to_text(omit_final_dot=True)
            texts = [f'"{record[:200]}" "{record[200:]}"' for record in zone.get(name, [])]
            if texts:
                answer.answer.append(dns.rrset.from_text(question.question[0].name, 60, "IN", "TXT", *texts))
            elif name not in zone:
                answer.set_rcode(dns.rcode.Rcode(rcode))
            door.sendto(answer.to_wire(), asker)

    thread = threading.Thread(target=serve)
    thread.start()
    port = door.getsockname()[1]
    try:
        yield f"127.0.0.1:{port}"
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", port))
        thread.join(timeout=5)
        door.close()


@pytest.fixture
def well() -> Zone:
    return {
        DOMAIN: ["v=spf1 mx -all", "google-site-verification=abc"],
        f"2026._domainkey.{DOMAIN}": [f"v=DKIM1; k=rsa; p={key(2048)}"],
        f"_dmarc.{DOMAIN}": ["v=DMARC1; p=quarantine"],
    }


@pytest.fixture
def asked(settings: Any) -> Callable[..., list[tuple[str, str]]]:
    def ask(zone: Zone, **more: Any) -> list[tuple[str, str]]:
        settings.DKIM_SELECTORS = ("2026",)
        with name_server(zone, **more) as settings.DNS_SERVER:
            return [(one.standing.value, one.says) for one in findings(DOMAIN)]

    return ask


def test_a_domain_that_is_set_up_is_well(well: Zone, asked: Callable[..., Any]) -> None:
    assert [standing for standing, _says in asked(well)] == [Standing.WELL] * 3


@pytest.mark.parametrize(
    ("name", "records", "place", "told"),
    [
        (DOMAIN, ["v=spf1 +all"], 0, "lets everybody send"),
        (DOMAIN, ["v=spf1 mx"], 0, "no all"),
        (DOMAIN, ["v=spf1 mx -all", "v=spf1 a -all"], 0, "2 such records"),
        (DOMAIN, [], 0, "no such record"),
        (f"2026._domainkey.{DOMAIN}", ["v=DKIM1; p="], 1, "taken back"),
        (f"2026._domainkey.{DOMAIN}", ["v=DKIM1; p=nonsense"], 1, "cannot be read"),
        (f"2026._domainkey.{DOMAIN}", ["v=DKIM1; k=rsa"], 1, "has no key"),
        (f"2026._domainkey.{DOMAIN}", [], 1, "no such record"),
        (f"_dmarc.{DOMAIN}", ["v=DMARC1; rua=mailto:x@y.example"], 2, "no policy"),
        (f"_dmarc.{DOMAIN}", [], 2, "no such record"),
    ],
)
def test_each_thing_that_is_wrong_is_told(
    well: Zone, asked: Callable[..., Any], name: str, records: list[str], *, place: int, told: str
) -> None:
    found = asked(well | {name: records})
    assert found[place][0] == Standing.WRONG
    assert told in found[place][1]
    assert [standing for standing, _says in found].count(Standing.WRONG) == 1


def test_a_key_that_is_too_short_counts_as_none(well: Zone, asked: Callable[..., Any]) -> None:
    modulus = (1 << 767) + 0x1D
    public = rsa.RSAPublicNumbers(65537, modulus).public_key()
    short = base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    found = asked(well | {f"2026._domainkey.{DOMAIN}": [f"v=DKIM1; p={short}"]})
    assert found[1] == (
        Standing.WRONG,
        f"DKIM of 2026: 2026._domainkey.{DOMAIN} has a key of 768 bits; 1024 is the least",
    )


def test_a_domain_that_is_not_there_has_none_of_them(asked: Callable[..., Any]) -> None:
    assert [standing for standing, _says in asked({})] == [Standing.WRONG] * 3


def test_where_nobody_answers_nothing_is_claimed(
    well: Zone, asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(believed, "PATIENCE", 0.3)
    assert [standing for standing, _says in asked({}, rcode=dns.rcode.SERVFAIL)] == [Standing.UNKNOWN] * 3


def test_the_check_warns_of_what_is_wrong_and_notes_the_rest(cast: Cast, settings: Any, well: Zone) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "relay.example", f"Riverside <desk@{DOMAIN}>"
    del well[f"_dmarc.{DOMAIN}"]
    with name_server(well) as settings.DNS_SERVER:
        assert [one for one in warnings() if "DMARC" in one] == [
            f"DMARC: _dmarc.{DOMAIN} has no such record, so e-mail of ours is believed less"
        ]
        told = " ".join(notes())
    assert f"SPF: {DOMAIN} is well" in told
    assert "ALMONER_DKIM_SELECTORS" in told
