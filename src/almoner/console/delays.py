"""A clinic runs late: said once, told to everybody who waits for it or is still to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.sites import site_of
from almoner.ui.answers import done
from almoner.visits import actions, queries


class DelayForm(forms.Form):
    clinician = forms.ChoiceField(label=gettext_lazy("Whose clinic"))
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes late"), min_value=5, max_value=480)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Those who wait and those who come read it: “an emergency on the ward”."),
    )

    def __init__(self, *args: Any, clinicians: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinician"].choices = [("", "—"), *clinicians]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def delays(request: StaffRequest) -> HttpResponse:
    site = site_of(request.actor)
    known = {str(one.id): one for one in queries.clinicians_of_day(site=site, by=request.actor)}
    waiting = queries.waiting_by_clinician(site=site, by=request.actor)
    coming = queries.coming_by_clinician(site=site, by=request.actor)
    offered = [
        (key, _with_count(one.name, waiting.get(one.id, 0), coming.get(one.id, 0))) for key, one in known.items()
    ]
    form = DelayForm(request.POST or None, clinicians=offered)
    if form.is_valid():
        clinician = known[form.cleaned_data.pop("clinician")]
        try:
            actions.announce_delay(clinician=clinician, by=request.actor, **form.cleaned_data)
        except NotThere:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            number = waiting.get(clinician.id, 0)
            said = ngettext(
                "%(number)s person who waits for %(name)s has been told a new range.",
                "%(number)s people who wait for %(name)s have been told a new range.",
                number,
            )
            return done(request, said % {"number": number, "name": clinician.name}, "console:arrivals")
    context = {
        "form": form,
        "nobody": not known,
        "delays": queries.delays_of_day(by=request.actor),
        "crumbs": [(_("Arrivals"), reverse("console:arrivals")), (_("A clinic runs late"), "")],
    }
    return page(request, "console/delays.html", context, here="arrivals", status=422 if form.is_bound else 200)


def _with_count(name: str, waiting: int, coming: int) -> str:
    said = {"name": name, "number": waiting, "coming": coming}
    return _("%(name)s (%(number)s wait, %(coming)s still to come)") % said
