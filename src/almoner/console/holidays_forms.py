"""Forms of the holidays of a site: one day with its name, and who works on all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.console.roster_forms import ClockField
from almoner.console.staff_forms import day
from almoner.people.enums import HolidayHours
from almoner.people.holidays import Holiday
from almoner.ui.choices import CheckPills, RadioCards

HINTS = {
    HolidayHours.CLOSED.value: _("Nobody is booked with anybody who keeps holidays."),
    HolidayHours.SUNDAY.value: _("Whoever works on Sundays has the same hours."),
    HolidayHours.SHORT.value: _("The hours of the day, but only between these two times."),
}


class HolidayForm(forms.Form):
    """A holiday: the day, its name in each language, and what it makes of the hours."""

    day = forms.DateField(label=pgettext_lazy("a date", "Day"), widget=day())
    hours = forms.ChoiceField(
        label=_("Hours on that day"), choices=HolidayHours.choices, initial=HolidayHours.CLOSED,
        widget=RadioCards(hints=HINTS),
    )  # fmt: skip
    opens = ClockField(label=_("Opens"))
    closes = ClockField(label=_("Closes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            widget = forms.TextInput(attrs={"dir": "auto", "lang": code})
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name: %(language)s") % {"language": name}, max_length=60, required=code == "en", widget=widget
            )

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("hours") == HolidayHours.SHORT:
            for name in ("opens", "closes"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Shorter hours need both times."))
            if cleaned.get("opens") and cleaned.get("closes") and cleaned["opens"] >= cleaned["closes"]:
                self.add_error("closes", _("This is before it opens."))
        return cleaned

    @property
    def holiday(self) -> Holiday:
        said = self.cleaned_data
        names = {code: said[f"name_{code}"].strip() for code, _name in settings.LANGUAGES}
        short = said["hours"] == HolidayHours.SHORT
        return Holiday(
            said["day"], {code: name for code, name in names.items() if name}, HolidayHours(said["hours"]),
            said["opens"] if short else None, said["closes"] if short else None,
        )  # fmt: skip


def initial_of(one: Holiday) -> dict[str, Any]:
    """What the form shows of a holiday that is kept already."""
    names = {f"name_{code}": name for code, name in one.names.items()}
    return {"day": one.day, "hours": one.hours, "opens": one.opens, "closes": one.closes, **names}


class EveryDayForm(forms.Form):
    """Who works on holidays as on any other day."""

    professions = forms.MultipleChoiceField(
        label=_("They work on holidays too"), required=False, widget=CheckPills
    )  # fmt: skip

    def __init__(self, *args: Any, professions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["professions"].choices = list(professions)  # type: ignore[attr-defined]
