"""The hospital itself: its facts, a trial of its e-mail, and what it offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.catalogue.actions import load_catalogue, publish_service
from almoner.catalogue.queries import service_for_managers, specialty_choices, waiting_services
from almoner.catalogue.reading import FaultyCatalogue, read_texts
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.hospital_forms import CatalogueForm, SiteForm
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.messaging.trial import FAILED, NOT_SET, REHEARSAL, SENT, try_mail
from almoner.people.queries import own_address
from almoner.people.sites import site_of
from almoner.scheduling.actions import change_site
from almoner.scheduling.queries import coming_at
from almoner.ui.answers import done, refused


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def hospital(request: StaffRequest) -> HttpResponse:
    """Name, numbers, hours, time zone, ages: what everything else reads."""
    site = site_of(request.actor)
    form = SiteForm(request.POST or None, site=site, specialties=specialty_choices(of_reader()))
    if form.is_valid() and form.is_clock_meant(coming_at(site=site, by=request.actor)):
        try:
            change_site(site=site, changes=form.changes, by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Noted. It holds from now on, everywhere."), "console:hospital")
    context = {"form": form, "site": site, "address": own_address(by=request.actor)}
    return page(request, "console/hospital.html", context, here="hospital", status=422 if form.errors else 200)


@require_POST
@staff(Permission.MANAGE_CATALOGUE)
def trial_mail(request: StaffRequest) -> HttpResponse:
    """One e-mail to whoever asks, now."""
    came, said = try_mail(to=own_address(by=request.actor), by=request.actor)
    words = {
        SENT: _("The mail server took it. Look into your mailbox."),
        NOT_SET: _("No mail server is set: ALMONER_SMTP_HOST is empty. E-mail is recorded only."),
        REHEARSAL: _("This is the rehearsal hospital: nothing is sent."),
        FAILED: _("The mail server did not take it: %s") % said,
    }[came]
    if came == SENT:
        return done(request, words, "console:hospital")
    return refused(request, Refused(words.replace("%", "%%") if said else words), "console:hospital")


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_CATALOGUE)
def catalogue(request: StaffRequest) -> HttpResponse:
    """Read the hospital's TOML files: every fault at once, and nothing changed while there is one."""
    form = CatalogueForm(request.POST or None, request.FILES or None)
    told: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            told = _read(request, form)
        except forms.ValidationError as fault:
            form.add_error("upload", fault)
        except FaultyCatalogue as fault:
            told = {"faults": fault.faults}
    context = {
        "form": form,
        **told,
        "waiting": [(one.code, one.name_in(of_reader())) for one in waiting_services(by=request.actor)],
        "crumbs": [(_("Hospital"), reverse("console:hospital")), (_("Catalogue"), "")],
    }
    status = 422 if form.errors or told.get("faults") else 200
    return page(request, "console/catalogue.html", context, here="hospital", status=status)


def _read(request: StaffRequest, form: CatalogueForm) -> dict[str, Any]:
    data = read_texts(form.contents)
    if form.cleaned_data["how"] == "check":
        return {"checked": {table: len(rows) for table, rows in data.items()}}
    loaded = load_catalogue(data=data, site=site_of(request.actor), by=request.actor)
    return {"loaded": loaded}


@require_POST
@staff(Permission.MANAGE_CATALOGUE)
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """Offer a service whose preparation a clinician approved."""
    service = service_for_managers(code=code, by=request.actor)
    try:
        publish_service(service=service, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:catalogue")
    return done(request, _("%s is offered now.") % service.name_in(of_reader()), "console:catalogue")
