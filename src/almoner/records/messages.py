"""What is told about papers, put together at the moment of sending from the row as it is then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.records.enums import DocumentState
from almoner.records.models import Document

PAPERS_PATH = "/papers/"


def register() -> None:
    kinds.register(MessageKind("paper.released", Purpose.CARE, paper_to_read))


def paper_to_read(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """That there is something to read, and where; what it is and says goes by post alone (law I-21c).

    None once it was set aside, or is not theirs.
    """
    if subject_id is None:
        return None
    paper = Document.objects.filter(id=subject_id, person=person, state=DocumentState.RELEASED).first()
    if paper is None:
        return None
    return {
        "reference": paper.reference,
        "title": paper.title,
        "says": paper.gist,
        "link": settings.ALMONER_PUBLIC_URL + PAPERS_PATH,
    }
