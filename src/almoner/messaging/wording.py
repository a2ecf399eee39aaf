"""The words of messages as they are shipped: read from `wording/<language>/<kind>.toml`, once, and held as they are.

What a hospital wrote itself stands on top of them: `live_words`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wording"
LANGUAGES = ("en", "es", "ar")
SAME_IN_ALL = "common"
PLACES = ("subject", "email", "text", "call", "letter")
"""Where words of a kind stand. Keys of a call are no words: they stay as they are shipped."""

MENUS = ("plain", "visit", "dates", "offer", "recovery", "delay", "ending")
WRITTEN = ("greeting", "human", "emergency", "thanks", "open_link")
SPOKEN = (
    "call_opening", "call_gate", "call_thanks", "call_person", "call_wrong", "call_emergency", "voicemail",
)  # fmt: skip
SHARED_PLACES = (*WRITTEN, *SPOKEN, *(f"menu_{name}" for name in MENUS))
"""Where words stand that all messages share; of a menu, how its keys are said."""


class NoWords(LookupError):
    """There is no wording for this kind in this language."""


@dataclass(frozen=True, slots=True)
class Words:
    """One kind in one language. `menu` names the list of keys that a call offers, `text_menu` that of a text, empty
    where it asks for no answer."""

    subject: str
    email: str
    text: str
    call: tuple[str, ...]
    menu: str
    letter: str
    text_menu: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """What every message of a language shares: greeting, how to reach a human, what to do in an emergency."""

    greeting: str
    human: str
    emergency: str
    call_opening: str
    call_gate: str
    call_thanks: str
    call_person: str
    call_wrong: str
    call_emergency: str
    voicemail: str
    thanks: str
    open_link: str
    menus: dict[str, dict[str, str]]


Said = Words | Common


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a kind and those that all messages share, with where they are from: `version` is written beside every
    attempt."""

    words: Words
    shared: Common
    version: str = "shipped"


def language_for(preferred: str, site_default: str) -> str:
    """The language to write in: theirs, else the site's, else English."""
    for wanted in (preferred, site_default):
        short = wanted.split("-", maxsplit=1)[0].lower()
        if short in LANGUAGES:
            return short
    return "en"


@lru_cache(maxsize=512)
def words(language: str, kind: str) -> Words:
    """Raises NoWords."""
    path = FOLDER / language / f"{kind}.toml"
    if not path.is_file():
        raise NoWords(f"{language}/{kind}.toml")
    return as_words(tomllib.loads(path.read_text(encoding="utf-8")))


def as_words(told: dict[str, dict[str, object]]) -> Words:
    """Raises KeyError where a channel or one of its entries is missing."""
    letter = told["letter"]
    body = told[str(letter["like"])]["body"] if "like" in letter else letter["body"]
    script = told["call"]["script"]
    if not isinstance(script, list):
        raise KeyError("call.script is not a list of sentences")
    return Words(
        subject=str(told["email"]["subject"]).strip(),
        email=str(told["email"]["body"]).strip(),
        text=str(told["text"]["body"]).strip(),
        call=tuple(str(sentence) for sentence in script),
        menu=str(told["call"].get("menu", "plain")),
        letter=str(body).strip(),
        text_menu=str(told["text"].get("menu", "")),
    )


def places_of(kind: str) -> tuple[str, ...]:
    return SHARED_PLACES if kind == SAME_IN_ALL else PLACES


def said_in(words: Said) -> dict[str, str]:
    """The words by their place; the sentences of a call one on a line."""
    if isinstance(words, Common):
        keys = {f"menu_{name}": menu.get("say", "") for name, menu in words.menus.items()}
        return {place: getattr(words, place) for place in (*WRITTEN, *SPOKEN)} | keys
    return {place: "\n".join(words.call) if place == "call" else getattr(words, place) for place in PLACES}


def reworded(words: Words, own: Mapping[str, str]) -> Words:
    """The words with other ones in the places that `own` names."""
    changed: dict[str, str | tuple[str, ...]] = dict(own)
    if "call" in own:
        changed["call"] = tuple(line.strip() for line in own["call"].splitlines() if line.strip())
    return replace(words, **changed)  # type: ignore[arg-type]


def with_own(words: Said, own: Mapping[str, str]) -> Said:
    """The same for words of a kind and for those that all messages share, whose keys stay as they are."""
    if not isinstance(words, Common):
        return reworded(words, own)
    menus = {name: {**menu, "say": own.get(f"menu_{name}", menu["say"])} for name, menu in words.menus.items()}
    return replace(words, menus=menus, **{place: own[place] for place in (*WRITTEN, *SPOKEN) if place in own})


@lru_cache(maxsize=512)
def digest(kind: str) -> str:
    """Of the shipped words of a kind in all languages: another one when an update brings others."""
    told = {language: said_in(shipped(language, kind)) for language in LANGUAGES}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=16)
def common(language: str) -> Common:
    path = FOLDER / language / f"{SAME_IN_ALL}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Common(**told)


def shipped(language: str, kind: str) -> Said:
    """The words of a kind, or those that all messages share. Raises NoWords."""
    return common(language) if kind == SAME_IN_ALL else words(language, kind)
