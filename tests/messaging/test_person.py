"""I-17: address, language and words come from one person, whatever happened to the rows since planning."""

from __future__ import annotations

import random
from datetime import date

import pytest
from tests.cast import Cast
from tests.messaging.conftest import TOMORROW, Outbox, all_say

from almoner.core.actor import SYSTEM
from almoner.messaging import actions
from almoner.messaging.channels.answering import How
from almoner.messaging.models import Attempt, Message
from almoner.people.enums import Channel, ContactKind, Purpose
from almoner.people.models import Consent, ContactPoint, Person

LANGUAGES = ("en", "es", "ar")
GREETING = {"en": "Hello", "es": "Hola", "ar": "مرحبًا"}


def somebody(number: int, luck: random.Random) -> Person:
    person = Person.objects.create(
        record_number=f"C-{number}",
        given_name=f"Canary{number}x",
        birth_on=date(1990, 1, 1),
        language=luck.choice(LANGUAGES),
    )
    point(person, f"canary{number}x.old@example.org")
    Consent.objects.create(person=person, purpose=Purpose.CARE, channel=Channel.EMAIL, given=True, captured_by="test")
    return person


def point(person: Person, value: str, rank: int = 1) -> ContactPoint:
    return ContactPoint.objects.create(person=person, kind=ContactKind.EMAIL, value=value, key=value, rank=rank)


def shake(people: list[Person], luck: random.Random) -> None:
    """Change, delete, put in and reorder rows, as a day at the desk does."""
    for number, person in enumerate(luck.sample(people, len(people))):
        name = person.given_name.lower()
        deed = luck.randrange(4)
        if deed == 0:
            ContactPoint.objects.filter(person=person).delete()
            point(person, f"{name}.new@example.org")
        elif deed == 1:
            ContactPoint.objects.filter(person=person).update(value=f"{name}.moved@example.org", rank=5)
            point(person, f"{name}.first@example.org")
        elif deed == 2:
            Person.objects.filter(id=person.id).update(language=luck.choice(LANGUAGES))
        somebody(1000 + number, luck)


@pytest.mark.parametrize("seed", range(12))
def test_I_17_canaries_meet_their_own_kind(rehearsal: Cast, outbox: Outbox, seed: int) -> None:
    luck = random.Random(seed)
    outbox.reply = all_say(How.ACCEPTED)
    people = [somebody(number, luck) for number in range(10)]
    for person in luck.sample(people, len(people)):
        message = outbox.plan(person, "email")
        assert message.subject_id
        outbox.values[message.subject_id] = {"when": TOMORROW, "where": f"Room {person.given_name}"}
    shake(people, luck)
    outbox.send()
    sent = Attempt.objects.select_related("message__person")
    assert sent.count() == 10
    for attempt in sent:
        person = attempt.message.person
        canary = person.given_name
        assert attempt.address.startswith(f"{canary.lower()}.")
        assert not attempt.address.endswith(".moved@example.org")
        assert attempt.body.count("anary") == attempt.body.count(f"{canary}") == 2
        assert attempt.language == person.language
        assert attempt.body.startswith(GREETING[person.language])


def test_I_16_a_handover_has_one_address(rehearsal: Cast, outbox: Outbox) -> None:
    outbox.plan(rehearsal.maya, "email")
    handed = actions.hand_over(claim=actions.claim_due(limit=1, by=SYSTEM)[0], by=SYSTEM)
    assert handed
    assert handed.address == "maya@example.org"
    assert Message.objects.get().person_id == rehearsal.maya.id
