"""What remains of an act that failed half-way is found by the tests that look for it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import DatabaseError, transaction
from tests.faults import leaves_nothing

from almoner.core.models import Setting

pytestmark = pytest.mark.django_db


def two_writes() -> None:
    Setting.objects.create(name="first", value=1)
    Setting.objects.create(name="second", value=2)


def test_an_act_in_one_transaction_leaves_nothing() -> None:
    leaves_nothing(transaction.atomic(two_writes), writes=2)
    assert not Setting.objects.filter(name="first").exists()


def test_what_remains_is_found() -> None:
    def apart() -> None:
        for name in ("first", "second"):
            with transaction.atomic():
                Setting.objects.create(name=name, value=1)

    with pytest.raises(AssertionError, match="something remained"):
        leaves_nothing(apart, writes=2)


def test_who_goes_on_after_a_fault_is_found() -> None:
    def goes_on() -> None:
        with suppress(DatabaseError), transaction.atomic():
            two_writes()

    with pytest.raises(AssertionError, match="went on"):
        leaves_nothing(goes_on, writes=2)


def test_fewer_writes_than_said_are_found() -> None:
    with pytest.raises(AssertionError):
        leaves_nothing(transaction.atomic(two_writes), writes=3)
