"""What the provider of texts tells: that somebody wrote to us, and what became of a text of ours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import ngettext

from almoner.core.actor import SYSTEM
from almoner.gateway.gates import by_provider
from almoner.messaging.channels.text.http import status_of
from almoner.messaging.texts import hear_receipt
from almoner.replies.actions import receive
from almoner.replies.incoming import Incoming


@by_provider
def text(request: HttpRequest) -> HttpResponse:
    """Somebody wrote to us."""
    number = request.POST.get("MessageSid", "")
    if not number:
        return HttpResponse(status=400)
    incoming = Incoming(
        channel="text",
        provider_id=number,
        sender=request.POST.get("From", ""),
        body=request.POST.get("Body", ""),
        subject=_pictures(request.POST.get("NumMedia", "")),
    )
    receive(incoming=incoming, by=SYSTEM)
    return HttpResponse(status=204)


def _pictures(given: str) -> str:
    """What the desk reads of pictures, which stay with the provider: in the hospital's language, whoever tells it."""
    count = int(given) if given.isdecimal() and len(given) < 4 else 0
    with translation.override(settings.LANGUAGE_CODE):
        said = ngettext(
            "with %(count)d picture that we do not take", "with %(count)d pictures that we do not take", count
        )
        return said % {"count": count} if count else ""


@by_provider
def text_status(request: HttpRequest) -> HttpResponse:
    """What became of a text of ours. `key` stands in the address that we gave the provider."""
    about = request.GET.get("key") or request.POST.get("MessageSid", "")
    if not about:
        return HttpResponse(status=400)
    told, error = request.POST.get("MessageStatus", ""), request.POST.get("ErrorCode", "")
    status = status_of(told, error)
    if status:
        answer = f"{told} {error}".strip()
        hear_receipt(about=about, status=status, answer=answer, number=request.POST.get("To", ""), by=SYSTEM)
    return HttpResponse(status=204)
