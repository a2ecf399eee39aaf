"""Calls that a provider speaks: those that we asked it to make, and those that come in by it. It asks for each step."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere
from almoner.desk import actions
from almoner.desk.answered import Now, now_of
from almoner.desk.enums import Channel
from almoner.desk.models import Talk
from almoner.desk.talks import talk_for, talk_of_provider
from almoner.gateway import twiml
from almoner.gateway.gates import by_provider
from almoner.messaging.calls import call_is_over, step_call
from almoner.messaging.conversation import End

TELEPHONE = SYSTEM.through("phone")
NO_SUCH = frozenset({"404", "410", "484", "604"})
ENDS = {"busy": End.BUSY, "no-answer": End.NO_ANSWER, "canceled": End.NO_ANSWER}
OVER = frozenset({*ENDS, "completed", "failed"})
ANONYMOUS = frozenset({"", "anonymous", "restricted", "unavailable", "unknown", "+266696687"})
"""How a provider writes a number that is withheld; the digits spell “anonymous”."""


# ── Those that we make ───────────────────────────────────────────────────────────────────────────────────────────────


@by_provider
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """What to say next to whoever was rung. `step` names what the key answers."""
    asked = request.GET.get("step", "")
    pressed = request.POST.get("Digits", "")[:1] or None
    try:
        live, step, number = step_call(
            call_id=call_id, number=int(asked) if asked.isdecimal() else 0, pressed=pressed, by=SYSTEM
        )
    except NotThere:
        return HttpResponse(status=404)
    lines = [(live.script["language"], live.script["spoken"][step.say])]
    if step.end:
        return _xml(twiml.ends(lines))
    here = f"{reverse('gateway:call', args=[call_id])}?step={number}"
    return _xml(twiml.asks(lines, to=here, or_else=here))


@by_provider
def call_ended(request: HttpRequest, call_id: UUID) -> HttpResponse:
    status = request.POST.get("CallStatus", "")
    if status not in OVER:
        return HttpResponse(status=204)
    code = request.POST.get("SipResponseCode", "")
    failed = End.NO_SUCH_NUMBER if code in NO_SUCH else End.LINE_DOWN
    how = failed if status == "failed" else ENDS.get(status)
    try:
        call_is_over(call_id=call_id, how=how, reason=f"{status} {code}".strip(), by=SYSTEM)
    except NotThere:
        return HttpResponse(status=404)
    return HttpResponse(status=204)


# ── Those that come in ───────────────────────────────────────────────────────────────────────────────────────────────


@by_provider
def incoming(request: HttpRequest) -> HttpResponse:
    """Somebody rings, or has pressed keys: `step` counts what was said, so that keys told twice are pressed once."""
    sid = request.POST.get("CallSid", "")[:60]
    if not sid:
        return HttpResponse(status=400)
    number = request.POST.get("From", "")
    shown = "" if number.casefold() in ANONYMOUS else number
    talk = actions.begin_talk(channel=Channel.CALL, number=shown, provider_id=sid, by=TELEPHONE)
    step = request.GET.get("step", "")
    if not step.isdecimal():
        return _xml(_says(talk, 1))
    _hear(talk_for(by=TELEPHONE, id=talk.id), request, sid, step)
    return _xml(_says(talk, int(step) + 1))


def _hear(talk: Talk, request: HttpRequest, sid: str, step: str) -> None:
    now, digits = now_of(talk, by=TELEPHONE), request.POST.get("Digits", "")[:20]
    if now.waits and not digits:
        return
    for place, key in enumerate(_keys(now, digits, ended="Digits" in request.POST)):
        actions.hear(talk=talk, said=key, by=TELEPHONE, key=f"{sid}-{step}-{place}")  # type: ignore[call-arg]


def _keys(now: Now, digits: str, *, ended: bool) -> list[str]:
    """As they were pressed: what is not whole by itself was ended by the hash key; nothing at all is silence."""
    if not now.types or "*" in digits:
        return list(digits) or [""]
    whole = len(digits) == now.digits
    return [*digits, *([] if whole else ["#"])] if ended else [""]


def _says(talk: Talk, step: int) -> bytes:
    now = now_of(talk_for(by=TELEPHONE, id=talk.id), by=TELEPHONE)
    if now.put_through:
        return twiml.puts_through(now.put_through, then=reverse("gateway:call_dialled"))
    if now.over:
        return twiml.ends(now.lines)
    here = f"{reverse('gateway:call_in')}?step={step}"
    if now.types:
        return twiml.asks(now.lines, to=here, or_else=here, digits=now.digits, ends_with="#")
    return twiml.asks(now.lines, to=here, or_else=here)


@by_provider
def dialled(request: HttpRequest) -> HttpResponse:
    """They were put through, or nobody answered there, and it rings again for all."""
    try:
        talk = talk_of_provider(request.POST.get("CallSid", ""), by=TELEPHONE)
    except NotThere:
        return HttpResponse(status=404)
    if request.POST.get("DialCallStatus") in {"completed", "answered"}:
        return _xml(twiml.ends([]))
    actions.ring_again(talk=talk, by=TELEPHONE)
    return _xml(_says(talk, 1))


@by_provider
def incoming_ended(request: HttpRequest) -> HttpResponse:
    """They are gone."""
    if request.POST.get("CallStatus") in OVER:
        try:
            actions.hang_up(talk=talk_of_provider(request.POST.get("CallSid", ""), by=TELEPHONE), by=TELEPHONE)
        except NotThere:
            return HttpResponse(status=404)
    return HttpResponse(status=204)


def _xml(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/xml; charset=utf-8")
