"""The holidays on which a service is not given, so that whoever looks for a time reads why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from almoner.core.languages import listed, of_reader
from almoner.people.enums import HolidayHours
from almoner.people.holidays import Holiday
from almoner.scheduling import memory
from almoner.scheduling.asking import Asked
from almoner.scheduling.memory import Memory
from almoner.scheduling.needs import needs_of
from almoner.scheduling.register import AtSite


@dataclass(frozen=True, slots=True)
class Closed:
    """A holiday, where it is kept: of all sites that give the service `site` is empty."""

    holiday: Holiday
    site: str = ""

    @property
    def is_all_day(self) -> bool:
        return self.holiday.hours == HolidayHours.CLOSED

    @property
    def text(self) -> str:
        said = holiday_text(self.holiday)
        return f"{self.site} · {said}" if self.site else said


def holiday_text(one: Holiday) -> str:
    """“Closed: Three Kings”."""
    name = one.name_in(of_reader()) or _("public holiday")
    if one.hours == HolidayHours.SHORT and one.opens and one.closes:
        at = {"opens": one.opens.isoformat("minutes"), "closes": one.closes.isoformat("minutes")}
        return _("%(name)s: open from %(opens)s to %(closes)s") % {"name": name, **at}
    if one.hours == HolidayHours.SUNDAY:
        return _("%(name)s: hours as on a Sunday") % {"name": name}
    return _("Closed: %(name)s") % {"name": name}


def text_of(some: Iterable[Closed]) -> str:
    return listed(one.text for one in some)


def closed_days(asked: Asked, on: Iterable[date]) -> dict[date, tuple[Closed, ...]]:
    """The holidays among these days that keep whoever gives the service from giving it as usual."""
    with memory.current() as known:
        sites = list(_sites(asked, known))
    found = {day: tuple(_on(day, sites)) for day in on}
    return {day: some for day, some in found.items() if some}


def _sites(asked: Asked, known: Memory) -> Iterator[AtSite]:
    """Where it is given by those only who keep holidays; none where some work every day."""
    need = needs_of(asked.service, asked.wishes.must)[0]
    for key, places in known.register.group(need).items():
        site = known.register.sites[key]
        gives = (one for place, one in enumerate(site.who) if places >> place & 1)
        if not any(one.profession in site.hours.every_day for one in gives):
            yield site


def _on(day: date, sites: list[AtSite]) -> Iterator[Closed]:
    kept = [(site, site.hours.holidays[day]) for site in sites if day in site.hours.holidays]
    if len(kept) == len(sites) and len({(one.hours, one.opens, one.closes) for _site, one in kept}) == 1:
        yield Closed(kept[0][1])
    else:
        yield from (Closed(one, site.name) for site, one in kept)
