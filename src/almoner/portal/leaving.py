"""No more e-mail of a kind, by the link in it: asked first when a person follows it, done at once when their mail
program presses the button for them (RFC 8058)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from almoner.core.refusal import NotThere
from almoner.messaging.leaving import sent_with
from almoner.people.enums import Purpose
from almoner.portal.answers import page
from almoner.replies import actions


@csrf_exempt
@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Says nothing of whose e-mail it was. The token stands for the secret of a form: a mail program has no form."""
    attempt = sent_with(token)
    if attempt is None:
        raise NotThere
    if request.method == "POST":
        actions.leave_by_link(attempt=attempt, by=actions.BY_LINK)
    context = {"purpose": Purpose(attempt.message.purpose).label, "over": request.method == "POST"}
    return page(request, "portal/leave.html", context)
