"""A hospital's own rules: the standard with rows changed, switched off or added. Pure.

What is its own is kept as `own`: for each id the row as plain JSON, or None where it is switched off, and beside it the
digest of the standard's row when it was changed, so that an update of the package is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

from almoner.urgency.reading.lexicon import LANGUAGES, lexicon
from almoner.urgency.rulebook import Computed, Measured, Row, Rule, groups, levels, settling
from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.rows import as_plain, digest_of, from_plain, row_digest

Own = Mapping[str, Mapping[str, Any]]
"""By id: `row` (plain JSON or None) and `standard` (a digest, empty where the standard has no such row)."""
APPLIES_TO = ("everyone", "adult", "child", "infant", "pregnancy")
EMERGENCY = 1
PRESSING = 2
"""Levels up to this are now, or within the hour."""
DENIED = "no:"
REVIEW_AT_MOST = timedelta(days=3 * 366)
LONGEST_TEXT = 300
BEYOND_WORDS = ("text", "review_on", "owner", "source", "version")
"""What of a row may be said anew without any case being judged otherwise."""
_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


def with_own(own: Own, version: str, base: Rulebook | None = None) -> Rulebook:
    """The rules of a hospital. The order of rows is the standard's, with its own after them."""
    base = base or standard()
    rows: dict[str, Row] = dict(base.rows)
    for rule_id, change in own.items():
        if change["row"] is None:
            rows.pop(rule_id, None)
        else:
            rows[rule_id] = from_plain(change["row"])
    every = rows.values()
    return Rulebook(
        version,
        tuple(row for row in every if isinstance(row, Rule)),
        tuple(row for row in every if isinstance(row, Measured)),
        tuple(row for row in every if isinstance(row, Computed)),
    )


def with_row(own: Own, rule_id: str, row: Row | None) -> dict[str, dict[str, Any]]:
    """`own` after one more change. A row that is as in the standard again is no change."""
    changed = {name: dict(change) for name, change in own.items() if name != rule_id}
    before = standard().rows.get(rule_id)
    if (row is None and before is None) or (row is not None and before is not None and same(row, before)):
        return changed
    plain = None if row is None else as_plain(row)
    changed[rule_id] = {"row": plain, "standard": row_digest(before) if before else ""}
    return changed


def same(one: Row, other: Row) -> bool:
    return row_digest(one) == row_digest(other)


def own_version(number: int, own: Own) -> str:
    """The name of a hospital's version: that of the standard, its own number, and a digest of both."""
    named, _, _ = standard().version.partition("-")
    return f"{named}.{number}-{digest_of([standard().version, own])[:8]}"


def overtaken(own: Own) -> list[str]:
    """The ids whose row the standard has changed, added or dropped since the hospital changed it."""
    now = {rule_id: row_digest(row) for rule_id, row in standard().rows.items()}
    return [rule_id for rule_id, change in own.items() if change["standard"] != now.get(rule_id, "")]


def differing(one: Row | None, other: Row | None) -> list[str]:
    """The names of the fields in which two rows differ; all of them where one is not there."""
    if one is None or other is None:
        there = one or other
        return [field.name for field in fields(there)] if there else []
    before, after = as_plain(one), as_plain(other)
    return [name for name in after if before.get(name) != after[name] and name != "version"]


def touches_emergency(before: Row | None, after: Row | None) -> bool:
    """Whether a rule for emergencies would hold for others than before, or no longer. Going back to what the standard
    says is always safe."""
    if before is None or before.level != EMERGENCY:
        return False
    stands = standard().rows.get(before.id)
    if after is not None and stands is not None and same(after, stands):
        return False
    return after is None or bool(set(differing(before, after)) - set(BEYOND_WORDS))


@cache
def ages() -> tuple[str, ...]:
    """The bands of age that a rule may be for, by name."""
    return tuple(sorted({row.age for row in standard().words if row.age}))


@cache
def concepts() -> tuple[str, ...]:
    """What a rule may ask for, by name: whatever the reader finds, wider ideas, danger signs."""
    found = {name for name, _phrase in lexicon("en").concepts}
    return tuple(sorted(found | set(groups()) | {"danger_sign", "qsofa"}))


def is_denial(name: str) -> bool:
    """Whether a name asks for something that was denied."""
    return name.startswith(DENIED)


def is_known(name: str) -> bool:
    return name.removeprefix(DENIED) in concepts()


def faults(row: Row, today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a row that somebody wrote: the field, and one word for why."""
    if not _ID.fullmatch(row.id) or len(row.id) > 60:
        yield "id", "shape"
    if row.level not in levels():
        yield "level", "unknown"
    if row.applies_to not in APPLIES_TO:
        yield "applies_to", "unknown"
    if not today < row.review_on <= today + REVIEW_AT_MOST:
        yield "review_on", "date"
    said = {"source": row.source, "owner": row.owner}
    said |= {f"text_{language}": row.text.get(language, "") for language in LANGUAGES}
    yield from ((name, "empty") for name, text in said.items() if not 0 < len(text.strip()) <= LONGEST_TEXT)
    if isinstance(row, Rule):
        yield from _faults_of_words(row)
    if isinstance(row, Measured):
        yield from _faults_of_measured(row)


def _faults_of_words(row: Rule) -> Iterator[tuple[str, str]]:
    for field, names in (("needs", row.needs), ("one_of", row.one_of), ("unless", row.unless)):
        if not all(map(is_known, names)) or (field == "needs" and any(map(is_denial, names))):
            yield field, "unknown"
    if not row.needs and not row.one_of:
        yield "needs", "empty"
    if set(row.needs) & set(row.unless):
        yield "unless", "contradiction"
    yield from _faults_of_pressing(row) if row.level <= PRESSING else ()
    if row.age and row.age not in ages():
        yield "age", "unknown"


def _faults_of_pressing(row: Rule) -> Iterator[tuple[str, str]]:
    """What is to be seen now or within the hour is held back by nothing but what settles the matter, and a denial never
    makes it."""
    if set(row.unless) - settling():
        yield "unless", "unsettled"
    if any(map(is_denial, row.one_of)):
        yield "one_of", "unsettled"


def _faults_of_measured(row: Measured) -> Iterator[tuple[str, str]]:
    if row.low is None and row.high is None:
        yield "low", "empty"
    elif row.low is not None and row.high is not None and row.low >= row.high:
        yield "low", "contradiction"
