"""Measures over reaching the clinician who covers (REACH-1)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from almoner.desk.models import Reach, Turn
from almoner.insight.measure import Kind, Measure, Part, Rows


def _answered() -> Rows:
    """Those that somebody answered, with whether it was the first who was asked."""
    first = Turn.objects.filter(reach=OuterRef("pk"), number=1, staff=OuterRef("acknowledged_by"))
    return Reach.objects.filter(acknowledged_at__isnull=False).annotate(by_the_first=Exists(first))


def _what(reach: Reach) -> str:
    return reach.about


FIRST = Measure(
    key="first-asked-answered",
    kind=Kind.SHARE,
    name=_("Answered by the first who was asked"),
    meaning=_("Of all times that a clinician was reached, how often the first who was asked answered."),
    left_out=_("What nobody has answered, or was no longer needed."),
    clock=_("The moment of the answer."),
    rows=_answered,
    at="acknowledged_at",
    good=Q(by_the_first=True),
    yes=_("The first"),
    no=_("Another"),
    parts={"who": Part(_("Who answered"), F("acknowledged_by__name"))},
    what=_what,
)
