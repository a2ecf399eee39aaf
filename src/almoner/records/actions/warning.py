"""An early warning: vital signs ask for a clinician, somebody looks, and says what they found."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.rules import may_see
from almoner.records.alarms import Alarm, alarm_of, more_urgent
from almoner.records.models import EarlyWarning, VitalSigns
from almoner.records.refusals import FindingNeeded, WarningReviewed
from almoner.timeline.actions import record

CORRECTED = "corrected"


def warn_if_needed(vitals: VitalSigns, by: Actor) -> EarlyWarning | None:
    """Raise a warning where this set asks for one. A set that a later one follows says nothing of now."""
    alarm = alarm_of(vitals)
    if alarm is None or _is_overtaken(vitals):
        return None
    return _raise(vitals, alarm, by)


def carry_over(wrong: VitalSigns, right: VitalSigns, by: Actor) -> None:
    """After a correction: the warning of the wrong set goes on for the right one, with its time, or is taken back."""
    standing = EarlyWarning.objects.open().filter(vitals=wrong).select_for_update(of=("self",)).first()
    if standing is None:
        warn_if_needed(right, by)
        return
    alarm = alarm_of(right)
    if alarm and not more_urgent(alarm.response, standing.response):
        standing.vitals, standing.score, standing.why = right, alarm.score, list(alarm.why)
        standing.save(update_fields=["vitals", "score", "why"])
        return
    standing.withdrawn_at, standing.withdrawn_because = clock.now(), CORRECTED
    standing.save(update_fields=["withdrawn_at", "withdrawn_because"])
    facts = {"reason": right.why_corrected}
    record(kind="warning.withdrawn", person=standing.person, subject_id=standing.id, facts=facts, by=by)
    if alarm:
        _raise(right, alarm, by)


def _raise(vitals: VitalSigns, alarm: Alarm, by: Actor) -> EarlyWarning:
    warning = EarlyWarning.objects.create(
        person=vitals.person, vitals=vitals, response=alarm.response, score=alarm.score, why=list(alarm.why)
    )
    facts = {"response": alarm.response, "news2": alarm.score, "why": list(alarm.why), "vitals": str(vitals.id)}
    record(kind="warning.raised", person=vitals.person, subject_id=warning.id, facts=facts, by=by)
    return warning


def _is_overtaken(vitals: VitalSigns) -> bool:
    later = VitalSigns.objects.current().filter(person=vitals.person, taken_at__gt=vitals.taken_at)
    return later.exclude(news2__isnull=True, level__isnull=True).exists()


@action
def review_warning(*, warning: EarlyWarning, found: str, by: Actor) -> EarlyWarning:
    """A clinician who decides urgency looked at the person, and says what they found and do. It answers every warning
    of this person that is open. Raises WarningReviewed where somebody was faster."""
    by.need(Permission.DECIDE_URGENCY)
    if by.staff_id is None or not may_see(warning.person, by):
        raise NotThere
    if not found.strip():
        raise FindingNeeded
    waiting = EarlyWarning.objects.open().filter(person=warning.person).order_by("id")
    standing = {one.id: one for one in waiting.select_for_update(of=("self",)).select_related("person")}
    if warning.id not in standing:
        raise WarningReviewed
    moment = clock.now()
    for one in standing.values():
        one.reviewed_at, one.reviewed_by_id, one.found = moment, by.staff_id, found.strip()[:500]
        one.save(update_fields=["reviewed_at", "reviewed_by", "found"])
    others = [str(key) for key in standing if key != warning.id]
    facts = {"also_about": others}
    record(kind="warning.reviewed", person=warning.person, subject_id=warning.id, facts=facts, by=by)
    return standing[warning.id]
