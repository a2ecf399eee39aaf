"""Forms for somebody who walks in: who they are by two identifiers, danger signs first, then their own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.queries import services
from almoner.core.languages import of_reader
from almoner.ui.choices import CheckCards
from almoner.ui.dates import DayMonthYear
from almoner.urgency.asked import Told
from almoner.urgency.danger import DangerSign

NONE = "none"


class WhoForm(forms.Form):
    """Two identifiers, as they say them."""

    given_name = forms.CharField(label=_("Given name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    family_name = forms.CharField(
        label=_("Family name"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_on = forms.DateField(label=_("Date of birth"), widget=DayMonthYear())
    sure = forms.BooleanField(
        label=_("I have looked: this is another person than those above"), required=False, widget=forms.HiddenInput
    )

    def ask_whether_sure(self) -> None:
        self.fields["sure"].widget = forms.CheckboxInput()

    @property
    def as_text(self) -> str:
        said = self.cleaned_data
        return f"{said['given_name']} {said['family_name']} {said['birth_on']:%d.%m.%Y}"


class WalkInForm(forms.Form):
    """All danger signs, then their own words. A sign that is ticked counts, even beside “none of these”."""

    signs = forms.MultipleChoiceField(
        label=_("Is any of this happening now? Read it to them."),
        widget=CheckCards,
        error_messages={"required": _("Ask all of them. If none of it is, tick “None of these”.")},
    )
    words = forms.CharField(
        label=_("Why do they come? In their own words"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    service = forms.ChoiceField(label=_("What for, where they know it"), required=False)

    def __init__(self, *args: Any, shown: Iterable[DangerSign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signs = list(shown)
        self.asked = [sign.id for sign in signs]
        self.fields["signs"].choices = [*((sign.id, sign.text) for sign in signs), (NONE, _("None of these"))]  # type: ignore[attr-defined]
        self.known = {service.code: service for service in services()}
        names = sorted((service.name_in(of_reader()), code) for code, service in self.known.items())
        self.fields["service"].choices = [("", _("Not known yet")), *((code, name) for name, code in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = [sign for sign in cleaned.get("signs", []) if sign != NONE]
        if "signs" in cleaned and not ticked and not cleaned.get("words", "").strip():
            self.add_error("words", _("Write down why they come, in their own words."))
        return cleaned

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        answers = {sign: "yes" if sign in said["signs"] else "no" for sign in self.asked}
        return Told(words=said["words"], language=of_reader(), danger_answers=answers)
