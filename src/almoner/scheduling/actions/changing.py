"""Making a planned change of hours: the one way by which hours that are open for booking become others.

Order of locks, as everywhere: the resource, whoever loses an offer or a hold by it, the diaries, claims.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core import clock, languages
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.scheduling import claiming, diaries
from almoner.scheduling.actions.holding import let_go
from almoner.scheduling.actions.roster import open_diaries
from almoner.scheduling.actions.stopping import stop_offer
from almoner.scheduling.arranged import lasting
from almoner.scheduling.effects import AHEAD, AnyPlan, Effect, Laid, Plan, SitePlan, diaries_of, effect_of
from almoner.scheduling.enums import BlockReason, Changed
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Claim, Diary, HoursChange, Resource, WeeklyPattern
from almoner.scheduling.plans import need_roster_of
from almoner.scheduling.refusals import OtherwiseNow
from almoner.timeline.actions import record

OTHER_HOURS = gettext_lazy("The hours have changed")


def lock_resource(resource: Resource, by: Actor) -> Resource:
    """One change at a time for each resource. Raises NotAllowed and NotThere."""
    need_roster_of(resource, by)
    rows = Resource.objects.select_related("site", "staff", "room").select_for_update(no_key=True, of=("self",))
    return rows.get(id=resource.id)


def lock_site(site: Site, by: Actor) -> Site:
    """One change at a time for the whole of a site, and before any of a resource. Raises NotAllowed and NotThere."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and site.id != by.site_id:
        raise NotThere
    return Site.objects.select_for_update(no_key=True).get(id=site.id)


def lock_all(plan: AnyPlan) -> None:
    """The resources of a plan, in the order of their ids."""
    ids = [part.resource.id for part in plan.parts]
    list(Resource.objects.filter(id__in=ids).select_for_update(no_key=True, of=("self",)).order_by("id"))


def carry_out(plan: AnyPlan, change: HoursChange, *, seen: str, write: Callable[[], object], by: Actor) -> HoursChange:
    """Make the change: `write` stores what is arranged, this does what follows. `change` is kept, with whoever made it.

    With `seen`, the digest of the effect that was looked at, raises OtherwiseNow when it is another one by now.
    """
    locked, effect = _locked(plan)
    if seen and effect.digest != seen:
        raise OtherwiseNow
    write()
    change.made_by = by.name
    change.save()
    _let_go_of_what_was_kept(effect, locked)
    write_days(effect.laid)
    if plan.lays_out:
        _open(plan, by)
    _tell(effect, change, by)
    return change


def _open(plan: AnyPlan, by: Actor) -> None:
    """The days that nobody had opened, because there was no session on them."""
    first = clock.today()
    last = first + AHEAD
    if isinstance(plan, SitePlan) and plan.last:
        first, last = plan.first, min(plan.last, last)
    if first <= last and plan.parts:
        open_diaries(resources=[part.resource for part in plan.parts], from_day=first, until_day=last, by=by)


def _locked(plan: AnyPlan) -> tuple[dict[UUID, Diary], Effect]:
    """The diaries of the plan, and with them all in which something is kept that it takes away; and what it does.

    Raises OtherwiseNow when somebody was given a time in it while whoever was there before was being locked.
    """
    before = effect_of(plan)
    for person_id in sorted(
        {hold.person_id for hold in before.holds} | {offer.entry.person_id for offer in before.offers}
    ):
        claiming.lock_person(person_id)
    theirs = Diary.objects.filter(claims__hold_id__in=_kept(before))
    own = diaries_of(plan).values_list("id", flat=True)
    locked = claiming.lock({*own, *theirs.values_list("id", flat=True)})
    concerned = {part.resource.id for part in plan.parts}
    effect = effect_of(plan, [diary for diary in locked.values() if diary.resource_id in concerned])
    if not {*effect.holds, *effect.offers} <= {*before.holds, *before.offers}:
        raise OtherwiseNow
    return locked, effect


def _kept(effect: Effect) -> set[UUID]:
    return {hold.id for hold in effect.holds} | {offer.hold_id for offer in effect.offers if offer.hold_id}


def _let_go_of_what_was_kept(effect: Effect, locked: dict[UUID, Diary]) -> None:
    """Whoever is choosing chooses again; who was offered a time keeps their place on the list (I-12, WL-7).

    In this order: taking an offer back reads its diaries anew.
    """
    let_go(effect.holds, locked)
    for offer in effect.offers:
        stop_offer(offer=offer, reason=_("The hours have changed"), by=SYSTEM)


def write_days(laid: tuple[Laid, ...]) -> None:
    """Write locked diaries anew: what is open and blocked, and what is free of it."""
    claims: dict[UUID, list[Claim]] = {one.diary.id: [] for one in laid}
    for claim in Claim.objects.filter(diary__in=list(claims)):
        claims[claim.diary_id].append(claim)
    for one in laid:
        midnight = one.diary.midnight
        claimed = diaries.either(*(diaries.between(c.starts_at, c.ends_at, midnight) for c in claims[one.diary.id]))
        one.diary.open, one.diary.urgent = diaries.pack(one.is_open), diaries.pack(one.urgent)
        one.diary.blocked, one.diary.rooms = diaries.pack(one.blocked), one.rooms
        one.diary.free = diaries.pack(one.usable & ~claimed)
        claiming.write(one.diary, "free", "open", "blocked", "urgent", "rooms")


def _tell(effect: Effect, change: HoursChange, by: Actor) -> None:
    about = {"reason": _reason(change), "change": str(change.id)}
    for visit in effect.displaced:
        facts = facts_of(visit, **about, resource=str(change.resource_id or visit.clinician_id))
        record(kind="appointment.displaced", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    for visit in effect.standing_again:
        facts = facts_of(visit, change=str(change.id), reason=_keeps_its_time(visit))
        record(kind="appointment.stands_again", person=visit.person, subject_id=visit.id, facts=facts, by=by)


def _keeps_its_time(visit: Appointment) -> str:
    """Why a new time is promised no longer, as the person reads it."""
    with translation.override(visit.person.language):
        return _("Your visit keeps its time after all.")


def _reason(change: HoursChange) -> dict[str, str]:
    """In every language: of a holiday its own name, “Three Kings”."""
    if change.what == Changed.HOLIDAY and change.names:
        return {code: change.names.get(code) or change.names["en"] for code in languages.in_all(OTHER_HOURS)}
    return languages.in_all(BlockReason(change.reason).label if change.reason else OTHER_HOURS)


def noted(plan: AnyPlan, what: Changed, **more: Any) -> HoursChange:
    """The record of a change, not stored yet."""
    of = {"site": plan.site} if isinstance(plan, SitePlan) else {"resource": plan.resource}
    return HoursChange(what=what, **of, **{"first_on": plan.first, "last_on": plan.last, **more})


def store_week(plan: Plan) -> None:
    """Make the stored patterns those of the plan. What stays as it is keeps its row."""
    wanted = list(plan.then.rows)
    for row in WeeklyPattern.objects.filter(resource=plan.resource).order_by("id"):
        if lasting(row) in wanted:
            wanted.remove(lasting(row))
        else:
            row.delete()
    WeeklyPattern.objects.bulk_create(
        WeeklyPattern(
            resource=plan.resource,
            weekday=one.session.weekday,
            begins=one.session.begins,
            ends=one.session.ends,
            urgent_reserved=one.session.urgent,
            site_id=one.session.site or None,
            room_id=one.session.room or None,
            valid_from=one.first,
            valid_until=one.last,
        )
        for one in wanted
    )
