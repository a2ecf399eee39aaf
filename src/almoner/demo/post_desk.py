"""The post desk of the rehearsal: what waited on days that are over was printed, counted and posted."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.messaging import post_queries, print_runs, returned_letters

AT = time(15, 0)


def post_letters(house: House, agenda: Agenda, days: int) -> None:
    """Each afternoon of these days. What was laid since yesterday afternoon waits for whoever looks."""
    for back in range(days, 0, -1):
        moment = clock.on_the_wall(clock.local(house.opened_at).date() - timedelta(days=back), AT)
        agenda.at(moment, post_what_waits, by=house.by("receptionist"))


def post_what_waits(*, by: Actor) -> None:
    """All of it in one run, and all of it in envelopes."""
    returned_letters.sift(by)
    if sum(pile.pages for pile in post_queries.piles(by)):
        run = print_runs.take_run(by=by)
        print_runs.close_run(run=run, posted=run.letters, spoilt=[], by=by)
