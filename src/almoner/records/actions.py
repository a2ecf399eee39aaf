"""Recording what was measured, and taking in what came on paper."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.records import vitals as sets
from almoner.records.enums import DocumentState, OxygenScale, Source
from almoner.records.models import Document, VitalSigns
from almoner.records.paper import OnPaper, need_match
from almoner.records.refusals import (
    CorrectedBefore,
    DocumentKnown,
    DocumentNotReady,
    DocumentUnreadable,
    NothingMeasured,
    TakenInFuture,
    WhyCorrected,
)
from almoner.records.rules import need_clinician, need_to_record
from almoner.timeline.actions import record

LARGEST = 10 * 1024 * 1024
MEDIA = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""What is taken in, known by its first bytes and not by what it is called."""


@action
def record_vitals(  # noqa: PLR0913 - what stands on an observation chart
    *,
    person: Person,
    values: sets.Entered,
    on_oxygen: bool | None = None,
    oxygen_scale: int = OxygenScale.USUAL,
    consciousness: str = "",
    pregnant: bool = False,
    taken_at: datetime | None = None,
    source: str = Source.MEASURED,
    confirmed_unusual: bool = False,
    by: Actor,
) -> VitalSigns:
    """Keep a set of vital signs. `values` gives for each sign the value, or the value and its unit.

    Raises ValueImpossible for what nobody can have, and ValueUnusual for what must be looked at again and then
    confirmed; nothing confirmed is ever thrown away.
    """
    need_to_record(person, source, by)
    given = {"on_oxygen": on_oxygen, "oxygen_scale": oxygen_scale, "consciousness": consciousness, "pregnant": pregnant}
    new = VitalSigns(person=person, taken_at=taken_at or clock.now(), source=source, **given)
    return _keep(new, values, confirmed_unusual=confirmed_unusual, by=by)


@action
def correct_vitals(
    *,
    vitals: VitalSigns,
    values: sets.Entered,
    on_oxygen: bool | None = None,
    oxygen_scale: int = OxygenScale.USUAL,
    consciousness: str = "",
    why: str,
    confirmed_unusual: bool = False,
    by: Actor,
) -> VitalSigns:
    """Put a whole new set beside a wrong one, of the same moment. The wrong one stays and can be seen."""
    need_to_record(vitals.person, vitals.source, by)
    if not why.strip():
        raise WhyCorrected
    if VitalSigns.objects.filter(corrects=vitals).exists():
        raise CorrectedBefore
    new = VitalSigns(
        person=vitals.person,
        taken_at=vitals.taken_at,
        source=vitals.source,
        on_oxygen=on_oxygen,
        oxygen_scale=oxygen_scale,
        consciousness=consciousness,
        pregnant=vitals.pregnant,
        corrects=vitals,
        why_corrected=why.strip()[:300],
    )
    return _keep(new, values, confirmed_unusual=confirmed_unusual, by=by)


def _keep(new: VitalSigns, values: sets.Entered, *, confirmed_unusual: bool, by: Actor) -> VitalSigns:
    if new.taken_at > clock.now():
        raise TakenInFuture
    reading = sets.read(values)
    if not reading.values and not new.consciousness:
        raise NothingMeasured
    sets.need_possible(reading.values)
    odd = sets.odd_in(new.person, reading.values, new.taken_at, without=new.corrects)
    if odd and not confirmed_unusual:
        sets.refuse_unusual(odd)
    for sign, value in reading.values.items():
        setattr(new, sign, value)
    new.as_entered, new.confirmed = reading.as_entered, [sets.facts_of(one) for one in odd]
    new.taken_by_id, new.taken_by_name = by.staff_id, by.name
    facts = _score(new)
    new.save(force_insert=True)
    if new.corrects_id:
        facts["corrects"] = str(new.corrects_id)
    record(kind="vitals.recorded", person=new.person, subject_id=new.id, facts=facts, by=by)
    return new


def _score(new: VitalSigns) -> dict[str, Any]:
    gauged = sets.gauge(new.person, new)
    score = gauged.news2
    new.news2 = score.total if score else None
    new.news2_parts = score.parts if score else {}
    new.missing = list(score.missing if score else gauged.missing_vitals)
    new.level = None if gauged.abstained else gauged.level
    new.rules_version = gauged.rules_version
    return {"news2": new.news2, "level": new.level, "missing": new.missing, "source": new.source}


@action
def receive_document(
    *,
    kind: str,
    title: str,
    content: bytes,
    sent_by: str = "",
    gist: str = "",
    person: Person | None = None,
    paper: OnPaper | None = None,
    by: Actor,
) -> Document:
    """Take in a paper. It goes into a record at once only where two identifiers from the paper match its person."""
    by.need(Permission.RECEIVE_ARRIVALS)
    media_type = next((media for sign, media in MEDIA.items() if content.startswith(sign)), "")
    if not media_type or len(content) > LARGEST:
        raise DocumentUnreadable(megabytes=LARGEST // 1024 // 1024)
    digest = hashlib.sha256(content).hexdigest()
    if person:
        _need_own(person, paper or OnPaper(), digest, by)
    document = Document.objects.create(
        reference=reference("D"),
        person=person,
        kind=kind,
        title=title.strip(),
        sent_by=sent_by.strip(),
        gist=gist.strip(),
        received_at=clock.now(),
        received_by=by.name,
        received_by_staff_id=by.staff_id,
        content=content,
        media_type=media_type,
        digest=digest,
    )
    _tell("report.received", document, by)
    return document


@action
def attach_document(*, document: Document, person: Person, paper: OnPaper, by: Actor) -> Document:
    """Say whose a paper is, by two identifiers typed from it."""
    by.need(Permission.RECEIVE_ARRIVALS)
    document = _in_state(document, DocumentState.RECEIVED)
    if document.person_id:
        raise DocumentNotReady(reference=document.reference)
    _need_own(person, paper, document.digest, by)
    document.person = person
    document.save(update_fields=["person"])
    _tell("report.attached", document, by)
    return document


@action
def verify_document(*, document: Document, paper: OnPaper, gist: str = "", by: Actor) -> Document:
    """A person held the entry against the paper: whose it is, once more, and what it says."""
    by.need(Permission.SEE_CLINICAL)
    document = _in_state(document, DocumentState.RECEIVED)
    if document.person is None or by.staff_id is None:
        raise DocumentNotReady(reference=document.reference)
    if not may_see(document.person, by):
        raise NotThere
    need_match(paper, document.person)
    document.state, document.verified_at, document.verified_by_id = DocumentState.VERIFIED, clock.now(), by.staff_id
    document.gist = gist.strip() or document.gist
    document.save(update_fields=["state", "verified_at", "verified_by", "gist"])
    _tell("report.verified", document, by)
    return document


@action
def release_document(*, document: Document, by: Actor) -> Document:
    """Let the person read it. A clinician does; telling a result is told by `visits`."""
    need_clinician(by)
    document = _in_state(document, DocumentState.VERIFIED)
    if document.person is None or not may_see(document.person, by):
        raise NotThere
    document.state, document.released_at, document.released_by_id = DocumentState.RELEASED, clock.now(), by.staff_id
    document.save(update_fields=["state", "released_at", "released_by"])
    _tell("report.released", document, by)
    return document


@action
def set_document_aside(*, document: Document, why: str, by: Actor) -> Document:
    """It belongs to nobody here, cannot be read, or went into the wrong record. It stays, out of sight."""
    by.need(Permission.SEE_CLINICAL)
    if not why.strip():
        raise WhyCorrected
    document = _in_state(document, DocumentState.RECEIVED, DocumentState.VERIFIED, DocumentState.RELEASED)
    if document.person and not may_see(document.person, by):
        raise NotThere
    document.state, document.set_aside_because = DocumentState.SET_ASIDE, why.strip()[:300]
    document.save(update_fields=["state", "set_aside_because"])
    _tell("report.rejected", document, by)
    return document


def _need_own(person: Person, paper: OnPaper, digest: str, by: Actor) -> None:
    if not may_see(person, by):
        raise NotThere
    need_match(paper, person)
    known = Document.objects.filter(person=person, digest=digest).exclude(state=DocumentState.SET_ASIDE).first()
    if known:
        raise DocumentKnown(reference=known.reference)


def _in_state(document: Document, *states: DocumentState) -> Document:
    fresh = Document.objects.select_for_update(of=("self",)).select_related("person").get(id=document.id)
    if fresh.state not in states:
        raise DocumentNotReady(reference=fresh.reference)
    return fresh


def _tell(kind: str, document: Document, by: Actor) -> None:
    facts = {"reference": document.reference, "title": document.title, "document": document.kind}
    record(kind=kind, person=document.person, subject_id=document.id, facts=facts, by=by)
