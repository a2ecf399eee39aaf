"""Forms of the post desk: taking a print run, counting it, and a letter that came back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core import days
from almoner.messaging.enums import ReturnReason
from almoner.messaging.post_queries import Pile
from almoner.ui.choices import RadioCards

MOST = 100_000
ALL = "all"
AS_SCANNED = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class TakeForm(forms.Form):
    """Which letters, where several days wait, and how they are printed."""

    day = forms.ChoiceField(label=_("Which letters"), initial=ALL)
    both_sides = forms.BooleanField(label=_("Print on both sides of the paper"), required=False)

    def __init__(self, *args: Any, piles: Sequence[Pile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(piles) > 1:
            days_of = [(one.day.isoformat(), days.day(one.day)) for one in piles]
            self.fields["day"].choices = [(ALL, _("All that wait")), *days_of]  # type: ignore[attr-defined]
        else:
            del self.fields["day"]

    @property
    def chosen(self) -> dict[str, Any]:
        """What `take_run` is given."""
        day = self.cleaned_data.get("day", ALL)
        return {"day": None if day == ALL else date.fromisoformat(day), "both_sides": self.cleaned_data["both_sides"]}


class CountForm(forms.Form):
    posted = forms.IntegerField(
        label=_("Letters in envelopes"),
        min_value=0,
        max_value=MOST,
        help_text=_("Count them, and enter what you counted."),
        widget=forms.NumberInput({"class": "control post-count", "inputmode": "numeric", "autocomplete": "off"}),
    )
    spoilt = forms.CharField(
        label=_("Spoilt or missing"),
        required=False,
        max_length=20_000,
        help_text=_("Scan the code in the window of each, or type its reference: one a line. They wait again."),
        widget=forms.Textarea(
            {"class": "control", "rows": 2, "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    @property
    def codes(self) -> list[str]:
        """What was scanned or typed, as it was."""
        return [code.strip() for code in re.split(r"[\n,;]+", self.cleaned_data["spoilt"]) if code.strip()]


class WhichForm(forms.Form):
    code = forms.CharField(
        label=_("Code or reference"),
        max_length=300,
        help_text=_("Scan the code in the window, or type the reference above the address, such as L-7KQ4-M2WC."),
        widget=forms.TextInput({"class": "control post-code", **AS_SCANNED}),
    )


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What does the envelope say?"),
        choices=ReturnReason.choices,
        widget=RadioCards(
            hints={
                ReturnReason.DAMAGED: _("The address stays in use. Somebody tells them what the letter said."),
                ReturnReason.DIED: _("Nothing is noted of it. Somebody finds out, with tact."),
            }
        ),
    )
