"""Taking in what came on paper: received, attached, checked by a second look, released, set aside."""

from __future__ import annotations

import hashlib

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.records.enums import DocumentState
from almoner.records.models import Document
from almoner.records.paper import OnPaper, need_match
from almoner.records.refusals import DocumentKnown, DocumentNotReady, DocumentUnreadable, SecondLookNeeded, WhyCorrected
from almoner.records.rules import need_clinician
from almoner.timeline.actions import record

LARGEST = 10 * 1024 * 1024
MEDIA = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""What is taken in, known by its first bytes and not by what it is called."""


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
    """Another than who took it in held the entry against the paper: whose it is, once more, and what it says."""
    by.need(Permission.SEE_CLINICAL)
    document = _in_state(document, DocumentState.RECEIVED)
    if document.person is None or by.staff_id is None:
        raise DocumentNotReady(reference=document.reference)
    if not may_see(document.person, by):
        raise NotThere
    if document.received_by_staff_id == by.staff_id:
        raise SecondLookNeeded
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
