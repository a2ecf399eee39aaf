"""Finding care: in one's own words, or by looking through everything."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue import queries
from almoner.core.refusal import NotThere
from almoner.portal.answers import page


class NeedForm(forms.Form):
    text = forms.CharField(
        label=_("What do you need?"),
        max_length=300,
        help_text=_("Write it as you would say it: “heartburn”, “my knee”, “baby scan”, “blood test”."),
    )


def language() -> str:
    return (get_language() or "en").split("-")[0]


@require_http_methods(["GET", "POST"])
@login_not_required
def find(request: HttpRequest) -> HttpResponse:
    """Asked by POST, so that what people suffer from stays out of addresses and logs."""
    form = NeedForm(request.POST or None)
    context: dict[str, object] = {"form": form, "asked": False}
    if form.is_valid():
        found = queries.find(form.cleaned_data["text"], language=language(), limit=6)
        context |= {
            "asked": True,
            "found": [_card(one) for one in found],
            "danger": any(one.danger for one in found),
        }
    else:
        context["specialties"] = [
            {
                "name": specialty.names.get(language()) or specialty.names["en"],
                "services": [
                    {"name": service.name_in(language()), "href": reverse("portal:service", args=[service.code])}
                    for service in services
                ],
            }
            for specialty, services in queries.specialties_with_services()
        ]
    return page(request, "portal/find.html", context, here="find")


def _card(one: queries.Found) -> dict[str, object]:
    return {
        "name": one.name,
        "why": one.why,
        "soonest": one.soonest,
        "summary": one.service.summary_in(language()),
        "href": reverse("portal:service", args=[one.id]),
        "needs_order": one.service.needs_order,
    }


@require_GET
@login_not_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.service_by_code(code)
    if found is None:
        raise NotThere
    preparation = queries.preparation_for(found, language())
    context = {
        "service": found,
        "name": found.name_in(language()),
        "summary": found.summary_in(language()),
        "preparation": preparation,
        "clinicians": queries.clinicians_for(found),
        "soonest": queries.soonest_of([found]).get(found.code),
    }
    return page(request, "portal/service.html", context, here="find")
