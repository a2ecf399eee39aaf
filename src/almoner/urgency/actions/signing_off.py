"""A clinician answers for rules: each row read, and signed until a date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.timeline.actions import record
from almoner.urgency.actions.rule_steps import sign_off, signer
from almoner.urgency.live import live_book
from almoner.urgency.refusals import NoSuchDate, RulesOtherwiseNow, RuleUnknown
from almoner.urgency.rulebook.changing import REVIEW_AT_MOST
from almoner.urgency.rulebook.signable import signables


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
    return [item.id for item in rows]
