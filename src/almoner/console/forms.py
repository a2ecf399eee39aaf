"""Forms of the promise pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class KeepForm(forms.Form):
    how = forms.CharField(
        label=_("What did you do?"), max_length=300, help_text=_("The person can read this, so write it for them.")
    )


class RenewForm(forms.Form):
    due_at = forms.DateTimeField(
        label=_("New time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("The person can read this."))


class TakeForm(forms.Form):
    """No fields: the button says it all."""
