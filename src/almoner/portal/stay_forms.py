"""Forms at the bedside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.ui.choices import RadioCards
from almoner.visits.enums import TEAM_FOR, Ask


class AskForm(forms.Form):
    """What can be asked for without ringing for a nurse, each with who brings it."""

    what = forms.ChoiceField(
        label=_("What do you need?"),
        choices=Ask.choices,
        widget=RadioCards(hints={ask: team.label for ask, team in TEAM_FOR.items()}),
    )
    note = forms.CharField(label=_("Anything to add?"), max_length=300, required=False)


class WorryForm(forms.Form):
    words = forms.CharField(
        label=_("What worries you?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
