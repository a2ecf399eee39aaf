"""Every fault of words, each with what to mend: of those in the folder, and of those that somebody writes.

Pure but for reading the files. A fault is said in the reader's language; the lines for operators are English.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from almoner.messaging.conversation import WRONG
from almoner.messaging.filling import body, identifiers, lines
from almoner.messaging.names import CEILING, COMMON, NAMES, Privacy, privacy
from almoner.messaging.segments import parts_of
from almoner.messaging.wording import FOLDER, LANGUAGES, SAME_IN_ALL, Common, Words, as_words, said_in

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


OTHER_SAMPLE = "eighteen or so signs"
WITH_PARAGRAPHS = frozenset({"email", "letter"})
MADE_OF_WHEN = frozenset({"times", "visits"})
"""Always known where `when` is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the words in one place, and what to do about it. `told` says it in the reader's language."""

    place: str
    says: str | Promise
    facts: Mapping[str, Any]

    @property
    def told(self) -> str:
        return str(self.says) % self.facts

    def __str__(self) -> str:
        return f"{self.place}: {self.told}"


def _fault(place: str, says: str | Promise, **facts: Any) -> Fault:
    return Fault(place, says, facts)


def check_wording(folder: Path = FOLDER) -> list[str]:
    """All faults of all words: nothing missing or unknown, nothing private where others look. In English."""
    with override("en"):
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
        yield from map(str, _place_faults(place, getattr(shared, place), anybody))
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
    yield from map(str, faults_of(words, kind, language, shared))


def faults_of(words: Words, kind: str, language: str, shared: Common, shipped: Words | None = None) -> list[Fault]:
    """All faults of the words of one kind in one language, wherever they were written. `shipped`: those that they take
    the place of, which show what is always known when such a message goes."""
    names = NAMES[kind]
    found = [fault for place, text in said_in(words).items() for fault in _faults_at(place, text, names.all)]
    if words.menu not in shared.menus:
        found.append(_fault("call", _("there is no menu %(menu)s"), menu=words.menu))
    if any(_stray(text) for text in said_in(words).values()):
        return found
    found += _text_faults(words, language)
    found += _offered_faults(words, shared)
    found += _faults_when_bare(words, names.needs | COMMON | _granted(shipped or words))
    filled = body(words.subject, {name: SAMPLES.get(name, "x") for name in names.all})
    if len(filled) > LONGEST_SUBJECT or "\n" in words.subject:
        says = _("longer than %(most)s signs or more than one line: say it shorter")
        found.append(_fault("subject", says, most=LONGEST_SUBJECT))
    return found


def _faults_at(place: str, text: str, allowed: frozenset[str]) -> Iterator[Fault]:
    yield from _place_faults(place, text, allowed)
    for sentence in _SENTENCE_ENDS.split(text):
        if len(sentence.split()) > LONGEST_SENTENCE:
            says = _("a sentence of more than %(most)s words: %(sentence)s… Make two of it.")
            yield _fault(place, says, most=LONGEST_SENTENCE, sentence=sentence[:60])


def _place_faults(place: str, text: str, allowed: frozenset[str]) -> Iterator[Fault]:
    if not text.strip():
        yield _fault(place, _("is empty: whoever is told by this way would be told nothing"))
    names = identifiers(text)
    if _stray(text):
        yield _fault(place, _("a $ stands without a name: write the sum in words, or take a name from the list"))
    for name in sorted(names - allowed):
        yield _fault(place, _("unknown name $%(name)s: take one from the list"), name=name)
    ceiling = CEILING.get(place, Privacy.OPEN)
    for name in sorted(names & allowed):
        if privacy(name) > ceiling:
            says = _("$%(name)s tells too much about health here, where others may read or hear it: leave it out")
            yield _fault(place, says, name=name)
    if any(unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n" for sign in text):
        yield _fault(place, _("contains a control sign that cannot be seen: type the line anew instead of pasting it"))
    if found := _REPLY.search(text):
        says = _("asks for the reply %(word)s, which gateways take for leaving the list: ask for a number instead")
        yield _fault(place, says, word=found.group(1))


def _offered_faults(words: Words, shared: Common) -> Iterator[Fault]:
    """A text says each key of its menu, and none that would not be understood."""
    said = set(_KEY.findall(re.sub(r"\$[a-z_]+", "", words.text)))
    if words.text_menu and words.text_menu not in shared.menus:
        yield _fault("text", _("there is no menu %(menu)s"), menu=words.text_menu)
        return
    keys = set(shared.menus[words.text_menu]) - {"say", *UNSAID} if words.text_menu else set()
    if said - {"9"} != keys:
        told, meant = ", ".join(sorted(said)) or "–", ", ".join(sorted(keys)) or "–"
        says = _("says the keys %(told)s; its menu has %(meant)s: say those, and no others")
        yield _fault("text", says, told=told, meant=meant)


def _stray(text: str) -> bool:
    return "$" in re.sub(r"\$[a-z_]+", "", text)


def _text_faults(words: Words, language: str) -> Iterator[Fault]:
    if "first_name" not in identifiers(words.text):
        says = _("does not say for whom it is (two people may share a telephone): put in $first_name")
        yield _fault("text", says)
    if "service_desk" not in identifiers(words.text):
        yield _fault("text", _("does not say how to reach a human: put in $service_desk"))
    filled = {name: SAMPLES.get(name, OTHER_SAMPLE) for name in identifiers(words.text)}
    said = " ".join(lines(words.text.splitlines(), filled))
    parts = parts_of(said)
    if parts > MOST_PARTS[language]:
        says = _("%(signs)s signs make %(parts)s parts, at most %(most)s: say less, or say it shorter")
        yield _fault("text", says, signs=len(said), parts=parts, most=MOST_PARTS[language])


def _granted(words: Words) -> frozenset[str]:
    """The names without which the words would say nothing, or not for whom they are: whoever fills them gives these."""
    addressed = [line for line in words.text.splitlines() if "first_name" in identifiers(line)]
    found = frozenset(name for line in (*addressed, *words.call[:1]) for name in identifiers(line))
    return found | (MADE_OF_WHEN if "when" in found or "times" in found else frozenset())


def _faults_when_bare(words: Words, known: frozenset[str]) -> Iterator[Fault]:
    """A line goes when a name in it has no value: what must be said stands in lines that never go."""
    sure = dict.fromkeys(known | (MADE_OF_WHEN if "when" in known else frozenset()), "x")
    for place, text in said_in(words).items():
        left = body(text, sure) if place in WITH_PARAGRAPHS else "".join(lines(text.splitlines(), sure))
        if text.strip() and not left.strip():
            says = _("says nothing where a value is not known: write one line without names that may be missing")
            yield _fault(place, says)
    for name in ("first_name", "service_desk"):
        saying = [line for line in words.text.splitlines() if name in identifiers(line)]
        if saying and not lines(saying, sure):
            says = _("$%(name)s stands in a line that goes where a value is not known: give it a line of its own")
            yield _fault("text", says, name=name)
