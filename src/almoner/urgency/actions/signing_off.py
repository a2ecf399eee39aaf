"""A clinician answers for rules: each row read, and signed until a date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.timeline.actions import record
from almoner.urgency.actions.rule_steps import sign_off, signer
from almoner.urgency.live import live_book
from almoner.urgency.refusals import NoSuchDate, RulesOtherwiseNow, RuleUnknown
from almoner.urgency.rule_queries import rules_past_review
from almoner.urgency.rulebook.changing import REVIEW_AT_MOST
from almoner.urgency.rulebook.signable import signables

HOUSE = UUID("0b6f2d5e-6c53-4a57-9d0a-3f4f7f3a9a11")
"""What is told of the rules of the house as a whole is told of this."""


@action
def sign_off_rules(*, rules: Collection[str], version: str, valid_until: date, by: Actor) -> list[str]:
    """Sign these rows of `version` as read, until a date: rules, danger signs, questions, levels, by the ids of
    `rulebook.signable`. Gives the ids that were signed.

    Raises RulesOtherwiseNow where another version is in force: nobody signs what they have not read.
    """
    clinician = signer(by)
    book = live_book()
    if version != book.version:
        raise RulesOtherwiseNow
    known = signables(book)
    if not rules or set(rules) - set(known):
        raise RuleUnknown
    today = clock.today()
    if not today < valid_until <= today + REVIEW_AT_MOST:
        raise NoSuchDate
    rows = [item for item in known.values() if item.id in set(rules)]
    sign_off(rows, valid_until, clinician, book.version)
    facts = {"rules": len(rows), "of": len(known), "version": book.version, "until": valid_until.isoformat()}
    record(kind="urgency.rules_signed_off", person=None, facts=facts, by=by)
    if not rules_past_review():
        record(kind="urgency.rules_reviewed", person=None, subject_id=HOUSE, facts={"version": book.version}, by=by)
    return [item.id for item in rows]


@action
def tell_overdue_rules(*, by: Actor) -> int:
    """Tell that rules are past their review, unless it is promised already that they are read again. Gives how many."""
    late = rules_past_review()
    if late and not Promise.objects.filter(subject_id=HOUSE, state__in=LIVE).exists():
        record(kind="urgency.rules_overdue", person=None, subject_id=HOUSE, facts={"rules": late}, by=by)
    return late
