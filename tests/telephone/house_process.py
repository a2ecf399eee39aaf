"""A hospital in a data folder of its own, for tests that ring it: it is not the clock of the cast that counts there.

python house_process.py prepare | take | report
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.cast import acting, make_cast  # noqa: E402
from tests.portal import clinic  # noqa: E402

from almoner.core import clock  # noqa: E402
from almoner.desk.actions import take_ringing  # noqa: E402
from almoner.desk.models import Contact, Ringing, Talk  # noqa: E402
from almoner.desk.tasks import end_silent  # noqa: E402
from almoner.people.models import Staff  # noqa: E402
from almoner.scheduling.models import Appointment  # noqa: E402


def prepare() -> dict[str, Any]:
    call_command("migrate", verbosity=0, skip_checks=True)
    clinic.TODAY = clock.today()  # type: ignore[misc]
    cast = make_cast()
    made = clinic.make_clinic(cast)
    return {"visit": str(made.visit(cast.maya, 30).id)}


def take() -> dict[str, Any]:
    agent = acting(Staff.objects.get(name="Ada Quick"))
    return {"contact": str(take_ringing(ringing=Ringing.objects.get(ended_at=None), by=agent).id)}


def report() -> dict[str, Any]:
    return {
        "confirmed": Appointment.objects.filter(confirmed_by_call_at__isnull=False).count(),
        "ringing": list(Ringing.objects.filter(ended_at=None).values_list("number", flat=True)),
        "contacts": list(Contact.objects.values_list("outcome", flat=True)),
        "talks": [(one.menu or one.state)["stage"] for one in Talk.objects.order_by("created_at", "id")],
        "going_on": Talk.objects.filter(ended_at=None).count(),
        "kept": Ringing.objects.filter(rings_back_at__isnull=False).count(),
    }


def silence() -> dict[str, Any]:
    """Six minutes on."""
    with clock.at(clock.now() + timedelta(minutes=6)):
        return {"ended": end_silent()}


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps({"prepare": prepare, "take": take, "report": report, "silence": silence}[sys.argv[1]]())
    )
