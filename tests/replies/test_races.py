"""What is told twice at once is heard once, with real connections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import pytest
from tests.cast import MONDAY_MORNING, make_cast
from tests.races import in_thread, race, real_database

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.desk.models import Contact
from almoner.people.models import Consent
from almoner.replies.actions import claim_said, receive
from almoner.replies.incoming import Incoming
from almoner.replies.models import Heard, Received, Said

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]
Result = TypeVar("Result")


def there(run: Callable[[], Result], at: datetime = MONDAY_MORNING) -> Result:
    """Run on the racers' database, on a Monday morning."""

    def at_nine() -> Result:
        with clock.at(at):
            return run()

    return in_thread(at_nine)


def together(count: int, run: Callable[[int], Result]) -> list[Result]:
    def at_nine(number: int) -> Result:
        with clock.at(MONDAY_MORNING):
            return run(number)

    results = race(at_nine, count)
    assert [one for one in results if isinstance(one, BaseException)] == []
    return results  # type: ignore[return-value]


def write(words: str, id: str, sender: str = "07700 900123") -> Received:  # noqa: A002 - the provider's
    return receive(incoming=Incoming("text", id, sender, words), by=SYSTEM)


def founded() -> None:
    make_cast()
    Setting.objects.create(name="rehearsal", value=True)


def test_I_37_told_twice_at_once_is_heard_once() -> None:
    there(founded)
    same = together(6, lambda _n: write("Where do I park?", "sms-1").id)
    assert len(set(same)) == 1
    counted = there(lambda: [one.objects.count() for one in (Received, Heard, Contact, Said)])
    assert counted == [1, 1, 1, 1]


def test_I_37_one_id_from_two_senders_at_once_is_heard_once() -> None:
    there(founded)
    same = together(6, lambda n: write("Where do I park?", "sms-1", f"07700 90012{n}").id)
    assert len(set(same)) == 1
    assert there(lambda: (Received.objects.count(), Contact.objects.count())) == (1, 1)


def test_REM_8_several_at_once_from_one_sender_are_one_conversation() -> None:
    there(founded)
    together(6, lambda n: write(f"Question {n}", f"sms-{n}"))
    assert there(lambda: (Received.objects.count(), Contact.objects.count(), Promise.objects.count())) == (6, 1, 1)


def test_I_20_stopped_many_times_at_once_is_stopped_once() -> None:
    there(founded)
    together(6, lambda n: write("STOP", f"sms-{n}"))
    withdrawn = Consent.objects.filter(channel="text", given=False)
    assert there(lambda: sorted(withdrawn.values_list("purpose", flat=True))) == ["care", "feedback"]


def test_I_18_what_is_said_back_is_taken_by_one_worker() -> None:
    there(founded)
    there(lambda: [write("Where do I park?", f"sms-{n}", f"07700 9001{n:02}") for n in range(20)])
    taken = [one.id for each in together(4, lambda _n: claim_said(limit=20, by=SYSTEM)) for one in each]
    assert (len(taken), len(set(taken))) == (20, 20)
