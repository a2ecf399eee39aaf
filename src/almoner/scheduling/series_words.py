"""Which visit of a series it is, in words: “Physiotherapy (3 of 12)” in messages, “3 of 12” on screens."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from almoner.core import clock, days
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.models import Appointment
from almoner.scheduling.prep_words import LANGUAGES, Words
from almoner.scheduling.times import Time, at_several_sites, who_and_where

_OF = {"en": "{name} ({place} of {size})", "es": "{name} ({place} de {size})", "ar": "{name} ({place} من {size})"}


def named(visit: Appointment) -> Words:
    """What the visit is for, in the languages of the messages, with its place where it comes again."""
    names = {language: visit.service.name_in(language) for language in LANGUAGES}
    if not _counted(visit):
        return names
    place = {"place": visit.series_place, "size": visit.series.size if visit.series else 0}
    return {language: _OF[language].format(name=name, **place) for language, name in names.items()}


def place_words(visit: Appointment) -> str:
    """“3 of 12”, in the reader's language; nothing for a visit that stands alone or is one of a day."""
    if not _counted(visit) or visit.series is None:
        return ""
    said = _("%(place)d of %(size)d") % {"place": visit.series_place, "size": visit.series.size}
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def _counted(visit: Appointment) -> bool:
    """The visits of a day are different things, and some may be nobody else's business: they are not counted."""
    return visit.series is not None and visit.series.kind == SeriesKind.AGAIN


def choices_of(times: Sequence[Time]) -> list[tuple[str, str]]:
    """Times for a list to choose from: the day, the hour, who is there; and the site, where they are at several."""
    today, several = clock.today(), at_several_sites(times)
    return [
        (one.key, f"{days.weekday_and_clock(one.starts_there, today=today)} · {who_and_where(one, several=several)}")
        for one in times
    ]
