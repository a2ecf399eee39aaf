"""A hospital whose aftercare is loaded, from which people go home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.kept import kept
from tests.visits.hospital import SHEET, Hospital

import almoner.demo
from almoner.aftercare import actions
from almoner.aftercare.enums import CallOutcome, StepKind
from almoner.aftercare.models import Feedback, Plan, Step
from almoner.aftercare.reading import read_handbook
from almoner.aftercare.tasks import look_after
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.people.models import Person
from almoner.visits import actions as visits
from almoner.visits.models import Stay, Visit

ALL_FINE = ("condition", "medicines", "appointments", "home", "what_to_do", "worry")


@lru_cache(maxsize=1)
def handbook_data() -> dict[str, Any]:
    return read_handbook(Path(almoner.demo.__file__).parent / "hospital" / "aftercare.toml")


def fine(**otherwise: str) -> Mapping[str, Mapping[str, str]]:
    """Every question answered with “all is well”, but for those that are named."""
    return {code: {"answer": otherwise.get(code, "fine"), "note": ""} for code in ALL_FINE}


@dataclass
class Home:
    hospital: Hospital

    @property
    def cast(self) -> Cast:
        return self.hospital.cast

    def gone(self, person: Person | None = None, bed: str = "M1", **more: Any) -> Stay:
        """Somebody who has just gone home from the ward."""
        stay = self.hospital.admitted(person, bed, **more)
        return visits.discharge(stay=stay, summary=SHEET, by=self.cast.doctor)

    def seen(self, person: Person | None = None, at: str = "09:20", **more: Any) -> Visit:
        """Somebody whose visit is over."""
        visit = self.hospital.here(person, at)
        visits.start_visit(visit=visit, by=self.cast.doctor)
        return visits.finish_visit(visit=visit, outcome="Well.", by=self.cast.doctor, **more)

    def plan(self, person: Person | None = None, **more: Any) -> Plan:
        """Somebody who has gone home, with what follows opened by the worker."""
        stay = self.gone(person, **more)
        look_after()
        return Plan.objects.get(stay=stay)

    def call(self, person: Person | None = None) -> Step:
        """The call to somebody who has gone home."""
        return self.plan(person).steps.get(kind=StepKind.CALL)

    def asked(self, person: Person | None = None, **more: Any) -> Feedback:
        """Somebody who is asked how the visit was."""
        visit = self.seen(person, **more)
        look_after()
        return Feedback.objects.get(visit=visit)

    def reach(self, step: Step, signs: tuple[str, ...] = (), note: str = "", **otherwise: str) -> Any:
        said = actions.Said(CallOutcome.REACHED, fine(**otherwise), signs, note)
        return actions.record_try(step=step, said=said, by=self.cast.ward_nurse)


def make_home(hospital: Hospital) -> Home:
    actions.load_handbook(data=handbook_data(), by=hospital.cast.manager)
    return Home(hospital)


@pytest.fixture
def home(hospital: Hospital) -> Home:
    """At nine on Monday morning."""
    return kept("home", lambda: make_home(hospital))


def after(**length: float) -> datetime:
    """So long after that Monday morning."""
    return MONDAY_MORNING + timedelta(**length)


def at(moment: datetime, act: Callable[[], Any]) -> Any:
    """What `act` gives at that moment."""
    with clock.at(moment):
        return act()


def promised(subject: Any) -> list[str]:
    """The standards whose promises about a thing still run, next due first."""
    live = Promise.objects.live().filter(subject_id=subject.id)
    return list(live.order_by("due_at", "standard").values_list("standard", flat=True))


def ended(subject: Any, standard: str) -> str:
    """How the promise of a standard about a thing ended."""
    return str(Promise.objects.filter(subject_id=subject.id, standard=standard).latest("created_at").state)
