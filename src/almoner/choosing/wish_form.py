"""What matters to the person of a time. Each wish may stay open, and is good to have unless it has to be (APT-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.people.enums import Sex
from almoner.people.models import Site, Staff
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.wishes import Wishes, told, wishes
from almoner.ui.choices import CheckPills, Pills
from almoner.ui.languages import name_of

_PARTS = [("morning", _("Morning")), ("afternoon", _("Afternoon")), ("evening", _("Evening"))]
FIELDS = {
    "part": "parts_of_day",
    "weekday": "weekdays",
    "clinician": "clinician",
    "sex": "sex",
    "language": "language",
    "interpreter": "interpreter",
    "step_free": "step_free",
    "site": "sites",
    "carer": "carer",
}
"""The wish that each field of the form tells, by the name that `WISHES` has for it."""


class WishForm(forms.Form):
    """Asked by GET: it reads only, and nothing in it tells who asks. Which wishes must be met, each surface asks in its
    own way."""

    weekdays: Mapping[int, Any] = WEEKDAYS
    """What the days are called here."""
    from_day = forms.DateField(
        label=_("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    part = forms.MultipleChoiceField(label=_("Time of day"), required=False, choices=_PARTS, widget=CheckPills)
    weekday = forms.MultipleChoiceField(label=_("Days"), required=False, widget=CheckPills)
    clinician = forms.ChoiceField(label=_("With"), required=False)
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        required=False,
        widget=Pills,
        choices=[("", _("Either")), (Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man"))],
    )
    language = forms.ChoiceField(label=_("Who speaks"), required=False)
    interpreter = forms.ChoiceField(label=_("An interpreter for"), required=False)
    step_free = forms.BooleanField(label=_("Without steps"), required=False)
    site = forms.MultipleChoiceField(label=_("Which of our places"), required=False, widget=CheckPills)
    carer_weekday = forms.MultipleChoiceField(
        label=_("On which days can they come?"), required=False, widget=CheckPills
    )
    carer_part = forms.MultipleChoiceField(
        label=_("At what time of day?"), required=False, choices=_PARTS, widget=CheckPills
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
        """`clinicians` give the service; only they, and only the languages they speak, can be wished for. What is
        `known` stands in the form until something is said."""
        super().__init__(data, initial=self.as_said(known))
        spoken = {code for one in clinicians for code in one.languages}
        self._choose("clinician", [("", _("Anybody")), *((str(one.id), one.name) for one in clinicians)])
        self._choose("language", [("", _("Any language")), *_languages(spoken)])
        self._choose("interpreter", [("", _("No interpreter")), *_languages(interpreted)])
        for days in ("weekday", "carer_weekday"):
            self._choose(days, [(str(at), capfirst(name)) for at, name in self.weekdays.items()])
        self._choose("site", [(str(one.id), one.name) for one in sites])
        self.unasked = {name for name, asked in (("site", len(sites) > 1), ("interpreter", interpreted)) if not asked}
        for name in self.unasked:
            del self.fields[name]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def as_said(self, known: Wishes) -> dict[str, Any]:
        """What is known, as if it had been said in this form."""
        both = known.and_rather(told(known.rather))
        return {
            "part": list(both.parts_of_day),
            "weekday": [str(at) for at in both.weekdays],
            "clinician": both.clinician_id,
            "sex": both.sex,
            "language": both.language,
            "interpreter": both.interpreter,
            "step_free": both.step_free,
            "site": list(both.sites),
            "carer_weekday": [str(at) for at in both.carer_weekdays],
            "carer_part": list(both.carer_parts),
        }

    def begin(self) -> date | None:
        """The day from which on times are looked for, where that is not today or over."""
        day: date | None = self.cleaned_data["from_day"] if self.is_valid() else None
        return day if day and day > clock.today() else None

    def wishes(self) -> Wishes:
        """What was said. Call it on a valid form."""
        said = self.cleaned_data
        wish = Preferences(
            clinician_id=said.get("clinician", ""),
            sex=said.get("sex", ""),
            language=said.get("language", ""),
            interpreter=said.get("interpreter", ""),
            weekdays=tuple(int(at) for at in said["weekday"]),
            parts_of_day=tuple(said["part"]),
            step_free=said["step_free"],
            sites=tuple(said.get("site", ())),
            carer_weekdays=tuple(int(at) for at in said["carer_weekday"]),
            carer_parts=tuple(said["carer_part"]),
        )
        return wishes(wish, self.have_to_be())

    def have_to_be(self) -> Iterable[str]:
        """The wishes that have to be met, by the names that `WISHES` has for them."""
        raise NotImplementedError


def _languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((code, name_of(code)) for code in codes), key=lambda one: one[1])
