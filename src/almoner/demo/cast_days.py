"""What the people of the cast have behind them and before them."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.core import clock
from almoner.demo.agenda import Agenda
from almoner.demo.booking import book_from, hold_from
from almoner.demo.coming import Coming
from almoner.demo.house import House
from almoner.demo.several import book_day, book_series
from almoner.scheduling.actions import book, join_waiting_list
from almoner.scheduling.known_wishes import known_wishes
from almoner.scheduling.preferences import Preferences

BEHIND = [
    ("rajesh", "GEN-NEW", 18),
    ("rajesh", "CAR-ECHO", 9),
    ("maya", "GEN-FUP", 13),
    ("leila", "GEN-NEW", 11),
    ("lucia", "ORT-NEW", 16),
    ("ana", "GEN-NEW", 8),
    ("theo", "GEN-NEW", 15),
]
"""Who came for what, so many days ago."""
AHEAD = [
    ("maya", "GEN-NEW", 2),
    ("leila", "DER-NEW", 9),
    ("lucia", "OPH-NEW", 24),
    ("ana", "GAS-NEW", 5),
]
"""Who comes for what, in so many days."""
SERIES = ("theo", "RHB-PT", 6, 6)
"""Who comes again and again, for what, from in so many days on, and how often."""
DAY = ("rajesh", ("LAB-FAST", "CAR-ECHO", "GEN-FUP"), 4)
"""Who comes for several things on one day, the first from in so many days on that has room for all."""
BOOKED_BEFORE = timedelta(days=2)


def live_so_far(house: House, agenda: Agenda, past_days: int) -> None:
    for place, (key, code, ago) in enumerate(BEHIND):
        if ago < past_days - BOOKED_BEFORE.days:
            moment = clock.on_the_wall(house.today - timedelta(days=ago), time(9)) - BOOKED_BEFORE
            agenda.at(moment, _came, house=house, agenda=agenda, key=key, code=code, place=place)
    for place, (key, code, days) in enumerate(AHEAD):
        moment = house.opened_at - timedelta(minutes=50 - 6 * place)
        agenda.at(moment, _will_come, house=house, key=key, code=code, days=days)

    agenda.at(house.opened_at - timedelta(minutes=8), _come_more_than_once, house=house)


def _come_more_than_once(house: House) -> None:
    by = house.by("agent")
    key, code, days, count = SERIES
    book_series(house.services[code], house.people[key], count, house.today + timedelta(days=days), by)
    key, codes, days = DAY
    book_day([house.services[one] for one in codes], house.people[key], house.today + timedelta(days=days), by)


def _came(house: House, agenda: Agenda, key: str, code: str, place: int) -> None:
    begin = clock.now() + BOOKED_BEFORE
    visit = book_from(house.services[code], house.people[key], begin, house.by("agent"))
    if visit:
        Coming(house, agenda, visit, number=place, late=8 * (place % 3)).comes()


def _will_come(house: House, key: str, code: str, days: int) -> None:
    """With an interpreter, where they need one. Lucía also waits for an earlier time than the one she has."""
    person, service = house.people[key], house.services[code]
    begin = clock.on_the_wall(house.today + timedelta(days=days), time(8))
    by = house.by("agent")
    held = hold_from(service, person, begin, by, wish=known_wishes(person, by).must)
    visit = book(hold=held, person=person, keep_both=True, by=by) if held else None
    if visit and key == "lucia":
        wish = Preferences(parts_of_day=("evening",))
        join_waiting_list(person=person, service=service, appointment=visit, preferences=wish, ordered=True, by=by)
