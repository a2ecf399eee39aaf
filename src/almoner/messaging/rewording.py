"""The hospital's own words: a draft, proposed when nothing is wrong with it, signed by somebody who wrote none of it.

Back to the shipped words takes one person and no waiting: they are proofread, and wrong words must not stay until a
second person is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import override

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import wording
from almoner.messaging.enums import WORDS_BEING_CHANGED, WordsState
from almoner.messaging.live_words import KINDS, overtaken
from almoner.messaging.refusals import (
    FaultyWords,
    LanguagesLeft,
    OwnWords,
    ShippedAlready,
    WhyNeeded,
    WordsAsBefore,
    WordsEnded,
    WordsNotADraft,
    WordsNotProposed,
    WordsOtherwiseNow,
    WordsWait,
    WordsWrittenMeanwhile,
)
from almoner.messaging.wording_models import WordsChange, WordsVersion
from almoner.messaging.written_words import (
    cleaned,
    differing,
    faults_of_change,
    languages_left,
    latest_version,
    name_of,
    own_of,
    seal_of,
    seal_of_language,
    words_in_force,
)
from almoner.people.models import Staff
from almoner.timeline.actions import record
from almoner.timeline.models import Event


@action
def begin_words(*, kind: str, like: WordsVersion | None = None, shipped: bool = False, by: Actor) -> WordsChange:
    """Begin to change the words of a kind: from those in force, from an earlier version, or from the shipped ones."""
    by.need(Permission.WRITE_MESSAGES)
    if kind not in KINDS:
        raise NotThere
    waiting = WordsChange.objects.filter(kind=kind, state__in=WORDS_BEING_CHANGED).first()
    if waiting:
        raise WordsWait(reference=waiting.reference)
    version = None if shipped else like or latest_version(kind)
    change = WordsChange(
        reference=reference("C", taken=lambda drawn: WordsChange.objects.filter(reference=drawn).exists()),
        kind=kind,
        words=words_in_force(kind, version),
        by=_staff(by),
        by_name=by.name,
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as begun_meanwhile:
        raise WordsWait(reference="–") from begun_meanwhile
    if like or shipped:
        _wrote(change, by)
        change.save(update_fields=["writers"])
    _tell("words.begun", change, {}, by)
    return change


@action
def write_words(
    *, change: WordsChange, language: str, words: Mapping[str, str], still_right: bool, seen: str, by: Actor
) -> WordsChange:
    """Keep what was written in one language of a draft, faulty or not. `seen` is the seal of what stood there before.

    Who changes a word in one language has not looked at the others: of those nobody has said any more that they are
    still right.
    """
    by.need(Permission.WRITE_MESSAGES)
    change = _locked(change)
    if not change.is_draft:
        raise WordsNotADraft(reference=change.reference)
    if language not in wording.LANGUAGES:
        raise NotThere
    if seal_of_language(change, language) != seen:
        raise WordsWrittenMeanwhile
    written = cleaned(words, wording.places_of(change.kind))
    if written != change.words[language]:
        change.words = {**change.words, language: written}
        change.still_right = []
        _wrote(change, by)
    right = set(change.still_right) - {language}
    if still_right and not differing(change, language):
        right.add(language)
    change.still_right = sorted(right)
    change.save(update_fields=["words", "still_right", "writers"])
    _tell("words.written", change, {"language": language}, by)
    return change


@action
def propose_words(*, change: WordsChange, why: str, by: Actor) -> WordsChange:
    """Put a draft before somebody else. Raises FaultyWords with each fault, and LanguagesLeft."""
    by.need(Permission.WRITE_MESSAGES)
    change = _locked(change)
    if not change.is_draft:
        raise WordsNotADraft(reference=change.reference)
    if not any(differing(change, language) for language in wording.LANGUAGES):
        raise WordsAsBefore
    _need_sound(change)
    if left := languages_left(change):
        raise LanguagesLeft(languages=", ".join(name_of(language) for language in left))
    if not why.strip():
        raise WhyNeeded
    _wrote(change, by)
    change.state, change.why = WordsState.PROPOSED, why.strip()[:500]
    change.proposed_at, change.proposed_by_name = clock.now(), by.name
    change.save(update_fields=["state", "why", "proposed_at", "proposed_by_name", "writers"])
    _tell("words.proposed", change, {"why": change.why}, by)
    return change


@action
def sign_words(*, change: WordsChange, seal: str, by: Actor) -> WordsVersion:
    """Somebody who wrote none of it wants these words; `seal` says which they read. They are in force from now on."""
    by.need(Permission.SIGN_MESSAGES)
    staff = _staff(by)
    change = _locked(change)
    if not change.is_proposed:
        raise WordsNotProposed(reference=change.reference)
    if str(staff.id) in change.writers:
        raise OwnWords
    _lock_versions(change.kind)
    if seal != seal_of(change):
        raise WordsOtherwiseNow
    _need_sound(change)
    version = _put_in_force(change.kind, own_of(change), change.why, by, change)
    _end(change, WordsState.LIVE, "", by)
    return version


@action
def turn_down_words(*, change: WordsChange, why: str, by: Actor) -> WordsChange:
    """Who may sign does not want it, or who writes it gives it up. What was proposed is turned down with a reason."""
    change = _locked(change)
    own = change.is_draft or str(by.staff_id) in change.writers
    by.need(Permission.WRITE_MESSAGES if own else Permission.SIGN_MESSAGES)
    if change.is_proposed and not why.strip():
        raise WhyNeeded
    _end(change, WordsState.TURNED_DOWN, why.strip()[:500], by)
    _tell("words.turned_down", change, {"why": change.ended_why}, by)
    return change


@action
def restore_shipped_words(*, kind: str, why: str, by: Actor) -> WordsVersion:
    """Go back to the shipped words of a kind, in every language, at once."""
    by.need(Permission.WRITE_MESSAGES)
    _staff(by)
    _lock_versions(kind)
    last = latest_version(kind)
    if last is None or not last.own:
        raise ShippedAlready
    if not why.strip():
        raise WhyNeeded
    return _put_in_force(kind, {}, why.strip()[:500], by, None)


@action
def tell_overtaken_words(*, by: Actor) -> int:
    """Tell once of each version in force that no longer passes. Gives how many there are."""
    with override("en"):
        found = overtaken()
    for version, faults in found:
        if not Event.objects.filter(kind="words.overtaken", subject_id=version.id).exists():
            facts = {"message": version.kind, "version": version.number, "faults": faults[:5]}
            record(kind="words.overtaken", person=None, subject_id=version.id, facts=facts, by=by)
    return len(found)


def _put_in_force(
    kind: str, own: dict[str, dict[str, str]], why: str, by: Actor, change: WordsChange | None
) -> WordsVersion:
    last = latest_version(kind)
    version = WordsVersion.objects.create(
        kind=kind,
        number=last.number + 1 if last else 1,
        own=own,
        shipped=wording.digest(kind),
        change=change,
        why=why,
        by_name=by.name,
    )
    facts = {
        "message": kind, "version": version.number, "languages": sorted(own), "shipped": not own,
        "reference": change.reference if change else "", "also_about": [str(last.id)] if last else [],
    }  # fmt: skip
    record(kind="words.changed", person=None, subject_id=change.id if change else version.id, facts=facts, by=by)
    return version


def _need_sound(change: WordsChange) -> None:
    if faults := faults_of_change(change):
        told = [f"{name_of(language)}, {one}" for language, found in faults.items() for one in found]
        raise FaultyWords(told)


def _wrote(change: WordsChange, by: Actor) -> None:
    change.writers = {**change.writers, str(_staff(by).id): by.name}


def _staff(by: Actor) -> Staff:
    if by.staff_id is None:
        raise NotAllowed
    return Staff.objects.get(id=by.staff_id)


def _locked(change: WordsChange) -> WordsChange:
    """The change as it stands now. Raises WordsEnded."""
    found = WordsChange.objects.select_for_update().get(id=change.id)
    if found.state not in WORDS_BEING_CHANGED:
        raise WordsEnded(reference=found.reference)
    return found


def _lock_versions(kind: str) -> None:
    """Of two who change what is in force, one waits for the other."""
    list(WordsVersion.objects.filter(kind=kind).select_for_update().order_by("id"))


def _end(change: WordsChange, state: WordsState, why: str, by: Actor) -> None:
    change.state, change.ended_at = state, clock.now()
    change.ended_by_name, change.ended_why = by.name, why
    change.save(update_fields=["state", "ended_at", "ended_by_name", "ended_why"])


def _tell(kind: str, change: WordsChange, facts: dict[str, Any], by: Actor) -> None:
    told = {"message": change.kind, "reference": change.reference, **facts}
    record(kind=kind, person=None, subject_id=change.id, facts=told, by=by)
