"""Ringing the machine of the rehearsal hospital, or writing it a text: what a telephone system or a gateway of text
messages would tell is told by hand. Each prompt is spoken, and the keys on the page are those of a telephone."""

from __future__ import annotations

import io
import wave
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.core.languages import spoken
from almoner.core.refusal import NotThere
from almoner.demo.telephone import TELEPHONE, Caller
from almoner.demo.views import only_in_rehearsal
from almoner.desk import menu
from almoner.desk.actions import begin_talk, hang_up, hear
from almoner.desk.enums import Channel
from almoner.desk.models import Talk
from almoner.desk.models.talks import BY_KEYS
from almoner.desk.talks import may_keep_place, says, talk_for
from almoner.messaging.channels.call.sound import NoVoice, sound_of
from almoner.ui.answers import page
from almoner.ui.choices import Pills
from almoner.urgency.prompts import Line
from almoner.urgency.talking import TYPED, Stage, State

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
SILENCE = "silence"


class TalkForm(Caller):
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=BY_KEYS, initial=Channel.CALL, widget=Pills)
    field_order = ("channel", "who", "number")


@require_http_methods(["GET", "POST"])
@login_not_required
@only_in_rehearsal
def talk_begin(request: HttpRequest) -> HttpResponse:
    form = TalkForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        made = begin_talk(channel=said["channel"], number=form.shown, by=TELEPHONE)
        return redirect("demo:talk", talk_id=made.id)
    return page(request, "demo/talk_begin.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@login_not_required
@never_cache
@only_in_rehearsal
def talk(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """What is said now, and the keys to answer it."""
    found = talk_for(by=TELEPHONE, id=talk_id)
    state = menu.State.from_facts(found.menu) if found.menu else State.from_facts(found.state)
    lines = says(found, by=TELEPHONE)
    kept = found.ringing is not None and found.ringing.rings_back_at is not None
    context = {
        "talk": found,
        "lines": [{"language": language, "words": words, "rtl": language == "ar"} for language, words in lines],
        "typed": state.typed,
        "typing": state.stage in {*TYPED, *menu.TYPED},
        "keys": KEYS,
        "silence": SILENCE,
        "over": found.ended_at is not None or (state.over and not may_keep_place(found)),
        "hung_up": found.ended_at is not None and found.channel == Channel.CALL,
        "waits_for_person": found.ringing is not None and found.ringing.ended_at is None and not kept,
        "kept": kept,
        "served": bool(found.menu) and state.over is False and menu.State.from_facts(found.menu).served,
        "answered_by": found.ringing.taken_by if found.ringing else None,
        "urgent": state.stage in {Stage.EMERGENCY, Stage.CRISIS},
    }
    template = "demo/talk_text.html" if found.channel == Channel.TEXT else "demo/talk.html"
    return page(request, template, context)


@require_POST
@login_not_required
@only_in_rehearsal
def talk_key(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """One key, silence, or one message."""
    found = talk_for(by=TELEPHONE, id=talk_id)
    said = request.POST.get("said", "")
    hear(talk=found, said="" if said == SILENCE else said[:3000], by=TELEPHONE)
    return redirect("demo:talk", talk_id=talk_id)


@require_POST
@login_not_required
@only_in_rehearsal
def talk_end(_request: HttpRequest, talk_id: UUID) -> HttpResponse:
    hang_up(talk=talk_for(by=TELEPHONE, id=talk_id), by=TELEPHONE)
    return redirect("demo:talk", talk_id=talk_id)


@require_GET
@login_not_required
@never_cache
@only_in_rehearsal
def talk_sound(_request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The prompt, spoken, each line in its language."""
    found: Talk = talk_for(by=TELEPHONE, id=talk_id)
    if found.channel != Channel.CALL:
        raise NotThere
    try:
        sound = _joined(
            [sound_of(spoken(words), language).read_bytes() for language, words in _spoken(says(found, by=TELEPHONE))]
        )
    except NoVoice:
        return HttpResponse(_("This machine has no voice. Please read the words."), "text/plain", status=503)
    return HttpResponse(sound, content_type="audio/wav")


def _spoken(lines: list[Line]) -> list[Line]:
    """Lines that follow one another in one language are spoken in one breath."""
    breaths: list[Line] = []
    for language, words in lines:
        if breaths and breaths[-1][0] == language:
            breaths[-1] = (language, f"{breaths[-1][1]}\n{words}")
        else:
            breaths.append((language, words))
    return breaths


def _joined(sounds: list[bytes]) -> bytes:
    """Sound files one after the other; all come from one voice program, and so are alike."""
    out = io.BytesIO()
    with wave.open(out, "wb") as whole:
        for place, sound in enumerate(sounds):
            with wave.open(io.BytesIO(sound)) as part:
                if place == 0:
                    whole.setparams(part.getparams())
                whole.writeframes(part.readframes(part.getnframes()))
    return out.getvalue()
