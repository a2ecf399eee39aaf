"""Forms of opening a closed record, and of looking into it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.desk_forms import from_left
from almoner.ui.dates import DayMonthYear


class EmergencyForm(forms.Form):
    record_number = forms.CharField(label=_("Record number"), max_length=20, widget=from_left())
    birth_on = forms.DateField(label=_("Date of birth"), widget=DayMonthYear())
    reason = forms.CharField(
        label=_("Why can it not wait?"),
        min_length=5,
        max_length=500,
        help_text=_("A manager reads it, and the person may."),
        widget=forms.Textarea({"rows": 3}),
    )


class FindingForm(forms.Form):
    finding = forms.CharField(label=_("What you found"), max_length=500, widget=forms.Textarea({"rows": 2}))
