"""Papers that a clinician has released: what each says in plain words, and the paper itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from almoner.core.refusal import NotThere
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.records.enums import DocumentKind
from almoner.records.queries import document_for, documents_of
from almoner.ui.papers import paper_response


@require_GET
@patient
def papers(request: PatientRequest) -> HttpResponse:
    """Only what was released; a carer needs leave to read the record."""
    found = documents_of(request.person, request.actor)
    rows = [{"paper": one, "kind_word": DocumentKind(one.kind).label} for one in found]
    return page(request, "portal/papers.html", {"papers": rows}, here="journey")


@require_GET
@patient
def paper_content(request: PatientRequest, document_id: UUID) -> HttpResponse:
    found = document_for(by=request.actor, id=document_id)
    if found.person_id != request.person.id:
        raise NotThere
    return paper_response(bytes(found.content), found.media_type, found.reference)
