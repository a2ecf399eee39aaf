"""Whether every message that was made is accounted for (law I-4), looked at each hour by the worker.

What was made is a row of `Made`, written with the message and never changed; what became of it is what stands in the
outbox. A day on which the two differ becomes a promise of the managers, and is kept when they agree again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.utils.translation import override

from almoner.core import clock, days
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.messaging.queries import tallies, unaccounted
from almoner.messaging.wording import LANGUAGES
from almoner.timeline.actions import record
from almoner.timeline.models import Event

LOOKED_AT = 31
"""So many days back from yesterday: on a day that is over, none is made between one count and the other. All days, and
today, are looked at by `almoner invariants`."""
_DAYS = UUID("5f0c3c0e-3f4e-5a61-9d0f-6f1c0a8e2b11")
"""A day is no thing with a key: its key is made of this and of the date."""
LOST, FOUND = "messages.unaccounted", "messages.accounted"


def key_of(day: date) -> UUID:
    return uuid5(_DAYS, day.isoformat())


def days_that_differ(looked_at: Sequence[date]) -> dict[date, str]:
    """Those of these days that do not add up, with what is wrong."""
    found = {day: f"{made} made, {standing} in the outbox" for day, made, standing in unaccounted(looked_at)}
    return {tally.day: str(tally) for tally in tallies(looked_at) if not tally.adds_up} | found


@action
def tell_of_accounts(*, by: Actor) -> int:
    """Tell once of each day that does not add up, and once that it does again. Gives how many do not."""
    back = [clock.today() - timedelta(days=number) for number in range(1, LOOKED_AT + 1)]
    differ = days_that_differ(back)
    lost = _lost([key_of(day) for day in back])
    for day in back:
        was_lost = key_of(day) in lost
        if (day in differ) != was_lost:
            facts = {"of_day": _in_words(day), "differs": differ.get(day, "")}
            record(kind=FOUND if was_lost else LOST, person=None, subject_id=key_of(day), facts=facts, by=by)
    return len(differ)


def _lost(keys: Sequence[UUID]) -> set[UUID | None]:
    """Those of these days that were told of more often as lost than as found."""
    told: Counter[UUID | None] = Counter()
    for kind, key in Event.objects.filter(kind__in=(LOST, FOUND), subject_id__in=keys).values_list(
        "kind", "subject_id"
    ):
        told[key] += 1 if kind == LOST else -1
    return {key for key, more in told.items() if more > 0}


def _in_words(day: date) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = days.day(day)
    return said
