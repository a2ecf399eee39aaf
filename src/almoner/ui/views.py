"""How a page is shown (colours, language), and the gallery of components."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from almoner.ui.context import THEME_COOKIE, THEMES
from almoner.ui.gallery import samples

A_YEAR = 365 * 24 * 3600

language = login_not_required(set_language)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of colours for a year, and go back to where they were."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "auto")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return answer


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with all its variants. `?theme=`, `?dir=` and `?density=staff` show the other sides."""
    shown = {
        "theme": request.GET.get("theme") if request.GET.get("theme") in THEMES else None,
        "direction": request.GET.get("dir") if request.GET.get("dir") in {"ltr", "rtl"} else None,
    }
    context = {key: value for key, value in shown.items() if value} | samples()
    context.setdefault("direction", "rtl" if get_language_bidi() else "ltr")
    staff = request.GET.get("density") == "staff"
    return render(request, "ui/gallery/staff.html" if staff else "ui/gallery/patient.html", context)


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when the connection is gone; a page that needs nothing else."""
    return render(request, "ui/error_offline.html")
