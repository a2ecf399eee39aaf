"""Alarms: what came while the hospital was closed, and a queue that nobody watches. They stand until they are heard."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.timeline.actions import record
from almoner.urgency.actions.steps import alarm_if_closed, live, tell
from almoner.urgency.enums import UNDECIDED, AlarmReason
from almoner.urgency.models import Alarm, Request
from almoner.urgency.refusals import AlarmHeard, OnlyClinicianHears
from almoner.urgency.rules import may_see_alarm
from almoner.urgency.watching import watching


@action
def alarm_after_hours(*, request: Request, by: Actor) -> Request:
    """It waits while the hospital is closed, and too few watch: alarm whoever is on call (URG-6)."""
    request = live(request, by)
    if request.state in UNDECIDED:
        alarm_if_closed(request, by)
    return request


@action
def alarm_unwatched(*, site: Site, by: Actor) -> Alarm | None:
    """Requests wait at a site and nobody watches its queue (URG-7). One alarm until somebody does."""
    Site.objects.select_for_update().get(id=site.id)
    waiting = Request.objects.undecided().waiting_at(site).order_by("level", "due_at", "id")
    first = waiting.first()
    known = Alarm.objects.unheard().filter(site=site, request__isnull=True).exists()
    if known or first is None or not watching(site.id, clock.now()).nobody:
        return None
    alarm = Alarm.objects.create(why=AlarmReason.UNWATCHED, site=site, level=first.level)
    facts = {"level": first.level, "waiting": waiting.count(), "site": site.name}
    record(kind="urgency.unwatched", person=None, subject_id=alarm.id, facts=facts, by=by)
    return alarm


@action
def hear_alarm(*, alarm: Alarm, by: Actor) -> Alarm:
    """A clinician has heard of what came and looks at it. A queue that nobody watches is heard by watching it."""
    fresh = Alarm.objects.select_for_update(of=("self",)).select_related("request").filter(id=alarm.id).first()
    if fresh is None or fresh.request is None or not may_see_alarm(fresh, by):
        raise NotThere
    by.need(Permission.SEE_TRIAGE)
    if not by.is_clinician or by.staff_id is None:
        raise OnlyClinicianHears
    if fresh.heard_at:
        raise AlarmHeard(name=fresh.heard_by_name)
    fresh.heard_at, fresh.heard_by_id, fresh.heard_by_name = clock.now(), by.staff_id, by.name
    fresh.save(update_fields=["heard_at", "heard_by", "heard_by_name"])
    tell("urgency.alarm_heard", fresh.request, {}, by)
    return fresh
