"""Every route × everybody: anonymous, each role, and the wrong person, with data there to leak (laws I-22, I-23).

The table of who may what is `matrix.toml`. What a route is about is Maya's: `subjects` makes it, by the names of the
route's parameters; a parameter that nobody makes is asked for at random, which shows refusals but no leaks.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlparse
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from tests.access.doors import may
from tests.access.routes import Route, Row, routes, table
from tests.cast import Cast, signed_in

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.timeline.actions import record

WHO_SEE_MOST = ("manager", "doctor", "maya_herself")
"""Who asks on the second engine. What they may is decided in Python; between them they open every kind of page."""
STAFF = ("agent", "receptionist", "triage_nurse", "ward_nurse", "doctor", "bed_manager", "manager")
PEOPLE = {"maya_herself": "maya", "leila_herself": "leila", "tom_himself": "tom"}
STRANGERS = ("tom_himself", "from_elsewhere")
CONVERTED_TO_NUMBERS = {"pk", "number"}


def subjects(cast: Cast) -> dict[str, str]:
    """Maya's things, by the parameters that name them in addresses."""
    record(kind="call.abandoned", person=cast.maya, subject_id=uuid4(), by=SYSTEM)
    promise = Promise.objects.filter(person=cast.maya).latest("created_at")
    return {"person_id": str(cast.maya.id), "reference": promise.reference, "act": "keep"}


def at_random(route: Route) -> dict[str, str]:
    """Values of the right shape that lead to nothing."""
    return {
        name: "987654" if name in CONVERTED_TO_NUMBERS else str(uuid4()) if name.endswith("_id") else uuid4().hex
        for name in route.parameters
    }


def client_of(cast: Cast, name: str) -> Client:
    who = getattr(cast, PEOPLE[name]) if name in PEOPLE else getattr(cast, f"{name}_staff")
    return signed_in(who)


def ask(client: Client, route: Route, row: Row, values: dict[str, str]) -> HttpResponseBase:
    """Ask for a route, and leave everything as it was, the session too."""
    cache.clear()
    asking = Client(raise_request_exception=False)
    asking.cookies.load(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response: HttpResponseBase = getattr(asking, row.method)(route.address(values))
        transaction.set_rollback(True)
    return response


def shown(response: Any) -> bytes:
    """What can be seen of an answer, without the secrets of forms and without the address that was asked for."""
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|name="next" value=")[^"]*', b"", response.content)


def leads_to_sign_in(response: HttpResponseBase) -> bool:
    doors = {reverse("account_request_login_code"), reverse("account_login")}
    return response.status_code == 302 and urlparse(response.headers["Location"]).path in doors


def declared() -> list[tuple[Route, Row]]:
    rows = table()
    return [(route, rows[route.name]) for route in _once() if route.name in rows]


def _once() -> list[Route]:
    """The library's closed routes stand in the resolver twice: the first is the one that answers."""
    return list({route.name: route for route in routes() if not route.name.startswith("nameless account")}.values())


def is_known(route: Route, made: dict[str, str]) -> bool:
    return set(route.parameters) <= set(made)


# ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    closed = {"signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "password/set/"}
    names = {route.name for route in routes()} - {f"nameless {pattern}" for pattern in closed}
    assert names - set(table()) == set(), "routes that nobody declared in matrix.toml"
    assert set(table()) - names == set(), "rows of routes that are gone"


# ── Anonymous ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_22_anonymous_reach_public_routes_only(cast: Cast) -> None:
    made, faults = subjects(cast), []
    for route, row in declared():
        response = ask(
            Client(), route, row, at_random(route) | {k: v for k, v in made.items() if k in route.parameters}
        )
        if row.absent:
            right = response.status_code == 404
        elif row.who == "public":
            right = response.status_code < 500
        else:
            right = leads_to_sign_in(response)
        if not right:
            faults.append(f"{route.name}: {response.status_code} {response.headers.get('Location', '')}")
    assert faults == []


# ── Everybody by their role ──────────────────────────────────────────────────────────────────────────────────────────


EVERYBODY = (*STAFF, "maya_herself", "leila_herself") if connection.vendor == "sqlite" else WHO_SEE_MOST


@pytest.mark.parametrize("name", EVERYBODY)
def test_I_22_everybody_reaches_what_the_table_says(cast: Cast, name: str) -> None:
    made, client, actor = subjects(cast), client_of(cast, name), cast.actor(name)
    if name == "leila_herself":
        made = {}
    faults = []
    for route, row in declared():
        response = ask(client, route, row, at_random(route) | made)
        fault = _fault(response, row, allowed=may(row, actor), known=is_known(route, made))
        if fault:
            faults.append(f"{route.name}: {fault}")
    assert faults == []


def _fault(response: HttpResponseBase, row: Row, *, allowed: bool, known: bool) -> str:
    status = response.status_code
    if status >= 500:
        return f"{status}, broke down"
    if row.absent or not allowed:
        return "" if status == 404 else f"{status}, should not be there"
    if row.who == "public" or row.elsewhere:
        return ""
    if leads_to_sign_in(response):
        return "asks to sign in again"
    return f"{status}, should be there" if known and status in {403, 404} else ""


# ── The wrong person ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", STRANGERS)
def test_I_23_what_is_another_persons_answers_as_what_is_not_there(cast: Cast, name: str) -> None:
    made, client = subjects(cast), client_of(cast, name)
    faults = []
    for route, row in declared():
        if not set(route.parameters) & set(made) or row.who == "public":
            continue
        values = at_random(route)
        theirs = ask(client, route, row, values | {key: made[key] for key in route.parameters if key in made})
        absent = ask(client, route, row, values | {k: made[k] for k in route.parameters if k == "act"})
        if theirs.status_code != 404 or absent.status_code != 404:
            faults.append(f"{route.name}: {theirs.status_code}, and {absent.status_code} where nothing is")
        elif shown(theirs) != shown(absent):
            faults.append(f"{route.name}: the two answers differ")
    assert faults == []
