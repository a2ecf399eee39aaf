"""How well messages arrive, for whom not, and whether what was made is all accounted for."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.console import arriving_shown as shown
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.measures_forms import MeasuresForm
from almoner.core.permissions import Permission
from almoner.insight.arriving import arrivals, ends
from almoner.insight.period import Period
from almoner.insight.splits import Split
from almoner.messaging import notice_queries, queries

SPLITS = (Split.LANGUAGE, Split.AGE)
MOST_DAYS = 31
"""So many days are shown one by one; the sums are of all."""


@require_GET
@staff(Permission.SEE_OUTBOX)
def arriving(request: StaffRequest) -> HttpResponse:
    form = MeasuresForm(request.GET)
    period, by = form.period(), request.actor
    tallies = queries.counts_by_day_channel(by=by, days=_days(period))
    batches = notice_queries.batches(period.begins_at, period.ends_at, by=by)
    context = {
        "form": form,
        "period": period,
        "tiles": shown.tiles(ends(period, by=by)),
        "channels": shown.channels(arrivals(period, by=by)),
        "groups": [shown.groups(split, arrivals(period, split=split, by=by)) for split in SPLITS],
        "adds_up": all(tally.adds_up for tally in tallies) and all(told.adds_up for _notice, told in batches),
        "sums": shown.sums(tallies),
        "by_day": shown.by_day(tallies, since=period.last - timedelta(days=MOST_DAYS - 1)),
        "batches": shown.batches(batches, by),
        "crumbs": [(_("Outbox"), reverse("console:outbox")), (_("How messages arrive"), "")],
    }
    return page(request, "console/arriving.html", context, here="outbox", status=422 if form.errors else 200)


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=day) for day in range(period.days)]
