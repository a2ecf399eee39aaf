"""Laws of what comes in."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef

from almoner.core import clock
from almoner.core.law import Law
from almoner.messaging.enums import TAKEN
from almoner.messaging.models import Attempt
from almoner.people.enums import Channel
from almoner.people.models import Consent
from almoner.replies.actions.saying import LEASE
from almoner.replies.enums import Outcome
from almoner.replies.models import Heard, Received, Said, Stop

SHOWN = 50
UNDER_WAY = timedelta(minutes=5)
"""What was handed to a provider before a stop was heard may still go out."""
LEADS_TO_SOMEBODY = {Outcome.CONTACT: "contact", Outcome.JOINED: "contact", Outcome.DANGER: "request"}


def received_and_unheard() -> list[str]:
    """What came in of which nobody knows what came of it."""
    unheard = Received.objects.filter(heard__isnull=True).order_by("id")
    return [f"{one.channel} {one.id} came in and nothing came of it" for one in unheard[:SHOWN]]


def heard_by_nobody() -> list[str]:
    """What was to be read by a person or a nurse and stands with none."""
    told = []
    for outcome, leads_to in LEADS_TO_SOMEBODY.items():
        lost = Heard.objects.filter(outcome=outcome, **{f"{leads_to}__isnull": True}).order_by("id")
        told += [f"{one.received_id} was {outcome} and has no {leads_to}" for one in lost[:SHOWN]]
    return told


def texted_after_a_stop() -> list[str]:
    """Texts to somebody after a number of theirs was stopped, and before anybody said yes again."""
    yes = Consent.objects.filter(
        person=OuterRef("person"), channel=Channel.TEXT, given=True, created_at__gt=OuterRef("created_at")
    )
    told = []
    for stop in Stop.objects.filter(person__isnull=False, ended_at__isnull=True).exclude(Exists(yes)).order_by("id"):
        late = Attempt.objects.filter(
            message__person=stop.person_id, channel=Channel.TEXT, result__in=TAKEN,
            at__gt=stop.created_at + UNDER_WAY,
        )  # fmt: skip
        told += [f"attempt {one.id} texted somebody who had stopped it" for one in late.order_by("id")[:SHOWN]]
    return told[:SHOWN]


def said_and_forgotten() -> list[str]:
    """What was to be said back whose time is over and of which nobody knows the end."""
    lost = Said.objects.filter(ended_at__isnull=True, deadline__lt=clock.now() - LEASE - UNDER_WAY).order_by("id")
    return [f"{one.id} was to be said by {one.deadline:%Y-%m-%d %H:%M}Z" for one in lost[:SHOWN]]


def answered_for_another() -> list[str]:
    """Answers that were acted on for somebody to whom the answered message was not."""
    wrong = Heard.objects.filter(message__isnull=False).exclude(message__person=F("person")).order_by("id")
    return [f"{one.received_id} was acted on for another than we wrote to" for one in wrong[:SHOWN]]


LAWS = [
    Law("I-37", "What came in was heard.", received_and_unheard),
    Law("I-1", "What a person must read stands with one.", heard_by_nobody),
    Law("I-14", "An answer is acted on for whom we wrote to.", answered_for_another),
    Law("I-20", "Nobody who stopped texts is texted.", texted_after_a_stop),
    Law("I-18", "What is said back goes in its time, or not at all.", said_and_forgotten),
]
