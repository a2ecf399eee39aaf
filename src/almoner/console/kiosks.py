"""The waiting-room screen, the poster and the devices at the door of a site."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.people.sites import site_of
from almoner.ui.answers import done
from almoner.visits import actions, queries


class KioskForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Where the device stands"),
        max_length=80,
        help_text=gettext_lazy("So that it is known again: “Main entrance, left”."),
    )


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def kiosks(request: StaffRequest) -> HttpResponse:
    """Which devices there are. A new one is allowed here; its code is shown once, on the answer to the form."""
    site = site_of(request.actor)
    form = KioskForm(request.POST or None)
    allowed = None
    if form.is_valid():
        allowed = actions.allow_kiosk(site=site, name=form.cleaned_data["name"], by=request.actor)
        form = KioskForm()
    context = {
        "form": form,
        "allowed": allowed,
        "kiosks": queries.kiosks_of(site=site, by=request.actor),
        "site": site,
        "public_url": settings.ALMONER_PUBLIC_URL,
        "crumbs": [(_("Arrivals"), reverse("console:arrivals")), (_("Screens and kiosks"), "")],
    }
    return page(request, "console/kiosks.html", context, here="arrivals", status=422 if form.errors else 200)


@require_POST
@staff(Permission.RECEIVE_ARRIVALS)
def revoke_kiosk(request: StaffRequest, kiosk_id: UUID) -> HttpResponse:
    found = queries.kiosk_for(by=request.actor, id=kiosk_id)
    actions.revoke_kiosk(kiosk=found, by=request.actor)
    return done(request, _("%s does not work as a kiosk any more.") % found.name, "console:kiosks")
