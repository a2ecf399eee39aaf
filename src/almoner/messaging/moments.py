"""Moments and days as people say them, in the reader's language, on the site's wall clock. Pure.

Arabic keeps the digits 0–9: telephone numbers, references and the clocks in the hospital are written with them, and a
reader must be able to hold one against the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

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
    """“09:30”, on the wall of `zone`."""
    return f"{moment.astimezone(zone):%H:%M}"


def say_moment(moment: datetime, language: str, zone: ZoneInfo) -> str:
    """“Thursday 3 December at 09:30”, on the wall of `zone`."""
    return say_times([moment], language, zone)


def say_times(moments: Sequence[datetime], language: str, zone: ZoneInfo) -> str:
    """Several times: “Thursday 3 December at 09:30 and at 11:15”; of several days, one day after the other."""
    language = known(language)
    by_day = groupby(sorted(moments), key=lambda moment: moment.astimezone(zone).date())
    joint = " و" if language == "ar" else f" {_AND[language]} "
    days = [
        f"{say_day(day, language)} {joint.join(_at(say_time(moment, zone), language) for moment in times)}"
        for day, times in by_day
    ]
    comma = "؛ " if language == "ar" else "; "
    return comma.join(days)


def _at(time: str, language: str) -> str:
    if language == "es":
        return f"a la {time}" if time.startswith("01:") else f"a las {time}"
    return f"الساعة {time}" if language == "ar" else f"at {time}"
