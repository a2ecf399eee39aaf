"""Forms of booking: what is needed, what suits, which time, and why a visit ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from almoner.core import clock, days
from almoner.people.enums import Sex
from almoner.scheduling.enums import BY_HOSPITAL, BY_THEM, CancelReason, Level
from almoner.scheduling.preferences import PARTS_OF_DAY, Preferences
from almoner.scheduling.times import Time
from almoner.ui.choices import Pills

_PARTS = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
_WEEKDAYS = [capfirst(name) for name in WEEKDAYS.values()]
_ANY = ("", _("Any"))


class NeedForm(forms.Form):
    text = forms.CharField(
        label=_("What do they need, in their words?"),
        max_length=300,
        help_text=_("“my knee”, “baby scan”, “blood test”"),
    )


class WishForm(forms.Form):
    """What suits them; all of it may stay open."""

    from_day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until_day = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    part = forms.ChoiceField(
        label=_("Time of day"), required=False, choices=[_ANY, *((part, _PARTS[part]) for part in PARTS_OF_DAY)]
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), required=False, choices=[_ANY, *enumerate(_WEEKDAYS)], coerce=int, empty_value=None
    )
    sex = forms.ChoiceField(
        label=_("Clinician"),
        required=False,
        choices=[_ANY, (Sex.FEMALE, _("A woman")), (Sex.MALE, _("A man"))],
    )
    interpreter = forms.CharField(label=_("Interpreter for"), max_length=12, required=False)
    step_free = forms.BooleanField(label=_("Without steps"), required=False)
    level = forms.TypedChoiceField(
        label=_("How urgent"),
        required=False,
        choices=Level.choices,
        initial=Level.ROUTINE,
        coerce=int,
        empty_value=None,
    )

    def level_asked(self) -> int:
        return self.cleaned_data["level"] or int(Level.ROUTINE)

    def preferences(self) -> Preferences:
        said = self.cleaned_data
        return Preferences(
            parts_of_day=(said["part"],) if said["part"] else (),
            weekdays=() if said["weekday"] is None else (said["weekday"],),
            sex=said["sex"],
            interpreter=said["interpreter"],
            step_free=said["step_free"],
        )


class TimeForm(forms.Form):
    """The times that were found, by day."""

    time = forms.ChoiceField(label=_("Choose a time"), widget=Pills)

    def __init__(self, *args: Any, times: Sequence[Time], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = [  # type: ignore[attr-defined]
            (_day(day), [(time.key, _label(time)) for time in of_day])
            for day, of_day in groupby(times, key=lambda time: clock.local(time.starts_at).date())
        ]


def _day(day: date) -> str:
    return days.weekday(day, today=clock.today())


def _label(time: Time) -> str:
    return f"{days.clock(clock.local(time.starts_at))} · {time.clinician.name}"


class WhyMovedForm(forms.Form):
    """Why they need another time (CHG-2). They are told it, in their words."""

    reason = forms.ChoiceField(
        label=_("Why do they move it?"),
        required=False,
        choices=[("", "—"), *((reason.value, reason.label) for reason in BY_THEM)],
    )


class CancelForm(forms.Form):
    """The patient cannot come."""

    reason = forms.ChoiceField(
        label=_("Why can they not come?"),
        choices=[choice for choice in CancelReason.choices if choice[0] not in BY_HOSPITAL - {CancelReason.OTHER}],
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class HospitalCancelForm(forms.Form):
    """We cancel: with the reason, what to do until then, and by when they have a new date (CHG-3)."""

    reason = forms.ChoiceField(
        label=_("Why do we cancel?"), choices=[choice for choice in CancelReason.choices if choice[0] in BY_HOSPITAL]
    )
    advice = forms.CharField(
        label=_("What should they do until then?"), max_length=300, help_text=_("They read this. Write it for them.")
    )
    promise_on = forms.DateTimeField(
        label=_("By when do they have a new date?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("Note for us"), max_length=300, required=False)
