"""The reasons of an allotment in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from almoner.visits.allotment import Reason


def sentences(reasons: Iterable[Reason]) -> list[str]:
    return [_sentence(reason) for reason in reasons]


def _sentence(reason: Reason) -> str:
    match reason.code:
        case "language":
            return _("They share a language: %(name)s.") % {"name": _language_name(reason.detail)}
        case "knows" | "free_in" | "load":
            return _counted(reason.code, int(reason.detail))
        case code:
            return {
                "booked": _("The visit is booked with them."),
                "sex": _("As the person wishes."),
                "free_now": _("Free now."),
                "step_free": _("The room is free of steps."),
            }[code]


def _counted(code: str, count: int) -> str:
    match code:
        case "knows":
            said = ngettext(
                "They know each other: seen %(count)d time before.",
                "They know each other: seen %(count)d times before.",
                count,
            )
        case "free_in":
            said = ngettext("Free in about %(count)d minute.", "Free in about %(count)d minutes.", count)
        case _:
            said = ngettext(
                "%(count)d minute of visits waits for them.", "%(count)d minutes of visits wait for them.", count
            )
    return said % {"count": count}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
