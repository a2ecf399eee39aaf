"""Synthetic people."""

from __future__ import annotations

from datetime import date
from random import Random

from almoner.demo.population import invent
from almoner.people.contact import key
from almoner.people.enums import ContactKind, Need

DAY = date(2026, 11, 23)


def test_the_same_seed_invents_the_same_people() -> None:
    assert invent(50, today=DAY, source=Random(3)) == invent(50, today=DAY, source=Random(3))
    assert invent(50, today=DAY, source=Random(3)) != invent(50, today=DAY, source=Random(4))


def test_people_are_of_many_languages_ages_and_needs() -> None:
    people = invent(400, today=DAY, source=Random(7))
    assert {"en", "es", "ar", "ro", "hi"} <= {one.language for one in people}
    assert sum(one.birth_on.year <= DAY.year - 75 for one in people) > 40
    assert sum(Need.PHONE_AND_POST in one.needs for one in people) > 20


def test_who_wants_phone_and_post_has_neither_mobile_nor_mail() -> None:
    for one in invent(400, today=DAY, source=Random(7)):
        kinds = {kind for kind, _ in one.contacts}
        if Need.PHONE_AND_POST in one.needs:
            assert kinds == {ContactKind.LANDLINE, ContactKind.POST}
            assert not any(one.consents.values())
        assert ContactKind.POST in kinds


def test_every_contact_can_be_kept() -> None:
    for one in invent(200, today=DAY, source=Random(7)):
        for kind, value in one.contacts:
            assert key(kind, value)
