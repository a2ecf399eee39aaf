"""Words of messages as the templates take them: by place, with what differs marked, and as they would leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from almoner.catalogue.named import named_in, names_in
from almoner.console.outbox_words import MEANINGS, kind_name
from almoner.core.languages import listed
from almoner.messaging.enums import WordsState
from almoner.messaging.filling import said
from almoner.messaging.names import CEILING, NAMES, privacy
from almoner.messaging.previewing import preview, setting, values
from almoner.messaging.proofreading import MADE_OF_WHEN, SAMPLES
from almoner.messaging.rewording_queries import KindSeen
from almoner.messaging.segments import parts_of
from almoner.messaging.wording import LANGUAGES, PLACES, Words
from almoner.messaging.wording_models import WordsChange
from almoner.messaging.written_words import before, differing, faults_of_change, name_of, no_longer_said

PLACE_NAMES = {
    "subject": gettext_lazy("Subject"),
    "email": gettext_lazy("E-mail"),
    "text": gettext_lazy("Text message"),
    "call": gettext_lazy("Call"),
    "letter": gettext_lazy("Letter"),
}
STATE_KINDS = {WordsState.DRAFT: "", WordsState.PROPOSED: "saffron", WordsState.LIVE: "green"}
CHANGED, RIGHT, LEFT = "changed", "right", "left"
LANGUAGE_STATES = {
    CHANGED: (pgettext_lazy("words in a language", "Changed"), "teal"),
    RIGHT: (gettext_lazy("Still right"), "green"),
    LEFT: (gettext_lazy("Nobody has looked"), "saffron"),
}
OTHERS_READ = ("subject", "text", "call")
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
    named = cautions(change.words)
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
        places = [place for place in PLACES if was[language][place] != now[language][place]]
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
    samples = {**SAMPLES, **values(kind)}
    asked = setting(language)
    rows = []
    for name in sorted(NAMES[kind].all):
        known = name if name not in MADE_OF_WHEN else "when"
        anywhere = privacy(name) <= CEILING["subject"]
        written_only = privacy(name) > CEILING["text"]
        rows.append(
            {
                "name": f"${name}",
                "stands_for": said(samples.get(known), language, asked.zone) or "…",
                "where": "" if anywhere else _("only e-mail and letter") if written_only else _("not in the subject"),
            }
        )
    return rows


def cautions(written: Mapping[str, Mapping[str, str]]) -> dict[str, list[tuple[Any, str]]]:
    """By language, the places in which others may read the name of a service or a specialty: whoever signs decides."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for language, places in written.items():
        names = names_in(language)
        for place in OTHERS_READ:
            if told := named_in(places[place], names):
                found.setdefault(language, []).append((PLACE_NAMES[place], listed(f"“{name}”" for name in told)))
    return found


def previews(kind: str, words: Words, language: str, address: str) -> dict[str, Any]:
    """The words as they would leave. `address` begins the addresses of what stands in a frame, is heard or printed.

    Words in which a sign $ stands alone cannot be filled: then nothing is shown.
    """
    try:
        text, email, call = (preview(kind, words, language, channel) for channel in ("text", "email", "call"))
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
        "voicemail": call.voicemail,
        "sound": f"{address}sound/",
        "letter": f"{address}letter/",
    }
