"""Forms of feedback and complaints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.aftercare.enums import Theme
from almoner.people.models import Staff
from almoner.ui.choices import CheckPills


def _long(label: Any, *, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=5000, help_text=hint, widget=forms.Textarea({"rows": rows, "dir": "auto"})
    )


def _themes(*, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What is it about?"), choices=Theme.choices, required=required, widget=CheckPills
    )


class HeardForm(forms.Form):
    how = _long(_("What did they say, and what is put right?"), rows=3, hint=_("Ring first, listen, then write."))
    themes = _themes(required=False)


class SortForm(forms.Form):
    themes = _themes(required=True)


class PassOnForm(forms.Form):
    to = forms.CharField(label=_("To whom did you pass it on?"), max_length=200)


class OwnForm(forms.Form):
    staff = forms.ChoiceField(label=_("Who looks into it"))

    def __init__(self, *args: Any, managers: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.managers = {str(one.id): one for one in managers}
        field = self.fields["staff"]
        field.choices = [(key, one.name) for key, one in self.managers.items()]  # type: ignore[attr-defined]

    def clean_staff(self) -> Staff:
        return self.managers[self.cleaned_data["staff"]]


class AnswerComplaintForm(forms.Form):
    words = _long(
        _("Our answer"),
        rows=8,
        hint=_("What we found, what we are sorry for, what we do now. They read it as it stands."),
    )
    learned = forms.CharField(
        label=_("What the house learned"), max_length=500, required=False, help_text=_("For us. They do not see it.")
    )


class NoteForm(forms.Form):
    words = _long(_("What was found out"), rows=2, hint=_("They do not see it."))


class AcknowledgeForm(forms.Form):
    how = forms.CharField(
        label=_("How were they told that we have it?"),
        max_length=300,
        help_text=_("Where no message could reach them."),
    )


class ReopenForm(forms.Form):
    words = _long(_("What is not right with the answer, in their words?"), rows=3)
