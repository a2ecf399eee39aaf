"""Papers: never into the wrong record, never read unchecked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cast import Cast

from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.records import refusals
from almoner.records.actions import (
    attach_document,
    receive_document,
    release_document,
    set_document_aside,
    verify_document,
)
from almoner.records.enums import DocumentKind, DocumentState
from almoner.records.models import Document
from almoner.records.paper import OnPaper
from almoner.records.queries import document_for, documents_of, papers_to_check
from almoner.timeline.models import Event

PDF = b"%PDF-1.7 blood count"
MAYAS = OnPaper(name="Maya Osei", birth_on=date(1980, 4, 3))
TOMS = OnPaper(name="Tom Whitfield", birth_on=date(1948, 1, 30))


def received(cast: Cast, content: bytes = PDF, **more: Any) -> Document:
    said = {"person": cast.maya, "paper": MAYAS, "by": cast.receptionist} | more
    return receive_document(kind=DocumentKind.RESULT, title="Blood count", content=content, **said)


def checked(cast: Cast) -> Document:
    return verify_document(document=received(cast), paper=MAYAS, gist="All is as it should be.", by=cast.ward_nurse)


def test_X_3_paper_goes_from_received_to_checked_to_read(cast: Cast) -> None:
    paper = release_document(document=checked(cast), by=cast.doctor)
    assert (paper.state, paper.verified_by, paper.released_by) == (
        DocumentState.RELEASED, cast.ward_nurse_staff, cast.doctor_staff,
    )  # fmt: skip
    kinds = list(
        Event.objects.filter(subject_id=paper.id, kind__startswith="report.")
        .order_by("at")
        .values_list("kind", flat=True)
    )
    assert kinds == ["report.received", "report.verified", "report.released"]


@pytest.mark.parametrize(
    ("paper", "refusal"),
    [
        (TOMS, refusals.IdentifiersDoNotMatch),
        (OnPaper(name="Maya Osei", birth_on=date(1980, 3, 4)), refusals.IdentifiersDoNotMatch),
        (OnPaper(name="Maya Osei"), refusals.IdentifiersNeeded),
        (OnPaper(), refusals.IdentifiersNeeded),
    ],
)
def test_X_3_paper_is_never_attached_to_the_wrong_person(cast: Cast, paper: OnPaper, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        received(cast, paper=paper)
    assert not Document.objects.exists()
    nobodys = received(cast, person=None, paper=None)
    with pytest.raises(refusal):
        attach_document(document=nobodys, person=cast.maya, paper=paper, by=cast.receptionist)
    with pytest.raises(refusal):
        verify_document(document=received(cast, b"%PDF- other"), paper=paper, by=cast.ward_nurse)
    assert not Document.objects.exclude(state=DocumentState.RECEIVED).exists()


def test_third_identifier_that_is_wrong_spoils_two_that_fit(cast: Cast) -> None:
    with pytest.raises(refusals.IdentifiersDoNotMatch):
        received(cast, paper=OnPaper(MAYAS.name, MAYAS.birth_on, cast.tom.record_number))


def test_paper_of_nobody_is_attached_once(cast: Cast) -> None:
    paper = received(cast, person=None, paper=None)
    attached = attach_document(document=paper, person=cast.maya, paper=MAYAS, by=cast.receptionist)
    assert attached.person == cast.maya
    with pytest.raises(refusals.DocumentNotReady):
        attach_document(document=paper, person=cast.tom, paper=TOMS, by=cast.receptionist)


def test_X_3_same_paper_twice_is_noticed(cast: Cast) -> None:
    first = received(cast)
    with pytest.raises(refusals.DocumentKnown) as refused:
        received(cast)
    assert first.reference in str(refused.value)
    set_document_aside(document=first, why="blurred", by=cast.ward_nurse)
    assert received(cast).state == DocumentState.RECEIVED


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90"])
def test_only_pictures_and_pdf_come_in(cast: Cast, content: bytes) -> None:
    with pytest.raises(refusals.DocumentUnreadable):
        received(cast, content)


def test_X_3_who_took_it_in_does_not_check_it(cast: Cast) -> None:
    paper = received(cast, by=cast.ward_nurse)
    with pytest.raises(refusals.SecondLookNeeded):
        verify_document(document=paper, paper=MAYAS, by=cast.ward_nurse)
    assert verify_document(document=paper, paper=MAYAS, by=cast.doctor).verified_by == cast.doctor_staff


def test_steps_follow_in_order(cast: Cast) -> None:
    paper = received(cast)
    with pytest.raises(refusals.DocumentNotReady):
        release_document(document=paper, by=cast.doctor)
    verify_document(document=paper, paper=MAYAS, by=cast.ward_nurse)
    with pytest.raises(refusals.DocumentNotReady):
        verify_document(document=paper, paper=MAYAS, by=cast.ward_nurse)
    with pytest.raises(refusals.WhyCorrected):
        set_document_aside(document=paper, why="", by=cast.ward_nurse)


def test_who_may_do_what(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        received(cast, by=cast.maya_herself)
    paper = received(cast)
    with pytest.raises(NotAllowed):
        verify_document(document=paper, paper=MAYAS, by=cast.receptionist)
    verify_document(document=paper, paper=MAYAS, by=cast.ward_nurse)
    with pytest.raises(NotAllowed):
        release_document(document=paper, by=cast.bed_manager)


def test_person_reads_only_what_was_released(cast: Cast) -> None:
    paper = checked(cast)
    assert documents_of(cast.maya, cast.maya_herself) == []
    with pytest.raises(NotThere):
        document_for(by=cast.maya_herself, id=paper.id)
    release_document(document=paper, by=cast.doctor)
    assert documents_of(cast.maya, cast.leila_herself) == [paper]
    assert bytes(document_for(by=cast.maya_herself, id=paper.id).content) == PDF


def test_I_22_others_find_nothing(cast: Cast) -> None:
    paper = release_document(document=checked(cast), by=cast.doctor)
    for by in (cast.tom_himself, cast.receptionist):
        with pytest.raises(NotThere):
            documents_of(cast.maya, by)
        with pytest.raises(NotThere):
            document_for(by=by, id=paper.id)


def test_I_25_reading_by_staff_leaves_a_trace(cast: Cast) -> None:
    paper = received(cast)
    document_for(by=cast.doctor, id=paper.id)
    assert AuditEntry.objects.filter(act="read.document", person_id=cast.maya.id).count() == 1


@pytest.mark.parametrize("papers", [1, 3])
def test_papers_to_check_are_scoped_and_cost_the_same(cast: Cast, papers: int, django_assert_num_queries: Any) -> None:
    for number in range(papers):
        received(cast, b"%PDF-" + bytes([65 + number]), person=None, paper=None)
    with django_assert_num_queries(1):
        assert len(list(papers_to_check(by=cast.receptionist))) == papers
    with pytest.raises(NotAllowed):
        papers_to_check(by=cast.maya_herself)
