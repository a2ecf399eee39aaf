"""The hospital's own aftercare: which handbook is in force, and reading a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.aftercare import actions, queries
from almoner.aftercare.handbook import handbook_from
from almoner.aftercare.reading import read_text
from almoner.aftercare.refusals import FaultyHandbook
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.ui.answers import done
from almoner.ui.choices import Pills

MOST_BYTES = 1_000_000


class HandbookForm(forms.Form):
    """A TOML file. It is read and checked; nothing of it is kept as a file."""

    upload = forms.FileField(
        label=gettext_lazy("File of the handbook"), widget=forms.FileInput(attrs={"accept": ".toml"})
    )
    how = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[("check", gettext_lazy("Only check")), ("load", gettext_lazy("Check and put in force"))],
        initial="check",
        widget=Pills,
    )

    def clean_upload(self) -> Any:
        found = self.cleaned_data["upload"]
        if found.size > MOST_BYTES:
            raise forms.ValidationError(_("No more than a million signs."))
        return found


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def handbook(request: StaffRequest) -> HttpResponse:
    """Every fault at once, and nothing changed while there is one."""
    form = HandbookForm(request.POST, request.FILES) if request.method == "POST" else HandbookForm()
    told: dict[str, Any] = {}
    if form.is_valid():
        try:
            data = read_text(form.cleaned_data["upload"].read())
            checked = handbook_from(data)
            if form.cleaned_data["how"] == "load":
                loaded = actions.load_handbook(data=data, by=request.actor)
                return done(request, _("Version %s is in force.") % loaded.version, "console:handbook")
            told = {"checked": checked}
        except FaultyHandbook as fault:
            told = {"faults": fault.faults}
    stored = queries.handbook_in_use(by=request.actor)
    context = {
        "form": form,
        **told,
        "stored": stored,
        "overdue": bool(stored and stored.review_on < clock.today()),
        "crumbs": [(_("Hospital"), reverse("console:hospital")), (_("Aftercare"), "")],
    }
    status = 422 if form.errors or told.get("faults") else 200
    return page(request, "console/handbook.html", context, here="hospital", status=status)
