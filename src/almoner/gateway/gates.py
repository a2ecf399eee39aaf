"""Who may tell us something: whoever signs it with the secret that they and we have. Nobody else learns why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from almoner.gateway.signatures import is_of_provider
from almoner.messaging.channels.choice import texts_are_real

LONGEST_FORM = 65_536
View = Callable[..., HttpResponse]


def by_provider(view: View) -> View:
    """Only the provider of texts and calls, by HTTP. What is signed is the address that people use, whatever stands
    before us."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_FORM:
            return HttpResponse(status=413)
        return view(request, **named) if _is_signed(request) else HttpResponse(status=403)

    return login_not_required(csrf_exempt(require_POST(guarded)))


def _is_signed(request: HttpRequest) -> bool:
    if not settings.TEXT_TOKEN or not texts_are_real():
        return False
    url = f"{settings.ALMONER_PUBLIC_URL}{request.get_full_path()}"
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return is_of_provider(request.headers.get("X-Twilio-Signature", ""), url, fields, settings.TEXT_TOKEN)
