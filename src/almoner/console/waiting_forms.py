"""Forms of the waiting list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.ui.choices import Pills


class OfferForm(forms.Form):
    reason = forms.CharField(
        label=_("Why now, and why them?"),
        max_length=200,
        help_text=_("It is kept with the offer: others can see why somebody was asked before their turn."),
    )


class AnswerForm(forms.Form):
    """For who rings or is rung, and answers there."""

    answer = forms.ChoiceField(
        label=_("What do they say?"),
        choices=[("take", _("They take it")), ("keep", _("Not this one"))],
        widget=Pills,
    )


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class LeaveForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
