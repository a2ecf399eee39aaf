"""Laws of the desk."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.desk.enums import ABANDONED
from almoner.desk.models import Contact, Cover, Reach, Ringing, Talk
from almoner.people.models import Staff
from almoner.scheduling.actions.leaving import unheld_of
from almoner.urgency.talking import State

SHOWN = 50
LONGEST = timedelta(hours=12)


def left_open_without_promise() -> list[str]:
    """Contacts that left something open, and calls given up, for which nothing was ever promised."""
    promised = Promise.objects.filter(subject_id=OuterRef("id"))
    left = Contact.objects.filter(Q(promised_at__isnull=False) | Q(outcome=ABANDONED)).filter(~Exists(promised))
    return [f"contact {one.id} ended {one.outcome} and nothing was promised" for one in left.order_by("id")[:SHOWN]]


def written_and_unowed() -> list[str]:
    """What somebody wrote and nobody has answered, while nobody owes an answer."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    lost = Contact.objects.filter(~Exists(owed), ended_at__isnull=True, agent__isnull=True).order_by("id")
    return [f"contact {one.id} was written and nobody owes an answer" for one in lost[:SHOWN]]


def called_back_and_still_owed() -> list[str]:
    """Contacts that were rung back and whose promise still runs."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    done = Contact.objects.filter(Exists(owed), called_back_at__isnull=False)
    return [f"contact {one.id} was rung back and its promise still runs" for one in done.order_by("id")[:SHOWN]]


def begun_and_forgotten() -> list[str]:
    """Contacts that were begun and never ended: nobody said how they ended, so nobody knows what was left open. What
    was written waits for whoever takes it, with a promise of its own."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    old = Contact.objects.filter(ended_at__isnull=True, started_at__lt=clock.now() - LONGEST)
    old = old.exclude(Exists(owed), agent__isnull=True)
    return [f"contact {one.id} was begun {one.started_at:%Y-%m-%d %H:%M}Z and never ended" for one in old[:SHOWN]]


def asked_and_not_owed() -> list[str]:
    """Clinicians who are asked for without a promise that they are reached. With the dead, what they were owed ends."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    lost = Reach.objects.open().filter(~Exists(owed), person__died_on__isnull=True).order_by("id")
    return [f"a clinician is asked for in {one.id} and nobody owes an answer" for one in lost[:SHOWN]]


def answered_and_still_owed() -> list[str]:
    """Clinicians who answered while the promise that they are reached still runs."""
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    done = Reach.objects.filter(Exists(owed)).exclude(acknowledged_at__isnull=True, withdrawn_at__isnull=True)
    return [f"{one.id} was answered and its promise still runs" for one in done.order_by("id")[:SHOWN]]


def hung_up_and_forgotten() -> list[str]:
    """Calls that were given up with a number shown, or that ring for ever, of which nobody was told."""
    given_up = Ringing.objects.filter(ended_at__isnull=False, taken_by__isnull=True, contact__isnull=True)
    told = [f"call {one.id} was given up and nobody rings back" for one in given_up.exclude(number_key="")[:SHOWN]]
    lost = Ringing.objects.filter(ended_at__isnull=True, rings_back_at=None, since__lt=clock.now() - LONGEST)
    told += [f"call {one.id} rings since {one.since:%Y-%m-%d %H:%M}Z" for one in lost[:SHOWN]]
    owed = Promise.objects.live().filter(subject_id=OuterRef("id"))
    kept = Ringing.objects.filter(~Exists(owed), ended_at__isnull=True, rings_back_at__isnull=False).order_by("id")
    return told + [f"whoever keeps the place {one.id} in the line is promised no call" for one in kept[:SHOWN]]


def work_of_who_left() -> list[str]:
    """Promises, covers and coming visits that wait for somebody who works here no longer, and for nobody else."""
    today = clock.today()
    taken = Promise.objects.live().filter(taken_by__left_on__lte=today).values_list("reference", flat=True)
    covers = Cover.objects.standing().filter(staff__left_on__lte=today, ends_at__gt=clock.now())
    gone = Staff.objects.filter(left_on__lte=today, resource__isnull=False)
    visits = [visit.reference for staff in gone for visit in unheld_of(staff)]
    return [
        *(f"promise {reference} was taken on by somebody who has left" for reference in taken[:SHOWN]),
        *(f"{cover.staff} is on call and has left" for cover in covers.select_related("staff")[:SHOWN]),
        *(f"visit {one} is with somebody who has left, and nobody owes a new time" for one in visits[:SHOWN]),
    ]


def told_danger_and_unheard() -> list[str]:
    """Talks in which a yes to a danger sign was pressed or written and that led to no request."""
    unheard = Talk.objects.filter(request__isnull=True).exclude(state={}).order_by("id")
    yes = [one for one in unheard.iterator() if "yes" in State.from_facts(one.state).danger.values()]
    return [f"in talk {one.id} a danger sign was told and nobody was alerted" for one in yes[:SHOWN]]


LAWS = [
    Law("SEL-9", "Whoever says yes to a danger sign by keys is a request at once.", told_danger_and_unheard),
    Law("I-1", "Nothing waits for somebody who works here no longer.", work_of_who_left),
    Law("REACH-1", "Whoever needs the clinician who covers has a promise to be heard.", asked_and_not_owed),
    Law("I-6", "A clinician who answered is waited for no longer.", answered_and_still_owed),
    Law("I-1", "Every contact that leaves something open has a promise.", left_open_without_promise),
    Law("REM-8", "Whoever wrote is owed an answer until they have it.", written_and_unowed),
    Law("I-6", "Whoever was rung back is owed nothing more for it.", called_back_and_still_owed),
    Law("TEL-7", "Every call that rang was answered, or somebody rings back.", hung_up_and_forgotten),
    Law("X-1", "Every contact ends with an outcome.", begun_and_forgotten),
]
