"""Two people who take a run at once get different letters; two who close one close it once. With real connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.cast import MONDAY_MORNING, Cast, make_cast
from tests.messaging.conftest import Outbox
from tests.messaging.post_desk import laid, neighbours
from tests.races import in_thread, race, real_database

from almoner.core import clock
from almoner.messaging import laws, print_runs
from almoner.messaging.enums import ReturnReason
from almoner.messaging.models import LetterInRun, Posting, PrintRun, Receipt
from almoner.messaging.refusals import NothingWaits, RunOver
from almoner.messaging.returned_letters import tell_returned

__all__ = ["real_database"]
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]
Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.ALMONER_HOME = tmp_path
    settings.LETTERS_A_RUN = 4


def there(run: Callable[[], Result]) -> Result:
    def at_nine() -> Result:
        with clock.at(MONDAY_MORNING):
            return run()

    return in_thread(at_nine)


def waiting(outbox: Outbox, count: int) -> Cast:
    def make() -> Cast:
        cast = make_cast()
        laid(outbox, *neighbours(count, by=cast.receptionist))
        return cast

    return there(make)


def together(count: int, run: Callable[[int], Result]) -> list[Result | BaseException]:
    def at_nine(number: int) -> Result:
        with clock.at(MONDAY_MORNING):
            return run(number)

    return race(at_nine, count)


@pytest.mark.parametrize("turn", range(2))
def test_I_4_two_who_take_a_run_at_once_get_different_letters(outbox: Outbox, turn: int) -> None:
    cast = waiting(outbox, 10)
    taken = together(4, lambda _number: print_runs.take_run(by=cast.receptionist))
    assert {type(one) for one in taken} <= {PrintRun, NothingWaits}
    more = together(1, lambda _number: print_runs.take_run(by=cast.manager))
    runs = [one for one in (*taken, *more) if isinstance(one, PrintRun)]
    lines = there(lambda: list(LetterInRun.objects.values_list("posting_id", flat=True)))
    assert max(Counter(lines).values()) == 1
    assert sum(run.letters for run in runs) == len(lines) == 10
    assert there(laws.letters_do_not_add_up) == []


def test_I_4_two_who_close_a_run_at_once_close_it_once(outbox: Outbox) -> None:
    cast = waiting(outbox, 3)
    run = there(lambda: print_runs.take_run(by=cast.receptionist))
    closed = together(3, lambda _number: print_runs.close_run(run=run, posted=3, spoilt=[], by=cast.receptionist))
    assert sorted(type(one).__name__ for one in closed) == sorted([PrintRun.__name__, *[RunOver.__name__] * 2])
    letter = there(Posting.objects.first)
    assert letter
    told = together(3, lambda _number: tell_returned(posting=letter, reason=ReturnReason.MOVED, by=cast.receptionist))
    assert {type(one) for one in told} == {Posting}
    assert there(Receipt.objects.count) == 1
    assert there(laws.letters_do_not_add_up) == []
