"""Any order of holding, booking, moving, cancelling, offering, blocking: every law holds after each step."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from tests.scheduling.clinic import NOW, Clinic, make_clinic
from tests.scheduling.test_groups import make_course

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.scheduling import actions, memory
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Block, Claim, Hold, Offer, WaitingEntry
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

WHOEVER = st.integers(0, 3)


class Diaries(RuleBasedStateMachine):
    """A clinic of one day and four people, living through whatever hypothesis thinks of."""

    times: Bundle[Any] = Bundle("times")

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.now = NOW + timedelta(hours=1)
        self._set_clock()
        self.clinic: Clinic = make_clinic(days=1)
        self.course = make_course(self.clinic, places=2)
        self.people = [self.clinic.person(f"P{n}") for n in range(4)]

    def _set_clock(self) -> None:
        self.stack.enter_context(clock.at(self.now))

    def _try(self, act: Any, **named: Any) -> Any:
        """Do it or be refused politely; anything else is a fault."""
        try:
            return act(**named, by=self.clinic.desk)
        except Refused:
            return None

    @rule(target=times, urgent=st.booleans(), group=st.booleans())
    def search(self, urgent: bool, group: bool) -> Any:
        service = self.course if group else self.clinic.service
        return multiple(*find_times(service, limit=3, level=2 if urgent else 5, by=self.clinic.desk))

    @rule(who=WHOEVER, found=times)
    def hold(self, who: int, found: Any) -> None:
        service = self.course if found.service_code == self.course.code else self.clinic.service
        self._try(actions.hold, service=service, time=found, person=self.people[who])

    @rule(who=WHOEVER, whose=WHOEVER)
    def book(self, who: int, whose: int) -> None:
        hold = Hold.objects.filter(person=self.people[whose]).first()
        before = Appointment.objects.count()
        if hold and self._try(actions.book, hold=hold, person=self.people[who], keep_both=True):
            assert who == whose
            assert Appointment.objects.count() == before + 1

    @rule(who=WHOEVER)
    def move(self, who: int) -> None:
        hold = Hold.objects.filter(person=self.people[who]).first()
        visit = Appointment.objects.filter(person=self.people[who], state="booked").first()
        if hold and visit:
            self._try(actions.move, appointment=visit, hold=hold)

    @rule(who=WHOEVER)
    def cancel(self, who: int) -> None:
        visit = Appointment.objects.filter(person=self.people[who], state="booked").order_by("starts_at").first()
        if visit and self._try(actions.cancel, appointment=visit):
            assert visit.starts_at - self.now < timedelta(minutes=11) or self._has_gone_free(visit)

    def _has_gone_free(self, visit: Appointment) -> bool:
        """Law I-11: what is cancelled is found, unless it is blocked or lies across the grid of another free time."""
        blocked = Block.objects.filter(lifted_at=None, starts_at__lt=visit.ends_at, ends_at__gt=visit.starts_at)
        found = find_times(visit.service, from_at=visit.starts_at, limit=1, by=self.clinic.desk)
        return blocked.exists() or (bool(found) and found[0].starts_at == visit.starts_at)

    @rule(who=WHOEVER)
    def cancel_by_hospital(self, who: int) -> None:
        visit = Appointment.objects.filter(person=self.people[who], state="booked").first()
        if visit:
            told = {"reason": "staff-cancel", "advice": "rest", "promise_on": self.now + timedelta(days=3)}
            self._try(actions.cancel_by_hospital, appointment=visit, **told)

    @rule(who=WHOEVER)
    def wait(self, who: int) -> None:
        visit = Appointment.objects.filter(person=self.people[who], state="booked").first()
        told = {"person": self.people[who], "service": self.clinic.service, "notice_hours": 0}
        self._try(actions.join_waiting_list, appointment=visit, **told)

    @rule()
    def offer(self) -> None:
        actions.make_offers(service=self.clinic.service, by=SYSTEM)

    @rule(who=WHOEVER, accept=st.booleans())
    def answer(self, who: int, accept: bool) -> None:
        offer = Offer.objects.filter(entry__person=self.people[who], state="open").first()
        if offer:
            self._try(actions.accept_offer if accept else actions.decline_offer, offer=offer)

    @rule(hour=st.integers(0, 2), which=st.integers(0, 1))
    def block(self, hour: int, which: int) -> None:
        starts_at = NOW + timedelta(hours=1 + hour)
        resource = (self.clinic.clinicians + self.clinic.rooms)[which * 2]
        named = {"resource": resource, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=35)}
        actions.add_block(**named, reason="meeting", by=self.clinic.manager)

    @rule()
    def lift(self) -> None:
        block = Block.objects.filter(lifted_at=None).first()
        if block:
            actions.lift_block(block=block, by=self.clinic.manager)

    @rule(minutes=st.sampled_from([1, 9, 10, 31]))
    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self._set_clock()

    @rule()
    def work(self) -> None:
        actions.lapse_offers(by=SYSTEM)
        actions.sweep_holds(by=SYSTEM)

    @invariant()
    def laws_hold(self) -> None:
        if not hasattr(self, "clinic"):
            return
        assert [(law.id, law.broken()) for law in LAWS if law.broken()] == []
        standing = Appointment.objects.filter(state__in=HOLDING_TIME).count()
        assert Claim.objects.filter(appointment__isnull=False).count() == 2 * standing
        for offer in Offer.objects.filter(state="open"):
            assert WaitingEntry.objects.get(id=offer.entry_id).state == "waiting"

    @rule()
    def memory_is_as_the_tables_are(self) -> None:
        """Whatever happened, a search that remembers finds what one finds that has never looked; and of each group it
        says how many places are free as one counts them."""
        remembered = self.clinic.starts(), self._groups()
        memory.forget()
        assert (self.clinic.starts(), self._groups()) == remembered
        for found in remembered[1]:
            live = Claim.objects.exclude(lapses_at__lte=self.now).filter(resource_id=found.clinician.resource_id)
            taken = live.filter(starts_at=found.starts_at, ends_at=found.ends_at, places=2).count()
            assert (found.places, found.free) == (2, 2 - taken)

    def _groups(self) -> list[Time]:
        return find_times(self.course, limit=50, by=self.clinic.desk)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()


@pytest.mark.django_db
def test_I_9_to_I_15_in_any_order_of_events() -> None:
    machine_settings = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Diaries, settings=machine_settings)
