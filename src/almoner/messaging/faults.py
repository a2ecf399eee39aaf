"""A fault of words, and the faults that words may have in any place. Pure. A fault is said in the reader's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.messaging.filling import identifiers
from almoner.messaging.names import CEILING, Privacy, privacy
from almoner.messaging.readability import MOST, judged

LONGEST_SENTENCE = 25
"""In words: what is longer is not followed by ear, nor by everybody who reads."""
SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|\n+")
RESERVED = (
    "STOP", "STOPALL", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "REVOKE", "OPTOUT", "ARRET", "START", "YES", "UNSTOP",
    "HELP", "INFO", "ALTO", "CANCELAR", "FIN", "BAJA",
)  # fmt: skip
"""Gateways take these for leaving or joining a list, whatever else a reply means."""
_KEY = re.compile(r"(?<![\w:.])\d(?![\w:]|\.\d)")
_REPLY = re.compile(
    r"(?:reply|answer|respond|text|send|write|responda|conteste|env[ií]e|escriba|أجب|أرسل|اكتب|رد)\W+(?:\w+\W+){0,2}?[\"“«']?("
    + "|".join(RESERVED)
    + r")\b",
    re.IGNORECASE,
)


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


def fault_at(place: str, says: str | Promise, **facts: Any) -> Fault:
    return Fault(place, says, facts)


def faults_at(place: str, text: str, allowed: frozenset[str]) -> Iterator[Fault]:
    yield from place_faults(place, text, allowed)
    for sentence in SENTENCE_ENDS.split(text):
        if len(sentence.split()) > LONGEST_SENTENCE:
            says = _("a sentence of more than %(most)s words: %(sentence)s… Make two of it.")
            yield fault_at(place, says, most=LONGEST_SENTENCE, sentence=sentence[:60])


def place_faults(place: str, text: str, allowed: frozenset[str]) -> Iterator[Fault]:
    if not text.strip():
        yield fault_at(place, _("is empty: whoever is told by this way would be told nothing"))
    names = identifiers(text)
    if stray(text):
        yield fault_at(place, _("a $ stands without a name: write the sum in words, or take a name from the list"))
    for name in sorted(names - allowed):
        yield fault_at(place, _("unknown name $%(name)s: take one from the list"), name=name)
    ceiling = CEILING.get(place, Privacy.OPEN)
    for name in sorted(names & allowed):
        if privacy(name) > ceiling:
            says = _("$%(name)s tells too much about health here, where others may read or hear it: leave it out")
            yield fault_at(place, says, name=name)
    if any(unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n" for sign in text):
        says = _("contains a control sign that cannot be seen: type the line anew instead of pasting it")
        yield fault_at(place, says)
    if found := _REPLY.search(text):
        says = _("asks for the reply %(word)s, which gateways take for leaving the list: ask for a number instead")
        yield fault_at(place, says, word=found.group(1))


def stray(text: str) -> bool:
    return "$" in _without_names(text)


def keys_said(text: str) -> frozenset[str]:
    """The keys that words ask to press or to write: digits that stand alone."""
    return frozenset(_KEY.findall(_without_names(text)))


def _without_names(text: str) -> str:
    return re.sub(r"\$[a-z_]+", "", text)


def hard_to_read(places: Mapping[str, str], language: str) -> Iterator[Fault]:
    """Words that are read with ease only by older people than everybody is."""
    for one in judged(places, language):
        if one.age > MOST:
            says = _("shorter words and sentences: reads like for age %(age)s, at most %(most)s")
            yield fault_at(one.hardest, says, age=one.age, most=MOST)
