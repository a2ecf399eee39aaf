"""E-mails that a mail server of the hospital hands over as they are, instead of laying them into a mailbox."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.gateway.signatures import is_of_relay
from almoner.messaging.channels.choice import in_rehearsal
from almoner.replies.actions import receive
from almoner.replies.mail.parts import LONGEST
from almoner.replies.mail.reading import read

LARGEST = 26_214_400


@login_not_required
@csrf_exempt
@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """One e-mail (RFC 5322), signed by the mail server. Handed over again, it is heard once."""
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return HttpResponse(status=413)
    given, now = request.headers.get("X-Almoner-Signature", ""), clock.now().timestamp()
    if in_rehearsal() or not is_of_relay(given, raw, settings.ALMONER_GATEWAY_SECRET, now):
        return HttpResponse(status=403)
    receive(incoming=read(raw[:LONGEST]), by=SYSTEM)
    return HttpResponse(status=204)
