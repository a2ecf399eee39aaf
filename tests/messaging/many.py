"""A message to many, as far on its way as a test wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet
from tests.cast import Cast

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.messaging import noticing, selections
from almoner.messaging.notice_models import Notice
from almoner.messaging.notice_queries import counted_for
from almoner.messaging.notice_sending import see_to_notices
from almoner.messaging.notice_words import seal_of_words
from almoner.people.enums import Channel, ContactKind, Purpose
from almoner.people.models import Consent, ContactPoint, Person

SAID = {
    "en": {
        "subject": "The clinic is closed on Friday", "email": "There is too much snow. We ring you with a new time.",
        "text": "$hospital: $first_name, the clinic is closed on Friday.\nRing $service_desk.",
        "call": "The clinic is closed on Friday.\nWe ring you with a new time.",
        "letter": "There is too much snow. We ring you with a new time.",
    },
    "es": {
        "subject": "La consulta cierra el viernes", "email": "Hay demasiada nieve. Le llamamos con otra hora.",
        "text": "$hospital: $first_name, la consulta cierra el viernes.\nLlame al $service_desk.",
        "call": "La consulta cierra el viernes.\nLe llamamos con otra hora.",
        "letter": "Hay demasiada nieve. Le llamamos con otra hora.",
    },
    "ar": {
        "subject": "العيادة مغلقة يوم الجمعة", "email": "الثلج كثير. نتصل بك لتحديد موعد آخر.",
        "text": "$hospital: $first_name، العيادة مغلقة يوم الجمعة.\nهاتف $service_desk",
        "call": "العيادة مغلقة يوم الجمعة.\nنتصل بك لتحديد موعد آخر.",
        "letter": "الثلج كثير. نتصل بك لتحديد موعد آخر.",
    },
}  # fmt: skip


def those_named(criteria: Any) -> QuerySet[Any]:
    """Who has this family name."""
    return Person.objects.filter(family_name=criteria["named"]).annotate(person_id=F("id"))


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A selection by family name, beside those that the rooms register."""
    found = selections.Selection("named", "Named", those_named, lambda criteria: [("Name", criteria["named"])])
    monkeypatch.setitem(selections._known, "named", found)
    yield


def crowd(count: int, *, named: str = "Snow", channel: str = "email", **fields: Any) -> list[Person]:
    """So many people of one name, each with an address and a yes to messages about care."""
    made = []
    for number in range(count):
        person = Person.objects.create(
            record_number=f"{named}-{channel}-{len(fields)}-{number}", given_name=f"Kim{number}", family_name=named,
            birth_on=date(1990, 1, 1), **fields,
        )  # fmt: skip
        kind = ContactKind.EMAIL if channel == "email" else ContactKind.MOBILE
        value = f"kim{number}.{named}@example.org" if channel == "email" else f"07700 9{number:05}"
        ContactPoint.objects.create(person=person, kind=kind, value=value, key=value)
        Consent.objects.create(person=person, purpose=Purpose.CARE, channel=channel, given=True, captured_by="t")
        made.append(person)
    return made


def begun(by: Actor, *, selection: str = "named", criteria: Any = None, **more: Any) -> Notice:
    told: dict[str, Any] = {"purpose": Purpose.CARE, "ways": [Channel.TEXT, Channel.EMAIL, Channel.CALL]} | more
    deadline = told.pop("deadline", clock.now() + timedelta(days=3))
    return noticing.begin_notice(
        title="Snow on Friday", selection=selection, criteria=criteria or {"named": "Snow"}, deadline=deadline, by=by,
        **told,
    )  # fmt: skip


def written(by: Actor, **more: Any) -> Notice:
    notice = begun(by, **more)
    for language, words in SAID.items():
        seen = seal_of_words(notice, language)
        notice = noticing.write_notice(notice=notice, language=language, words=words, seen=seen, by=by)
    return notice


def proposed(by: Actor, **more: Any) -> Notice:
    notice = written(by, **more)
    return noticing.propose_notice(notice=notice, seal=counted_for(notice, by)[1], by=by)


def approved(cast: Cast, **more: Any) -> Notice:
    """Written by the manager, approved by the doctor."""
    notice = proposed(cast.manager, **more)
    return noticing.approve_notice(notice=notice, seal=counted_for(notice, cast.doctor)[1], by=cast.doctor)


def after_hold() -> timedelta:
    return timedelta(minutes=16)


def planned_whole() -> None:
    """As many rounds of the worker as it takes until nothing is left to plan or withdraw."""
    while see_to_notices():
        pass
