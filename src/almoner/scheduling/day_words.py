"""Why a day is as it is, in words: what is done fasting, from when to eat again, what is waited for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.scheduling.joining import DayProposal


def explained(proposal: DayProposal) -> list[str]:
    """Plain sentences, in the reader's language."""
    return [*_fasting(proposal), *_waiting(proposal)]


def _fasting(proposal: DayProposal) -> Iterator[str]:
    asked, first = proposal.asked, proposal.way.times[0]
    if asked.limits is None or asked.may_eat_from is None:
        return
    name = proposal.services[0].name_in(of_reader())
    if proposal.fasting_first:
        at = days.clock(first.starts_there)
        yield _("Fasting: %(name)s comes first, at %(at)s.") % {"name": name, "at": at}
    today = clock.today()
    until = days.weekday_and_clock(asked.limits.there(first.zone).food_until, today=today)
    again = days.clock(clock.there(asked.may_eat_from, first.zone))
    yield _("Last meal: %(until)s. Eat again from %(again)s on.") % {"until": until, "again": again}
    if asked.clashes:
        yield _("Two of these visits ask for opposite things. Somebody must settle it before the day.")


def _waiting(proposal: DayProposal) -> Iterator[str]:
    minutes = round(proposal.way.waiting.total_seconds() / 60)
    said = ngettext(
        "%(count)d minute between the visits altogether.", "%(count)d minutes between the visits altogether.", minutes
    )
    yield said % {"count": minutes}
    if proposal.waits_for_results:
        yield _("The last visit begins when the results of the others are there.")
