"""One word from the ward to all who look after somebody: told once, and nobody has to ring (STAY-9)."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.enums import CarerScope
from almoner.people.models import Carer
from almoner.people.rules import live_leaves
from almoner.timeline.actions import record
from almoner.visits.enums import StayState
from almoner.visits.locking import locked_stay
from almoner.visits.models import Stay
from almoner.visits.refusals import NobodyToTell, ReasonNeeded
from almoner.visits.rules import need_to_care


@action
def tell_family(*, stay: Stay, words: str, by: Actor) -> Stay:
    """Write to every carer who may read the record, now. The person reads what was told, and to whom."""
    need_to_care(stay.person, by)
    if not words.strip():
        raise ReasonNeeded
    stay = locked_stay(stay, StayState.ADMITTED)
    found = live_leaves(clock.today()).filter(person=stay.person).select_related("carer").order_by("id")
    told: list[Carer] = [leave for leave in found if CarerScope.RECORD in leave.scopes]
    if not told:
        raise NobodyToTell
    facts = {"words": words.strip()[:1000], "to": [leave.carer.name for leave in told]}
    news = record(kind="stay.news_told", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    for leave in told:
        record(kind="carer.news_given", person=leave.carer, subject_id=news.id, facts={}, by=by)
    return stay
