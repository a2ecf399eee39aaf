"""Going home: with words, with dates, and with nothing left that nobody owes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.timeline.actions import record
from almoner.visits.changing import change
from almoner.visits.enums import NEEDED, SAID_BACK, WRITTEN, AskState, BedState, StayState, TestState
from almoner.visits.follow_ups import unowned
from almoner.visits.locking import bed_now, locked_beds, locked_stay
from almoner.visits.models import BedsideRequest, DietOrder, FollowUpPlan, Stay, TestOrder, Worry
from almoner.visits.refusals import FollowUpOpen, NotNow, NotReadyToGo, SummaryMissing
from almoner.visits.rules import need_to_care


@dataclass(frozen=True, slots=True)
class Summary:
    """What they take home in writing, as plain lines (FUP-11). `told`: somebody also said it to them.

    `more`: by topic, what is written besides. `said_back`: the topics that they said back in their own words.
    """

    done: Sequence[str] = field(default_factory=tuple)
    medicines: Sequence[str] = field(default_factory=tuple)
    warning_signs: Sequence[str] = field(default_factory=tuple)
    told: bool = False
    more: Mapping[str, Sequence[str]] = field(default_factory=dict)
    said_back: Sequence[str] = field(default_factory=tuple)

    @property
    def whole(self) -> bool:
        return all(any(line.strip() for line in getattr(self, topic)) for topic in NEEDED)

    def as_stored(self) -> dict[str, Any]:
        lines = {topic: getattr(self, topic) if topic in NEEDED else self.more.get(topic, ()) for topic in WRITTEN}
        written = {str(topic): [line.strip() for line in said if line.strip()] for topic, said in lines.items()}
        back = [str(topic) for topic in SAID_BACK if topic in self.said_back]
        return {**written, "told": self.told, "said_back": back}


@action
def write_summary(*, stay: Stay, summary: Summary, by: Actor) -> Stay:
    """Write or better the going-home sheet while they are still here."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    stay.summary = summary.as_stored()
    stay.save(update_fields=["summary"])
    record(kind="discharge.prepared", person=stay.person, subject_id=stay.id, facts={"told": summary.told}, by=by)
    return stay


@action
def discharge(*, stay: Stay, summary: Summary | None = None, ask_feedback: bool = True, by: Actor) -> Stay:
    """They go home. The bed is at once to be cleaned (BED-1); nothing waits for an entry elsewhere (BED-6).

    Raises FollowUpOpen while a planned follow-up has neither an appointment nor a live promise (FUP-1), NotReadyToGo
    while a test or a worry is open, and SummaryMissing without the words to take home.
    """
    by.need(Permission.DISCHARGE)
    need_to_care(stay.person, by)
    if summary:
        stay = write_summary(stay=stay, summary=summary, by=by)
    beds = locked_beds(filter(None, [bed_now(stay)]))
    stay = locked_stay(stay, StayState.ADMITTED)
    bed = beds.get(stay.bed_id) if stay.bed_id else None
    if bed is None:
        raise NotNow
    _need_nothing_open(stay)
    stay.state, stay.discharged_at = StayState.DISCHARGED, clock.now()
    stay.save(update_fields=["state", "discharged_at"])
    change(bed, BedState.DIRTY, by, stay=stay)
    DietOrder.objects.filter(stay=stay, ended_at__isnull=True).update(ended_at=clock.now())
    facts = {
        "pathway": stay.pathway,
        "ask_feedback": ask_feedback,
        "ward": bed.ward.name,
        "also_about": _end_requests(stay, by),
    }
    record(kind="discharge.completed", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return stay


def _need_nothing_open(stay: Stay) -> None:
    forgotten = unowned(FollowUpPlan.objects.filter(stay=stay).select_related("service"))
    if forgotten:
        services = languages.listed(plan.service.name_in(languages.of_reader()) for plan in forgotten)
        raise FollowUpOpen(services=services, plans=[str(plan.id) for plan in forgotten])
    tests = TestOrder.objects.filter(stay=stay, state=TestState.ORDERED).select_related("service")
    still = [test.service.name_in(languages.of_reader()) for test in tests]
    still += [worry.words[:80] for worry in Worry.objects.filter(stay=stay, answered_at__isnull=True)]
    if still:
        raise NotReadyToGo(what=languages.listed(still))
    said = Summary(**{str(topic): stay.summary.get(topic, ()) for topic in NEEDED})
    if not said.whole:
        raise SummaryMissing


def _end_requests(stay: Stay, by: Actor) -> list[str]:
    """What was still asked for at the bedside ends with the stay; its promises are taken back by the same event."""
    asked = list(BedsideRequest.objects.filter(stay=stay, state=AskState.OPEN))
    BedsideRequest.objects.filter(id__in=[one.id for one in asked]).update(
        state=AskState.WITHDRAWN, ended_at=clock.now(), ended_by=by.name, ended_why="went home"
    )
    return [str(one.id) for one in asked]
