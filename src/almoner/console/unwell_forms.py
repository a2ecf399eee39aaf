"""The form of a caller who feels unwell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.desk_forms import from_left
from almoner.ui.choices import CheckCards, Pills
from almoner.urgency.danger import DangerSign

NONE = "none"


class UnwellForm(forms.Form):
    """A sign that is said counts, even beside “none of these”; then nothing else is asked."""

    signs = forms.MultipleChoiceField(
        label=_("Is any of this happening now?"),
        help_text=_("Read each one to them. Tick what they say yes to."),
        widget=CheckCards,
        error_messages={"required": _("Ask each danger sign first. If none of it is, tick “None of these”.")},
    )
    words = forms.CharField(
        label=_("What is wrong, in their words?"),
        max_length=3000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    since = forms.ChoiceField(
        label=_("Since when?"),
        required=False,
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
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No")), ("unsure", _("They do not know"))],
        widget=Pills,
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    telephone = forms.CharField(
        label=_("A number on which they can be rung"), max_length=40, required=False, widget=from_left()
    )
    age = forms.IntegerField(label=_("Age in years"), min_value=0, max_value=120, required=False)

    def __init__(self, *args: Any, signs: Iterable[DangerSign], known: bool, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = [sign.id for sign in signs]
        choices = [*((sign.id, sign.text) for sign in signs), (NONE, _("None of these"))]
        self.fields["signs"].choices = choices  # type: ignore[attr-defined]
        self.fields["telephone"].initial = number
        if known:
            for name in ("name", "telephone", "age"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("name", "telephone"):
            cleaned.setdefault(name, "")
        cleaned.setdefault("age", None)
        if cleaned.get("signs") and not self.yes and not cleaned.get("words", "").strip():
            self.add_error("words", _("Write what they say is wrong."))
        return cleaned

    @property
    def yes(self) -> list[str]:
        return [sign for sign in self.cleaned_data.get("signs", []) if sign != NONE]

    @property
    def answers(self) -> dict[str, str]:
        """A yes or a no for every sign that was asked."""
        return {sign: "yes" if sign in self.yes else "no" for sign in self.shown}
