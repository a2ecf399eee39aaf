"""Which day to look at."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core import clock


class DayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "control"}, format="%Y-%m-%d"),
    )

    def wanted(self) -> date:
        """The day asked for; tomorrow where none was, or one that is over: what became of that is in the outbox."""
        self.is_valid()
        asked: date | None = self.cleaned_data.get("day")
        return asked if asked and asked >= clock.today() else clock.today() + timedelta(days=1)
