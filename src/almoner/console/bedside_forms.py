"""Forms of what is open at bedsides: worries answered, tests done, results told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LOCAL = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class AnswerForm(forms.Form):
    found = forms.CharField(
        label=_("What did you find and do?"),
        max_length=2000,
        help_text=_("They read this."),
        widget=forms.Textarea({"rows": 3}),
    )


class DoneForm(forms.Form):
    result_by_at = forms.DateTimeField(
        label=_("By when are they told the result?"),
        help_text=_("This is promised to them."),
        widget=LOCAL,
    )


class TellForm(forms.Form):
    result = forms.CharField(
        label=_("What you told them, in plain words"),
        max_length=2000,
        help_text=_("They read this on their page and on their going-home sheet."),
        widget=forms.Textarea({"rows": 3}),
    )


class CancelTestForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not needed"), max_length=300, help_text=_("They read this."))
