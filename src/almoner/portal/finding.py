"""Finding care: in one's own words, or by looking through everything."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue import queries
from almoner.catalogue.models import Service
from almoner.catalogue.soonest import soonest
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.portal.answers import page
from almoner.scheduling.usual_wait import usual_wait


class NeedForm(forms.Form):
    text = forms.CharField(
        label=_("What do you need?"),
        max_length=300,
        help_text=_("Write it as you would say it: “heartburn”, “my knee”, “baby scan”, “blood test”."),
    )


@require_http_methods(["GET", "POST"])
@login_not_required
def find(request: HttpRequest) -> HttpResponse:
    """Asked by POST, so that what people suffer from stays out of addresses and logs."""
    form = NeedForm(request.POST or None)
    context: dict[str, object] = {"form": form, "asked": False}
    if form.is_valid():
        answer = queries.search(form.cleaned_data["text"], language=of_reader(), limit=6)
        context |= {"asked": True, "found": [_card(one) for one in answer.found], "danger": answer.danger}
    else:
        context["specialties"] = [
            {
                "name": specialty.names.get(of_reader()) or specialty.names["en"],
                "services": [link(one) for one in services],
            }
            for specialty, services in queries.specialties_with_services()
        ]
    return page(request, "portal/find.html", context, here="find")


def link(one: Service) -> dict[str, str]:
    return {"name": one.name_in(of_reader()), "href": reverse("portal:service", args=[one.code])}


def _card(one: queries.Found) -> dict[str, object]:
    step = one.service.first_step if one.needs_referral and one.first_step else None
    return {
        **link(one.service),
        "why": one.why,
        "soonest": one.soonest,
        "summary": one.service.summary_in(of_reader()),
        "referral": one.referral,
        "first_step": link(step) if step else None,
    }


@require_GET
@login_not_required
def order(request: HttpRequest) -> HttpResponse:
    """Why one service stands above another; the long of it is in docs/finding.md (SEL-2)."""
    return page(request, "portal/order.html", here="find")


@require_GET
@login_not_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.service_by_code(code)
    context = {
        "service": found,
        "name": found.name_in(of_reader()),
        "summary": found.summary_in(of_reader()),
        "preparation": queries.preparation_for(found, of_reader()),
        "clinicians": queries.clinicians_for(found),
        "usual": usual_wait(found),
        "soonest": soonest([found.code], clock.now()).get(found.code),
        "can_book": found.self_book and not found.needs_order,
        "first_step": link(found.first_step) if found.needs_order and found.first_step else None,
    }
    return page(request, "portal/service.html", context, here="find")
