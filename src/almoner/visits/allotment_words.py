"""The reasons of an allotment in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from almoner.visits.allotment import Reason


def sentences(reasons: Iterable[Reason]) -> list[str]:
    return [_sentence(reason) for reason in reasons]


def _sentence(reason: Reason) -> str:
    said = {
        "booked": _("The visit is booked with them."),
        "knows": _("They know each other: seen %(detail)s times before."),
        "language": _("They share a language: %(detail)s."),
        "sex": _("As the person wishes."),
        "free_now": _("Free now."),
        "free_in": _("Free in about %(detail)s minutes."),
        "load": _("%(detail)s minutes of visits wait for them."),
        "step_free": _("The room is free of steps."),
    }[reason.code]
    detail = _language_name(reason.detail) if reason.code == "language" else reason.detail
    return said % {"detail": detail}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
