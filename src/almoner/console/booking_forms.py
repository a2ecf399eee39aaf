"""Forms of booking: what is needed, and why a visit moves or ends."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.scheduling.enums import BY_HOSPITAL, BY_THEM, CancelReason


class NeedForm(forms.Form):
    text = forms.CharField(
        label=_("What do they need, in their words?"),
        max_length=300,
        help_text=_("“my knee”, “baby scan”, “blood test”"),
    )


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
