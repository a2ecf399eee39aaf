"""Forms about people: finding them and registering them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from almoner.console.desk_forms import from_left
from almoner.people.enums import ContactKind, Sex
from almoner.ui.dates import DayMonthYear


class FindForm(forms.Form):
    text = forms.CharField(
        label=_("Name, date of birth, telephone, number or reference"),
        max_length=200,
        help_text=_("Any of them, in any order and any script."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RegisterForm(forms.Form):
    """What stands on the paper. Each way to reach them is optional; the first that is given is tried first."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    called = forms.CharField(label=_("Likes to be called"), max_length=120, required=False)
    birth_on = forms.DateField(label=_("Date of birth"), widget=DayMonthYear())
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    language = forms.ChoiceField(label=_("Language that we write in"), choices=settings.LANGUAGES)
    interpreter_language = forms.CharField(
        label=_("Interpreter"),
        max_length=12,
        required=False,
        help_text=_("The language, when they need an interpreter."),
    )
    best_time = forms.CharField(label=_("Best time to ring"), max_length=80, required=False)
    mobile = forms.CharField(label=_("Mobile phone"), max_length=40, required=False, widget=from_left())
    landline = forms.CharField(label=_("Landline"), max_length=40, required=False, widget=from_left())
    email = forms.CharField(label=_("E-mail"), max_length=200, required=False, widget=from_left())
    post = forms.CharField(
        label=_("Postal address"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(
        label=_("I have looked: this is another person than those above"), required=False, widget=forms.HiddenInput
    )

    def ask_whether_sure(self) -> None:
        """Show the tick that says that it is somebody else; until then it is not offered."""
        self.fields["sure"].widget = forms.CheckboxInput()

    def as_arguments(self) -> dict[str, Any]:
        """What `register_person` is given."""
        said = dict(self.cleaned_data)
        contacts = [(kind, said.pop(kind)) for kind in ContactKind.values]
        return said | {"contacts": [(kind, value) for kind, value in contacts if value.strip()]}
