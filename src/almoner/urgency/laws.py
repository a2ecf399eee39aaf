"""Laws of urgency."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.urgency.models import Alarm, Decision, Raise, Request

TICK = timedelta(minutes=5)


def without_promise() -> list[str]:
    """Requests that nobody has decided and that no live promise stands behind."""
    promised = Promise.objects.filter(subject_id=OuterRef("id"), state__in=LIVE)
    alone = Request.objects.undecided().filter(~Exists(promised))
    return [f"{request} waits, and nobody has promised anything for it" for request in alone[:50]]


def silently_stale() -> list[str]:
    """Requests whose time passed without a decision and that were not raised for it."""
    late = Request.objects.undecided().filter(due_at__lt=clock.now() - TICK, stale_at__isnull=True)
    return [f"{request} was due {request.due_at:%Y-%m-%d %H:%M}Z and was not raised" for request in late[:50]]


def lowered_without_clinician() -> list[str]:
    """Live requests less urgent than their latest raise though no clinician decided since."""
    raises = Raise.objects.filter(request=OuterRef("request"), created_at__gt=OuterRef("created_at"))
    decided = Decision.objects.filter(request=OuterRef("request"), created_at__gte=OuterRef("created_at"))
    latest = Raise.objects.filter(~Exists(raises), ~Exists(decided), request__state__in=("waiting", "being_looked_at"))
    low = [one for one in latest.select_related("request") if one.request.level > one.level]
    return [f"{one.request} was raised to level {one.level} and stands at {one.request.level}" for one in low[:50]]


def unheard_without_promise() -> list[str]:
    """Alarms that nobody has heard and that no live promise stands behind."""
    promised = Promise.objects.filter(subject_id=Coalesce(OuterRef("request_id"), OuterRef("id")), state__in=LIVE)
    silent = Alarm.objects.unheard().filter(~Exists(promised)).select_related("request")
    return [f"the alarm of {one.created_at:%Y-%m-%d %H:%M}Z is unheard and owed by nobody" for one in silent[:50]]


LAWS = [
    Law("I-1", "Every undecided request has a live promise behind it.", without_promise),
    Law("I-1", "Every alarm that nobody has heard has a live promise behind it.", unheard_without_promise),
    Law("I-3", "A request that nobody decides in time is raised.", silently_stale),
    Law("I-8", "Nothing becomes less urgent but by a clinician's decision.", lowered_without_clinician),
]
