"""References of new rows: drawn once, and again only where the database says that one is in use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from almoner.charter.models import Promise
from almoner.core import clock, referring
from almoner.core.identifiers import as_reference
from almoner.core.referring import TRIES, insert_referred
from almoner.timeline.models import Event

pytestmark = pytest.mark.django_db


def promises(count: int) -> list[Promise]:
    event = Event.objects.create(kind="test.happened", at=clock.now(), actor_kind="system", actor_name="", via="test")
    due = {"due_at": clock.now(), "risk_at": clock.now() - timedelta(hours=1)}
    fixed = {"charter_version": "1", "stage": "during", "team": "desk", **due}
    return [Promise(standard=f"s{number}", opened_by=event, **fixed) for number in range(count)]


def drawing(monkeypatch: pytest.MonkeyPatch, *drawn: str) -> None:
    left = iter(drawn)
    monkeypatch.setattr(referring, "reference", lambda prefix: f"{prefix}-{next(left)}")


def stored() -> dict[str, Any]:
    return dict(Promise.objects.values_list("standard", "reference"))


def test_each_new_row_has_a_reference_of_its_own_in_one_statement() -> None:
    rows = promises(3)
    with CaptureQueriesContext(connection) as asked:
        insert_referred("P", *rows)
    assert len(asked) == 1
    assert stored() == {row.standard: row.reference for row in rows}
    assert len({as_reference(row.reference) for row in rows} - {None}) == 3


def test_where_one_is_in_use_another_is_drawn_for_that_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    insert_referred("P", *(before := promises(1)))
    rows = promises(3)
    drawing(monkeypatch, "A", before[0].reference.removeprefix("P-"), "A", "B", "C")
    insert_referred("P", *rows)
    assert [row.reference for row in rows] == ["P-A", "P-B", "P-C"]
    assert Promise.objects.count() == 4


def test_what_is_refused_for_another_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = promises(1)[0]
    insert_referred("P", row)
    again = Promise(standard=row.standard, opened_by=row.opened_by, **{
        name: getattr(row, name) for name in ("charter_version", "stage", "team", "due_at", "risk_at")
    })  # fmt: skip
    drawing(monkeypatch, *map(str, range(TRIES)))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_referred("P", again)
