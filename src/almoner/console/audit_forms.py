"""What one asks of the audit chain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NARROW = {"autocomplete": "off", "dir": "auto"}


class AuditForm(forms.Form):
    """Sent by POST, so that no name stands in an address. `person_id` and `before` come from the page's own buttons."""

    act = forms.CharField(
        label=_("What was done"),
        max_length=80,
        required=False,
        help_text=_("An act or how it begins, such as read. or scheduling.book"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    actor = forms.CharField(
        label=_("Done by"),
        max_length=120,
        required=False,
        help_text=_("A part of the name."),
        widget=forms.TextInput(attrs=NARROW),
    )
    about = forms.CharField(
        label=_("About whom"),
        max_length=200,
        required=False,
        help_text=_("Name, date of birth, telephone, number or reference."),
        widget=forms.TextInput(attrs=NARROW),
    )
    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """What to ask the chain for; nothing where nothing was asked."""
        names = ("act", "actor", "person_id", "before")
        return {name: self.cleaned_data.get(name) for name in names if self.cleaned_data.get(name)}
