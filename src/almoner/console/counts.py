"""How much waits on each page of the rail that has something waiting, for who may go there."""

from __future__ import annotations

from collections.abc import Callable

from almoner.aftercare.calls import calls_to_make, visits_to_arrange
from almoner.aftercare.threads import question_counts
from almoner.charter import queries as charter
from almoner.core.actor import Actor
from almoner.desk import queries as desk
from almoner.people.queries import openings_to_review
from almoner.people.sites import site_of
from almoner.scheduling.waiting_list import open_offers
from almoner.urgency.queries import triage_queue
from almoner.visits import queries as visits
from almoner.visits.arrivals import unacknowledged

COUNTS: dict[str, Callable[[Actor], int]] = {
    "promises": lambda by: charter.count_of(by=by),
    "desk": lambda by: len(desk.call_backs(by=by)),
    "triage": lambda by: len(triage_queue(by)),
    "waiting_list": lambda by: open_offers(by=by),
    "arrivals": lambda by: len(unacknowledged(site=site_of(by), by=by)),
    "wards": lambda by: len(visits.open_worries(by=by)) + len(list(visits.open_asks(by=by))),
    "beds": lambda by: len(visits.bed_requests(by=by)),
    "follow_up_calls": lambda by: len(calls_to_make(by=by)) + len(visits_to_arrange(by=by)),
    "questions": lambda by: sum(question_counts(by=by).values()),
    "openings": lambda by: len(openings_to_review(by=by)),
}
"""By the name of the page, as the rail has it. A page that is not here has nothing to count."""
