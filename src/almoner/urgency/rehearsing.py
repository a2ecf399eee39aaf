"""Rehearsing one change of the rules in force, and how many signatures it needs. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from almoner.urgency.live import book_of
from almoner.urgency.models import RuleVersion
from almoner.urgency.own_cases import last_requests
from almoner.urgency.rehearsal import Rehearsal, rehearse
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.changing import touches_emergency, with_own, with_row

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


def rehearsed(rule_id: str, row: Row | None, version: RuleVersion | None) -> Rehearsed:
    """What becomes of all cases when `row` takes the place of the rule in `version`."""
    before = book_of(version)
    own = with_row(version.own if version else {}, rule_id, row)
    after = with_own(own, "rehearsal")
    return Rehearsed(rehearse(before, after, last_requests()), touches_emergency(before.rows.get(rule_id), row))
