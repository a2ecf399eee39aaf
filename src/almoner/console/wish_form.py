"""What suits a person, as staff write it down while they speak: all of it may stay open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.people.enums import Sex
from almoner.people.models import Site, Staff
from almoner.scheduling.enums import Level
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.wishes import Wishes, told, wishes
from almoner.ui.choices import CheckPills
from almoner.ui.languages import name_of

_PARTS = [("morning", _("Morning")), ("afternoon", _("Afternoon")), ("evening", _("Evening"))]
_SHORT = [(str(at), capfirst(name)) for at, name in WEEKDAYS_ABBR.items()]
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


class WishForm(forms.Form):
    """Asked by GET. `must` names the wishes that have to be met; the others decide what comes first."""

    from_day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until_day = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.TypedChoiceField(
        label=_("How urgent"),
        required=False,
        choices=Level.choices,
        initial=Level.ROUTINE,
        coerce=int,
        empty_value=None,
    )
    part = forms.MultipleChoiceField(label=_("Time of day"), required=False, choices=_PARTS, widget=CheckPills)
    weekday = forms.MultipleChoiceField(label=_("Weekday"), required=False, choices=_SHORT, widget=CheckPills)
    clinician = forms.ChoiceField(label=_("Clinician"), required=False)
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        required=False,
        choices=[("", _("Either")), (Sex.FEMALE, _("A woman")), (Sex.MALE, _("A man"))],
    )
    language = forms.ChoiceField(label=_("Who speaks"), required=False)
    interpreter = forms.ChoiceField(label=_("Interpreter for"), required=False)
    site = forms.MultipleChoiceField(label=_("Site"), required=False, widget=CheckPills)
    step_free = forms.BooleanField(label=_("Without steps"), required=False)
    carer_weekday = forms.MultipleChoiceField(
        label=_("Days on which their company can"), required=False, choices=_SHORT, widget=CheckPills
    )
    carer_part = forms.MultipleChoiceField(
        label=_("Time of day at which it can"), required=False, choices=_PARTS, widget=CheckPills
    )
    must = forms.MultipleChoiceField(
        label=_("Only this will do"), required=False, choices=list(_MUST.items()), widget=CheckPills
    )

    def __init__(
        self,
        data: Any,
        *,
        clinicians: Sequence[Staff],
        sites: Sequence[Site],
        interpreted: Sequence[str],
        known: Wishes,
    ) -> None:
        """`clinicians` give the service. What is `known` stands in the form until something is said."""
        super().__init__(data, initial=_initial(known))
        spoken = {code for one in clinicians for code in one.languages}
        self._choose("clinician", [("", _("Anybody")), *((str(one.id), one.name) for one in clinicians)])
        self._choose("language", [("", _("Any language")), *_languages(spoken)])
        self._choose("interpreter", [("", _("No interpreter")), *_languages(interpreted)])
        self._choose("site", [(str(one.id), one.name) for one in sites])
        unasked = {"site": "sites"} if len(sites) <= 1 else {}
        unasked |= {} if interpreted else {"interpreter": "interpreter"}
        for field in unasked:
            del self.fields[field]
        self._choose("must", [(name, label) for name, label in _MUST.items() if name not in unasked.values()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def level_asked(self) -> int:
        return (self.cleaned_data["level"] if self.is_valid() else None) or int(Level.ROUTINE)

    def days(self) -> tuple[date | None, date | None]:
        """From which day on, where that is not today or over, and until which."""
        if not self.is_valid():
            return None, None
        begin = self.cleaned_data["from_day"]
        return (begin if begin and begin > clock.today() else None), self.cleaned_data["until_day"]

    def wishes(self) -> Wishes:
        """What was said. Call it on a valid form."""
        said = self.cleaned_data
        wish = Preferences(
            clinician_id=said["clinician"],
            sex=said["sex"],
            language=said["language"],
            interpreter=said.get("interpreter", ""),
            weekdays=tuple(int(at) for at in said["weekday"]),
            parts_of_day=tuple(said["part"]),
            step_free=said["step_free"],
            sites=tuple(said.get("site", ())),
            carer_weekdays=tuple(int(at) for at in said["carer_weekday"]),
            carer_parts=tuple(said["carer_part"]),
        )
        return wishes(wish, said["must"])


def _languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((code, name_of(code)) for code in codes), key=lambda one: one[1])


def _initial(known: Wishes) -> dict[str, Any]:
    """What is known as the form says it."""
    both = known.and_rather(told(known.rather))
    return {
        "part": list(both.parts_of_day),
        "weekday": [str(at) for at in both.weekdays],
        "interpreter": both.interpreter,
        "step_free": both.step_free,
        "carer_weekday": [str(at) for at in both.carer_weekdays],
        "carer_part": list(both.carer_parts),
        "must": list(told(known.must)),
    }


NAMES = frozenset(WishForm.base_fields)
"""The names of the fields in the address of the page."""
