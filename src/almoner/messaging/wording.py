"""The words of messages: read from `wording/<language>/<kind>.toml`, once, and held as they are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wording"
LANGUAGES = ("en", "es", "ar")
SAME_IN_ALL = "common"


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


@lru_cache(maxsize=16)
def common(language: str) -> Common:
    path = FOLDER / language / f"{SAME_IN_ALL}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Common(**told)
