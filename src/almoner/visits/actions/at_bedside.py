"""The day at the bedside: the plan, what is asked for, and worries that must be heard."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotAllowed, Unclear
from almoner.timeline.actions import record
from almoner.visits.enums import AGREED, TEAM_FOR, Ask, AskState, StayState
from almoner.visits.locking import locked_stay
from almoner.visits.menus import need_harmless
from almoner.visits.models import (
    BedsideRequest,
    PlanItem,
    PublishedPlan,
    Stay,
    Worry,
)
from almoner.visits.planning import clashes_as_facts, items_as_facts, plan_of
from almoner.visits.refusals import NotNow, ReasonNeeded
from almoner.visits.rules import need_at_bedside, need_to_care, need_to_see_patient


@action
def add_to_plan(
    *,
    stay: Stay,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    note: str = "",
    by: Actor,
) -> PlanItem:
    """Put an agreed line into somebody's day. It is shown when the plan is next published."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if kind not in AGREED or not title.strip() or (ends_at and ends_at <= starts_at):
        raise Unclear
    return PlanItem.objects.create(
        stay=stay,
        day=clock.local(starts_at, stay.site.zone).date(),
        kind=kind,
        title=title.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        note=note.strip()[:300],
    )


@action
def remove_from_plan(*, item: PlanItem, by: Actor) -> PlanItem:
    """Take a line out of the plans to come; what was published stays as it was."""
    need_to_care(item.stay.person, by)
    item.removed_at = clock.now()
    item.save(update_fields=["removed_at"])
    return item


@action
def publish_plan(*, stay: Stay, day: date | None = None, by: Actor) -> PublishedPlan:
    """Give them the plan of a day, gone through with them. What clashes is told to whoever publishes it."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    day = day or clock.today(stay.site.zone)
    plan = plan_of(stay, day)
    last = PublishedPlan.objects.filter(stay=stay, day=day).aggregate(last=Max("version"))["last"] or 0
    published = PublishedPlan.objects.create(
        stay=stay,
        day=day,
        version=last + 1,
        items=items_as_facts(plan),
        clashes=clashes_as_facts(plan),
        published_by=by.name,
    )
    facts = {"day_on": day.isoformat(), "version": published.version, "clashes": len(published.clashes)}
    record(kind="plan.published", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return published


@action
def ask_at_bedside(*, stay: Stay, what: str, note: str = "", by: Actor) -> BedsideRequest:
    """Ask for something that is not urgent. It goes straight to the team that does it (STAY-2)."""
    need_at_bedside(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if what not in Ask.values:
        raise Unclear
    asked = BedsideRequest.objects.create(
        stay=stay, what=what, note=note.strip()[:300], team=TEAM_FOR[what], asked_by=by.name
    )
    facts = {"what": languages.in_all(Ask(what).label), "team": asked.team, "note": asked.note}
    record(kind="stay.request_made", person=stay.person, subject_id=asked.id, facts=facts, by=by)
    return asked


@action
def do_request(*, asked: BedsideRequest, by: Actor) -> BedsideRequest:
    """It was brought or done. Raises AllergenStop for a dish that contains what they must not eat by now."""
    if not (by.is_staff or by.is_system):
        raise NotAllowed
    need_at_bedside(asked.stay.person, by)
    if asked.dish:
        need_harmless(asked.stay, asked.dish)
    return _end_request(asked, AskState.DONE, "", "stay.request_done", by)


@action
def withdraw_request(*, asked: BedsideRequest, reason: str, by: Actor) -> BedsideRequest:
    """It is no longer needed, or cannot be had: they read why."""
    need_at_bedside(asked.stay.person, by)
    if not reason.strip():
        raise ReasonNeeded
    return _end_request(asked, AskState.WITHDRAWN, reason.strip()[:300], "stay.request_withdrawn", by)


@action
def raise_worry(*, stay: Stay, words: str, raised_by: str = "", relationship: str = "", by: Actor) -> Worry:
    """“I am worried they are getting worse and nobody hears me”: critical care comes to look (STAY-8).

    The person, their family and any member of staff may; no form, no reason beyond their own words.
    """
    need_at_bedside(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    worry = Worry.objects.create(
        stay=stay,
        words=words.strip() or "–",
        raised_by=raised_by.strip()[:200] or by.name,
        relationship=relationship[:60],
    )
    facts = {"where": f"{stay.bed.ward.name}, {stay.bed.code}" if stay.bed else "", "raised_by": worry.raised_by}
    record(kind="worry.raised", person=stay.person, subject_id=worry.id, facts=facts, by=by)
    return worry


@action
def answer_worry(*, worry: Worry, found: str, by: Actor) -> Worry:
    """A critical care nurse or doctor was at the bedside, and says what was found and done."""
    need_to_see_patient(worry.stay.person, by)
    if not found.strip() or by.staff_id is None:
        raise ReasonNeeded
    fresh = Worry.objects.select_for_update(of=("self",)).select_related("stay__person").get(id=worry.id)
    if fresh.answered_at:
        raise NotNow
    fresh.answered_at, fresh.answered_by_id, fresh.found = clock.now(), by.staff_id, found.strip()
    fresh.save(update_fields=["answered_at", "answered_by", "found"])
    minutes = round((clock.now() - fresh.created_at).total_seconds() / 60)
    facts = {"minutes": minutes}
    record(kind="worry.answered", person=fresh.stay.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


def _end_request(asked: BedsideRequest, state: AskState, why: str, kind: str, by: Actor) -> BedsideRequest:
    fresh = BedsideRequest.objects.select_for_update(of=("self",)).select_related("stay__person").get(id=asked.id)
    if fresh.state != AskState.OPEN:
        raise NotNow
    fresh.state, fresh.ended_at, fresh.ended_by, fresh.ended_why = state, clock.now(), by.name, why
    fresh.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
    facts = {"what": languages.in_all(Ask(fresh.what).label), "reason": why}
    record(kind=kind, person=fresh.stay.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh
