"""Birth dates as people say and type them. Pure."""

from __future__ import annotations

import re
from datetime import date

from almoner.people.names import key

_MONTHS = {
    1: "january jan enero ene يناير", 2: "february feb febrero فبراير", 3: "march mar marzo مارس",
    4: "april apr abril abr ابريل", 5: "may mayo مايو", 6: "june jun junio يونيو", 7: "july jul julio يوليو",
    8: "august aug agosto ago اغسطس", 9: "september sep sept septiembre set سبتمبر",
    10: "october oct octubre اكتوبر", 11: "november nov noviembre نوفمبر",
    12: "december dec diciembre dic ديسمبر",
}  # fmt: skip
_BY_NAME = {key(word): month for month, words in _MONTHS.items() for word in words.split()}
DATE_WORDS = frozenset(_BY_NAME) | {"st", "nd", "rd", "th", "of", "de", "the"}
"""Words that are part of a written date, where there is one."""

_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})[\s./\-]+(\d{1,2})[\s./\-]+(\d{1,4})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{8})(?!\d)")
_WORDED = re.compile(r"[^\W_]+")


def birth_dates(text: str, *, today: date) -> list[date]:
    """Every birth date that `text` may mean, likeliest first; empty when it holds none.

    Day before month, as in most of the world; where it can only be the other way, or may be, that one follows. Years of
    two digits mean the latest such year not in the future.
    """
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    found: list[date] = []
    for reading in [*_numeric(digits), *_worded(digits)]:
        day = _date(reading, today)
        if day and day not in found:
            found.append(day)
    return found


def without_dates(text: str) -> str:
    """`text` without what is written as a date in figures, so that the rest can be read as something else."""
    return _NUMERIC.sub(" ", text)


def _numeric(text: str) -> list[tuple[str, int, int]]:
    readings = []
    for first, second, third in _NUMERIC.findall(text):
        if len(first) == 4:
            readings += [(first, int(second), int(third))]
        else:
            readings += [(third, int(second), int(first)), (third, int(first), int(second))]
    for run in _RUN.findall(text):
        readings += [(run[4:], int(run[2:4]), int(run[:2])), (run[:4], int(run[4:6]), int(run[6:]))]
    return readings


def _worded(text: str) -> list[tuple[str, int, int]]:
    words = _WORDED.findall(text)
    readings = []
    for place, word in enumerate(words):
        month = _BY_NAME.get(key(word))
        if not month:
            continue
        numbers = [n for n in map(_ordinal, words[max(0, place - 2) : place] + words[place + 1 : place + 4]) if n]
        if len(numbers) >= 2:
            day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
            readings.append((year, month, int(day)))
    return readings


def _ordinal(word: str) -> str:
    match = re.fullmatch(r"(\d{1,4})(st|nd|rd|th|º|ª)?", word.casefold())
    return match.group(1) if match else ""


def _date(reading: tuple[str, int, int], today: date) -> date | None:
    year_said, month, day = reading
    year = int(year_said)
    if len(year_said) <= 2:
        year += today.year // 100 * 100
        if year > today.year:
            year -= 100
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if date(1890, 1, 1) <= read <= today else None
