"""Laws of arriving, staying and going home."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.visits.enums import BEFORE_SEEN, AskState, BedState, FollowUpState, RequestState, StayState, TestState
from almoner.visits.follow_ups import unowned
from almoner.visits.models import (
    Bed,
    BedChange,
    BedRequest,
    BedsideRequest,
    FollowUpPlan,
    Stay,
    TestOrder,
    Visit,
    Worry,
)

REOPENED_WITHIN = timedelta(minutes=5)


def beds_and_stays_apart() -> list[str]:
    """Occupied beds in which nobody lies, and people admitted to beds that are not occupied."""
    lying = set(Stay.objects.filter(state=StayState.ADMITTED).values_list("bed_id", flat=True))
    occupied = dict(Bed.objects.filter(state=BedState.OCCUPIED).values_list("id", "code"))
    return [
        *(f"bed {code} is occupied and nobody lies in it" for bed, code in occupied.items() if bed not in lying),
        *(f"somebody lies in bed {bed}, which is not occupied" for bed in lying - set(occupied)),
    ]


def beds_changed_in_silence() -> list[str]:
    """Beds whose state is not the one that their last change left."""
    last = dict(BedChange.objects.order_by("number").values_list("bed_id", "after"))
    beds = Bed.objects.filter(id__in=last)
    return [
        f"bed {bed.code} is {bed.state}, its history says {last[bed.id]}" for bed in beds if bed.state != last[bed.id]
    ]


def bed_requests_adrift() -> list[str]:
    """Requests that still run although their stay does not wait, and waiting stays without a request."""
    running = [RequestState.OPEN, RequestState.ALLOTTED]
    loose = BedRequest.objects.filter(state__in=running).exclude(stay__state=StayState.REQUESTED)
    bare = Stay.objects.filter(state=StayState.REQUESTED).exclude(bed_requests__state__in=running)
    return [
        *(f"bed request {one.id} runs although nobody waits" for one in loose),
        *(f"stay {stay.id} waits for a bed and nobody is asked" for stay in bare),
    ]


def follow_ups_forgotten() -> list[str]:
    """Of people who have gone home: follow-ups with neither a date nor a live promise.

    The worker plans one anew whose appointment fell away; it has a few minutes for that.
    """
    gone = FollowUpPlan.objects.exclude(stay__state=StayState.ADMITTED)
    gone = gone.exclude(state=FollowUpState.BOOKED, appointment__ended_at__gt=clock.now() - REOPENED_WITHIN)
    return [f"follow-up {plan.id} has neither a date nor a live promise" for plan in unowned(gone)]


def tickets_twice() -> list[str]:
    doubled = Visit.objects.order_by().values("site", "day", "ticket").annotate(times=Count("id")).filter(times__gt=1)
    return [f"ticket {row['ticket']} was given {row['times']} times on {row['day']}" for row in doubled]


def open_without_promise() -> list[str]:
    """What waits for somebody to do it and is promised to nobody: I-1, for the things of this room."""
    waiting = {
        "arrival": Visit.objects.filter(state__in=BEFORE_SEEN),
        "bed": Stay.objects.filter(state=StayState.REQUESTED),
        "bedside request": BedsideRequest.objects.filter(state=AskState.OPEN),
        "worry": Worry.objects.filter(answered_at__isnull=True),
        "result": TestOrder.objects.filter(state=TestState.DONE),
    }
    faults = []
    for name, rows in waiting.items():
        ids = set(rows.values_list("id", flat=True))
        owed = set(Promise.objects.live().filter(subject_id__in=ids).values_list("subject_id", flat=True))
        faults += [f"{name} {one} is open and no promise stands for it" for one in sorted(ids - owed)]
    return faults


LAWS = [
    Law(
        "I-1",
        "Whatever is open at the door, the bedside or the laboratory is somebody's promise.",
        open_without_promise,
    ),
    Law("ARR-6", "A ticket is one person's for the whole day.", tickets_twice),
    Law("BED-1", "A bed is what its last change made it; every change has who and when.", beds_changed_in_silence),
    Law("BED-2", "Whoever waits for a bed has one request that runs; nobody else has.", bed_requests_adrift),
    Law("BED-3", "A bed is occupied exactly when an admitted person lies in it.", beds_and_stays_apart),
    Law("FUP-1", "Nobody is home with a follow-up that has neither a date nor an owned promise.", follow_ups_forgotten),
]
