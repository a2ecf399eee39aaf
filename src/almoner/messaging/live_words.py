"""The words in force: those that are shipped, with what the hospital wrote and signed on top.

One small statement asks which version of a kind is the latest, and which of the words that all messages share; they are
put together, and proofread, once in the life of a process. What is remembered goes by the version's id, so that neither
a version that was rolled back nor a restored backup can be taken for another. A version that no longer passes, as when
an update brings other names, is set aside whole: the shipped words go out in every language, and it is told
(`tell_overtaken_words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from almoner.core.prepared import Prepared
from almoner.messaging.faults import Fault
from almoner.messaging.names import NAMES
from almoner.messaging.proofreading import faults_of, faults_of_shared
from almoner.messaging.wording import (
    LANGUAGES,
    SAME_IN_ALL,
    Common,
    Said,
    Told,
    Words,
    common,
    shipped,
    with_own,
    words,
)
from almoner.messaging.wording_models import WordsVersion

Own = Mapping[str, Mapping[str, str]]
"""By language, the words that differ from the shipped ones, by their place."""

KINDS = (SAME_IN_ALL, *NAMES)
"""All whose words may be the hospital's own: those that every message shares, and each kind of message."""

SHIPPED = "shipped"
WITH_SHARED = " with shared "
"""Between the version of a kind and that of the shared words, where these are not as shipped."""

_LATEST = Prepared(
    lambda kind: WordsVersion.objects.filter(
        Q(kind=kind) | Q(kind=SAME_IN_ALL),
        ~Exists(WordsVersion.objects.filter(kind=OuterRef("kind"), number__gt=OuterRef("number"))),
    ).values_list("kind", "id")
)
_remembered: dict[UUID, Live] = {}
REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Live:
    """A version of the hospital's own words, put together with the shipped ones of today."""

    number: int
    is_own: bool
    """False where the hospital went back to the shipped words."""
    by_language: Mapping[str, Said]
    faults: Mapping[str, tuple[Fault, ...]]
    """By language, only where there are any."""

    @property
    def passes(self) -> bool:
        return not self.faults


def live(kind: str, language: str) -> Told:
    """The words by which a message of `kind` goes out now. Raises NoWords where none are shipped."""
    latest = dict(_LATEST.all(kind=kind))
    told, version = _in_force(kind, language, latest.get(kind))
    return _with_shared(cast("Words", told), language, version, latest.get(SAME_IN_ALL))


def told_with(own: Words, language: str, version: str) -> Told:
    """Words that a message brings itself, with the shared words in force."""
    return _with_shared(own, language, version, dict(_LATEST.all(kind=SAME_IN_ALL)).get(SAME_IN_ALL))


def shared_in_force(language: str) -> Common:
    """The words in force that all messages share."""
    latest = dict(_LATEST.all(kind=SAME_IN_ALL)).get(SAME_IN_ALL)
    return cast("Common", _in_force(SAME_IN_ALL, language, latest)[0])


def _with_shared(told: Words, language: str, version: str, latest: UUID | None) -> Told:
    shared, theirs = _in_force(SAME_IN_ALL, language, latest)
    return Told(told, cast("Common", shared), version if theirs == SHIPPED else f"{version}{WITH_SHARED}{theirs}")


def _in_force(kind: str, language: str, latest: UUID | None) -> tuple[Said, str]:
    if latest is None:
        return shipped(language, kind), SHIPPED
    found = _remembered.get(latest) or of_version(WordsVersion.objects.get(id=latest))
    if not found.is_own:
        return shipped(language, kind), SHIPPED
    if found.passes:
        return found.by_language[language], str(found.number)
    return shipped(language, kind), f"{SHIPPED} instead of {found.number}"


def of_version(version: WordsVersion) -> Live:
    """A version as it is with the shipped words of today, with its faults."""
    known = _remembered.get(version.id)
    if known is None:
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        known = _remembered[version.id] = put_together(version.kind, version.number, version.own)
    return known


def put_together(kind: str, number: int, own: Own) -> Live:
    whole = {language: with_own(shipped(language, kind), own.get(language, {})) for language in LANGUAGES}
    return Live(number, bool(own), whole, faults_in(kind, whole) if own else {})


def faults_in(kind: str, whole: Mapping[str, Said], beside: Beside | None = None) -> dict[str, tuple[Fault, ...]]:
    """What is wrong with words of one kind, by language; nothing where all is well. `beside`: the other words that
    they would go out with; the shipped ones where nothing is said."""
    if kind not in KINDS:
        return {}
    beside = beside or Beside({}, {})
    found = {language: tuple(_faults(told, kind, language, beside)) for language, told in whole.items()}
    return {language: faults for language, faults in found.items() if faults}


@dataclass(frozen=True, slots=True)
class Beside:
    """Words in force with which others go out: the shared ones by language, and those of kinds by kind and language,
    where either is not as shipped."""

    shared: Mapping[str, Common]
    kinds: Mapping[str, Mapping[str, Words]]


def _faults(told: Said, kind: str, language: str, beside: Beside) -> list[Fault]:
    if isinstance(told, Common):
        own = {name: by_language[language] for name, by_language in beside.kinds.items()}
        return faults_of_shared(told, language, {name: own.get(name) or words(language, name) for name in NAMES})
    shared = beside.shared.get(language) or common(language)
    return faults_of(told, kind, language, shared, words(language, kind))


def beside_in_force(kind: str) -> Beside:
    """What words of this kind would go out with, as it stands now."""
    if kind != SAME_IN_ALL:
        return Beside({language: shared_in_force(language) for language in LANGUAGES}, {})
    own = {version.kind: of_version(version) for version in latest_versions() if version.kind != SAME_IN_ALL}
    return Beside({}, {name: cast("Mapping[str, Words]", one.by_language) for name, one in own.items() if one.passes})


def latest_versions() -> list[WordsVersion]:
    """The version in force of each kind of which the hospital has written anything."""
    newest = {version.kind: version for version in WordsVersion.objects.order_by("number")}
    return [newest[kind] for kind in sorted(newest) if newest[kind].own and kind in KINDS]


def overtaken() -> list[tuple[WordsVersion, list[str]]]:
    """Versions in force that no longer pass, each with its faults: the shipped words are sent instead of them."""
    found = []
    for version in latest_versions():
        faults = of_version(version).faults
        if faults:
            said = [f"{language}/{version.kind}: {one}" for language, told in faults.items() for one in told]
            found.append((version, said))
    return found
