"""Forms of seeing somebody: what came of the visit, and what is to be booked next."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.queries import services
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.visits.actions import Intended


class FinishForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=300,
        help_text=_("In words that they may read."),
        widget=forms.Textarea({"rows": 2}),
    )
    no_feedback = forms.BooleanField(label=_("Do not ask them how it was (bad news, a loss)"), required=False)


class NextForm(forms.Form):
    """One follow-up, or none while nothing of it is filled in."""

    service = forms.ChoiceField(label=_("What is to be booked next?"), required=False)
    why = forms.CharField(label=_("Why"), max_length=300, required=False)
    see_by_on = forms.DateField(
        label=_("To be seen by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    book_by_on = forms.DateField(
        label=_("They have the date by"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {service.code: service for service in services()}
        names = sorted((service.name_in(of_reader()), code) for code, service in self.known.items())
        self.fields["service"].choices = [("", _("Nothing")), *((code, name) for name, code in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("service"):
            for name in ("why", "see_by_on", "book_by_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Please say it, or choose “Nothing”."))
        return cleaned

    def intended(self, closes_at: time) -> list[Intended]:
        """The follow-up, its date promised for the end of the chosen day, when the site closes."""
        said = self.cleaned_data
        if not said["service"]:
            return []
        by = clock.as_typed(said["book_by_on"], closes_at)
        return [Intended(self.known[said["service"]], said["why"], said["see_by_on"], by)]
