"""What the worker does for people: looks for doubles, gives notice before leave ends, forgets old tallies."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.people import actions
from almoner.people.endings import leaves_ending, leaves_narrowing
from almoner.people.enums import MergeState
from almoner.people.matching import described, duplicates_of
from almoner.people.models import Merge, Person, Tally

BATCH = 50
STRAYS_WITHIN = timedelta(minutes=15)
"""A form that was open while two records were joined is sent by then, or refused."""


def register() -> None:
    worker.register("people.doubles", 60, look_for_doubles)
    worker.register("people.strays", 60, gather_strays)
    worker.register("people.leaves", 3600, tell_of_endings)
    worker.register("people.tallies", 600, forget_tallies)


def look_for_doubles() -> int:
    """Hold records that are new or were corrected against all others. Gives how many were held."""
    waiting = Person.objects.filter(compared_at__isnull=True, merged_into__isnull=True, died_on__isnull=True)
    people = list(waiting.prefetch_related("contact_points").order_by("created_at", "id")[:BATCH])
    for person in people:
        for match in duplicates_of(described(person)):
            if match.person.id != person.id:
                marks = [mark.value for mark in match.marks]
                actions.note_double(one=person, other=match.person, score=match.score, marks=marks, by=SYSTEM)
    Person.objects.filter(id__in=[person.id for person in people]).update(compared_at=clock.now())
    return len(people)


def gather_strays() -> int:
    since = clock.now() - STRAYS_WITHIN
    fresh = Merge.objects.filter(state=MergeState.JOINED, joined_at__gte=since)
    for merge in fresh:
        actions.gather_strays(merge=merge, by=SYSTEM)
    return 0


def tell_of_endings() -> int:
    """Give notice of leaves that end soon, and say when a child's record becomes their own."""
    told = 0
    for leave in leaves_ending()[:BATCH]:
        told += bool(actions.tell_leave_ends(leave=leave, by=SYSTEM))
    for leave in leaves_narrowing()[:BATCH]:
        told += bool(actions.tell_leave_narrows(leave=leave, by=SYSTEM))
    return told


def forget_tallies() -> int:
    Tally.objects.filter(until_at__lt=clock.now()).delete()
    return 0
