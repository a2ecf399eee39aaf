"""Complaints: taken, acknowledged, owned, answered in writing, opened again. Thanks: taken and passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from almoner.aftercare.actions.surveying import themes_of
from almoner.aftercare.alarming import Heard, alarm_for_words
from almoner.aftercare.enums import ComplaintState, EntryKind
from almoner.aftercare.models import Complaint, ComplaintEntry, Thanks
from almoner.aftercare.refusals import (
    ComplaintAnswered,
    DoneAlready,
    NotAnsweredYet,
    ReasonNeeded,
    WhoComplains,
    WordsNeeded,
)
from almoner.aftercare.rules import may_give_for, may_speak, need_to_hear
from almoner.aftercare.standing import live_promise
from almoner.charter import actions as charter
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Staff
from almoner.timeline.actions import record


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says, and who they are where we do not know them."""

    words: str
    about: str = ""
    name: str = ""
    contact: str = ""
    language: str = "en"


@action
def take_complaint(*, voice: Voice, person: Person | None = None, by: Actor) -> Complaint:
    """Somebody complains, for themselves or for somebody. It has an owner, and two times by which they hear (FUP-7).

    Anybody may, known to us or not. Words that tell of danger go to triage besides.
    """
    _need_to_take(person, by)
    if not voice.words.strip():
        raise WordsNeeded
    if person is None and not (voice.name.strip() and voice.contact.strip()):
        raise WhoComplains
    complaint = Complaint.objects.create(
        reference=reference("C", taken=lambda drawn: Complaint.objects.filter(reference=drawn).exists()),
        person=person,
        name_given=voice.name.strip()[:200],
        contact_given=voice.contact.strip()[:300],
        about=voice.about.strip()[:300],
        language=voice.language,
        via=by.via,
        taken_by=by.name if by.is_staff else "",
    )
    add_entry(complaint, EntryKind.ASKED, voice.words, by)
    if person is not None:
        heard = Heard(person, complaint.id, voice.words.strip(), voice.language)
        complaint.request = alarm_for_words(heard, by)
        complaint.save(update_fields=["request"])
    _tell("complaint.received", complaint, {}, by)
    return complaint


def _need_to_take(person: Person | None, by: Actor) -> None:
    if person is not None and not may_give_for(person, by):
        raise NotThere
    if person is None and by.is_staff:
        by.need(Permission.TAKE_CONTACTS)


@action
def own_complaint(*, complaint: Complaint, staff: Staff, by: Actor) -> Complaint:
    """Say who looks into it."""
    fresh = _open(complaint, by)
    fresh.owner = staff
    fresh.save(update_fields=["owner"])
    add_entry(fresh, EntryKind.OWNER, staff.name, by)
    promise = live_promise(fresh.id, "complaint_answered")
    if promise:
        charter.assign(promise=promise, staff=staff, by=by)
    return fresh


@action
def sort_complaint(*, complaint: Complaint, themes: Sequence[str], by: Actor) -> Complaint:
    """Say what it is about."""
    fresh = _locked(complaint, by)
    fresh.themes = themes_of(themes)
    fresh.save(update_fields=["themes"])
    return fresh


@action
def note_on_complaint(*, complaint: Complaint, words: str, by: Actor) -> Complaint:
    """What was found out. They do not see it."""
    fresh = _locked(complaint, by)
    if not words.strip():
        raise WordsNeeded
    add_entry(fresh, EntryKind.NOTE, words, by)
    return fresh


@action
def acknowledge_complaint(*, complaint: Complaint, how: str, by: Actor) -> Complaint:
    """Somebody has told them that we have it, where no message could: somebody whom we do not know, above all."""
    fresh = _open(complaint, by)
    if not how.strip():
        raise ReasonNeeded
    fresh.acknowledged_at = clock.now()
    fresh.save(update_fields=["acknowledged_at"])
    add_entry(fresh, EntryKind.ACKNOWLEDGED, how, by)
    _tell("complaint.acknowledged", fresh, {}, by)
    return fresh


@action
def answer_complaint(*, complaint: Complaint, words: str, learned: str = "", by: Actor) -> Complaint:
    """Answer in writing. `learned` is what the house does differently now."""
    fresh = _open(complaint, by)
    if not words.strip():
        raise WordsNeeded
    fresh.state, fresh.answered_at = ComplaintState.ANSWERED, clock.now()
    fresh.learned = learned.strip()[:500] or fresh.learned
    fresh.save(update_fields=["state", "answered_at", "learned"])
    add_entry(fresh, EntryKind.ANSWER, words, by)
    _tell("complaint.answered", fresh, {}, by)
    return fresh


@action
def reopen_complaint(*, complaint: Complaint, words: str, by: Actor) -> Complaint:
    """The answer does not satisfy them, and they say why. It is looked into again, with a new time."""
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("person").get(id=complaint.id)
    if by.is_staff and by.may(Permission.HEAR_FEEDBACK):
        need_to_hear(fresh.person, by)
    elif by.is_staff or fresh.person is None or not may_speak(fresh.person, by):
        raise NotThere
    if fresh.state != ComplaintState.ANSWERED:
        raise NotAnsweredYet
    if not words.strip():
        raise WordsNeeded
    fresh.state, fresh.reopened = ComplaintState.OPEN, fresh.reopened + 1
    fresh.save(update_fields=["state", "reopened"])
    add_entry(fresh, EntryKind.REOPENED, words, by)
    _tell("complaint.reopened", fresh, {"times": fresh.reopened}, by)
    return fresh


@action
def give_thanks(*, voice: Voice, person: Person | None = None, by: Actor) -> Thanks:
    """Somebody thanks us. `voice.about` is for whom."""
    _need_to_take(person, by)
    if not voice.words.strip():
        raise WordsNeeded
    thanks = Thanks.objects.create(
        person=person,
        name_given=voice.name.strip()[:200],
        words=voice.words.strip(),
        for_whom=voice.about.strip()[:200],
        via=by.via,
    )
    record(kind="thanks.received", person=person, subject_id=thanks.id, facts={}, by=by)
    return thanks


@action
def pass_on_thanks(*, thanks: Thanks, to: str, by: Actor) -> Thanks:
    """They have reached those whom they were for."""
    fresh = Thanks.objects.select_for_update(of=("self",)).select_related("person").get(id=thanks.id)
    need_to_hear(fresh.person, by)
    if not to.strip():
        raise ReasonNeeded
    if fresh.passed_on_at:
        raise DoneAlready
    fresh.passed_on_at, fresh.passed_on_to = clock.now(), to.strip()[:200]
    fresh.save(update_fields=["passed_on_at", "passed_on_to"])
    record(kind="thanks.passed_on", person=fresh.person, subject_id=fresh.id, facts={"to": fresh.passed_on_to}, by=by)
    return fresh


def add_entry(complaint: Complaint, kind: EntryKind, words: str, by: Actor) -> ComplaintEntry:
    """Part of an action: one more line about a complaint that is locked."""
    return ComplaintEntry.objects.create(
        complaint=complaint,
        number=complaint.entries.count() + 1,
        kind=kind,
        words=words.strip(),
        by_name=by.name,
        by_staff_id=by.staff_id,
    )


def _locked(complaint: Complaint, by: Actor) -> Complaint:
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("person").get(id=complaint.id)
    need_to_hear(fresh.person, by)
    return fresh


def _open(complaint: Complaint, by: Actor) -> Complaint:
    fresh = _locked(complaint, by)
    if fresh.state != ComplaintState.OPEN:
        raise ComplaintAnswered
    return fresh


def _tell(kind: str, complaint: Complaint, facts: dict[str, object], by: Actor) -> None:
    told = {"reference": complaint.reference, **facts}
    record(kind=kind, person=complaint.person, subject_id=complaint.id, facts=told, by=by)
