"""Whether other mail servers have what they need to believe e-mail of ours: SPF, DKIM and DMARC, as the domain tells.

The relay signs each e-mail; the keys, and who may send, stand in the DNS of the domain (RFC 7208, 6376, 7489). That is
asked here. That the relay does sign, only an e-mail that arrived can show.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import dns.exception
import dns.resolver
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

PATIENCE = 4.0
"""Seconds for one question."""
LEAST_BITS = 1024
"""What is shorter counts as no signature (RFC 8301)."""


class Standing(StrEnum):
    WELL = "well"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    """Nobody could be asked."""


@dataclass(frozen=True, slots=True)
class Finding:
    standing: Standing
    says: str


def findings(domain: str) -> tuple[Finding, ...]:
    """What the DNS says of who may send for `domain`, in the order SPF, DKIM, DMARC. Asked once in a process."""
    return _found(domain, settings.DKIM_SELECTORS, settings.DNS_SERVER)


@lru_cache(maxsize=8)
def _found(domain: str, selectors: tuple[str, ...], server: str) -> tuple[Finding, ...]:
    return tuple(_findings(domain, selectors, _resolver(server)))


def _findings(domain: str, selectors: tuple[str, ...], resolver: dns.resolver.Resolver) -> Iterator[Finding]:
    yield _asked(resolver, domain, "v=spf1", "SPF", _spf)
    for selector in selectors:
        yield _asked(resolver, f"{selector}._domainkey.{domain}", "", f"DKIM of {selector}", _dkim)
    if not selectors:
        says = f"the key that signs (DKIM) for {domain} is not looked at; name it in ALMONER_DKIM_SELECTORS"
        yield Finding(Standing.UNKNOWN, says)
    yield _asked(resolver, f"_dmarc.{domain}", "v=dmarc1", "DMARC", _dmarc)


def _resolver(server: str) -> dns.resolver.Resolver:
    """The machine's own, or the one that is set."""
    host, _colon, port = server.partition(":")
    resolver = dns.resolver.Resolver(configure=not host)
    if host:
        resolver.nameservers, resolver.port = [host], int(port or 53)
    resolver.lifetime = PATIENCE
    return resolver


def _asked(resolver: dns.resolver.Resolver, name: str, begins: str, what: str, judge: Callable[[str], str]) -> Finding:
    try:
        records = [b"".join(one.strings).decode("utf-8", "replace") for one in resolver.resolve(name, "TXT")]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        records = []
    except (dns.exception.DNSException, OSError, ValueError) as fault:
        return Finding(Standing.UNKNOWN, f"{what}: {name} could not be asked for ({type(fault).__name__})")
    found = [one for one in records if one.strip().casefold().startswith(begins)]
    if not found:
        return Finding(Standing.WRONG, f"{what}: {name} has no such record, so e-mail of ours is believed less")
    if len(found) > 1:
        return Finding(Standing.WRONG, f"{what}: {name} has {len(found)} such records, and so counts as having none")
    wrong = judge(found[0])
    return Finding(Standing.WRONG if wrong else Standing.WELL, f"{what}: {name} {wrong or 'is well'}")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().casefold(): "".join(value.split()) for name, equals, value in pairs if equals}


def _spf(record: str) -> str:
    last = record.rsplit(maxsplit=1)[-1].casefold()
    if last in {"+all", "all"}:
        return "lets everybody send (+all)"
    return (
        "" if last.endswith("all") or "redirect=" in record.casefold() else "does not say what of all others (no all)"
    )


def _dkim(record: str) -> str:
    tags = _tags(record)
    if "p" not in tags:
        return "has no key"
    if not tags["p"]:
        return "was taken back (an empty key)"
    if tags.get("k", "rsa") != "rsa":
        return ""
    try:
        key = load_der_public_key(base64.b64decode(tags["p"], validate=True))
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        return "has a key that cannot be read"
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_BITS:
        return f"has a key of {key.key_size} bits; {LEAST_BITS} is the least"
    return ""


def _dmarc(record: str) -> str:
    policy = _tags(record).get("p", "").casefold()
    return "" if policy in {"none", "quarantine", "reject"} else "says no policy (p=)"
