"""Why somebody waits, in words that they may read or hear."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def why(reasons: Sequence[tuple[str, int]]) -> str:
    """The reasons of a range as sentences in the language now in force."""
    return " ".join(_sentence(code, number) for code, number in reasons)


def _sentence(code: str, number: int) -> str:
    match code:
        case "ahead":
            one = "There is %(number)s person before you."
            return ngettext(one, "There are %(number)s people before you.", number) % {"number": number}
        case "urgent":
            one = "%(number)s person goes first because it is more urgent."
            return ngettext(one, "%(number)s people go first because it is more urgent.", number) % {"number": number}
        case "slow":
            return _("Visits are taking longer than planned today.")
        case "away":
            return _("The clinician is back in about %(number)s minutes.") % {"number": number}
        case "time":
            return _("It is not your time yet.")
        case _:
            return _("You are next.")


def minutes(low: int, high: int) -> str:
    """A range as people say it; from an hour and a half on in hours as well."""
    if high < 90:
        return _("%(low)s to %(high)s minutes") % {"low": low, "high": high}
    if _hours(low) == _hours(high):
        return _("about %(number)s hours") % {"number": _hours(low)}
    return _("%(low)s to %(high)s hours") % {"low": _hours(low), "high": _hours(high)}


def _hours(length: int) -> str:
    halves = round(length / 30) / 2
    return f"{halves:g}"
