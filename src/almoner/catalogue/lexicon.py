"""The words of the lexicon: what people say in each language, and the needs that it comes to. Pure, read once.

A *word* of the lexicon is a key such as `knee` or `hurt` with all the ways in which a language says it. A *need* is
what a service can answer; it is met by patterns of keys, the same for all languages (`lexicon/needs.toml`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from almoner.catalogue.words import folded, stem, words_in

FOLDER = Path(__file__).parent / "lexicon"
LANGUAGES = ("en", "es", "ar")


@dataclass(frozen=True, slots=True)
class Saying:
    """One way to say one or more keys.

    Its stems may stand in any order with a little between them; those of an exact one follow each other as written,
    small words and all, because without the small words too little is left (get it up, being sick).
    """

    stems: tuple[str, ...]
    keys: frozenset[str]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Keys that together mean a need. A hint counts little beside anything clearer."""

    need: str
    keys: frozenset[str]
    hint: bool = False


@dataclass(slots=True)
class Tongue:
    """The lexicon of one language."""

    code: str
    stop: frozenset[str]
    breaks: frozenset[str]
    negate: frozenset[str]
    plain: frozenset[str]
    say: dict[str, str]
    by_stem: dict[str, list[Saying]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: dict[str, str] = field(default_factory=dict)
    """Every folded word of the lexicon with its stem."""
    spellings: tuple[str, ...] = ()

    def stems(self, text: str) -> tuple[str, ...]:
        """The stems of `text` that carry meaning, in order."""
        return tuple(stem(word.folded, self.code) for word in words_in(text) if word.folded not in self.stop)

    def knows(self, word: str) -> bool:
        return word in self.vocabulary or stem(word, self.code) in self.by_stem or word in self.plain

    def saying(self, way: str) -> tuple[tuple[str, ...], bool]:
        """The stems of one way to say a thing, and whether it has to be said exactly so."""
        words = [word.folded for word in words_in(way)]
        kept = [word for word in words if word not in self.stop]
        telling = [word for word in kept if word not in self.negate]
        dropped = len(words) - len(kept)
        exact = dropped > 0 and (len(kept) < 2 or (len(telling) < 2 and dropped > 1))
        return tuple(stem(word, self.code) for word in (words if exact else kept)), exact


@cache
def tongue(code: str) -> Tongue:
    """The lexicon of a language. Its `say` holds the sentences that tell why, with $names."""
    data = _data(code)
    made = Tongue(
        code=code,
        stop=_folded(data["stop"]),
        breaks=_folded(data["break"]),
        negate=_folded(data["negate"]),
        plain=_folded(data["plain"]),
        say=data["say"],
    )
    keys_of: dict[tuple[tuple[str, ...], bool], set[str]] = defaultdict(set)
    for key, ways in data["words"].items():
        for way in ways:
            keys_of[made.saying(way)].add(key)
            for word in words_in(way):
                made.vocabulary.setdefault(word.folded, stem(word.folded, code))
    for (stems, exact), keys in keys_of.items():
        made.by_stem[stems[0]].append(Saying(stems, frozenset(keys), exact))
    made.spellings = tuple(sorted(word for word in made.vocabulary if len(word) > 3 and word not in made.stop))
    return made


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of every need. The word of its name meets a need too, unless it is there as a hint only."""
    data = _data("needs")
    keys = {key for code in LANGUAGES for key in _data(code)["words"]}
    rows: dict[str, list[str]] = {key: [key] for key in sorted(keys)}
    for need, ways in data["needs"].items():
        rows[need] = [*ways, *([need] if need in keys and f"~{need}" not in ways and need not in ways else [])]
    return tuple(
        pattern for need, ways in rows.items() for way in ways for pattern in _spread(need, way, data["groups"])
    )


@cache
def danger_patterns() -> tuple[frozenset[str], ...]:
    data = _data("needs")
    return tuple(
        pattern.keys for way in data["danger"]["patterns"] for pattern in _spread("danger", way, data["groups"])
    )


@cache
def needs() -> frozenset[str]:
    """Every need that a service may declare it answers."""
    return frozenset(pattern.need for pattern in patterns())


def _spread(need: str, way: str, groups: dict[str, list[str]]) -> list[Pattern]:
    hint = way.startswith("~")
    places = [groups[word[1:]] if word.startswith("@") else [word] for word in way.removeprefix("~").split()]
    return [Pattern(need, frozenset(choice), hint) for choice in product(*places)]


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _folded(line: str) -> frozenset[str]:
    return frozenset(folded(word) for word in line.split())
