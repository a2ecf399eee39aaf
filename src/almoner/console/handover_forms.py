"""The form of handing somebody over to the emergency service: what is on record stands in it, and is still asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.desk_forms import from_left


class HandoverForm(forms.Form):
    """What the page proposes is what is known; whoever rings mends it while they speak."""

    where = forms.CharField(
        label=_("Where they are now"),
        max_length=500,
        help_text=_("Ask: they may not be at home. Which floor, who opens the door?"),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    number = forms.CharField(
        label=_("On which number they can be rung"), max_length=60, required=False, widget=from_left()
    )
    since = forms.CharField(label=_("Since when"), max_length=200)
    medicines = forms.CharField(
        label=_("Medicines they take"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    allergies = forms.CharField(
        label=_("Allergic to"), max_length=500, required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )
    more = forms.CharField(
        label=_("What else they must know"),
        max_length=500,
        required=False,
        help_text=_("How they are now, who is with them, an illness of long standing."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    incident = forms.CharField(label=_("Their number for it"), max_length=60, required=False, widget=from_left())
