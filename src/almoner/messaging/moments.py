"""Moments and days as people say them, in the reader's language, on the wall of the place that they belong to.

`zone` is the reader's. A moment that carries a zone of its own (`clock.there`) is said by that clock, any other by the
reader's; where the two show different times, the words say whose it is: “at 10:00 (Canary Islands time)”. Pure.

Arabic keeps the digits 0–9: telephone numbers, references and the clocks in the hospital are written with them, and a
reader must be able to hold one against the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from almoner.core import zones

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
           "ديسمبر"),
}  # fmt: skip
_AND = {"en": "and", "es": "y", "ar": "و"}


def known(language: str) -> str:
    """The language of the two letters, or English where dates are not known in it."""
    short = language.split("-", maxsplit=1)[0].lower()
    return short if short in _DAYS else "en"


def say_day(day: date, language: str) -> str:
    """“Thursday 3 December”, “jueves 3 de diciembre”, “الخميس 3 ديسمبر”."""
    language = known(language)
    name, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{name} {day.day} de {month}" if language == "es" else f"{name} {day.day} {month}"


def say_time(moment: datetime, zone: ZoneInfo) -> str:
    """“09:30”, on the wall of the moment's own zone, or the reader's."""
    return f"{_wall(moment, zone):%H:%M}"


def say_moment(moment: datetime, language: str, zone: ZoneInfo) -> str:
    """“Thursday 3 December at 09:30”, on the wall of the moment's own zone, or the reader's."""
    language, wall = known(language), _wall(moment, zone)
    return f"{say_day(wall, language)} {_hours([wall], language, zone)}"


def say_times(moments: Sequence[datetime], language: str, zone: ZoneInfo) -> str:
    """Several times: “Thursday 3 December at 09:30 and at 11:15”; of several days, one day after the other."""
    language = known(language)
    walls = [_wall(moment, zone) for moment in sorted(moments, key=lambda moment: moment.astimezone(UTC))]
    days = [
        f"{say_day(day, language)} {_hours(list(times), language, zone)}"
        for day, times in groupby(walls, key=lambda wall: wall.date())
    ]
    comma = "؛ " if language == "ar" else "; "
    return comma.join(days)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if isinstance(moment.tzinfo, ZoneInfo) else moment.astimezone(zone)


def _hours(walls: Sequence[datetime], language: str, reader: ZoneInfo) -> str:
    """“at 09:30 and at 11:15 (Canary Islands time)”: whose clock, once where all are by the same."""
    joint = " و" if language == "ar" else f" {_AND[language]} "
    whose = [zones.beside(wall, reader, language) for wall in walls]
    said = [_at(f"{wall:%H:%M}", language) for wall in walls]
    if len(set(whose)) == 1:
        return _by(joint.join(said), whose[0])
    return joint.join(_by(one, clock_of) for one, clock_of in zip(said, whose, strict=True))


def _by(said: str, whose: str) -> str:
    return f"{said} ({whose})" if whose else said


def _at(time: str, language: str) -> str:
    if language == "es":
        return f"a la {time}" if time.startswith("01:") else f"a las {time}"
    return f"الساعة {time}" if language == "ar" else f"at {time}"
