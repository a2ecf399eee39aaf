"""How often one network, or one account, may do what anybody may do. One count for all web processes, in the tables.

Generous, because a hospital's own network is many people: meant for machines, not for somebody who tries again. Signing
in has limits of its own (`sign_in_settings`). Staff at work are not counted.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from almoner.core import clock
from almoner.people.models import Account, Tally


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds."""

    what: str
    times: int
    seconds: int


INTAKE = Limit("intake", 60, 600)
FINDER = Limit("finder", 60, 300)
LINKS = Limit("links", 60, 600)
SENDING = Limit("sending", 120, 300)
SIGNED = "gateway"
"""Other machines tell us thousands of things in a minute, and what they did not sign does nothing."""
BY_NAME = {"portal:find": FINDER, "follow_link": LINKS, "activate": LINKS}


def limit_for(request: HttpRequest) -> Limit | None:
    """What this request counts as: a link with a secret in it whenever it is followed, anything else when it sends."""
    match = request.resolver_match
    if match is None:
        return None
    name = match.view_name
    if match.namespace == SIGNED:
        return None
    if "token" in match.kwargs:
        return LINKS
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return LINKS if name in {"follow_link", "activate"} else None
    if name.startswith("portal:intake_") or name in {"portal:emergency", "portal:crisis"}:
        return INTAKE
    return BY_NAME.get(name, SENDING)


def seconds_to_wait(request: HttpRequest) -> int:
    """Count this request. 0 while it is within its limit, else how long until it may be tried again."""
    limit, account = limit_for(request), getattr(request, "user", None)
    if limit is None or (isinstance(account, Account) and account.staff_id):
        return 0
    now = clock.now().timestamp()
    ends = (int(now) // limit.seconds + 1) * limit.seconds
    count = _count(limit.what, _who(request, account), datetime.fromtimestamp(ends, UTC))
    return 0 if count <= limit.times else max(1, int(ends - now))


def _count(what: str, who: str, until_at: datetime) -> int:
    same = Tally.objects.filter(what=what, who=who, until_at=until_at)
    if not same.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Tally.objects.create(what=what, who=who, until_at=until_at)
        except IntegrityError:
            same.update(count=F("count") + 1)
    return same.values_list("count", flat=True).get()


def _who(request: HttpRequest, account: Any) -> str:
    """An account, or a network: of the sixth version, the part that one household or machine has."""
    if isinstance(account, Account):
        return _digest(f"account {account.pk}")
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return _digest("nowhere")
    wide = 64 if address.version == 6 else 32
    return _digest(str(ip_network((address, wide), strict=False)))


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
