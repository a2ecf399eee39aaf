"""The birthdays at which a child's record becomes their own, as the hospital set them (law I-26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from almoner.people.models import Person
from almoner.people.sites import first_site

DEFAULT_OWN_RECORD, DEFAULT_OF_AGE = 13, 16


@dataclass(frozen=True, slots=True)
class Ages:
    """`own_record`: from then on parents see visits that are not private, and no more. `of_age`: they see nothing."""

    own_record: int = DEFAULT_OWN_RECORD
    of_age: int = DEFAULT_OF_AGE
    private_topics: frozenset[str] = frozenset()
    notice: timedelta = timedelta(days=30)
    """So long before leave ends, both are told."""


def ages() -> Ages:
    """Those of the hospital's first site: one rule for the house. One statement."""
    site = first_site()
    if site is None:
        return Ages()
    notice = timedelta(days=site.leave_notice_days)
    return Ages(site.own_record_age, site.of_age, frozenset(site.private_topics), notice)


def birthday(person: Person, years: int) -> date:
    """The day on which they are so old; someone born on 29 February on 1 March."""
    born = person.birth_on
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def last_day_as_child(person: Person, of_age: int) -> date:
    return birthday(person, of_age) - timedelta(days=1)


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who is `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
