"""Forms of the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.ui.choices import Pills


class PushForm(forms.Form):
    """A free time for whoever's turn it is."""

    time = forms.ChoiceField(label=_("Which time"), required=False)

    def __init__(self, *args: Any, times: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = list(times)  # type: ignore[attr-defined]
        self.fields["time"].widget.attrs["class"] = "control"


class OfferForm(PushForm):
    """A free time for one person."""

    reason = forms.CharField(
        label=_("Why now, and why them?"),
        max_length=200,
        required=False,
        help_text=_(
            "Needed when somebody else's turn comes first. It is kept with the offer: others can see why they were "
            "asked before their turn."
        ),
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
