"""How often the suggestions of urgency agree with what clinicians decided: as a whole, for whom, and by rule.

Counted is the first decision about each request, held against the suggestion that stood beside it. A clinician who sees
a suggestion leans on it: this is agreement, and not how often the suggestion is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight.bands import band_of
from almoner.insight.figure import FEW, Figure, without_small
from almoner.insight.period import Period
from almoner.people.enums import Sex
from almoner.urgency.accuracy import Accuracy, Share, accuracy
from almoner.urgency.models import Decision, Request, Suggestion
from almoner.urgency.rules import seen_by

URGENT = 2
"""Levels up to this are the urgent ones: now, or within the hour."""
NOT_UNDERSTOOD = ""
"""Stands for the rule where no rule held and the suggestion abstained."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One first decision beside its suggestion. `who` tells people apart: somebody not known is one of their own."""

    request_id: UUID
    who: UUID
    at: datetime
    suggested: int
    decided: int
    rules: tuple[str, ...]
    language: str
    band: str
    sex: str
    channel: str

    @property
    def pair(self) -> tuple[int, int]:
        return (self.decided, self.suggested)

    @property
    def is_under(self) -> bool:
        """Suggested as less urgent than the clinician decided."""
        return self.suggested > self.decided

    @property
    def is_over(self) -> bool:
        return self.suggested < self.decided


@dataclass(frozen=True, slots=True)
class Agreement:
    """`under` and `over` are of the suggestion: less, and more urgent than what was decided."""

    n: int
    all_levels: Accuracy
    urgent: Accuracy
    abstained: Share


@dataclass(frozen=True, slots=True)
class Part:
    """A group, by its key. `agreement` is None where it is too small to be told apart."""

    key: str
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class OfRule:
    """A rule that led to suggestions: how many, and of how many of these a clinician decided otherwise."""

    rule: str
    led: int
    under: Share
    over: Share


SPLITS: dict[str, Callable[[Decided], str]] = {
    "language": lambda one: one.language,
    "age": lambda one: one.band,
    "sex": lambda one: one.sex,
    "channel": lambda one: one.channel,
}


def decided_in(period: Period, *, by: Actor) -> list[Decided]:
    """Every first decision of the period. Three statements."""
    by.need(Permission.SEE_ACCURACY)
    decisions = (
        Decision.objects.filter(number=1, created_at__gte=period.begins_at, created_at__lt=period.ends_at)
        .select_related("request__person")
        .order_by("created_at", "id")
    )
    found = list(decisions)
    beside = _beside(found)
    return [_decided(one, beside[one.id]) for one in found]


def agreement(rows: Iterable[Decided]) -> Agreement:
    counted = list(rows)
    pairs = [one.pair for one in counted]
    return Agreement(
        n=len(counted),
        all_levels=accuracy(pairs),
        urgent=accuracy(pairs, URGENT),
        abstained=Share(sum(one.rules == (NOT_UNDERSTOOD,) for one in counted), len(counted)),
    )


def matrix(rows: Iterable[Decided]) -> dict[tuple[int, int], int]:
    """How many for each (decided, suggested)."""
    table: defaultdict[tuple[int, int], int] = defaultdict(int)
    for one in rows:
        table[one.pair] += 1
    return dict(table)


def parts(rows: Iterable[Decided], split: str) -> list[Part]:
    """By language, age, sex or channel. Groups of fewer than five people are not told apart, nor the one that the sum
    would give away (X-6): people are counted, not decisions, since somebody may ask often."""
    groups: defaultdict[str, list[Decided]] = defaultdict(list)
    for one in rows:
        groups[SPLITS[split](one)].append(one)
    people = {key: Figure(n=len({one.who for one in found})) for key, found in groups.items()}
    shown = without_small(people)
    return [Part(key, None if shown[key].hidden else agreement(groups[key])) for key in sorted(groups)]


def by_rule(rows: Iterable[Decided]) -> list[OfRule]:
    """Rules whose suggestions were overridden: those first that most often said too little, then too much."""
    led: defaultdict[str, list[Decided]] = defaultdict(list)
    for one in rows:
        for rule in one.rules:
            led[rule].append(one)
    found = [
        OfRule(
            rule=rule,
            led=len(told),
            under=Share(sum(one.is_under for one in told), len(told)),
            over=Share(sum(one.is_over for one in told), len(told)),
        )
        for rule, told in led.items()
    ]
    overridden = [one for one in found if one.under.hits or one.over.hits]
    return sorted(overridden, key=lambda one: (-one.under.hits, -one.over.hits, one.rule))


@dataclass(frozen=True, slots=True)
class Override:
    """One decision that differs from its suggestion, with the reason that the clinician gave."""

    request: Request
    decision: Decision
    is_under: bool


def overrides_of(rows: Iterable[Decided], *, rule: str | None = None, by: Actor) -> list[Override]:
    """The decisions that differ, of one rule where it is given: those first that were suggested too low, and of these
    the furthest off. Only for who triages, and only of people whom they may see."""
    by.need(Permission.SEE_TRIAGE)
    wanted = {one.request_id for one in rows if (one.is_under or one.is_over) and (rule is None or rule in one.rules)}
    seen = Request.objects.filter(seen_by(by), id__in=wanted).select_related("person")
    decisions = Decision.objects.filter(number=1, request__in=seen).select_related("request__person")
    found = [Override(one.request, one, one.suggested > one.level) for one in decisions.order_by("-created_at", "id")]
    return sorted(found, key=lambda one: (not one.is_under, -abs(one.decision.suggested - one.decision.level)))


def is_few(n: int) -> bool:
    """Whether so few people must not be told apart to who may not see the requests themselves."""
    return 0 < n < FEW


def _beside(decisions: list[Decision]) -> Mapping[UUID, Suggestion]:
    """For each decision the suggestion that stood when it was made."""
    of_request: defaultdict[UUID, list[Suggestion]] = defaultdict(list)
    for one in Suggestion.objects.filter(request__in=[d.request_id for d in decisions]).order_by("request", "number"):
        of_request[one.request_id].append(one)
    return {
        decision.id: next(
            (one for one in reversed(of_request[decision.request_id]) if one.created_at <= decision.created_at),
            of_request[decision.request_id][0],
        )
        for decision in decisions
    }


def _decided(decision: Decision, suggestion: Suggestion) -> Decided:
    request = decision.request
    return Decided(
        request_id=request.id,
        who=request.person_id or request.id,
        at=decision.created_at,
        suggested=decision.suggested,
        decided=decision.level,
        rules=_leading(suggestion),
        language=request.language.split("-")[0],
        band=band_of(_age(request, decision.created_at)),
        sex=_sex(request),
        channel=request.channel,
    )


def _leading(suggestion: Suggestion) -> tuple[str, ...]:
    """The rules that gave the level."""
    reasons: list[dict[str, Any]] = suggestion.facts.get("reasons", [])
    leading = tuple(dict.fromkeys(one["rule"] for one in reasons if one["level"] == suggestion.level))
    return leading or (NOT_UNDERSTOOD,)


def _age(request: Request, at: datetime) -> float | None:
    if request.person is None:
        return request.age_given
    return (clock.shown(at).date() - request.person.birth_on).days / 365.25


def _sex(request: Request) -> str:
    sex = request.person.sex if request.person else str(request.answers.get("sex", ""))
    return sex if sex in Sex.values else str(Sex.UNKNOWN)
