"""Every fault of words, each with what to mend: of those in the folder, and of those that somebody writes.

Pure but for reading the files. A fault is said in the reader's language; the lines for operators are English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from almoner.messaging.faults import (
    LONGEST_SENTENCE,
    SENTENCE_ENDS,
    Fault,
    fault_at,
    faults_at,
    hard_to_read,
    keys_said,
    stray,
)
from almoner.messaging.filling import body, identifiers, lines
from almoner.messaging.names import COMMON, NAMES
from almoner.messaging.proofreading_shared import menu_faults, place_faults_of_shared
from almoner.messaging.segments import parts_of
from almoner.messaging.wording import FOLDER, LANGUAGES, SAME_IN_ALL, Common, Words, as_words, said_in
from almoner.messaging.wording import words as shipped_words

MOST_PARTS = {"en": 2, "es": 4, "ar": 5}
"""Parts of a text message without its link; a language outside the short alphabet has 67 signs in each."""

LONGEST_SUBJECT = 90
UNSAID = ("9", "0")
"""Keys that a text need not say: whoever writes 9 all the same is rung, and a text can be read again."""
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
WHOLE = "whole"
"""The place of a fault that is in no place of the shared words, but in a message that they go out with."""
MADE_OF_WHEN = frozenset({"times", "visits"})
"""Always known where `when` is."""


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
    faults = [*menu_faults(shared), *place_faults_of_shared(shared, language)]
    yield from (f"{language}/{SAME_IN_ALL}: {fault}" for fault in faults)
    for kind in NAMES:
        path = folder / f"{kind}.toml"
        if not path.is_file():
            yield f"{language}/{kind}: there is no wording"
            continue
        yield from (f"{language}/{kind}: {fault}" for fault in _file_faults(path, kind, language, shared))
    known = {*NAMES, SAME_IN_ALL}
    yield from (f"{language}/{path.stem}: no such kind" for path in folder.glob("*.toml") if path.stem not in known)


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
    found = [fault for place, text in said_in(words).items() for fault in faults_at(place, text, names.all)]
    if words.menu not in shared.menus:
        found.append(fault_at("call", _("there is no menu %(menu)s"), menu=words.menu))
    if any(stray(text) for text in said_in(words).values()):
        return found
    found += _text_faults(words, language)
    found += _offered_faults(words, shared)
    found += _run_on_faults(words, shared)
    found += hard_to_read(said_in(words), language)
    found += _faults_when_bare(words, names.needs | COMMON | _granted(shipped or words))
    filled = body(words.subject, {name: SAMPLES.get(name, "x") for name in names.all})
    if len(filled) > LONGEST_SUBJECT or "\n" in words.subject:
        says = _("longer than %(most)s signs or more than one line: say it shorter")
        found.append(fault_at("subject", says, most=LONGEST_SUBJECT))
    return found


def faults_of_shared(shared: Common, language: str, kinds: Mapping[str, Words]) -> list[Fault]:
    """All faults of the words that every message shares. `kinds`: the words of each kind with which they would go out,
    every one of which has to pass with them."""
    found = list(place_faults_of_shared(shared, language))
    for kind, words in kinds.items():
        theirs = faults_of(words, kind, language, shared, shipped_words(language, kind))
        says = _("with these words the message %(kind)s does not pass: %(fault)s")
        found += [fault_at(WHOLE, says, kind=kind, fault=one) for one in theirs]
    return found


def _run_on_faults(words: Words, shared: Common) -> Iterator[Fault]:
    """A call is said in one breath: where a line has no full stop, its sentence goes on in the next."""
    whole = " ".join([*words.call, shared.call_emergency])
    for sentence in SENTENCE_ENDS.split(whole):
        if len(sentence.split()) > LONGEST_SENTENCE and not any(sentence in line for line in words.call):
            says = _("a sentence goes on from one line to the next: %(sentence)s… End each line with a full stop.")
            yield fault_at("call", says, sentence=sentence[:60])


def _offered_faults(words: Words, shared: Common) -> Iterator[Fault]:
    """A text says each key of its menu, and none that would not be understood."""
    said = keys_said(words.text)
    if words.text_menu and words.text_menu not in shared.menus:
        yield fault_at("text", _("there is no menu %(menu)s"), menu=words.text_menu)
        return
    keys = set(shared.menus[words.text_menu]) - {"say", *UNSAID} if words.text_menu else set()
    if said - {"9"} != keys:
        told, meant = ", ".join(sorted(said)) or "–", ", ".join(sorted(keys)) or "–"
        says = _("says the keys %(told)s; its menu has %(meant)s: say those, and no others")
        yield fault_at("text", says, told=told, meant=meant)


def _text_faults(words: Words, language: str) -> Iterator[Fault]:
    if "first_name" not in identifiers(words.text):
        says = _("does not say for whom it is (two people may share a telephone): put in $first_name")
        yield fault_at("text", says)
    if "service_desk" not in identifiers(words.text):
        yield fault_at("text", _("does not say how to reach a human: put in $service_desk"))
    filled = {name: SAMPLES.get(name, OTHER_SAMPLE) for name in identifiers(words.text)}
    said = " ".join(lines(words.text.splitlines(), filled))
    parts = parts_of(said)
    if parts > MOST_PARTS[language]:
        says = _("%(signs)s signs make %(parts)s parts, at most %(most)s: say less, or say it shorter")
        yield fault_at("text", says, signs=len(said), parts=parts, most=MOST_PARTS[language])


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
            yield fault_at(place, says)
    for name in ("first_name", "service_desk"):
        saying = [line for line in words.text.splitlines() if name in identifiers(line)]
        if saying and not lines(saying, sure):
            says = _("$%(name)s stands in a line that goes where a value is not known: give it a line of its own")
            yield fault_at("text", says, name=name)
