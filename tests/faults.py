"""Whichever write of an act fails, nothing of it remains (law I-39)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import DatabaseError, connection, transaction
from tests.kept import rows_of, tables

WRITE = re.compile(r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')


class Planted:
    """Lets so many writes through and fails the next once, as a disk does that is full for a moment."""

    def __init__(self, let_through: int) -> None:
        self.left = let_through
        self.failed = False
        self.tables: set[str] = set()
        """Those to which anything was or should have been written."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if write := WRITE.match(sql):
            self.tables.add(write[1])
            self.left -= 1
            if self.left < 0 and not self.failed:
                self.failed = True
                raise DatabaseError("planted")
        return execute(sql, params, many, context)


@contextmanager
def undone() -> Iterator[None]:
    """Run in a transaction that is taken back, so that each try begins from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def leaves_nothing(act: Callable[[], object], *, writes: int) -> None:
    """Fail every write of `act` in turn, and find every table to which it writes as it was. It makes at least so many,
    and at last, with none that fails, changes something; that is taken back as well."""
    before = rows_of(tables())
    for let_through in count():
        planted = Planted(let_through)
        with undone():
            ended = _ends(act, planted)
            after = rows_of(planted.tables)
            changed = [table for table in after if after[table] != before[table]]
        assert ended != planted.failed, "it went on after a write had failed"
        if ended:
            assert let_through >= writes
            assert changed
            return
        assert changed == [], f"write {let_through + 1} failed, and something remained"


def _ends(act: Callable[[], object], planted: Planted) -> bool:
    with connection.execute_wrapper(planted):
        try:
            act()
        except DatabaseError:
            return False
    return True
