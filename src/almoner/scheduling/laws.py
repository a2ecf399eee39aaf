"""Laws of the diaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery

from almoner.catalogue.reading import LONGEST_AROUND
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.scheduling import diaries
from almoner.scheduling.enums import HOLDING_TIME, EntryState, OfferState, State
from almoner.scheduling.models import Appointment, Block, Claim, Diary, Hold, Offer
from almoner.scheduling.overbooking import HARDEST
from almoner.timeline.models import Event

SHOWN = 50
AROUND = timedelta(minutes=LONGEST_AROUND)
"""A visit claims at most so much before it begins and after it ends."""
BITS = ("open", "blocked", "free")


def confirmed_without_time() -> list[str]:
    """Visits that stand without the clinician's time claimed for them, and ended ones that nobody told of."""
    claim = Claim.objects.filter(
        appointment=OuterRef("id"), resource=OuterRef("clinician"), starts_at__lte=OuterRef("starts_at")
    )
    claim = claim.filter(ends_at__gte=OuterRef("ends_at"))
    standing = Appointment.objects.filter(state__in=HOLDING_TIME).filter(~Exists(claim))
    told = Event.objects.filter(
        subject_id=OuterRef("id"), kind__in=("appointment.cancelled", "appointment.missed"), person=OuterRef("person")
    )
    untold = Appointment.objects.filter(state__in=(State.CANCELLED, State.MISSED)).filter(~Exists(told))
    return [
        *(f"{visit.reference} stands, but no time is claimed for it" for visit in standing[:SHOWN]),
        *(f"{visit.reference} was ended without an event" for visit in untold[:SHOWN]),
    ]


def overlaps() -> list[str]:
    """Claims on one resource that overlap and are not of one group, and groups that are larger than they may be or not
    at one time."""
    nearest = Claim.objects.filter(resource=OuterRef("resource"), starts_at__lte=OuterRef("starts_at"))
    before = nearest.exclude(group_key=OuterRef("group_key")).order_by("-starts_at")
    clashing = Claim.objects.annotate(before=Subquery(before.values("ends_at")[:1])).filter(before__gt=F("starts_at"))
    shared = Claim.objects.filter(places__gt=1).order_by().values("resource", "group_key")
    counted = shared.annotate(
        many=Count("seat"), seats=Count("seat", distinct=True), most=Max("places"), begins=Min("starts_at"),
        last_begins=Max("starts_at"), ends=Min("ends_at"), last_ends=Max("ends_at"),
    )  # fmt: skip
    alike = Q(many=F("seats"), many__lte=F("most"), begins=F("last_begins"), ends=F("last_ends"))
    wrong = counted.exclude(alike).values_list("resource__name", "begins", "many", "most")
    return [
        *(f"claims on {c.resource} overlap at {c.starts_at:%Y-%m-%d %H:%M}Z" for c in clashing[:SHOWN]),
        *(f"a group of {name} at {at:%Y-%m-%d %H:%M}Z has {many} on {most} places" for name, at, many, most in
          wrong[:SHOWN]),
    ]  # fmt: skip


def more_than_one_more() -> list[str]:
    """Visits booked in addition without the numbers that allowed it, or beside another such one."""
    extras = Appointment.objects.filter(extra__isnull=False, state__in=HOLDING_TIME)
    unfounded = [one for one in extras if not 0 <= one.extra.get("chance", 100) <= one.extra.get("limit", 0) <= HARDEST]
    several = Claim.objects.filter(appointment__in=extras, resource=F("appointment__clinician")).order_by()
    twice = several.values("resource__name", "group_key", "starts_at").annotate(many=Count("id")).filter(many__gt=1)
    return [
        *(f"{visit.reference} was booked in addition and should not have been" for visit in unfounded[:SHOWN]),
        *(f"{one['many']} are in addition with {one['resource__name']} at {one['starts_at']}" for one in twice[:SHOWN]),
    ]


def bits_do_not_add_up() -> list[str]:
    """Diaries in which free, held, booked and blocked are not the whole, and those that no search would read again."""
    unstamped = Diary.objects.filter(stamp=None, day__gte=clock.today()).select_related("resource")
    return [
        *list(_wrong_bits())[:SHOWN],
        *(
            f"the diary of {diary.resource.name} on {diary.day} was written and not stamped"
            for diary in unstamped[:SHOWN]
        ),
    ]


def _wrong_bits() -> Iterator[str]:
    """Most diaries are as they were opened, and alike: of those that nothing touches, each kind is looked at once."""
    since = clock.now() - timedelta(days=2)
    claimed = _claimed(since)
    blocks: dict[object, list[Block]] = {}
    for block in Block.objects.filter(lifted_at=None, ends_at__gte=since):
        blocks.setdefault(block.resource_id, []).append(block)
    days = Diary.objects.filter(day__gte=since.date())
    touched = Q(Exists(Claim.objects.filter(diary=OuterRef("id")))) | Q(resource__in=list(blocks))
    for key, resource, name, day, midnight, *bits in days.filter(touched).values_list(
        "id", "resource_id", "resource__name", "day", "midnight", *BITS
    ):
        blocking = diaries.either(
            *(diaries.between(b.starts_at, b.ends_at, midnight) for b in blocks.get(resource, []))
        )
        for fault in _faults(bits, blocking=blocking, claimed=claimed.get(key, 0)):
            yield f"the diary of {name} on {day}{fault}"
    alone = days.exclude(touched)
    for kind in alone.order_by().values(*BITS).distinct():
        for fault in _faults([kind[name] for name in BITS]):
            for diary in alone.filter(**kind).select_related("resource")[:SHOWN]:
                yield f"the diary of {diary.resource.name} on {diary.day}{fault}"


def _claimed(since: datetime) -> dict[object, int]:
    """The bits that are claimed in each diary."""
    claimed: dict[object, int] = {}
    rows = Claim.objects.filter(diary__day__gte=since.date()).values_list(
        "diary_id", "starts_at", "ends_at", "diary__midnight"
    )
    for diary_id, starts_at, ends_at, midnight in rows.iterator():
        claimed[diary_id] = claimed.get(diary_id, 0) | diaries.between(starts_at, ends_at, midnight)
    return claimed


def _faults(found: Sequence[Any], *, blocking: int = 0, claimed: int = 0) -> Iterator[str]:
    """What is wrong with the bits of a diary, given what blocks it and is claimed in it."""
    is_open, was_blocked, free = (diaries.unpack(bits) for bits in found)
    blocked = is_open & blocking
    if blocked != was_blocked:
        yield " does not agree with what is blocked"
    if free != is_open & ~blocked & ~claimed:
        yield ": free, held, booked and blocked are not the whole"


def holds_astray() -> list[str]:
    """Holds that were used and are still there, and claims that do not lapse with their hold."""
    astray = Claim.objects.filter(hold__isnull=False).exclude(lapses_at=F("hold__lapses_at"))
    not_its_person = Offer.objects.filter(state=OfferState.OPEN, hold__isnull=False).exclude(
        hold__person=F("entry__person")
    )
    several = Hold.objects.filter(kept_for="choosing").values("person").annotate(n=Count("id")).filter(n__gt=1)
    return [
        *(f"a claim on {claim.resource} does not lapse with its hold" for claim in astray[:SHOWN]),
        *(f"offer {offer.id} holds time for somebody else" for offer in not_its_person[:SHOWN]),
        *(f"person {row['person']} holds {row['n']} times" for row in several[:SHOWN]),
    ]


def moved_by_the_clock() -> list[str]:
    """Visits to come whose wall-clock time is not what people were told: zone data changed."""
    coming = Appointment.objects.filter(state=State.BOOKED, starts_at__gt=clock.now()).select_related(
        "clinician", "site"
    )
    wrong = [visit for visit in coming.iterator() if visit.wall_there != visit.wall]
    return [f"{visit.reference} was told as {visit.wall} and now begins at another time" for visit in wrong[:SHOWN]]


def moved_in_halves() -> list[str]:
    """Visits that claim more than one stretch of time, ended ones that still claim any, and lists left behind."""
    stray = Claim.objects.filter(appointment__isnull=False).exclude(
        starts_at__range=(F("appointment__starts_at") - AROUND, F("appointment__starts_at")),
        ends_at__range=(F("appointment__ends_at"), F("appointment__ends_at") + AROUND),
    )
    ended = Claim.objects.filter(appointment__state__in=(State.CANCELLED, State.MISSED))
    lost = Offer.objects.filter(state=OfferState.ACCEPTED).exclude(entry__state=EntryState.SERVED)
    lost = lost.filter(~Q(entry__state=EntryState.LEFT))
    return [
        *(f"visit {claim.appointment} claims time besides its own" for claim in stray[:SHOWN]),
        *(f"visit {claim.appointment} has ended and still claims time" for claim in ended[:SHOWN]),
        *(f"offer {offer.id} was accepted and its person still waits" for offer in lost[:SHOWN]),
    ]


def lost_and_not_promised() -> list[str]:
    """Visits that the hospital took away, or to which somebody did not come, with neither a new one nor any promise."""
    promised = Promise.objects.filter(
        subject_id=OuterRef("id"), opened_by__kind__in=("appointment.cancelled", "appointment.missed")
    )
    again = Appointment.objects.filter(replaces=OuterRef("id"))
    ours = Q(state=State.CANCELLED, cancelled_by="hospital") | Q(state=State.MISSED)
    lost = Appointment.objects.filter(ours, person__died_on__isnull=True).exclude(Exists(promised) | Exists(again))
    return [f"{visit.reference} fell away and nothing was promised for it" for visit in lost.order_by("id")[:SHOWN]]


LAWS = [
    Law("I-7", "A visit that fell away has a new one, or somebody is promised that they hear.", lost_and_not_promised),
    Law("I-9", "A visit that stands has its time; one that does not was ended by an act that is told.",
        confirmed_without_time),
    Law("I-10", "No two claims on one resource overlap but those of a group, and no group has more than its places.",
        overlaps),
    Law("I-10b", "Nobody is booked in addition but alone, and where the chance that all come was small enough.",
        more_than_one_more),
    Law("I-11", "Free, held, booked and blocked time is the whole, and the search can see all that is free.",
        bits_do_not_add_up),
    Law("I-12", "A hold is for one person, once, and lapses with all that it claims.", holds_astray),
    Law("I-13", "A visit keeps the wall-clock time that was told.", moved_by_the_clock),
    Law("I-15", "A move leaves one time, never none and never two.", moved_in_halves),
]  # fmt: skip
