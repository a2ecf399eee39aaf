"""Forms about those who work here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core.permissions import STAFF_ROLES, Role
from almoner.people.enums import Sex
from almoner.ui.choices import CheckCards
from almoner.ui.languages import name_of

ROLE_NAMES: dict[Role, Any] = {
    Role.AGENT: _("Call agent"),
    Role.RECEPTIONIST: _("Receptionist"),
    Role.TRIAGE_NURSE: _("Triage nurse"),
    Role.WARD_NURSE: _("Ward nurse"),
    Role.DOCTOR: _("Doctor"),
    Role.BED_MANAGER: _("Bed manager"),
    Role.MANAGER: _("Manager"),
}
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_NAMES.items() if role in STAFF_ROLES]


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HireForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As patients read it, with a title."))
    profession = forms.CharField(
        label=_("Profession"),
        max_length=60,
        help_text=_("As the catalogue names it, such as physician or nurse: it decides which services they give."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles from today"), choices=ROLE_CHOICES, required=False, widget=CheckCards
    )
    specialty_code = forms.CharField(label=_("Code of the specialty"), max_length=60, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    languages = forms.CharField(
        label=_("Languages"),
        max_length=60,
        required=False,
        help_text=_("Codes with commas between, such as en, es."),
    )

    def clean_languages(self) -> list[str]:
        return [code.strip().lower() for code in self.cleaned_data["languages"].split(",") if code.strip()]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Work e-mail address"))


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    starts_on = forms.DateField(label=_("From"), required=False, widget=day(), help_text=_("Today where empty."))
    ends_on = forms.DateField(
        label=_("First day without it"), required=False, widget=day(), help_text=_("Until further notice where empty.")
    )


class BecauseForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


def role_name(role: str) -> str:
    return str(ROLE_NAMES.get(Role(role), role))


def language_names(codes: list[str]) -> str:
    return ", ".join(name_of(code) for code in codes)
