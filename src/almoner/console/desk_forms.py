"""Forms of the desk: taking a contact, making sure who it is, ending it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.desk.dispositions import Disposition
from almoner.desk.enums import Channel, Direction, Leaves
from almoner.desk.queries import suggested_at
from almoner.people.models import Carer
from almoner.scheduling.enums import Level
from almoner.ui.choices import Pills
from almoner.ui.dates import DayMonthYear


def from_left() -> forms.TextInput:
    """For what is written from the left in every language: numbers and addresses."""
    return forms.TextInput({"dir": "ltr"})


TAKEN = [choice for choice in Channel.choices if choice[0] != Channel.WEB]
"""What staff take. What people ask on their own pages comes by itself."""


class TakeContactForm(forms.Form):
    channel = forms.ChoiceField(label=_("How"), choices=TAKEN, initial=Channel.CALL, widget=Pills)
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices, initial=Direction.IN, widget=Pills)
    number = forms.CharField(label=_("Number or address shown"), max_length=300, required=False, widget=from_left())
    asked = forms.CharField(label=_("What they want, in their words"), max_length=500, required=False)


class GivenUpForm(forms.Form):
    number = forms.CharField(label=_("Number shown"), max_length=40, widget=from_left())


class WhoForm(forms.Form):
    text = forms.CharField(
        label=_("Name, date of birth, number or reference"),
        max_length=200,
        required=False,
        help_text=_("Any of them, in any order."),
    )


class IdentifyForm(forms.Form):
    """Two of these must fit. None of them is read out to the caller."""

    birth_on = forms.DateField(label=_("Date of birth"), required=False, widget=DayMonthYear())
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    telephone = forms.CharField(
        label=_("A telephone number that we have"),
        max_length=40,
        required=False,
        widget=from_left(),
    )
    email = forms.CharField(
        label=_("An e-mail address that we have"),
        max_length=200,
        required=False,
        widget=from_left(),
    )
    record_number = forms.CharField(label=_("Record number"), max_length=20, required=False)


class CarerForm(forms.Form):
    """Somebody else speaks for them. Choices are the people whom they gave leave to."""

    caller = forms.ChoiceField(label=_("Who is speaking"), widget=forms.RadioSelect)
    code_word = forms.CharField(
        label=_("Their code word"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, carers: Iterable[Carer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(leave.carer_id), f"{leave.carer.name} ({leave.relationship})") for leave in carers]
        self.fields["caller"].choices = choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How it ended. Where something stays open and no time is written, the suggested one is promised."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.Select({"data-key": "o", "data-key-label": _("How did it end?")}),
    )
    reason = forms.CharField(label=_("Why, or what about"), max_length=300, required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("When you handed them over: to whom, and at what time."),
    )
    level = forms.TypedChoiceField(
        label=_("How urgent"), choices=[("", "—"), *Level.choices], required=False, coerce=int, empty_value=None
    )
    promised_at = forms.DateTimeField(
        label=_("Promise them a time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: the time that stands beside the outcome."),
    )

    def __init__(self, *args: Any, outcomes: Iterable[Disposition], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = {how.code: how for how in outcomes}
        open_ones = [how for how in self.outcomes.values() if how.leaves != Leaves.NOTHING]
        closed = [how for how in self.outcomes.values() if how.leaves == Leaves.NOTHING]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            (_("Done"), [(how.code, how.label_in(language)) for how in closed]),
            (_("Something stays open: we promise a time"), [(how.code, how.label_in(language)) for how in open_ones]),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        how = self.outcomes.get(cleaned.get("outcome", ""))
        if how and how.suggest and "promised_at" not in self.errors:
            cleaned["promised_at"] = cleaned.get("promised_at") or suggested_at(how)
        return cleaned


class TelephoneForm(forms.Form):
    """Where callers are put through to whoever is signed in here."""

    telephone = forms.RegexField(
        r"^[+0-9*# ]*$",
        label=_("Your telephone"),
        max_length=40,
        required=False,
        help_text=_("Its number or extension. Empty: the telephone of the desk."),
        error_messages={"invalid": _("Write digits only.")},
    )


class CallBackForm(forms.Form):
    note = forms.CharField(
        label=_("What came of it?"), max_length=1000, help_text=_("Write it so that others can use it.")
    )
