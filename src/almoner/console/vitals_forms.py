"""The observation chart as a form: a value and a unit for each sign, and what was looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.people.models import Person
from almoner.records import units
from almoner.records.enums import Consciousness, OxygenScale, Sign, Source
from almoner.records.models import VitalSigns
from almoner.ui.choices import Pills

ORDER = (
    Sign.RESPIRATORY_RATE, Sign.SPO2, Sign.SYSTOLIC, Sign.DIASTOLIC, Sign.PULSE, Sign.TEMPERATURE, Sign.PAIN,
    Sign.GLUCOSE, Sign.WEIGHT, Sign.HEIGHT,
)  # fmt: skip
"""As they are measured; weight and height seldom."""
OXYGEN = [("no", _("Air")), ("yes", _("Oxygen given")), ("", _("Not noted"))]


class VitalsForm(forms.Form):
    """Every sign may be left out. What is unusual is asked about: `looked_again` names exactly what was confirmed."""

    on_oxygen = forms.ChoiceField(label=_("Breathing"), choices=OXYGEN, required=False, widget=Pills)
    oxygen_scale = forms.TypedChoiceField(
        label=_("Oxygen target"), choices=OxygenScale.choices, coerce=int, initial=OxygenScale.USUAL, required=False,
        empty_value=None,
    )  # fmt: skip
    scale_noted = forms.CharField(
        label=_("Who prescribed the lower target"), max_length=200, required=False, help_text=_("Only for scale 2.")
    )
    consciousness = forms.ChoiceField(
        label=_("Consciousness"),
        choices=[*Consciousness.choices, ("", _("Not noted"))],
        required=False,
        widget=Pills,
    )
    pregnant = forms.BooleanField(label=_("Is pregnant"), required=False)
    source = forms.ChoiceField(
        label=_("Where the values come from"),
        choices=[one for one in Source.choices if one[0] != Source.DEVICE],
        initial=Source.MEASURED,
        required=False,
    )
    taken_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Now, when left empty."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    looked_again = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sign in ORDER:
            offered = units.accepted(sign)
            self.fields[sign.value] = forms.CharField(
                label=sign.label,
                max_length=12,
                required=False,
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
            )
            if len(offered) > 1:
                self.fields[f"{sign.value}_unit"] = forms.ChoiceField(
                    label=_("Unit of %(sign)s") % {"sign": sign.label},
                    choices=[(unit, unit) for unit in offered],
                    required=False,
                    widget=forms.Select({"dir": "ltr"}),
                )
        if person.sex == "male" or person.age_on(clock.today()) < 10:
            del self.fields["pregnant"]

    @property
    def rows(self) -> Iterable[dict[str, Any]]:
        """Each sign with its unit, for the template."""
        for sign in ORDER:
            unit = f"{sign.value}_unit"
            yield {
                "value": self[sign.value],
                "unit": self[unit] if unit in self.fields else None,
                "kept_in": units.KEPT_IN[sign],
            }

    @property
    def values(self) -> dict[str, tuple[str, str]]:
        """What was entered, by sign, with its unit."""
        said = self.cleaned_data
        return {
            str(sign): (said[sign], said.get(f"{sign}_unit") or units.KEPT_IN[sign]) for sign in ORDER if said[sign]
        }

    @property
    def circumstances(self) -> dict[str, Any]:
        """What is no number, as the action takes it."""
        said = self.cleaned_data
        return {
            "on_oxygen": {"yes": True, "no": False}.get(said["on_oxygen"]),
            "oxygen_scale": said["oxygen_scale"] or OxygenScale.USUAL,
            "scale_noted": said["scale_noted"],
            "consciousness": said["consciousness"],
            "pregnant": bool(said.get("pregnant")),
        }


class CorrectVitalsForm(VitalsForm):
    """The whole set anew; source and moment stay."""

    why = forms.CharField(label=_("What was wrong?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "taken_at"):
            del self.fields[name]


def as_typed(vitals: VitalSigns) -> dict[str, Any]:
    """A set as the first values of a form that corrects it."""
    first: dict[str, Any] = {
        "on_oxygen": {True: "yes", False: "no", None: ""}[vitals.on_oxygen],
        "oxygen_scale": vitals.oxygen_scale,
        "scale_noted": vitals.scale_noted,
        "consciousness": vitals.consciousness,
        "pregnant": vitals.pregnant,
    }
    for sign, typed in vitals.as_entered.items():
        first[sign], first[f"{sign}_unit"] = typed["value"], typed["unit"]
    return first


class ReviewWarningForm(forms.Form):
    found = forms.CharField(
        label=_("What you found and what is done"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
