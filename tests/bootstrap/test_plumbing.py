"""What the tests themselves stand on: engine, clock, no way out, tables that can be emptied."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from tests import engines
from tests.loopback import WayOutRefused

from almoner.core import audit, clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_engine_is_the_one_that_was_asked_for() -> None:
    assert connection.vendor == os.environ.get("ALMONER_DATABASE", "sqlite")


def test_clock_stands_where_it_was_set(at: Callable[[datetime], None]) -> None:
    at(MOMENT)
    assert clock.now() == MOMENT
    at(MOMENT + timedelta(hours=1))
    assert clock.now() == MOMENT + timedelta(hours=1)


def test_clock_goes_on_by_itself_otherwise() -> None:
    assert clock.now() > MOMENT


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_way_out(address: tuple[str, int]) -> None:
    with socket.socket() as way, pytest.raises(WayOutRefused):
        way.connect(address)
    with socket.socket() as way, pytest.raises(WayOutRefused):
        way.connect_ex(address)


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as here, socket.socket() as way:
        here.bind(("127.0.0.1", 0))
        here.listen()
        way.connect(here.getsockname())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_append_only_tables_are_empty_for_each_test(time: str) -> None:
    assert AuditEntry.objects.count() == 0
    with transaction.atomic():
        audit.seal([audit.Trace(f"test.{time}", SYSTEM, None, "done", {}, MOMENT)])
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.update(act="test.forged")


def test_postgresql_server_is_gone_when_the_block_ends() -> None:
    with engines.postgresql() as url, psycopg.connect(url) as client:
        assert client.execute("SHOW fsync").fetchone() == ("off",)
        assert client.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
