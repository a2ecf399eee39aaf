"""STOP, START and “not me”: whose texts end, and when they may begin again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.messaging.actions import stop_contact
from almoner.people.actions import answer_consent
from almoner.people.enums import Channel, ContactKind
from almoner.people.models import ContactPoint, Person
from almoner.replies.actions.conversing import to_a_person
from almoner.replies.enums import Outcome, Why
from almoner.replies.models import Heard, Received, Stop
from almoner.replies.stops import agreed_purposes, holders, live_stops, said_no_since
from almoner.replies.texting import Sent
from almoner.timeline.actions import record

WORDING = "text-stop"


def stop_texts(received: Received, by: Actor) -> Heard:
    """No more texts to this number, for everybody who has it; nothing is said back. Care goes on by other ways, and
    a person asks each how (law I-20). Written twice, it ends once."""
    people = holders(received.sender_key)
    for person in people:
        _stop_for(person, received, by)
    if not people and not live_stops(received.sender_key).exists():
        Stop.objects.create(received=received, number_key=received.sender_key)
    return Heard(received=received, outcome=Outcome.STOPPED)


def _stop_for(person: Person, received: Received, by: Actor) -> None:
    purposes = agreed_purposes(person)
    for purpose in purposes:
        answer_consent(person=person, purpose=purpose, channel=Channel.TEXT, given=False, wording=WORDING, by=by)
    known = live_stops(received.sender_key).filter(person=person)
    if purposes or not known.exists():
        Stop.objects.create(
            received=received,
            number_key=received.sender_key,
            person=person,
            purposes=purposes,
            created_at=_after(person),
        )
        facts = {"purposes": purposes, "word": received.words[:40]}
        record(kind="texts.stopped", person=person, subject_id=received.id, facts=facts, by=by)


def _after(person: Person) -> datetime:
    """Just after the answers that the stop itself wrote."""
    last = person.consents.aggregate(last=Max("created_at"))["last"]
    return max(clock.now(), last) if last else clock.now()


def start_texts(received: Received, by: Actor) -> Heard:
    """Texts again, where that is sure: one person has the number, and nobody has said otherwise since it was stopped.
    Of a number that two share, or after somebody asked them, only a person can say who wants what."""
    stops, people = list(live_stops(received.sender_key)), holders(received.sender_key)
    if not stops:
        return to_a_person(received, Why.WORDS, by)
    whose = {stop.person_id for stop in stops if stop.person_id}
    if len(people) > 1 or whose - {person.id for person in people} or said_no_since(stops):
        return to_a_person(received, Why.NOT_SURE_WHO, by)
    for stop in stops:
        stop.ended_at = clock.now()
        stop.save(update_fields=["ended_at"])
    for person in people:
        given = sorted({purpose for stop in stops for purpose in stop.purposes})
        for purpose in given:
            answer_consent(person=person, purpose=purpose, channel=Channel.TEXT, given=True, wording=WORDING, by=by)
        about = [str(stop.received_id) for stop in stops]
        record(kind="texts.allowed", person=person, subject_id=received.id, facts={"also_about": about}, by=by)
    return Heard(received=received, outcome=Outcome.STARTED)


def not_them(received: Received, sent: Sent, by: Actor) -> Heard:
    """Whoever has the number is not whom we wrote to: it is used for them no more (law I-21). Where we wrote to two
    people there, nobody can tell whom was meant, and a person finds out."""
    if len(sent.people) != 1:
        return to_a_person(received, Why.NOT_SURE_WHO if sent.people else Why.NOTHING_ASKED, by)
    person = sent.people[0]
    points = ContactPoint.objects.filter(person=person, key=received.sender_key, kind=ContactKind.MOBILE)
    for point in points.order_by("id"):
        stop_contact(contact_point_id=point.id, because="somebody else answered by text", by=by)
    return Heard(received=received, outcome=Outcome.WRONG_PERSON, person=person)
