"""Wishes in short words, as they are read back to who said them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.languages import listed
from almoner.people.models import Site, Staff
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.wishes import Wishes, told

PARTS: dict[str, str | Promise] = {
    "morning": gettext_lazy("in the morning"),
    "afternoon": gettext_lazy("in the afternoon"),
    "evening": gettext_lazy("in the evening"),
}
_SEX = {"female": gettext_lazy("with a woman"), "male": gettext_lazy("with a man")}


def said(wishes: Wishes, language_name: Any) -> list[dict[str, Any]]:
    """Each wish as `text`, and whether it `must` be. `language_name` gives the name of a language by its code."""
    return [
        {"text": _words(name, wish, language_name), "must": must}
        for wish, must in ((wishes.must, True), (wishes.rather, False))
        for name in told(wish)
    ]


def _words(name: str, wish: Preferences, language_name: Any) -> str:
    say: dict[str, Callable[[], str]] = {
        "clinician": lambda: _with_whom(wish),
        "sex": lambda: str(_SEX[wish.sex]),
        "language": lambda: _("who speaks %(language)s") % {"language": language_name(wish.language)},
        "interpreter": lambda: (
            _("with an interpreter for %(language)s") % {"language": language_name(wish.interpreter)}
        ),
        "weekdays": lambda: _days(wish.weekdays),
        "parts_of_day": lambda: listed(PARTS[part] for part in wish.parts_of_day),
        "step_free": lambda: _("without steps"),
        "sites": lambda: _places(wish.sites),
        "carer": lambda: _company(wish),
    }
    return say[name]()


def _with_whom(wish: Preferences) -> str:
    name = Staff.objects.filter(id=wish.clinician_id).values_list("name", flat=True).first() or ""
    return _("with %(name)s") % {"name": name}


def _places(ids: tuple[str, ...]) -> str:
    return listed(Site.objects.filter(id__in=ids).order_by("name", "id").values_list("name", flat=True))


def _company(wish: Preferences) -> str:
    hours = [_days(wish.carer_weekdays)] if wish.carer_weekdays else []
    hours += [str(PARTS[part]) for part in wish.carer_parts]
    return _("when somebody can come along: %(hours)s") % {"hours": listed(hours)}


def _days(weekdays: tuple[int, ...]) -> str:
    return listed(WEEKDAYS[at] for at in sorted(weekdays))
