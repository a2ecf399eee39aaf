"""One-time ways into an account: a link, and a code that goes another way (law I-28)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from almoner.core import clock
from almoner.core.identifiers import ALPHABET, new_id, secret
from almoner.people.models import Account, Activation, Person

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
    activation_id = new_id()
    token = token_of(activation_id)
    code = "" if proof else _code()
    Activation.objects.create(
        id=activation_id,
        account=account,
        token_digest=token_digest(token),
        code_hash=make_password(code) if code else "",
        proof=proof,
        expires_at=clock.now() + HOLDS_FOR,
    )
    return Invitation(account=account, token=token, code=code)


def token_of(activation_id: UUID) -> str:
    """The token of an invitation. It follows from the secret of this house, which the tables do not hold: so it can be
    put into a message at the moment of sending, and read nowhere before."""
    return salted_hmac("almoner.people.activation", activation_id.hex, algorithm="sha256").hexdigest()


def live_invitation(*, account_id: UUID, person: Person) -> Activation | None:
    """The invitation of this person's account that still works."""
    live = Activation.objects.filter(account_id=account_id, account__person=person, used_at__isnull=True)
    return live.filter(expires_at__gt=clock.now(), wrong_tries__lt=TRIES).first()


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
