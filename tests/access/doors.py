"""A browser that lets no page lead its reader to a closed door: each link and form is of a route that is theirs."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from tests.access.routes import Row, table

from almoner.core.actor import Actor

LEADS: re.Pattern[bytes] = re.compile(rb'(?:href|action|hx-get|hx-post)="(/[^"#]*)')


def may(row: Row, actor: Actor) -> bool:
    if row.who in {"public", "account"}:
        return True
    return actor.is_staff == (row.who == "staff") and all(actor.may(permission) for permission in row.needs)


class Reader(Client):
    """`actor` reads the pages."""

    actor: Actor

    def request(self, **asked: Any) -> Any:
        response = super().request(**asked)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            leads = {one.decode() for one in LEADS.findall(response.content)}
            closed = sorted(one for one in leads if _is_closed(one, self.actor))
            assert not closed, f"{asked['PATH_INFO']} leads {self.actor.name} to closed doors: {closed}"
        return response


def _is_closed(address: str, actor: Actor) -> bool:
    row = _row(urlsplit(address).path)
    return row is not None and not may(row, actor)


@cache
def _row(path: str) -> Row | None:
    try:
        return table().get(resolve(path).view_name)
    except Resolver404:
        return None
