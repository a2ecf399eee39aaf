"""Leave for somebody to act for a person: found first, then for named things, until a date."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.details_forms import CarerForm
from almoner.console.details_rows import told_apart
from almoner.console.gates import StaffRequest, staff
from almoner.console.people_forms import FindForm
from almoner.console.showing import person_strip
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people import actions
from almoner.people.models import Person
from almoner.people.queries import people_matching, person_for
from almoner.ui.answers import done

LIKELY = 6


@require_http_methods(["GET", "POST"])
@staff(Permission.EDIT_PEOPLE)
def appoint_carer(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Whom they mean is looked for by POST, so that no name stands in an address."""
    person = person_for(by=request.actor, id=person_id)
    find = FindForm(request.POST or None)
    searched = find.is_bound and find.is_valid()
    found = people_matching(find.cleaned_data["text"], request.actor, LIKELY) if searched else []
    people = {str(one.person.id): one.person for one in found if one.person.id != person.id}
    form = CarerForm(
        request.POST if "relationship" in request.POST else None,
        people=[(key, told_apart(one)) for key, one in people.items()],
        auto_id="carer_%s",
    )
    if form.is_valid():
        try:
            return _appoint(request, person, people, form.cleaned_data)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
    context = {
        "person": person,
        "strip": person_strip(person),
        "find": find,
        "searched": searched,
        "people": people,
        "form": form,
        "crumbs": [
            (person.name, reverse("console:person_details", args=[person.id])),
            (_("Somebody who may act for them"), ""),
        ],
    }
    return page(request, "console/appoint_carer.html", context, here="people", status=422 if form.is_bound else 200)


def _appoint(request: StaffRequest, person: Person, people: dict[str, Person], said: dict[str, Any]) -> HttpResponse:
    carer = people[said.pop("carer")]
    actions.appoint_carer(person=person, carer=carer, by=request.actor, **said)
    told = _("%s may act for them now. Both can see it.") % carer.name
    return done(request, told, "console:person_details", person.id)
