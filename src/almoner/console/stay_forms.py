"""Forms of a stay: diet, tests, lines of the plan, who cares for them, when they go, what is asked for and feared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.console.bedside_forms import LOCAL
from almoner.core.languages import of_reader
from almoner.people.models import Staff
from almoner.records.enums import Allergen
from almoner.visits.enums import AGREED, Ask, Diet, FoodPreference, PlanKind
from almoner.visits.models import DietOrder, Stay

_NONE = ("", "—")


class DietForm(forms.Form):
    """It begins with what holds now, so that no allergen falls out unseen (STAY-6)."""

    diet = forms.ChoiceField(label=_("Diet"), choices=Diet.choices)
    allergens = forms.MultipleChoiceField(
        label=_("Must never contain"),
        choices=Allergen.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tick-list"}),
    )
    preference = forms.ChoiceField(label=_("Wish or commandment"), choices=FoodPreference.choices, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("How thick, how much to drink.")
    )
    reason = forms.CharField(
        label=_("Why nothing by mouth"), max_length=300, required=False, help_text=_("Needed for “nothing”.")
    )
    review_at = forms.DateTimeField(
        label=_("Looked at again"),
        required=False,
        widget=LOCAL,
        help_text=_("Needed for “nothing”, within 12 hours. This is promised to them."),
    )
    allergy_looked_at = forms.BooleanField(
        label=_("I looked at the allergy: what is left out now is safe"), required=False
    )

    def __init__(self, *args: Any, now: DietOrder | None, **kwargs: Any) -> None:
        if now:
            kwargs["initial"] = {
                "diet": now.diet, "allergens": now.allergens, "preference": now.preference, "note": now.note
            }  # fmt: skip
        super().__init__(*args, **kwargs)


class TestForm(forms.Form):
    service = forms.ChoiceField(label=_("Test or procedure"))
    planned_at = forms.DateTimeField(label=_("When"), widget=LOCAL)
    expect = forms.CharField(
        label=_("What to expect"),
        max_length=500,
        required=False,
        help_text=_("They read this. Empty: what the catalogue says."),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, Sequence[Service]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for _group, services in offered for one in services}
        groups = [(name, [(str(one.id), one.name_in(of_reader())) for one in services]) for name, services in offered]
        self.fields["service"].choices = [_NONE, *groups]  # type: ignore[attr-defined]

    def clean_service(self) -> Service:
        return self.known[self.cleaned_data["service"]]


class LineForm(forms.Form):
    """Agreed facts only (STAY-7)."""

    kind = forms.ChoiceField(label=_("What"), choices=[(kind.value, PlanKind(kind).label) for kind in AGREED])
    title = forms.CharField(label=_("In plain words"), max_length=200, help_text=_("They read this."))
    starts_at = forms.DateTimeField(label=_("From"), widget=LOCAL)
    ends_at = forms.DateTimeField(label=_("Until"), required=False, widget=LOCAL)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CarersForm(forms.Form):
    named_nurse = forms.ChoiceField(label=_("Nurse"), required=False)
    doctor = forms.ChoiceField(label=_("Doctor"), required=False)

    def __init__(
        self, *args: Any, stay: Stay, nurses: Sequence[Staff], doctors: Sequence[Staff], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"named_nurse": str(stay.named_nurse_id or ""), "doctor": str(stay.doctor_id or "")}
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for one in (*nurses, *doctors)}
        for name, staff, now in (("named_nurse", nurses, stay.named_nurse), ("doctor", doctors, stay.doctor)):
            listed = [*staff, now] if now and now not in staff else list(staff)
            self.known |= {str(one.id): one for one in listed}
            self.fields[name].choices = [_NONE, *((str(one.id), one.name) for one in listed)]  # type: ignore[attr-defined]

    def clean_named_nurse(self) -> Staff | None:
        return self.known.get(self.cleaned_data["named_nurse"])

    def clean_doctor(self) -> Staff | None:
        return self.known.get(self.cleaned_data["doctor"])


class HomeForm(forms.Form):
    on = forms.DateField(
        label=_("Expected to go home on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("They read this. Leave it empty while nobody can say."),
    )


class AskForm(forms.Form):
    what = forms.ChoiceField(label=_("What they ask for"), choices=Ask.choices)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class WorryForm(forms.Form):
    words = forms.CharField(label=_("In their words"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    raised_by = forms.CharField(label=_("Who is worried"), max_length=200, required=False)
    relationship = forms.CharField(label=_("Who that is to them"), max_length=60, required=False)


class FamilyForm(forms.Form):
    words = forms.CharField(
        label=_("How they are, in plain words"),
        max_length=1000,
        help_text=_("One word to all who may read the record; the patient reads it too."),
        widget=forms.Textarea({"rows": 2}),
    )


class PublishForm(forms.Form):
    """No fields: the button says it all."""
