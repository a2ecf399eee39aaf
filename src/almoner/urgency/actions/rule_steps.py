"""Steps that the actions on rules share. Each runs inside an action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed
from almoner.people.models import Staff
from almoner.timeline.actions import record
from almoner.urgency.enums import RuleChangeState
from almoner.urgency.live import book_of, live_version
from almoner.urgency.models import RuleChange, RuleRehearsal, RuleSignOff, RuleVersion
from almoner.urgency.refusals import OnlyASigner, RuleChangeEnded
from almoner.urgency.rehearsing import rehearsed
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.changing import own_version, with_row
from almoner.urgency.rulebook.rows import as_plain, from_plain
from almoner.urgency.rulebook.signable import Signable, signable
from almoner.urgency.rules import may_sign_rules


def proposer(by: Actor) -> Staff:
    """Who acts, if they may propose. The system proposes nothing."""
    by.need(Permission.PROPOSE_RULES)
    return _staff(by)


def signer(by: Actor) -> Staff:
    """Who acts, if they may sign."""
    if not may_sign_rules(by):
        raise OnlyASigner
    return _staff(by)


def _staff(by: Actor) -> Staff:
    if by.staff_id is None:
        raise NotAllowed
    return Staff.objects.get(id=by.staff_id)


def locked_change(change: RuleChange) -> RuleChange:
    """The change as it stands now. All that are open are locked in one order, so that one goes live at a time."""
    waiting = RuleChange.objects.select_for_update().filter(state=RuleChangeState.OPEN).order_by("id")
    found = next((one for one in waiting if one.id == change.id), None)
    if found is None:
        raise RuleChangeEnded(reference=change.reference)
    return found


def latest_rehearsal(change: RuleChange) -> RuleRehearsal:
    return change.rehearsals.order_by("-number")[:1].get()


def row_of(change: RuleChange) -> Row | None:
    return None if change.row is None else from_plain(change.row)


def rehearse_on_live(change: RuleChange, by: Actor) -> RuleRehearsal:
    version = live_version()
    book = book_of(version)
    found = rehearsed(change.rule_id, row_of(change), version)
    before = book.rows.get(change.rule_id)
    return RuleRehearsal.objects.create(
        change=change,
        number=change.rehearsals.count() + 1,
        on=book.version,
        before=None if before is None else as_plain(before),
        result=found.result.as_facts(),
        signatures_needed=found.signatures_needed,
        by_name=by.name,
    )


def put_in_force(change: RuleChange, rehearsal: RuleRehearsal, by: Actor) -> RuleVersion:
    last = live_version()
    number = last.number + 1 if last else 1
    row = row_of(change)
    row = row and replace(row, version=f"{standard().version.partition('-')[0]}.{number}")
    own = with_row(last.own if last else {}, change.rule_id, row)
    version = RuleVersion.objects.create(
        number=number, name=own_version(number, own), standard=standard().version, own=own, change=change
    )
    change.state, change.ended_at, change.ended_by_name = RuleChangeState.LIVE, clock.now(), by.name
    change.save(update_fields=["state", "ended_at", "ended_by_name"])
    if row:
        for signature in rehearsal.signatures.select_related("by"):
            sign_off([signable(row)], row.review_on, signature.by, version.name)
    tell_of("urgency.rules_changed", change, {"version": version.name}, by)
    return version


def sign_off(rows: Iterable[Signable], valid_until: date, clinician: Staff, version: str) -> None:
    RuleSignOff.objects.bulk_create(
        RuleSignOff(
            rule_id=row.id,
            digest=row.digest,
            rules_version=version,
            valid_until=valid_until,
            by=clinician,
            by_name=clinician.name,
        )
        for row in rows
    )


def tell_of(kind: str, change: RuleChange, facts: dict[str, Any], by: Actor) -> None:
    level = change.row and change.row["level"]
    told = {"reference": change.reference, "rule": change.rule_id, "rule_level": level, **facts}
    record(kind=kind, person=None, subject_id=change.id, facts=told, by=by)
