"""Once between many: a link that is used twice at once, one call rung by two, one worker beside another."""

from __future__ import annotations

import pytest
from tests.aftercare.home import Home, after, make_home
from tests.cast import MONDAY_MORNING, make_cast
from tests.races import in_thread, race
from tests.visits.hospital import make_hospital

from almoner.aftercare import actions, queries
from almoner.aftercare.actions import Said
from almoner.aftercare.links import token
from almoner.aftercare.models import Feedback, Plan, Try
from almoner.aftercare.refusals import GivenAlready, StepEnded, TooSoon
from almoner.aftercare.tasks import look_after
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM

RACERS = 4
pytestmark = [pytest.mark.race, pytest.mark.usefixtures("real_database")]


def there() -> Home:
    with clock.at(MONDAY_MORNING):
        return make_home(make_hospital(make_cast()))


def test_a_feedback_link_used_twice_at_once_counts_once() -> None:
    home = in_thread(there)

    def ask() -> Feedback:
        with clock.at(MONDAY_MORNING):
            return home.asked()

    link = token("feedback", in_thread(ask).id)

    def use(number: int) -> Feedback:
        with clock.at(after(days=1)):
            found, by = queries.feedback_of_link(link)
            return actions.give_feedback(feedback=found, score="poor", words=f"racer {number}", by=by)

    came = race(use, RACERS)
    assert sorted(type(one).__name__ for one in came) == ["Feedback", *["GivenAlready"] * (RACERS - 1)]
    assert GivenAlready in {type(one) for one in came}
    assert in_thread(lambda: Promise.objects.filter(standard="unhappy_looked_into").count()) == 1


def test_a_call_is_written_down_once_and_opened_once() -> None:
    home = in_thread(there)

    def leave() -> object:
        with clock.at(MONDAY_MORNING):
            return home.gone()

    stay = in_thread(leave)

    def open_it(_number: int) -> object:
        with clock.at(MONDAY_MORNING):
            return actions.open_plan(stay=stay, by=SYSTEM)  # type: ignore[arg-type]

    assert {type(one).__name__ for one in race(open_it, RACERS)} == {"Plan"}
    assert in_thread(Plan.objects.count) == 1
    call = in_thread(lambda: Plan.objects.get().steps.get(code="call"))

    def ring(number: int) -> object:
        with clock.at(after(days=2, hours=1)):
            said = Said("no_answer") if number % 2 else Said("refused", note="x")
            return actions.record_try(step=call, said=said, by=home.cast.ward_nurse)

    came = race(ring, RACERS)
    assert {type(one) for one in came} <= {Try, StepEnded, TooSoon}
    tries = in_thread(lambda: list(Try.objects.order_by("number").values_list("number", "outcome")))
    assert tries in ([(1, "refused")], [(1, "no_answer"), (2, "refused")])


def test_two_workers_at_once_do_each_thing_once() -> None:
    home = in_thread(there)

    def leave() -> None:
        with clock.at(MONDAY_MORNING):
            home.gone()
            home.seen(home.cast.leila, "10:00")

    in_thread(leave)

    def work(_number: int) -> int:
        with clock.at(MONDAY_MORNING):
            return look_after()

    assert not [one for one in race(work, 2) if isinstance(one, BaseException)]
    assert in_thread(lambda: (Plan.objects.count(), Feedback.objects.count())) == (1, 2)
