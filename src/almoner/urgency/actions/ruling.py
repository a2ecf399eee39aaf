"""The hospital's own rules: proposed by one, rehearsed on stored cases, signed by another, and only then in force."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.urgency.actions.rule_steps import (
    latest_rehearsal,
    locked_change,
    proposer,
    put_in_force,
    rehearse_on_live,
    signer,
    tell_of,
)
from almoner.urgency.enums import RuleChangeState
from almoner.urgency.live import live_book
from almoner.urgency.models import RuleChange, RuleSignature
from almoner.urgency.refusals import (
    ChangeWaits,
    OwnSignature,
    RehearsalOutdated,
    SignedAlready,
    WhyChange,
)
from almoner.urgency.rehearsing import need_sound
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.rows import as_plain


@action
def propose_rule_change(*, rule_id: str, row: Row | None, why: str, by: Actor) -> RuleChange:
    """Propose how a rule should be, a new one, or with no `row` that it be switched off. It is rehearsed at once.

    Raises FaultyRule with each fault of the row.
    """
    staff = proposer(by)
    need_sound(rule_id, row)
    if not why.strip():
        raise WhyChange
    waiting = RuleChange.objects.filter(rule_id=rule_id, state=RuleChangeState.OPEN).first()
    if waiting:
        raise ChangeWaits(reference=waiting.reference)
    change = RuleChange.objects.create(
        reference=reference("C", taken=lambda drawn: RuleChange.objects.filter(reference=drawn).exists()),
        rule_id=rule_id,
        row=None if row is None else as_plain(row),
        why=why.strip()[:500],
        by=staff,
        by_name=by.name,
    )
    rehearse_on_live(change, by)
    tell_of("urgency.rule_proposed", change, {"why": change.why}, by)
    return change


@action
def rehearse_rule_change(*, change: RuleChange, by: Actor) -> RuleChange:
    """Rehearse again, on the rules in force and the requests of now. Signatures under the rehearsal before are void."""
    by.need(Permission.PROPOSE_RULES)
    change = locked_change(change)
    rehearse_on_live(change, by)
    tell_of("urgency.rule_rehearsed", change, {}, by)
    return change


@action
def sign_rule_change(*, change: RuleChange, rehearsal: int, by: Actor) -> RuleChange:
    """A clinician other than who proposed it signs what rehearsal number `rehearsal` shows. With the last signature
    needed it is in force, and the row counts as signed off by those who signed."""
    clinician = signer(by)
    change = locked_change(change)
    if change.by_id == clinician.id:
        raise OwnSignature
    latest = latest_rehearsal(change)
    if latest.number != rehearsal or latest.on != live_book().version:
        raise RehearsalOutdated
    if latest.signatures.filter(by=clinician).exists():
        raise SignedAlready
    RuleSignature.objects.create(rehearsal=latest, by=clinician, by_name=by.name)
    signed = latest.signatures.count()
    tell_of("urgency.rule_signed", change, {"signed": signed, "needed": latest.signatures_needed}, by)
    if signed >= latest.signatures_needed:
        put_in_force(change, latest, by)
    return change


@action
def turn_down_rule_change(*, change: RuleChange, why: str, by: Actor) -> RuleChange:
    """A clinician who may sign does not want it, or who proposed it takes it back."""
    change = locked_change(change)
    if change.by_id != by.staff_id:
        by.need(Permission.SIGN_RULES)
    if not why.strip():
        raise WhyChange
    change.state, change.ended_at = RuleChangeState.TURNED_DOWN, clock.now()
    change.ended_by_name, change.ended_why = by.name, why.strip()[:500]
    change.save(update_fields=["state", "ended_at", "ended_by_name", "ended_why"])
    tell_of("urgency.rule_turned_down", change, {"why": change.ended_why}, by)
    return change
