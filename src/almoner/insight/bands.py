"""Bands of age that matter for urgency: a baby is no small child, and a child no small adult. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

ENDS = (1, 5, 12, 16, 40, 65, 80)
"""Where a band ends and the next begins, as in the evaluation of the rules."""
OLDEST, NOT_TOLD = "80", ""


def band_of(age: float | None) -> str:
    """The band of an age in years, by the age at which it ends; empty where the age is not known."""
    if age is None:
        return NOT_TOLD
    return next((f"{end:02d}" for end in ENDS if age < end), OLDEST + "+")


def said(band: str) -> str:
    if band == NOT_TOLD:
        return _("Not known")
    if band.endswith("+"):
        return _("%(age)d and older") % {"age": int(OLDEST)}
    end = int(band)
    begin = ENDS[ENDS.index(end) - 1] if end != ENDS[0] else 0
    if end == ENDS[0]:
        return _("under %(age)d") % {"age": end}
    return _("%(first)d to %(last)d") % {"first": begin, "last": end - 1}
