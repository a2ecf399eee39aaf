"""The audit chain: whatever is changed, put in, taken out, swapped or cut off is found (laws I-30 to I-32)."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.races import in_thread, race

from almoner.core import audit, clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db
TABLE = "core_auditentry"
LENGTH = 40


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(django_settings, "ALMONER_HOME", tmp_path)
    return tmp_path


def write(count: int = LENGTH) -> None:
    for number in range(count):
        audit.seal([audit.Trace(f"test.{number}", SYSTEM, None, "done", {"n": number}, clock.now())])


def open_the_table() -> None:
    """What a hostile owner of the database does first."""
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_untouched_chain_is_whole() -> None:
    write()
    audit.anchor()
    assert audit.verify() == audit.Verdict(entries=LENGTH, anchors=1, faults=[])


def test_empty_chain_is_whole() -> None:
    assert audit.verify().whole


@pytest.mark.parametrize("statement", ["UPDATE core_auditentry SET act = 'x'", "DELETE FROM core_auditentry"])
def test_I_30_the_database_refuses_changes_and_deletions(statement: str) -> None:
    write(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert audit.verify().entries == 2


NOON = time(12, 0)


def _swap(one: int, source: random.Random) -> None:
    other = source.choice([n for n in range(1, LENGTH + 1) if n != one])
    sql("UPDATE core_auditentry SET number = -1 WHERE number = %s", one)
    sql("UPDATE core_auditentry SET number = %s WHERE number = %s", one, other)
    sql("UPDATE core_auditentry SET number = %s WHERE number = -1", other)


def _insert(after: int) -> None:
    """Put a forged entry in and move the later ones up."""
    for number in range(LENGTH, after, -1):
        sql("UPDATE core_auditentry SET number = %s WHERE number = %s", number + 1, number)
    forged = AuditEntry.objects.get(number=after)
    forged.number = after + 1
    forged.save(force_insert=True)


EDITS: dict[str, Callable[[int, random.Random], None]] = {
    "act": lambda n, _: sql("UPDATE core_auditentry SET act = 'test.other' WHERE number = %s", n),
    "actor": lambda n, _: sql("UPDATE core_auditentry SET actor_name = 'Nobody' WHERE number = %s", n),
    "outcome": lambda n, _: sql("UPDATE core_auditentry SET outcome = 'refused' WHERE number = %s", n),
    "via": lambda n, _: sql("UPDATE core_auditentry SET via = 'phone' WHERE number = %s", n),
    "origin": lambda n, _: sql("UPDATE core_auditentry SET origin = '192.0.2.1' WHERE number = %s", n),
    "facts": lambda n, _: sql("UPDATE core_auditentry SET facts = %s WHERE number = %s", json.dumps({"n": -1}), n),
    "at": lambda n, _: AuditEntry.objects.filter(number=n).update(at=clock.on_the_wall(clock.today(), NOON)),
    "digest": lambda n, _: sql("UPDATE core_auditentry SET digest = %s WHERE number = %s", "0" * 64, n),
    "deletion": lambda n, _: sql("DELETE FROM core_auditentry WHERE number = %s", n),
    "swap": _swap,
    "insertion": lambda n, _: _insert(n),
}


def test_I_31_any_tampering_is_found() -> None:
    write()
    open_the_table()

    @given(kind=st.sampled_from(sorted(EDITS)), number=st.integers(1, LENGTH), seed=st.integers(0, 2**32))
    @settings(max_examples=150)
    def tampered(kind: str, number: int, seed: int) -> None:
        with transaction.atomic():
            EDITS[kind](number, random.Random(seed))
            assert not audit.verify().whole
            transaction.set_rollback(True)

    assert audit.verify().whole
    tampered()


def test_I_31_a_chain_written_anew_from_the_middle_is_found_by_the_anchor() -> None:
    write()
    audit.anchor()
    open_the_table()
    _forge_from(20)
    verdict = audit.verify()
    assert "entry 40 differs from the head kept outside the database" in verdict.faults


def _forge_from(start: int) -> None:
    """Change an entry and compute every later digest, and the head, to fit: the chain alone looks whole."""
    digest = AuditEntry.objects.get(number=start - 1).digest
    for entry in AuditEntry.objects.filter(number__gte=start).order_by("number"):
        if entry.number == start:
            entry.act = "test.forged"
        digest = entry.digest = audit._digest(digest, entry)
        entry.save()
    AuditHead.objects.update(digest=digest)


@pytest.mark.parametrize("cut", [1, 7, LENGTH])
def test_I_31_a_cut_tail_is_found_by_the_anchor(cut: int) -> None:
    write()
    audit.anchor()
    open_the_table()
    AuditEntry.objects.filter(number__gt=LENGTH - cut).delete()
    last = AuditEntry.objects.order_by("number").last()
    AuditHead.objects.update(number=last.number if last else 0, digest=last.digest if last else "")
    assert audit.verify().faults == [
        f"the tail was cut: entry {LENGTH} was anchored outside, the chain ends at {LENGTH - cut}"
    ]


def test_I_31_a_head_set_back_is_found() -> None:
    write(3)
    AuditHead.objects.update(number=2)
    assert audit.verify().faults == ["the chain ends at entry 3, its head says 2"]


def test_anchor_is_written_once_for_one_head(home: Path) -> None:
    write(3)
    audit.anchor()
    audit.anchor()
    write(1)
    audit.anchor()
    kept = [json.loads(line)["number"] for line in audit.anchor_path().read_text().splitlines()]
    assert kept == [3, 4]


def test_half_written_anchor_is_reported_and_does_not_hide_the_others(home: Path) -> None:
    write(3)
    audit.anchor()
    with audit.anchor_path().open("a") as file:
        file.write('{"number": 9, "dig')
    assert audit.verify().faults == ["line 2 of the heads kept outside the database cannot be read"]
    write(1)
    audit.anchor()
    assert audit.verify().anchors == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_I_32_writers_at_once_never_fork_the_chain(real_database: None) -> None:
    writers, each = 6, 8

    def run(writer: int) -> None:
        for number in range(each):
            with transaction.atomic():
                audit.seal([audit.Trace(f"race.{writer}.{number}", SYSTEM, None, "done", {}, clock.now())])

    assert race(run, writers) == [None] * writers
    assert in_thread(audit.verify) == audit.Verdict(entries=writers * each, anchors=0, faults=[])


def test_I_32_a_writer_that_fails_leaves_no_gap() -> None:
    write(2)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(3)
        raise RuntimeError
    write(1)
    assert audit.verify() == audit.Verdict(entries=3, anchors=0, faults=[])
