"""What matters to the person of a time. Each wish may stay open, and is good to have unless it has to be (APT-5)."""

from __future__ import annotations

from collections.abc import Sequence
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
_DAYS = [(str(at), capfirst(name)) for at, name in WEEKDAYS.items()]
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
MUST = "_must"


def _must() -> forms.BooleanField:
    return forms.BooleanField(label=_("Only this will do"), required=False)


class WishForm(forms.Form):
    """Asked by GET: it reads only, and nothing in it tells who asks."""

    from_day = forms.DateField(
        label=_("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    part = forms.MultipleChoiceField(label=_("Time of day"), required=False, choices=_PARTS, widget=CheckPills)
    part_must = _must()
    weekday = forms.MultipleChoiceField(label=_("Days"), required=False, choices=_DAYS, widget=CheckPills)
    weekday_must = _must()
    clinician = forms.ChoiceField(label=_("With"), required=False)
    clinician_must = _must()
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        required=False,
        widget=Pills,
        choices=[("", _("Either")), (Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man"))],
    )
    sex_must = _must()
    language = forms.ChoiceField(label=_("Who speaks"), required=False)
    language_must = _must()
    interpreter = forms.ChoiceField(label=_("An interpreter for"), required=False)
    interpreter_must = _must()
    step_free = forms.BooleanField(label=_("Without steps"), required=False)
    step_free_must = _must()
    site = forms.MultipleChoiceField(label=_("Which of our places"), required=False, widget=CheckPills)
    site_must = _must()
    carer_weekday = forms.MultipleChoiceField(
        label=_("On which days can they come?"), required=False, choices=_DAYS, widget=CheckPills
    )
    carer_part = forms.MultipleChoiceField(
        label=_("At what time of day?"), required=False, choices=_PARTS, widget=CheckPills
    )
    carer_must = _must()

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
        super().__init__(data, initial=initial(known))
        spoken = {code for one in clinicians for code in one.languages}
        self._choose("clinician", [("", _("Anybody")), *((str(one.id), one.name) for one in clinicians)])
        self._choose("language", [("", _("Any language")), *_languages(spoken)])
        self._choose("interpreter", [("", _("No interpreter")), *_languages(interpreted)])
        self._choose("site", [(str(one.id), one.name) for one in sites])
        unasked = [name for name, asked in (("site", len(sites) > 1), ("interpreter", interpreted)) if not asked]
        for name in unasked:
            del self.fields[name], self.fields[name + MUST]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

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
        return wishes(wish, [wish for field, wish in FIELDS.items() if said.get(field + MUST)])


def _languages(codes: Any) -> list[tuple[str, str]]:
    return sorted(((code, name_of(code)) for code in codes), key=lambda one: one[1])


def initial(known: Wishes) -> dict[str, Any]:
    """What is known as the form says it."""
    both = known.and_rather(told(known.rather))
    names = set(told(known.must))
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
        **{field + MUST: wish in names for field, wish in FIELDS.items()},
    }


NAMES = frozenset(WishForm.base_fields)
"""The names of the fields in the address of the page."""
