"""What somebody must not be given: written down, checked by a second look, ended with a reason."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import audit
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.records import actions
from almoner.records.allergies import allergies_of, allergy_for, ended_allergies_of
from almoner.records.enums import Allergen, AllergyKind, AllergySource
from almoner.ui.answers import done, refused
from almoner.ui.choices import Pills


class AllergyForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Allergic to"), choices=AllergyKind.choices, widget=Pills)
    substance = forms.CharField(
        label=gettext_lazy("What exactly"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("The name of the medicine or the food, as they say it."),
    )
    allergen = forms.ChoiceField(
        label=gettext_lazy("A food that the kitchen knows by name"),
        choices=[("", "—"), *Allergen.choices],
        required=False,
        help_text=gettext_lazy("Without it nothing can be chosen for them from the menu."),
    )
    reaction = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    source = forms.ChoiceField(label=gettext_lazy("Who says so"), choices=AllergySource.choices, widget=Pills)


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_CLINICAL)
def allergies(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What stands, what was ended, and a form for what they tell."""
    person = person_for(by=request.actor, id=person_id)
    form = AllergyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            actions.note_allergy(person=person, by=request.actor, key=key, **form.cleaned_data)  # type: ignore[call-arg]
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Written down. Somebody else checks it."), "console:allergies", person_id)
    return _page(request, person, form)


def _page(request: StaffRequest, person: Person, form: AllergyForm) -> HttpResponse:
    by = request.actor
    audit.read(what="allergies", person_id=person.id, by=by)
    context = {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=by)),
        "rows": [
            {"allergy": one, "may_check": by.is_clinician and one.noted_by_id != by.staff_id}
            for one in allergies_of(person, by)
        ],
        "ended": ended_allergies_of(person, by),
        "form": form if by.may(Permission.RECORD_VITALS) else None,
        "may_end": by.is_clinician,
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:clinical", args=[person.id])),
            (_("Allergies"), ""),
        ],
    }
    return page(request, "console/allergies.html", context, here="people", status=422 if form.errors else 200)


@require_POST
@staff(Permission.RECORD_VITALS)
def allergy_act(request: StaffRequest, allergy_id: UUID, act: str) -> HttpResponse:
    found = allergy_for(by=request.actor, id=allergy_id)
    if act not in {"check", "end"}:
        raise NotThere
    try:
        if act == "check":
            actions.verify_allergy(allergy=found, by=request.actor)
            said = _("Checked.")
        else:
            actions.end_allergy(allergy=found, why=request.POST.get("why", ""), by=request.actor)
            said = _("It does not stand any more. What was written stays to be read.")
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:allergies", found.person_id)
    return done(request, said, "console:allergies", found.person_id)
