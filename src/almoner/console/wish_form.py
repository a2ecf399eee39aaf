"""What suits a person, as staff write it down while they speak: all of it may stay open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from almoner.choosing.wish_form import FIELDS
from almoner.choosing.wish_form import WishForm as AnyWishForm
from almoner.scheduling.enums import Level
from almoner.scheduling.wishes import Wishes, told
from almoner.ui.choices import CheckPills

_MUST = {
    "parts_of_day": _("Time of day"),
    "weekdays": _("Weekday"),
    "clinician": _("Clinician"),
    "sex": _("Woman or man"),
    "language": _("Language"),
    "interpreter": _("Interpreter"),
    "step_free": _("Without steps"),
    "sites": _("Site"),
    "carer": _("Company"),
}


class WishForm(AnyWishForm):
    """`must` names the wishes that have to be met; the others decide what comes first."""

    weekdays = WEEKDAYS_ABBR
    until_day = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.TypedChoiceField(
        label=_("How urgent"),
        required=False,
        choices=Level.choices,
        initial=Level.ROUTINE,
        coerce=int,
        empty_value=None,
    )
    must = forms.MultipleChoiceField(
        label=_("Only this will do"), required=False, choices=list(_MUST.items()), widget=CheckPills
    )

    def __init__(self, *said: Any, **offered: Any) -> None:
        super().__init__(*said, **offered)
        unasked = {FIELDS[field] for field in self.unasked}
        self._choose("must", [(name, label) for name, label in _MUST.items() if name not in unasked])

    def level_asked(self) -> int:
        return (self.cleaned_data["level"] if self.is_valid() else None) or int(Level.ROUTINE)

    def days(self) -> tuple[date | None, date | None]:
        """From which day on, where that is not today or over, and until which."""
        if not self.is_valid():
            return None, None
        return self.begin(), self.cleaned_data["until_day"]

    def have_to_be(self) -> list[str]:
        asked: list[str] = self.cleaned_data["must"]
        return asked

    def as_said(self, known: Wishes) -> dict[str, Any]:
        return super().as_said(known) | {"must": list(told(known.must))}


NAMES = frozenset(WishForm.base_fields)
"""The names of the fields in the address of the page."""
