"""Rehearsing one change of the rules in force, and how many signatures it needs. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from almoner.core import clock
from almoner.urgency.live import book_of, live_book
from almoner.urgency.models import RuleVersion
from almoner.urgency.own_cases import last_requests
from almoner.urgency.refusals import FaultyRule, RuleAsBefore, RuleUnknown
from almoner.urgency.rehearsal import Rehearsal, rehearse
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.changing import faults, same, touches_emergency, with_own, with_row
from almoner.urgency.rulebook.rows import kind_of

ONE, TWO = 1, 2


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """`touches_emergency`: it is about a rule of level 1, beyond its words."""

    result: Rehearsal
    touches_emergency: bool

    @property
    def signatures_needed(self) -> int:
        """Two where an emergency could be missed for it: by what is changed, or by what is seen to happen."""
        return TWO if self.touches_emergency or self.result.loses_emergencies else ONE


def need_sound(rule_id: str, row: Row | None) -> None:
    """Raise unless the rules in force can be changed so: FaultyRule tells each fault of the row."""
    before = live_book().rows.get(rule_id)
    if row is None and before is None:
        raise RuleUnknown
    if row is None:
        return
    found = list(faults(row, clock.today()))
    known = before or standard().rows.get(rule_id)
    if row.id != rule_id or kind_of(row) != (kind_of(known) if known else "words"):
        found.append(("id", "other"))
    if found:
        raise FaultyRule(found)
    if before and same(row, before):
        raise RuleAsBefore


def rehearsed(rule_id: str, row: Row | None, version: RuleVersion | None) -> Rehearsed:
    """What becomes of all cases when `row` takes the place of the rule in `version`."""
    before = book_of(version)
    own = with_row(version.own if version else {}, rule_id, row)
    after = with_own(own, "rehearsal")
    return Rehearsed(rehearse(before, after, last_requests()), touches_emergency(before.rows.get(rule_id), row))
