"""The words in force: those that are shipped, with what the hospital wrote and signed on top.

One small statement asks which version of a kind is the latest; its words are put together, and proofread, once in the
life of a process. What is remembered goes by the version's id, so that neither a version that was rolled back nor a
restored backup can be taken for another. A version that no longer passes, as when an update brings other names, is set
aside whole: the shipped words go out in every language, and it is told (`tell_overtaken_words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from almoner.core.prepared import Prepared
from almoner.messaging.names import NAMES
from almoner.messaging.proofreading import Fault, faults_of
from almoner.messaging.wording import LANGUAGES, Told, Words, common, reworded, words
from almoner.messaging.wording_models import WordsVersion

Own = Mapping[str, Mapping[str, str]]
"""By language, the words that differ from the shipped ones, by their place."""

_LATEST = Prepared(
    lambda kind: WordsVersion.objects.filter(kind=kind).order_by("-number").values_list("id", flat=True)[:1]
)
_remembered: dict[UUID, Live] = {}
REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Live:
    """A version of the hospital's own words, put together with the shipped ones of today."""

    number: int
    is_own: bool
    """False where the hospital went back to the shipped words."""
    by_language: Mapping[str, Words]
    faults: Mapping[str, tuple[Fault, ...]]
    """By language, only where there are any."""

    @property
    def passes(self) -> bool:
        return not self.faults


def live(kind: str, language: str) -> Told:
    """The words by which a message of `kind` goes out now. Raises NoWords where none are shipped."""
    latest = _LATEST.one(kind=kind)
    if latest is None:
        return Told(words(language, kind))
    found = _remembered.get(latest) or of_version(WordsVersion.objects.get(id=latest))
    if not found.is_own:
        return Told(words(language, kind))
    if found.passes:
        return Told(found.by_language[language], str(found.number))
    return Told(words(language, kind), f"shipped instead of {found.number}")


def of_version(version: WordsVersion) -> Live:
    """A version as it is with the shipped words of today, with its faults."""
    known = _remembered.get(version.id)
    if known is None:
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        known = _remembered[version.id] = put_together(version.kind, version.number, version.own)
    return known


def put_together(kind: str, number: int, own: Own) -> Live:
    whole = {language: reworded(words(language, kind), own.get(language, {})) for language in LANGUAGES}
    return Live(number, bool(own), whole, faults_in(kind, whole) if own else {})


def faults_in(kind: str, whole: Mapping[str, Words]) -> dict[str, tuple[Fault, ...]]:
    """What is wrong with words of one kind, by language; nothing where all is well."""
    if kind not in NAMES:
        return {}
    found = {
        language: tuple(faults_of(told, kind, language, common(language), words(language, kind)))
        for language, told in whole.items()
    }
    return {language: faults for language, faults in found.items() if faults}


def latest_versions() -> list[WordsVersion]:
    """The version in force of each kind of which the hospital has written anything."""
    newest = {version.kind: version for version in WordsVersion.objects.order_by("number")}
    return [newest[kind] for kind in sorted(newest) if newest[kind].own and kind in NAMES]


def overtaken() -> list[tuple[WordsVersion, list[str]]]:
    """Versions in force that no longer pass, each with its faults: the shipped words are sent instead of them."""
    found = []
    for version in latest_versions():
        faults = of_version(version).faults
        if faults:
            said = [f"{language}/{version.kind}: {one}" for language, told in faults.items() for one in told]
            found.append((version, said))
    return found
