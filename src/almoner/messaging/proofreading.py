"""Every fault of the words in the folder, each as a line that says what to mend. Pure but for reading the files."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from almoner.messaging.conversation import WRONG
from almoner.messaging.filling import body, identifiers, lines
from almoner.messaging.names import CEILING, NAMES, Privacy, privacy
from almoner.messaging.segments import parts_of
from almoner.messaging.wording import FOLDER, LANGUAGES, SAME_IN_ALL, Common, Words, as_words

MOST_PARTS = {"en": 2, "es": 4, "ar": 5}
"""Parts of a text message without its link; a language outside the short alphabet has 67 signs in each."""

LONGEST_SUBJECT = 90
LONGEST_SENTENCE = 25
"""In words: what is longer is not followed by ear, nor by everybody who reads."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|\n+")
RESERVED = (
    "STOP", "STOPALL", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "REVOKE", "OPTOUT", "ARRET", "START", "YES", "UNSTOP",
    "HELP", "INFO", "ALTO", "CANCELAR", "FIN", "BAJA",
)  # fmt: skip
"""Gateways take these for leaving or joining a list, whatever else a reply means."""

UNSAID = ("9", "0")
"""Keys that a text need not say: whoever writes 9 all the same is rung, and a text can be read again."""
_KEY = re.compile(r"(?<![\w:.])\d(?![\w:.])")
_REPLY = re.compile(
    r"(?:reply|answer|respond|text|send|write|responda|conteste|env[ií]e|escriba|أجب|أرسل|اكتب|رد)\W+(?:\w+\W+){0,2}?[\"“«']?("
    + "|".join(RESERVED)
    + r")\b",
    re.IGNORECASE,
)
SAMPLES = {
    "hospital": "St Brigid General", "first_name": "Maximiliana", "times": "Wednesday 23 September at 09:30",
    "when": "Wednesday 23 September at 09:30", "answer_by": "Wednesday 23 September at 09:30",
    "new_time": "Wednesday 23 September at 09:30", "due": "Wednesday 23 September at 09:30",
    "closes": "Wednesday 23 September", "ends_on": "Wednesday 23 September", "prep_headline": "no food after 02:00",
    "service_desk": "+44 20 7946 0000", "emergency": "999", "reference": "P-7KQ4-M2W8", "entrance": "Desk B, level 2",
    "promise": "we ring you back", "link": "",
    "written": "You may bring your daughter, and please come to desk B.",
}  # fmt: skip


def check_wording(folder: Path = FOLDER) -> list[str]:
    """All faults of all words: nothing missing or unknown, nothing private where others look."""
    return [fault for language in LANGUAGES for fault in _language_faults(folder / language, language)]


def _language_faults(folder: Path, language: str) -> Iterator[str]:
    try:
        shared = Common(**tomllib.loads((folder / f"{SAME_IN_ALL}.toml").read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, TypeError) as fault:
        yield f"{language}/{SAME_IN_ALL}: {fault}"
        return
    yield from (f"{language}/{SAME_IN_ALL}: {fault}" for fault in _common_faults(shared))
    for kind in NAMES:
        path = folder / f"{kind}.toml"
        if not path.is_file():
            yield f"{language}/{kind}: there is no wording"
            continue
        yield from (f"{language}/{kind}: {fault}" for fault in _file_faults(path, kind, language, shared))
    known = {*NAMES, SAME_IN_ALL}
    yield from (f"{language}/{path.stem}: no such kind" for path in folder.glob("*.toml") if path.stem not in known)


def _common_faults(shared: Common) -> Iterator[str]:
    anybody = frozenset({"first_name", "hospital", "service_desk"})
    for place in ("voicemail", "call_opening", "call_gate", "call_thanks", "call_person", "call_wrong"):
        yield from _place_faults(place, getattr(shared, place), anybody)
    if WRONG not in shared.call_gate:
        yield f"call_gate does not say the key {WRONG} for whoever does not know them"
    for place, text in (("human", shared.human), ("voicemail", shared.voicemail)):
        if "service_desk" not in identifiers(text):
            yield f"{place} does not say how to reach a human"
    for place, text in (("emergency", shared.emergency), ("call_emergency", shared.call_emergency)):
        if "emergency" not in identifiers(text):
            yield f"{place} does not say the number for an emergency"
    for name, menu in shared.menus.items():
        if WRONG in menu:
            yield f"menu {name} has the key {WRONG}, which says that the call was for somebody else"
        if "say" not in menu or menu.get("9") != "person" or menu.get("0") != "repeat":
            yield f"menu {name} lacks what it says, 9 for a person or 0 to repeat"


def _file_faults(path: Path, kind: str, language: str, shared: Common) -> Iterator[str]:
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        words = as_words(told)
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as fault:
        yield f"a channel or entry is missing or broken: {fault}"
        return
    allowed = NAMES[kind].all
    for place, text in _places(words):
        yield from _place_faults(place, text, allowed)
        for sentence in _SENTENCE_ENDS.split(text):
            if len(sentence.split()) > LONGEST_SENTENCE:
                yield f"{place}: a sentence of more than {LONGEST_SENTENCE} words: {sentence[:60]}…"
    if words.menu not in shared.menus:
        yield f"call: there is no menu {words.menu}"
    if any(_stray(text) for _, text in _places(words)):
        return
    yield from _text_faults(words, language)
    yield from _offered_faults(words, shared)
    filled = body(words.subject, {name: SAMPLES.get(name, "x") for name in allowed})
    if len(filled) > LONGEST_SUBJECT or "\n" in words.subject:
        yield f"subject: longer than {LONGEST_SUBJECT} signs or more than one line"


def _places(words: Words) -> Iterator[tuple[str, str]]:
    yield "subject", words.subject
    yield "email", words.email
    yield "text", words.text
    yield "call", "\n".join(words.call)
    yield "letter", words.letter


def _place_faults(place: str, text: str, allowed: frozenset[str]) -> Iterator[str]:
    if not text.strip():
        yield f"{place}: is empty"
    names = identifiers(text)
    if _stray(text):
        yield f"{place}: a $ stands without a name"
    yield from (f"{place}: unknown name ${name}" for name in sorted(names - allowed))
    ceiling = CEILING.get(place, Privacy.OPEN)
    for name in sorted(names & allowed):
        if privacy(name) > ceiling:
            yield f"{place}: ${name} tells too much about health here"
    if any(unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n" for sign in text):
        yield f"{place}: contains a control sign"
    if found := _REPLY.search(text):
        yield f"{place}: asks for the reply {found.group(1)}, which gateways take for leaving the list"


def _offered_faults(words: Words, shared: Common) -> Iterator[str]:
    """A text says each key of its menu, and none that would not be understood."""
    said = set(_KEY.findall(re.sub(r"\$[a-z_]+", "", words.text)))
    if words.text_menu and words.text_menu not in shared.menus:
        yield f"text: there is no menu {words.text_menu}"
        return
    keys = set(shared.menus[words.text_menu]) - {"say", *UNSAID} if words.text_menu else set()
    if said - {"9"} != keys:
        told, meant = ", ".join(sorted(said)) or "none", ", ".join(sorted(keys)) or "none"
        yield f"text: says the keys {told}; its menu has {meant}"


def _stray(text: str) -> bool:
    return "$" in re.sub(r"\$[a-z_]+", "", text)


def _text_faults(words: Words, language: str) -> Iterator[str]:
    if "first_name" not in identifiers(words.text):
        yield "text: does not say for whom it is (two people may share a telephone)"
    if "service_desk" not in identifiers(words.text):
        yield "text: does not say how to reach a human"
    said = " ".join(lines(words.text.splitlines(), SAMPLES))
    parts = parts_of(said)
    if parts > MOST_PARTS[language]:
        yield f"text: {len(said)} signs make {parts} parts, at most {MOST_PARTS[language]}"
