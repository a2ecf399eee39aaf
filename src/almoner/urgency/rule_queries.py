"""Reading the rules in force, who signed them, what is proposed, and what each version changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.urgency.enums import RuleChangeState
from almoner.urgency.live import book_of, live_version
from almoner.urgency.models import Request, RuleChange, RuleRehearsal, RuleSignOff, RuleVersion
from almoner.urgency.rehearsing import Rehearsed, need_sound, rehearsed
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.changing import Own, overtaken
from almoner.urgency.rulebook.rows import from_plain
from almoner.urgency.rulebook.signable import Signable, signables
from almoner.urgency.rules import seen_by

SIGNED, OVERDUE, UNSIGNED = "signed", "overdue", "unsigned"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a clinician answers for a row: the latest signature under this very text, and until when. A row that
    nobody signed is due for review on the date it carries."""

    state: str
    due_on: date
    sign_off: RuleSignOff | None = None

    @property
    def past_review(self) -> bool:
        return self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class RulesSeen:
    """The rules in force with all that is known of them. `number` is that of the hospital's own version, or 0."""

    book: Rulebook
    number: int
    own: Own
    signables: dict[str, Signable]
    standings: dict[str, Standing]
    """Of all that a clinician answers for: the rules, and what is the same everywhere."""
    waiting: dict[str, RuleChange]

    @property
    def overtaken(self) -> list[str]:
        """Rows of its own of which the standard has brought another text since."""
        return overtaken(self.own)

    @property
    def switched_off(self) -> list[Row]:
        """Rows of the standard that are not in force here."""
        gone = [rule_id for rule_id, change in self.own.items() if change["row"] is None]
        return [standard().rows[rule_id] for rule_id in gone if rule_id in standard().rows]

    def in_state(self, state: str) -> int:
        return sum(one.state == state for one in self.standings.values())

    @property
    def unsigned(self) -> int:
        return len(self.standings) - self.in_state(SIGNED)

    @property
    def past_review(self) -> int:
        return sum(one.past_review for one in self.standings.values())


def rules_seen(by: Actor) -> RulesSeen:
    by.need(Permission.READ_RULES)
    version = live_version()
    book = book_of(version)
    waiting = RuleChange.objects.filter(state=RuleChangeState.OPEN)
    return RulesSeen(
        book=book,
        number=version.number if version else 0,
        own=version.own if version else {},
        signables=signables(book),
        standings=standings(book),
        waiting={one.rule_id: one for one in waiting},
    )


def standings(book: Rulebook) -> dict[str, Standing]:
    """For each row, and all else that is signed. Of a signature under another text of it nothing is left."""
    latest = {(one.rule_id, one.digest): one for one in RuleSignOff.objects.order_by("created_at", "id")}
    today = clock.today()
    items = signables(book).values()
    return {item.id: _standing(item, latest.get((item.id, item.digest)), today) for item in items}


def _standing(item: Signable, signed: RuleSignOff | None, today: date) -> Standing:
    if signed is None:
        return Standing(UNSIGNED, item.review_on)
    return Standing(SIGNED if signed.valid_until >= today else OVERDUE, signed.valid_until, signed)


def unsigned_rules() -> int:
    """For how many rows in force, danger signs and questions among them, nobody answers today."""
    return sum(one.state != SIGNED for one in standings(book_of(live_version())).values())


def rules_past_review() -> int:
    """How many rows in force are past their review."""
    return sum(one.past_review for one in standings(book_of(live_version())).values())


def rule_changes(by: Actor) -> list[RuleChange]:
    """All that were proposed: those that wait first, then the latest."""
    by.need(Permission.READ_RULES)
    changes = RuleChange.objects.select_related("version").order_by("-created_at", "id")
    return sorted(changes, key=lambda change: not change.is_open)


def rule_change_for(by: Actor, id: UUID) -> RuleChange:  # noqa: A002 - the name every gate takes
    by.need(Permission.READ_RULES)
    change = RuleChange.objects.select_related("version").filter(id=id).first()
    if change is None:
        raise NotThere
    return change


def rehearsals_of(change: RuleChange, by: Actor) -> list[RuleRehearsal]:
    """The latest first, each with its signatures."""
    by.need(Permission.READ_RULES)
    return list(change.rehearsals.prefetch_related("signatures").order_by("-number"))


def wanted_row(change: RuleChange) -> Row | None:
    return None if change.row is None else from_plain(change.row)


def row_before(rehearsal: RuleRehearsal) -> Row | None:
    return None if rehearsal.before is None else from_plain(rehearsal.before)


def look_at_change(*, rule_id: str, row: Row | None, by: Actor) -> Rehearsed:
    """What a change would do, before anybody proposes it. Raises as the proposal would: FaultyRule, RuleAsBefore."""
    by.need(Permission.PROPOSE_RULES)
    need_sound(rule_id, row)
    return rehearsed(rule_id, row, live_version())


def history_of(rule_id: str, by: Actor) -> tuple[list[RuleChange], list[RuleSignOff]]:
    """What was proposed of a rule and who signed it, the latest first."""
    by.need(Permission.READ_RULES)
    changes = RuleChange.objects.filter(rule_id=rule_id).select_related("version").order_by("-created_at", "id")
    return list(changes), list(RuleSignOff.objects.filter(rule_id=rule_id).order_by("-created_at", "id"))


def rule_versions(by: Actor) -> list[RuleVersion]:
    """The hospital's own, the latest first. Before the first of them the standard was in force as it is."""
    by.need(Permission.READ_RULES)
    return list(RuleVersion.objects.select_related("change").order_by("-number"))


def rule_version_for(by: Actor, number: int) -> RuleVersion | None:
    """A version by its number; None is the standard, number 0. Raises NotThere."""
    by.need(Permission.READ_RULES)
    if number == 0:
        return None
    version = RuleVersion.objects.select_related("change").filter(number=number).first()
    if version is None:
        raise NotThere
    return version


def requests_seen(ids: Iterable[UUID], by: Actor) -> dict[str, Request]:
    """Of these requests, those that they may see, by id."""
    if not by.may(Permission.SEE_TRIAGE):
        return {}
    found = Request.objects.filter(seen_by(by), id__in=list(ids)).select_related("person")
    return {str(one.id): one for one in found}
