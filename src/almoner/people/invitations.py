"""One-time ways into an account: a link, and a code that goes another way (law I-28)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from almoner.core import clock
from almoner.core.identifiers import ALPHABET, secret
from almoner.people.models import Account, Activation

HOLDS_FOR = timedelta(hours=72)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Invitation:
    """What must reach the person, said once: the tables keep digests only.

    `token` goes into the link; `code` reaches them by another channel, and is empty where staff proved who they are.
    """

    account: Account
    token: str
    code: str


def invite(account: Account, *, proof: str) -> Invitation:
    """Make the one invitation to an account that works; earlier ones work no more."""
    Activation.objects.filter(account=account, used_at__isnull=True).update(used_at=clock.now())
    token = secret()
    code = "" if proof else _code()
    Activation.objects.create(
        account=account,
        token_digest=token_digest(token),
        code_hash=make_password(code) if code else "",
        proof=proof,
        expires_at=clock.now() + HOLDS_FOR,
    )
    return Invitation(account=account, token=token, code=code)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def said(code: str) -> str:
    """A code as it was made, from how it was typed."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _code() -> str:
    """Eight signs that are read out easily: 39 bits, with five tries."""
    value, signs = int(secret(128), 16), []
    for _ in range(8):
        value, place = divmod(value, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)
