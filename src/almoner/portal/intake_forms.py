"""Forms of “I feel unwell”: danger signs, own words, and how to reach somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from almoner.people.enums import Sex
from almoner.ui.choices import CheckCards, Pills, RadioCards
from almoner.urgency.danger import DangerSign

NONE = "none"
OTHER = "other"
DIGITS = 6
"""Fewer make no telephone number anywhere."""


def _keypad() -> forms.TextInput:
    """For a telephone number, which is written from the left in every language."""
    return forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr", "maxlength": "40"})


def _can_be_rung(number: str) -> bool:
    return sum(sign.isdigit() for sign in number) >= DIGITS


class Telephone(forms.CharField):
    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, widget=_keypad(), **more)

    def clean(self, value: Any) -> str:
        number: str = super().clean(value)
        if number and not _can_be_rung(number):
            raise ValidationError(_("That is too short for a telephone number. Please check it."))
        return number


class DangerForm(forms.Form):
    """All signs on one page. A sign that is ticked counts, even beside “none of these”, and a number that cannot be
    rung never holds it up: it is asked for again on the next page."""

    signs = forms.MultipleChoiceField(
        label=_("Is any of this happening now?"),
        help_text=_("To you, or to somebody with you. Tick all that fit."),
        widget=CheckCards,
        error_messages={"required": _("Tick what is happening. If none of it is, tick “None of these”.")},
    )
    telephone = forms.CharField(
        label=_("A telephone number that reaches you now"),
        required=False,
        widget=_keypad(),
        help_text=_("So that a nurse can ring you at once if it is serious."),
    )

    def __init__(self, *args: Any, shown: Iterable[DangerSign], stranger: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = [sign.id for sign in shown]
        choices = [(sign.id, sign.text) for sign in shown]
        self.fields["signs"].choices = [*choices, (NONE, _("None of these"))]  # type: ignore[attr-defined]
        if not stranger:
            del self.fields["telephone"]

    @property
    def yes(self) -> list[str]:
        return [sign for sign in self.cleaned_data["signs"] if sign != NONE]

    @property
    def number(self) -> str:
        number: str = self.cleaned_data.get("telephone", "")[:40]
        return number if _can_be_rung(number) else ""

    @property
    def answers(self) -> dict[str, str]:
        """A yes or a no for every sign that was shown."""
        return {sign: "yes" if sign in self.yes else "no" for sign in self.shown}


class ReachForm(forms.Form):
    """Whom a nurse is to ring, where a danger sign was ticked and nobody is known."""

    telephone = Telephone(label=_("Your telephone number"))
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong?"),
        max_length=3000,
        help_text=_("Use your own words, as you would tell a friend."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Please tell us what is wrong.")},
    )
    since = forms.ChoiceField(
        label=_("Since when?"),
        choices=[
            ("today", _("Today")),
            ("days", _("A few days")),
            ("weeks", _("A few weeks")),
            ("longer", _("Longer")),
        ],
        widget=Pills,
    )
    worsening = forms.ChoiceField(
        label=_("Is it getting worse?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unsure", _("I do not know"))],
        widget=Pills,
    )
    whom = forms.ChoiceField(label=_("Who is it for?"), widget=RadioCards)
    age = forms.IntegerField(
        label=_("How old are they, in years?"), min_value=0, max_value=120, help_text=_("Write 0 for a baby.")
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[one for one in Sex.choices if one[0] != Sex.UNKNOWN], widget=Pills, required=False
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    telephone = Telephone(label=_("Telephone number"), help_text=_("We ring you on this number."))

    def __init__(self, *args: Any, whom: list[tuple[str, Any]], stranger: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = whom  # type: ignore[attr-defined]
        self.stranger = stranger
        if stranger:
            self.fields["age"].label = _("How old is the person who is unwell, in years?")
            self.fields["name"].label = _("Your name")
        for name in ("age", "name", "telephone"):
            self.fields[name].required = stranger

    def clean(self) -> dict[str, Any]:
        """For somebody whom we do not know, the same is needed as from somebody who is not signed in."""
        cleaned = super().clean() or {}
        if not self.stranger and cleaned.get("whom") == OTHER:
            for name in ("age", "name", "telephone"):
                if cleaned.get(name) in {None, ""} and name not in self.errors:
                    self.add_error(name, _("We need this for somebody else."))
        return cleaned

    @property
    def for_other(self) -> bool:
        return self.stranger or self.cleaned_data["whom"] == OTHER
