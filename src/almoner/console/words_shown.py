"""Words of messages as the templates take them: by place, with what differs marked, and as they would leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from almoner.catalogue.named import named_in, names_in
from almoner.console.outbox_words import MEANINGS, kind_name
from almoner.console.words_places import PLACE_NAMES, others_read
from almoner.core.languages import listed
from almoner.messaging.conversation import Piece
from almoner.messaging.enums import WordsState
from almoner.messaging.filling import said
from almoner.messaging.names import CEILING, COMMON, NAMES, privacy
from almoner.messaging.previewing import as_it_would_leave, setting, values
from almoner.messaging.proofreading import MADE_OF_WHEN, SAMPLES
from almoner.messaging.proofreading_shared import NOBODY, WRITTEN_NAMES
from almoner.messaging.readability import MOST, judged
from almoner.messaging.rewording_queries import KindSeen
from almoner.messaging.segments import parts_of
from almoner.messaging.wording import LANGUAGES, SAME_IN_ALL, Said, said_in
from almoner.messaging.wording_models import WordsChange
from almoner.messaging.written_words import before, differing, faults_of_change, name_of, no_longer_said

STATE_KINDS = {WordsState.DRAFT: "", WordsState.PROPOSED: "saffron", WordsState.LIVE: "green"}
CHANGED, RIGHT, LEFT = "changed", "right", "left"
LANGUAGE_STATES = {
    CHANGED: (pgettext_lazy("words in a language", "Changed"), "teal"),
    RIGHT: (gettext_lazy("Still right"), "green"),
    LEFT: (gettext_lazy("Nobody has looked"), "saffron"),
}
MOMENTS = {
    Piece.VOICEMAIL: gettext_lazy("On an answering machine"),
    Piece.THANKS: gettext_lazy("Goodbye"),
    Piece.PERSON: gettext_lazy("Goodbye: a person rings back"),
    Piece.SORRY: gettext_lazy("Goodbye to a wrong number"),
}
"""What is said in a call beside the message."""

_PIECES = re.compile(r"\s+|[^\s]+")


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def kind_row(seen: KindSeen) -> dict[str, Any]:
    """A kind in the list."""
    label, kind = _which(seen)
    return {
        "name": kind_name(seen.kind),
        "code": seen.kind,
        "href": reverse("console:words_of", args=[seen.kind]),
        "which": label,
        "which_kind": kind,
        "languages": listed(name_of(language) for language in seen.version.own) if seen.version else "",
        "change": seen.change and change_row(seen.change),
    }


def _which(seen: KindSeen) -> tuple[str, str]:
    if seen.version is None:
        return _("As shipped"), ""
    if not seen.passes:
        return _("Our own, set aside"), "red"
    return _("Our own, version %s") % seen.version.number, "teal"


def change_row(change: WordsChange) -> dict[str, Any]:
    """A change in a list."""
    return {
        "change": change,
        "href": reverse("console:words_change", args=[change.id]),
        "name": kind_name(change.kind),
        "state": change.get_state_display(),
        "kind": STATE_KINDS.get(WordsState(change.state), ""),
        "why": change.ended_why or change.why,
        "by": change.proposed_by_name or change.by_name,
    }


def languages_shown(change: WordsChange) -> list[dict[str, Any]]:
    """Each language of a change: what differs, whether somebody looked at it, what is to be mended."""
    was, faults, gone = before(change), faults_of_change(change), no_longer_said(change)
    named = cautions(change.words, change.kind)
    found = []
    for language in LANGUAGES:
        changed = differing(change, language)
        state = CHANGED if changed else RIGHT if language in change.still_right else LEFT
        label, kind = LANGUAGE_STATES[state]
        found.append(
            {
                "language": language,
                "name": name_of(language),
                "direction": direction(language),
                "state": state,
                "state_label": label,
                "state_kind": kind,
                "href": reverse("console:write_words", args=[change.id, language]),
                "differs": [_difference(place, was[language], change.words[language]) for place in changed],
                "faults": [(PLACE_NAMES[fault.place], fault.told) for fault in faults.get(language, ())],
                "cautions": named.get(language, []) if changed else [],
                "gone": [
                    (PLACE_NAMES[place], listed(f"${name}" for name in names))
                    for place, names in gone.get(language, {}).items()
                ],
            }
        )
    return found


def compared(was: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Two versions, by language, with the places in which they differ."""
    found = []
    for language in LANGUAGES:
        places = [place for place in was[language] if was[language][place] != now[language][place]]
        if places:
            differs = [_difference(place, was[language], now[language]) for place in places]
            found.append(
                {"language": language, "name": name_of(language), "direction": direction(language), "differs": differs}
            )
    return found


def _difference(place: str, was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Any]:
    before_pieces, after_pieces = marked(was[place], now[place])
    return {"label": PLACE_NAMES[place], "before": before_pieces, "after": after_pieces}


def marked(was: str, now: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Both texts in pieces, each with whether it is in one of them only."""
    old, new = _PIECES.findall(was), _PIECES.findall(now)
    before_pieces: list[tuple[bool, str]] = []
    after_pieces: list[tuple[bool, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, part in ((before_pieces, old[i1:i2]), (after_pieces, new[j1:j2])):
            if part:
                pieces.append((tag != "equal", "".join(part)))
    return before_pieces, after_pieces


def names_shown(kind: str, language: str) -> list[dict[str, Any]]:
    """The names that words of this kind may use: what stands for each, and where it may stand."""
    shared = kind == SAME_IN_ALL
    samples = SAMPLES if shared else {**SAMPLES, **values(kind)}
    asked = setting(language)
    return [
        {
            "name": f"${name}",
            "stands_for": said(samples.get(name if name not in MADE_OF_WHEN else "when"), language, asked.zone) or "…",
            "where": _where_shared(name) if shared else _where(name),
        }
        for name in sorted(WRITTEN_NAMES if shared else NAMES[kind].all)
    ]


def _where(name: str) -> str:
    if privacy(name) <= CEILING["subject"]:
        return ""
    return _("only e-mail and letter") if privacy(name) > CEILING["text"] else _("not in the subject")


def _where_shared(name: str) -> str:
    if name not in COMMON:
        return _("only e-mail and letter")
    return "" if name in NOBODY else _("not where keys are said, nor in the goodbye that all hear alike")


def _in(language: str, text: str) -> SafeString:
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), text)


def reading_age_said(words: Said, language: str) -> str:
    """From which age they are read with ease: the highest of those places that are long enough to tell."""
    ages = [one.age for one in judged(said_in(words), language)]
    if not ages:
        return _("Too short to tell a reading age.")
    return _("Reads like for age %(age)s; at most %(most)s.") % {"age": max(ages), "most": MOST}


def cautions(written: Mapping[str, Mapping[str, str]], kind: str) -> dict[str, list[tuple[Any, str]]]:
    """By language, the places in which others may read the name of a service or a specialty: whoever signs decides."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for language, places in written.items():
        names = names_in(language)
        for place in others_read(kind):
            if told := named_in(places.get(place, ""), names):
                found.setdefault(language, []).append((PLACE_NAMES[place], listed(f"“{name}”" for name in told)))
    return found


def previews(kind: str, words: Said, language: str, address: str) -> dict[str, Any]:
    """The words as they would leave. `address` begins the addresses of what stands in a frame, is heard or printed.

    Words in which a sign $ stands alone cannot be filled: then nothing is shown.
    """
    try:
        text, email, call = (as_it_would_leave(kind, words, language, channel) for channel in ("text", "email", "call"))
    except ValueError:
        return {}
    parts, signs = parts_of(text.body), len(text.body)
    return {
        "language": language,
        "direction": direction(language),
        "text": text.body,
        "parts": ngettext("%(count)d part", "%(count)d parts", parts) % {"count": parts},
        "signs": ngettext("%(count)d sign", "%(count)d signs", signs) % {"count": signs},
        "subject": email.subject,
        "pages": [(_("Light"), f"{address}email/"), (_("Dark"), f"{address}email-dark/")],
        "script": call.script,
        "keys": [(key, MEANINGS.get(means, means)) for key, means in call.menu.items() if key != "say"],
        "moments": [(label, _in(language, call.spoken[piece])) for piece, label in MOMENTS.items()],
        "age": reading_age_said(words, language),
        "sound": f"{address}sound/",
        "letter": f"{address}letter/",
    }
