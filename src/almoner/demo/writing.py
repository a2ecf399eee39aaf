"""What came in by text and e-mail in the last hours: answers to reminders, questions, a word to stop texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.messaging.models import Attempt
from almoner.people.contact import key
from almoner.people.enums import Channel, ContactKind
from almoner.people.models import ContactPoint, Person
from almoner.replies.actions import receive
from almoner.replies.incoming import Incoming
from almoner.replies.texting import sent_to

WRITTEN = (
    (Channel.TEXT, "Can I bring my daughter along? She translates for me."),
    (Channel.TEXT, "¿Hay aparcamiento cerca de la puerta?"),
    (Channel.EMAIL, "I have a new address since Monday. Do you need it before my visit?"),
    (Channel.TEXT, "STOP"),
    (Channel.TEXT, "Thank you!"),
    (Channel.EMAIL, "My referral letter is attached to this e-mail. Did it reach you?"),
)
ANSWERS = ("1", "Yes please", "👍", "2", "3")
EVERY = timedelta(minutes=11)


def write_in(house: House, agenda: Agenda, people: Sequence[Person]) -> None:
    """Put on the agenda what came: first answers to texts that went out, then what people wrote by themselves."""
    begun = house.opened_at - EVERY * (len(WRITTEN) + len(ANSWERS) + 1)
    for place, words in enumerate(ANSWERS):
        agenda.at(begun + EVERY * place, _answer, place=place, words=words)
    told = zip(WRITTEN, people, strict=False)
    for place, ((channel, words), who) in enumerate(told, start=len(ANSWERS)):
        agenda.at(begun + EVERY * place, _write, who=who, channel=channel, words=words)


def _answer(place: int, words: str) -> None:
    """Somebody answers a text that asked and can still be answered; the last of them one whose time is over."""
    since = clock.now() - timedelta(days=21)
    tried = Attempt.objects.filter(channel=Channel.TEXT, at__gte=since).order_by("-at", "id")
    asked = list(dict.fromkeys(one.address for one in tried if one.evidence.get("menu")))
    can = [number for number in asked if len(sent_to(key(ContactKind.MOBILE, number)).candidates) == 1]
    late = [number for number in asked if number not in can]
    chosen = can[place : place + 1] if place + 1 < len(ANSWERS) else late[:1]
    for number in chosen:
        _come(Channel.TEXT, number, words)


def _write(who: Person, channel: Channel, words: str) -> None:
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.MOBILE
    point = ContactPoint.objects.filter(person=who, kind=kind).order_by("created_at", "id").first()
    if point:
        _come(channel, point.value, words)


def _come(channel: Channel, sender: str, words: str) -> None:
    told = Incoming(channel, f"rehearsal-{clock.now().isoformat()}", sender, words)
    receive(incoming=told, by=SYSTEM)
