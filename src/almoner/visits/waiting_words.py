"""Why somebody waits, in words that they may read or hear."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.numbers import counts_as, digits


def why(reasons: Sequence[tuple[str, int]]) -> str:
    """The reasons of a range as sentences in the language now in force."""
    return " ".join(_sentence(code, number) for code, number in reasons)


def _sentence(code: str, number: int) -> str:
    match code:
        case "ahead":
            said = ngettext("There is %(number)s person before you.", "There are %(number)s people before you.", number)
        case "urgent":
            said = ngettext(
                "%(number)s person goes first because it is more urgent.",
                "%(number)s people go first because it is more urgent.",
                number,
            )
        case "slow":
            said = _("Visits are taking longer than planned today.")
        case "away":
            said = ngettext(
                "The person you will see is back in about %(number)s minute.",
                "The person you will see is back in about %(number)s minutes.",
                number,
            )
        case "time":
            said = _("It is not your time yet.")
        case _:
            said = _("You are next.")
    return said % {"number": number}


def minutes(low: int, high: int) -> str:
    """A range as people say it; from an hour and a half on in hours as well."""
    if high < 90:
        said = ngettext("%(low)s to %(high)s minute", "%(low)s to %(high)s minutes", high)
        return said % {"low": low, "high": high}
    first, last = _hours(low), _hours(high)
    if first == last:
        said = ngettext("about %(number)s hour", "about %(number)s hours", counts_as(last))
        return said % {"number": digits(last)}
    said = ngettext("%(low)s to %(high)s hour", "%(low)s to %(high)s hours", counts_as(last))
    return said % {"low": digits(first), "high": digits(last)}


def _hours(length: int) -> float:
    return round(length / 30) / 2
