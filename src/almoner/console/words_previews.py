"""What stands in a frame, is heard or printed of words that are looked at: the e-mail, the call and the letter."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.console.attempts import FRAME_POLICY
from almoner.console.gates import StaffRequest, staff
from almoner.console.words import in_force
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging import rewording_queries as queries
from almoner.messaging.channels.call.sound import NoVoice, sound_of
from almoner.messaging.channels.email.shown import in_scheme
from almoner.messaging.channels.email.smtp import page_for
from almoner.messaging.previewing import as_it_would_leave, letter_of
from almoner.messaging.rendering import Rendered
from almoner.messaging.wording import LANGUAGES, Said
from almoner.messaging.written_words import whole_in
from almoner.people.enums import Channel

PARTS = {"email": Channel.EMAIL, "email-dark": Channel.EMAIL, "sound": Channel.CALL, "letter": Channel.LETTER}


@require_GET
@staff(Permission.SIGN_MESSAGES)
def words_preview(request: StaffRequest, kind: str, language: str, part: str) -> HttpResponse:
    """Of the words in force."""
    seen = queries.kind_seen(kind, request.actor)
    return _shown(kind, in_force(seen).get(language), language, part)


@require_GET
@staff(Permission.SIGN_MESSAGES)
def change_preview(request: StaffRequest, change_id: UUID, language: str, part: str) -> HttpResponse:
    """Of a change."""
    change = queries.words_change_for(change_id, request.actor)
    written = whole_in(change, language) if language in LANGUAGES else None
    return _shown(change.kind, written, language, part)


def _shown(kind: str, words: Said | None, language: str, part: str) -> HttpResponse:
    if words is None or part not in PARTS:
        raise NotThere
    try:
        rendered = as_it_would_leave(kind, words, language, PARTS[part])
    except ValueError as cannot_be_filled:
        raise NotThere from cannot_be_filled
    return part_shown(rendered, part)


def part_shown(rendered: Rendered, part: str) -> HttpResponse:
    """One part of a message that is looked at before it goes."""
    if PARTS[part] == Channel.EMAIL:
        headers = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return HttpResponse(in_scheme(page_for(rendered), dark=part == "email-dark"), headers=headers)
    if part == "letter":
        headers = {"Content-Disposition": 'inline; filename="letter.pdf"'}
        return HttpResponse(letter_of(rendered), content_type="application/pdf", headers=headers)
    try:
        sound = sound_of(rendered.body, rendered.language).read_bytes()
    except NoVoice:
        return HttpResponse(_("This machine has no voice. Please read the words."), "text/plain", status=503)
    return HttpResponse(sound, content_type="audio/wav")
