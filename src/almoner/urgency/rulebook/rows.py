"""A row of the rules as plain JSON, and back: how it is kept, exported and told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from almoner.urgency.rulebook import Computed, Measured, Row, Rule

KINDS: dict[str, type[Row]] = {"words": Rule, "measured": Measured, "computed": Computed}
EMPTY: tuple[Any, ...] = ("", [], None, False)
_EMPTY: dict[str, Any] = {"unless": (), "one_of": (), "age": "", "alone": False, "disposition": "", "needs": ()}
"""What a row that was kept before a field existed says of it: nothing."""


def kind_of(row: Row) -> str:
    return next(name for name, kind in KINDS.items() if isinstance(row, kind))


def as_plain(row: Row) -> dict[str, Any]:
    told = {field.name: _plain(getattr(row, field.name)) for field in fields(row)}
    return {"kind": kind_of(row), **told}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def from_plain(told: Mapping[str, Any]) -> Row:
    """The row that `as_plain` gave. Raises KeyError, TypeError or ValueError for what is no row."""
    kind = KINDS[told["kind"]]
    given = {field.name: _given(told, field) for field in fields(kind)}
    return kind(**given)


def _given(told: Mapping[str, Any], field: Any) -> Any:
    name = field.name
    if name not in told:
        if field.default is not MISSING:
            return field.default
        return _EMPTY[name]
    value = told[name]
    if name == "review_on":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def digest_of(told: Any) -> str:
    """The same for the same content, whatever the order of its keys."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def row_digest(row: Row) -> str:
    """Of all that a row says: what a clinician read when signing it. `version` is left out, which is but a name, and
    what is empty too: a field that comes with an update makes no signature void that says nothing of it."""
    said = {name: value for name, value in as_plain(row).items() if name != "version"}
    return digest_of({name: value for name, value in said.items() if value not in EMPTY})
