"""Measures over the ledger: what was promised, and what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from almoner.charter.book import charter
from almoner.charter.enums import State
from almoner.charter.laws import TICK
from almoner.charter.models import Promise
from almoner.charter.queries import is_apart_from
from almoner.charter.showing import in_general, team_name
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows

STANDING = (State.KEPT, State.MADE_GOOD, State.BROKEN, State.OPEN)
"""All but what was taken back."""
RUNG_BACK, ACKNOWLEDGED = "contact.called_back", "clinician.acknowledged"


def _came_due() -> Rows:
    return Promise.objects.filter(state__in=STANDING)


def _silent() -> Rows:
    return Promise.objects.past_due(clock.now() - TICK)


def _made_good() -> Rows:
    return Promise.objects.filter(state=State.MADE_GOOD)


def _to_ring() -> Rows:
    return _kept_by(RUNG_BACK)


def _to_reach() -> Rows:
    return _kept_by(ACKNOWLEDGED)


def _kept_by(event: str) -> Rows:
    standards = charter().standards.items()
    return _came_due().filter(standard__in=[key for key, standard in standards if event in standard.kept_by])


def _channel() -> Any:
    """The channel of the contact that opened it; else that of whoever acted, in the words of a contact."""
    acted = Case(
        When(opened_by__via="phone", then=Value("call")),
        When(opened_by__via="desk", then=Value("walk_up")),
        default=F("opened_by__via"),
        output_field=CharField(),
    )
    return Coalesce(NullIf(KeyTextTransform("channel", "facts"), Value("")), acted, output_field=CharField())


def _about(promise: Promise) -> About:
    return About("promise", promise.reference)


def _what(promise: Promise) -> str:
    return in_general(promise.standard)


def _apart(promise: Promise, by: Actor) -> bool:
    return is_apart_from(promise.standard, by)


_SHARED: dict[str, Any] = {
    "at": "due_at",
    "clock": _("The moment at which it fell due."),
    "channel": _channel(),
    "parts": {
        "standard": Part(_("What we promised"), F("standard"), in_general),
        "team": Part(_("Team"), F("team"), team_name),
    },
    "about": _about,
    "what": _what,
    "apart": _apart,
}

KEPT = Measure(
    key="promises-kept",
    kind=Kind.SHARE,
    name=_("Promises kept in time"),
    meaning=_("Of all promises whose time came, how many we kept by then."),
    left_out=_("Promises that were taken back with a reason."),
    rows=_came_due,
    good=Q(state=State.KEPT),
    yes=_("Kept in time"),
    no=_("Not in time"),
    **_SHARED,
)

SILENT = Measure(
    key="promises-silent",
    kind=Kind.COUNT,
    name=_("Silent promises"),
    meaning=_("Promises whose time has passed, and nobody has kept them, said sorry or been told."),
    left_out=_("The two minutes in which the watch comes round."),
    rows=_silent,
    more_is_better=False,
    **_SHARED,
)

LATENESS = Measure(
    key="promises-lateness",
    kind=Kind.WAIT,
    name=_("How late, when late"),
    meaning=_("How long after its time a promise was made good that we had not kept in time."),
    left_out=_("What was kept in time, taken back, or is still owed."),
    rows=_made_good,
    length=Seconds("due_at", "ended_at"),
    more_is_better=False,
    **_SHARED,
)

CALL_BACKS_KEPT = Measure(
    key="call-backs-kept",
    kind=Kind.SHARE,
    name=_("Call-backs kept"),
    meaning=_("Of all calls that we promised to make, how many we made by then."),
    left_out=_("Calls that were taken back with a reason."),
    rows=_to_ring,
    good=Q(state=State.KEPT),
    yes=_("Kept in time"),
    no=_("Not in time"),
    **_SHARED,
)

REACHED = Measure(
    key="clinicians-reached",
    kind=Kind.SHARE,
    name=_("Clinicians reached in time"),
    meaning=_(
        "Of all times that somebody needed the clinician who covers, how often one had answered by when we said."
    ),
    left_out=_("What was taken back because it was no longer needed."),
    rows=_to_reach,
    good=Q(state=State.KEPT),
    yes=_("Answered in time"),
    no=_("Not in time"),
    **_SHARED,
)
