"""Forms of taking in a paper, saying whose it is, and checking it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.console.desk_forms import from_left
from almoner.records.actions.papers import LARGEST
from almoner.records.enums import DocumentKind
from almoner.records.paper import OnPaper
from almoner.ui.dates import DayMonthYear

ACCEPTED = "application/pdf,image/png,image/jpeg"


class OnPaperForm(forms.Form):
    """What stands on the paper; two of them must be typed, and all that are typed must fit."""

    name = forms.CharField(label=_("Name on the paper"), max_length=200, required=False)
    birth_on = forms.DateField(label=_("Date of birth on the paper"), required=False, widget=DayMonthYear())
    record_number = forms.CharField(
        label=_("Record number on the paper"), max_length=20, required=False, widget=from_left()
    )

    @property
    def paper(self) -> OnPaper:
        said = self.cleaned_data
        return OnPaper(said["name"], said["birth_on"], said["record_number"])


class ReceiveForm(forms.Form):
    file = forms.FileField(
        label=_("Scan, photo or PDF"),
        help_text=_("At most %(megabytes)s MB.") % {"megabytes": LARGEST // 1024 // 1024},
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind.choices, initial=DocumentKind.LETTER)
    title = forms.CharField(label=_("Title"), max_length=200)
    sent_by = forms.CharField(label=_("Who sent it"), max_length=200, required=False)

    @property
    def as_arguments(self) -> dict[str, Any]:
        """What `receive_document` is given. A file that is too large is not read: the action refuses it by its size."""
        said = dict(self.cleaned_data)
        file = said.pop("file")
        return {**said, "content": file.read(LARGEST + 1)}


class VerifyForm(OnPaperForm):
    gist = forms.CharField(
        label=_("What it says, in words that they understand"),
        max_length=2000,
        required=False,
        help_text=_("The person reads this beside the paper once it is released."),
        widget=forms.Textarea({"rows": 3}),
    )


class AttachForm(OnPaperForm):
    person_id = forms.UUIDField(widget=forms.HiddenInput)


class SetAsideForm(forms.Form):
    why = forms.CharField(label=_("Why it is set aside"), max_length=300)


class ReleaseForm(forms.Form):
    """No fields: the button says it all."""
