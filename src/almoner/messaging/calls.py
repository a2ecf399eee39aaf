"""Calls that really ring: what is written of each before and after, and how many there may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging.actions import LEASE_OF_CALL
from almoner.messaging.conversation import Conversation, End, Piece, Step
from almoner.messaging.enums import Result
from almoner.messaging.models import Call, OutboxEpoch
from almoner.messaging.outcome import Handover, Outcome

RESULTS = {
    End.PRESSED: Result.DELIVERED,
    End.HEARD: Result.DELIVERED,
    End.CUT_OFF: Result.NOT_NOW,
    End.MACHINE: Result.VOICEMAIL,
    End.WRONG_PERSON: Result.REFUSED,
    End.BUSY: Result.NOT_NOW,
    End.NO_ANSWER: Result.NOT_NOW,
    End.NO_SUCH_NUMBER: Result.REFUSED,
    End.LINE_DOWN: Result.NOT_NOW,
}
SAID = {
    End.CUT_OFF: "hung up before the message was over",
    End.MACHINE: "nobody pressed a key: taken for an answering machine",
    End.WRONG_PERSON: "somebody else answered: they do not know the person",
    End.NO_SUCH_NUMBER: "there is no such number",
    End.LINE_DOWN: "the telephone line did not work",
}


class NoLine(Refused):
    """As many calls ring, or were made today, as may be."""

    text = _("All lines are taken.")


CUT_SHORT = {"how": str(End.CUT_OFF), "reason": "the worker that rang did not live to tell"}


def may_begin() -> int:
    """How many calls may begin now: by lines that are free, and by what is left of the day."""
    now = clock.now()
    ringing = Call.objects.filter(ended_at=None, begun_at__gt=now - LEASE_OF_CALL).count()
    today = Call.objects.filter(day=clock.today()).count()
    return max(0, min(settings.CALLS_AT_ONCE - ringing, settings.CALLS_A_DAY - today))


@action
def begin_call(*, handover: Handover, script: Mapping[str, Any] | None = None, by: Actor) -> tuple[Call, bool]:
    """Write that a telephone is about to ring. Gives the call, and whether it may ring: not where it did before under
    the same key, by a worker that did not live to tell (law I-18). `script` is what a provider is to say, none where
    we speak. Raises NoLine where others took the last one."""
    by.need(Permission.RUN_SYSTEM)
    OutboxEpoch.objects.select_for_update().get_or_create(id=1)
    known = Call.objects.filter(provider_key=handover.provider_key).first()
    if known:
        return known, False
    if not may_begin():
        raise NoLine
    call = Call.objects.create(
        provider_key=handover.provider_key,
        message_id=handover.claim.message_id,
        day=clock.today(),
        begun_at=clock.now(),
        script=dict(script or {}),
    )
    return call, True


@action
def step_call(*, call_id: UUID, number: int, pressed: str | None, by: Actor) -> tuple[Call, Step, int]:
    """Go on with a call that a provider speaks: `pressed` answers what was said as `number`, None where nobody pressed.
    Gives the call, what to say now, and its number. An answer to what was said before changes nothing: a provider may
    tell it twice. Raises NotThere."""
    by.need(Permission.RUN_SYSTEM)
    live = Call.objects.select_for_update().filter(id=call_id).exclude(script={}).first()
    if live is None:
        raise NotThere
    heard = live.heard
    if heard and (number != heard["number"] or live.told):
        return live, Step(Piece(heard["say"]), End(heard["end"]) if heard["end"] else None), heard["number"]
    talk = Conversation.from_facts(heard["talk"]) if heard else Conversation(live.script["keys"])
    step = _next_step(talk, heard, pressed)
    said = [*heard.get("said", []), str(step.say)]
    now = {"number": heard.get("number", 0) + 1, "talk": talk.as_facts(), "say": step.say, "end": step.end or ""}
    live.heard = {**now, "said": said, "since": heard.get("since") or clock.now().isoformat()}
    if step.end:
        live.told = _told(live, step.end, step.key)
    live.save(update_fields=["heard", "told"])
    return live, step, live.heard["number"]


def _next_step(talk: Conversation, heard: Mapping[str, Any], pressed: str | None) -> Step:
    if not heard:
        return talk.begin()
    if pressed is None:
        talk.said(Piece(heard["say"]))
        return talk.silent()
    return talk.pressed(pressed)


def _told(live: Call, how: End, key: str = "", reason: str = "") -> dict[str, Any]:
    since = live.heard.get("since")
    seconds = round((clock.now() - datetime.fromisoformat(since)).total_seconds()) if since else 0
    return {"how": str(how), "key": key, "reason": reason, "seconds": seconds, "said": live.heard.get("said", [])}


@action
def call_is_over(*, call_id: UUID, how: End | None, reason: str = "", by: Actor) -> Call:
    """A provider tells that a call has ended: as `how`, or None where it was answered. What a key said before stays.
    Raises NotThere."""
    by.need(Permission.RUN_SYSTEM)
    live = Call.objects.select_for_update().filter(id=call_id).exclude(script={}).first()
    if live is None:
        raise NotThere
    if not live.told:
        talked = Conversation.from_facts(live.heard["talk"]).hung_up() if live.heard else End.CUT_OFF
        live.told = _told(live, how or talked, reason=reason)
        live.save(update_fields=["told"])
    return live


@action
def end_call(*, call: Call, told: Mapping[str, Any], by: Actor) -> Call:
    """Write how it ended, before anything follows from it. What was written first stays."""
    by.need(Permission.RUN_SYSTEM)
    live = Call.objects.select_for_update().get(id=call.id)
    if live.ended_at is None:
        live.ended_at, live.told = clock.now(), dict(told)
        live.save(update_fields=["ended_at", "told"])
    return live


def outcome_of(handover: Handover, call: Call) -> Outcome:
    """What the outbox makes of a call that has ended."""
    how = End(call.told["how"])
    rendered, answer = handover.rendered, call.told.get("reason") or SAID.get(how, "")
    evidence = {
        "how": str(how), "seconds": call.told.get("seconds", 0), "status": call.told.get("status"),
        "said": call.told.get("said", []), "script": list(rendered.script), "menu": dict(rendered.menu),
        "voicemail": rendered.voicemail, "to": rendered.to_name, "hospital": rendered.hospital,
        "recording": call.told.get("recording", ""),
    }  # fmt: skip
    return Outcome(RESULTS[how], answer, evidence, call.told.get("key", "") if how == End.PRESSED else "")
