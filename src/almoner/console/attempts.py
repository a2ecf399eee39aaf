"""One attempt to send: what it said, the proof of it, and the e-mail, the sound and the letter themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from almoner.console.gates import StaffRequest, staff
from almoner.console.outbox_words import ANSWERED, MEANINGS
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging import recordings
from almoner.messaging.channels.call.sound import NoVoice, sound_of
from almoner.messaging.channels.email.shown import invitations_of, page_of
from almoner.messaging.channels.letter.folder import pdf_of
from almoner.messaging.enums import TAKEN, PostState, Result
from almoner.messaging.live_words import WITH_SHARED
from almoner.messaging.models import Attempt, Posting
from almoner.messaging.queries import open_attempt
from almoner.messaging.segments import parts_of
from almoner.people.enums import Channel
from almoner.ui.templatetags.ui import when

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
"""An e-mail brings its own style and nothing else: no script, no form, no picture from elsewhere."""
RESULT_KINDS = {Result.NOT_NOW: "saffron", Result.UNKNOWN: "saffron", Result.REFUSED: "red", Result.OPTED_OUT: "red"}
RIGHT_TO_LEFT = frozenset({"ar"})


def attempt_shown(attempt: Attempt) -> dict[str, Any]:
    """What the page shows of an attempt; `said` depends on the channel."""
    parts = {Channel.EMAIL: _email, Channel.TEXT: _text, Channel.CALL: _call, Channel.LETTER: _letter}
    return {
        "attempt": attempt,
        "channel": attempt.get_channel_display(),
        "template": f"console/message_{attempt.channel}.html",
        "result": attempt.get_result_display(),
        "result_kind": "green" if attempt.result in TAKEN else RESULT_KINDS.get(Result(attempt.result), ""),
        "stand_in": bool(attempt.evidence.get("stand_in")),
        "language": attempt.language,
        "direction": "rtl" if attempt.language in RIGHT_TO_LEFT else "ltr",
        "proof": _proof(attempt),
        "said": parts[Channel(attempt.channel)](attempt),
    }


def _proof(attempt: Attempt) -> list[tuple[str, Any]]:
    """Where it went and what is known of it. What does not apply is left out."""
    kept: Mapping[str, Any] = attempt.evidence
    facts = [
        (_("To"), kept.get("to")),
        (_("Address"), _as_written(attempt.address)),
        (_("The provider said"), _as_written(attempt.answer)),
        (_("Who answered"), ANSWERED.get(kept.get("how", ""))),
        (_("On the line"), _seconds(int(kept.get("seconds", 0)))),
        (_("They pressed"), kept.get("pressed")),
        (pgettext("of a message", "Words"), _whose_words(str(kept.get("words", "")))),
        (_("Message-ID"), kept.get("message_id")),
        (_("The provider's numbers"), _as_written(" · ".join(kept.get("ids", ())))),
        (_("Alphabet of the text"), kept.get("alphabet")),
        (_("File"), kept.get("file") or kept.get("object")),
        (_("Key of this send"), attempt.provider_key),
        (_("Counted"), _("no: it was told too late") if attempt.fenced else ""),
        *((when(one.created_at), f"{one.get_status_display()} {one.answer}") for one in attempt.receipts.all()),
    ]
    return [(name, value) for name, value in facts if value]


def _as_written(value: str) -> str:
    """A number or a machine's words, which run from the left in every language."""
    return format_html('<bdi dir="{}">{}</bdi>', "ltr" if value.isascii() else "auto", value) if value else ""


def _whose_words(version: str) -> str:
    """Which words they were, and which of those that every message shares: `wording.Told.version`."""
    own, _sep, shared = version.partition(WITH_SHARED)
    if shared:
        both = {"own": _whose_words(own), "shared": _whose_words(shared)}
        return _("%(own)s; what every message says: %(shared)s") % both
    if version.isdecimal():
        return _("our own, version %s") % version
    if version.startswith("shipped instead of "):
        return _("as shipped, since our own version %s does not pass any more") % version.rpartition(" ")[2]
    return _("as shipped") if version == "shipped" else _("of the message %s to many") % version if version else ""


def _seconds(count: int) -> str:
    return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count} if count else ""


def _email(attempt: Attempt) -> dict[str, Any]:
    invited = invitations_of(attempt)
    return {
        "page": reverse("console:message_email", args=[attempt.id]),
        "invitations": [_invitation(facts, made.text) for facts, made in invited],
        "not_kept": int(attempt.evidence.get("invitations", 0)) - len(invited),
    }


def _invitation(facts: Mapping[str, Any], text: str) -> dict[str, Any]:
    cancels = facts.get("method") == "CANCEL"
    return {
        "title": _("takes the visit out of the calendar") if cancels else _("puts the visit in the calendar"),
        "starts_at": datetime.fromisoformat(str(facts["starts_at"])),
        "ends_at": datetime.fromisoformat(str(facts["ends_at"])),
        "location": facts.get("location", ""),
        "text": text,
    }


def _text(attempt: Attempt) -> dict[str, Any]:
    return text_shown(attempt.body, int(attempt.evidence.get("parts") or 0))


def text_shown(body: str, parts: int = 0) -> dict[str, Any]:
    """How long a text message is; `parts` are those that were sent, where it has gone."""
    parts = parts or parts_of(body)
    return {
        "parts": ngettext("%(count)d part", "%(count)d parts", parts) % {"count": parts},
        "signs": ngettext("%(count)d sign", "%(count)d signs", len(body)) % {"count": len(body)},
    }


def _call(attempt: Attempt) -> dict[str, Any]:
    kept: Mapping[str, Any] = attempt.evidence
    recorded = recordings.read(str(kept.get("recording", ""))) is not None
    sounds = {
        "recorded": reverse("console:message_sound", args=[attempt.id, "recording"]) if recorded else "",
        "sound": reverse("console:message_sound", args=[attempt.id, "script"]),
        "voicemail_sound": reverse("console:message_sound", args=[attempt.id, "voicemail"]),
    }
    script = kept.get("script") or attempt.body.splitlines()
    return script_shown(script, kept.get("menu", {}), kept.get("voicemail", "")) | sounds


def script_shown(script: list[str], menu: Mapping[str, str], voicemail: str) -> dict[str, Any]:
    """What is said in a call, what its keys mean, and what an answering machine hears."""
    keys = {key: means for key, means in menu.items() if key != "say"}
    return {
        "script": script,
        "recorded": "",
        "sound": "",
        "keys": [(key, MEANINGS.get(means, means)) for key, means in keys.items()],
        "voicemail": voicemail,
        "voicemail_sound": "",
    }


def _letter(attempt: Attempt) -> dict[str, Any]:
    kept: Mapping[str, Any] = attempt.evidence
    return {
        "pdf": reverse("console:message_letter", args=[attempt.id]),
        "pages": kept.get("pages"),
        "reference": kept.get("reference", ""),
        "large_print": bool(kept.get("large_print")),
        **_on_paper(attempt),
    }


def _on_paper(attempt: Attempt) -> dict[str, Any]:
    """Where the letter itself is, and the page on which it is told that it came back."""
    posting: Posting | None = getattr(attempt, "posting", None)
    if posting is None:
        return {}
    facts = [
        (_("Reference in the window"), posting.reference),
        (_("The letter"), posting.get_state_display()),
        (_("Posted"), when(posting.posted_at) if posting.posted_at else ""),
        (_("Came back"), when(posting.returned_at) if posting.returned_at else ""),
        (_("The envelope says"), posting.get_returned_because_display() if posting.returned_because else ""),
    ]
    came_back = reverse("console:letter_came_back", args=[posting.id]) if posting.state == PostState.POSTED else ""
    return {"on_paper": [(name, value) for name, value in facts if value], "came_back": came_back}


@require_GET
@staff(Permission.SEE_OUTBOX)
def message_email(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """The e-mail as a mail program shows it, for the frame of the message's page alone."""
    attempt = open_attempt(attempt_id, channel=Channel.EMAIL, by=request.actor)
    headers = {"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(page_of(attempt), headers=headers)


@require_GET
@staff(Permission.SEE_OUTBOX)
def message_sound(request: StaffRequest, attempt_id: UUID, part: str) -> HttpResponse:
    """A call as it was said, or spoken anew, or the words for an answering machine; made when somebody asks for it."""
    attempt = open_attempt(attempt_id, channel=Channel.CALL, by=request.actor)
    if part == "recording":
        return _recording(str(attempt.evidence.get("recording", "")))
    words = {"script": attempt.body, "voicemail": str(attempt.evidence.get("voicemail", ""))}.get(part)
    if not words:
        raise NotThere
    try:
        sound = sound_of(words, attempt.language).read_bytes()
    except NoVoice:
        return HttpResponse(_("This machine has no voice. Please read the words."), "text/plain", status=503)
    return HttpResponse(sound, content_type="audio/wav")


def _recording(name: str) -> HttpResponse:
    """Raises NotThere where it was not kept, or is kept no longer."""
    kept = recordings.read(name)
    if kept is None:
        raise NotThere
    return HttpResponse(kept, content_type="audio/wav")


@require_GET
@staff(Permission.SEE_OUTBOX)
def message_letter(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    attempt = open_attempt(attempt_id, channel=Channel.LETTER, by=request.actor)
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"'}
    return HttpResponse(pdf_of(attempt), content_type="application/pdf", headers=headers)
