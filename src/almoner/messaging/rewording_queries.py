"""Reading the words of messages: which are the hospital's own, what is being changed, and what was before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.enums import WORDS_BEING_CHANGED
from almoner.messaging.live_words import KINDS, latest_versions, of_version
from almoner.messaging.wording_models import WordsChange, WordsVersion


@dataclass(frozen=True, slots=True)
class KindSeen:
    """The words of one kind: the version in force where they are the hospital's own, and the change under way."""

    kind: str
    version: WordsVersion | None
    change: WordsChange | None
    passes: bool = True
    """False where the version is set aside, and the shipped words are sent instead."""


def words_seen(by: Actor) -> list[KindSeen]:
    """What all messages share, and every kind. Two statements."""
    by.need(Permission.SIGN_MESSAGES)
    own = {version.kind: version for version in latest_versions()}
    changes = {one.kind: one for one in WordsChange.objects.filter(state__in=WORDS_BEING_CHANGED)}
    return [_seen(kind, own.get(kind), changes.get(kind)) for kind in KINDS]


def kind_seen(kind: str, by: Actor) -> KindSeen:
    """Raises NotThere."""
    by.need(Permission.SIGN_MESSAGES)
    if kind not in KINDS:
        raise NotThere
    version = WordsVersion.objects.filter(kind=kind).order_by("-number").first()
    change = WordsChange.objects.filter(kind=kind, state__in=WORDS_BEING_CHANGED).first()
    return _seen(kind, version if version and version.own else None, change)


def _seen(kind: str, version: WordsVersion | None, change: WordsChange | None) -> KindSeen:
    return KindSeen(kind, version, change, passes=version is None or of_version(version).passes)


def words_changes(by: Actor) -> list[WordsChange]:
    """All that were begun: those under way first, then the latest."""
    by.need(Permission.SIGN_MESSAGES)
    changes = WordsChange.objects.select_related("version").order_by("-created_at", "id")
    return sorted(changes, key=lambda change: change.state not in WORDS_BEING_CHANGED)


def words_change_for(change_id: UUID, by: Actor) -> WordsChange:
    by.need(Permission.SIGN_MESSAGES)
    change = WordsChange.objects.select_related("version").filter(id=change_id).first()
    if change is None:
        raise NotThere
    return change


def versions_of(kind: str, by: Actor) -> list[WordsVersion]:
    """The hospital's own, the latest first. Before the first of them the shipped words were in force."""
    by.need(Permission.SIGN_MESSAGES)
    return list(WordsVersion.objects.filter(kind=kind).select_related("change").order_by("-number"))


def words_version_for(kind: str, number: int, by: Actor) -> WordsVersion | None:
    """A version by its number; None is the shipped words, number 0. Raises NotThere."""
    by.need(Permission.SIGN_MESSAGES)
    if kind not in KINDS:
        raise NotThere
    if number == 0:
        return None
    version = WordsVersion.objects.filter(kind=kind, number=number).first()
    if version is None:
        raise NotThere
    return version
