"""The laws of people hold over the cast, and each is seen to be broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from tests.cast import MONDAY_MORNING, Cast, account_of

from almoner.core import clock
from almoner.people import actions
from almoner.people.enums import CarerBasis
from almoner.people.laws import LAWS
from almoner.people.models import Account, Activation, Carer, NameKey, Person, Staff, StaffRole

TODAY = MONDAY_MORNING.date()


def broken() -> set[str]:
    return {law.id for law in LAWS if law.broken()}


def test_all_laws_hold_over_the_cast(cast: Cast) -> None:
    account_of(cast.maya)
    account_of(cast.doctor_staff)
    assert broken() == set()


def _closed_late(cast: Cast) -> None:
    account_of(cast.doctor_staff)
    Staff.objects.filter(id=cast.doctor_staff.id).update(left_on=TODAY)


def _dead_with_account(cast: Cast) -> None:
    account_of(cast.tom)
    Person.objects.filter(id=cast.tom.id).update(died_on=TODAY)


def _outlived(cast: Cast) -> None:
    child = actions.register_person(given_name="Kofi", birth_on=date(2015, 1, 1), by=cast.agent)
    Carer.objects.create(
        person=child, carer=cast.tom, basis=CarerBasis.PARENT, starts_on=TODAY, ends_on=date(2031, 1, 1)
    )


def _borrowed(cast: Cast) -> None:
    account_of(cast.maya)
    EmailAddress.objects.update(email="someone@example.org")


def _unproved(cast: Cast) -> None:
    account_of(cast.maya)
    Activation.objects.all().delete()


def _unreviewed(cast: Cast) -> None:
    with clock.at(MONDAY_MORNING - timedelta(days=15)):
        actions.break_glass(person=cast.maya, reason="collapsed", by=cast.agent)


BREAKS: list[tuple[str, Callable[[Cast], Any]]] = [
    ("I-26a", _closed_late),
    ("I-26a", _dead_with_account),
    ("I-26b", _outlived),
    ("I-26c", lambda c: Person.objects.filter(id=c.leila.id).update(died_on=TODAY)),
    ("I-27", _borrowed),
    ("I-28", _unproved),
    ("I-29", _unreviewed),
    ("I-34", lambda c: NameKey.objects.filter(person=c.maya).delete()),
    ("I-1p", lambda c: StaffRole.objects.filter(staff=c.manager_staff).update(ends_on=TODAY)),
]


@pytest.mark.parametrize(("law", "break_it"), BREAKS)
def test_a_broken_law_is_seen(cast: Cast, law: str, break_it: Callable[[Cast], Any]) -> None:
    break_it(cast)
    assert law in broken()


def test_a_fault_names_what_is_wrong(cast: Cast) -> None:
    account = account_of(cast.maya)
    Activation.objects.all().delete()
    (law,) = [law for law in LAWS if law.id == "I-28"]
    assert law.broken() == [f"account {account.pk} was never activated"]
    assert Account.objects.filter(is_active=True).count() == 1
