"""Papers at the screen: taken in, given to their person, checked by a second look, released, read by the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.core.models import AuditEntry
from almoner.records.actions.papers import LARGEST
from almoner.records.enums import DocumentState
from almoner.records.models import Document

Browser = Callable[[str], Client]
PDF = b"%PDF-1.7 blood count"
MAYAS = {"name": "Maya Osei", "birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}
TOMS = {"name": "Tom Whitfield", "birth_on_day": "30", "birth_on_month": "1", "birth_on_year": "1948"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def sent(content: bytes = PDF, name: str = "scan.pdf") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), "kind": "result", "title": "Blood count", "sent_by": "Hilltop"}


def taken_in(desk: Client) -> Document:
    assert desk.post(at("receive_paper"), sent()).status_code == 302
    return Document.objects.latest("created_at")


def test_X_3_paper_goes_from_the_post_to_the_person(cast: Cast, as_: Browser) -> None:
    desk, nurse, doctor, maya = as_("receptionist"), as_("ward_nurse"), as_("doctor"), as_("maya")
    paper = taken_in(desk)
    assert "whose?" in words(desk.get(at("papers")))
    found = desk.post(at("paper", paper.id), {"text": "Maya Osei 3 April 1980"})
    assert "It is theirs" in words(found)
    attach = {"person_id": str(cast.maya.id), **MAYAS}
    assert desk.post(at("paper_act", paper.id, "attach"), attach).status_code == 302
    assert nurse.post(at("paper_act", paper.id, "verify"), {**MAYAS, "gist": "All is well."}).status_code == 302
    assert reverse("portal:paper_content", args=[paper.id]) not in maya.get(reverse("portal:papers")).content.decode()
    assert maya.get(reverse("portal:paper_content", args=[paper.id])).status_code == 404
    assert "Checked, not released yet" in words(doctor.get(at("papers")))
    assert doctor.post(at("paper_act", paper.id, "release")).status_code == 302
    assert "All is well." in maya.get(reverse("portal:papers")).content.decode()
    assert maya.get(reverse("portal:paper_content", args=[paper.id])).content == PDF
    assert as_("tom").get(reverse("portal:paper_content", args=[paper.id])).status_code == 404


def test_X_3_paper_never_goes_into_the_wrong_record(cast: Cast, as_: Browser) -> None:
    desk = as_("receptionist")
    paper = taken_in(desk)
    answer = desk.post(at("paper_act", paper.id, "attach"), {"person_id": str(cast.maya.id), **TOMS})
    assert answer.status_code == 422
    assert "does not match this person" in words(answer)
    wrong = desk.post(at("receive_paper_for", cast.maya.id), {**sent(b"%PDF- other"), **TOMS})
    assert "does not match this person" in words(wrong)
    paper.refresh_from_db()
    assert (paper.person, Document.objects.count()) == (None, 1)


def test_X_3_who_took_it_in_does_not_check_it(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    assert nurse.post(at("receive_paper_for", cast.maya.id), {**sent(), **MAYAS}).status_code == 302
    paper = Document.objects.get()
    assert "You took it in, so somebody else checks it." in words(nurse.get(at("paper", paper.id)))
    assert nurse.post(at("paper_act", paper.id, "verify"), MAYAS).status_code == 422
    paper.refresh_from_db()
    assert paper.state == DocumentState.RECEIVED


@pytest.mark.parametrize("content", [b"<html>", b"MZ\x90", b"%PDF-" + b"0" * LARGEST], ids=["html", "program", "huge"])
def test_what_is_no_paper_is_refused_by_its_content(cast: Cast, as_: Browser, content: bytes) -> None:
    answer = as_("receptionist").post(at("receive_paper"), sent(content))
    assert "Please give a PDF or a picture of at most 10 MB." in words(answer)
    assert not Document.objects.exists()


def test_paper_is_shown_so_that_it_can_do_nothing(cast: Cast, as_: Browser) -> None:
    desk = as_("receptionist")
    paper = taken_in(desk)
    answer = desk.get(at("paper_content", paper.id))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_I_22_paper_of_somebody_is_seen_by_clinicians_only(cast: Cast, as_: Browser) -> None:
    desk = as_("receptionist")
    assert desk.post(at("receive_paper_for", cast.maya.id), {**sent(), **MAYAS}).status_code == 302
    paper = Document.objects.get()
    page = desk.get(at("paper", paper.id))
    assert page.status_code == 200
    assert "Only clinicians see the paper" in words(page)
    assert desk.get(at("paper_content", paper.id)).status_code == 404
    assert as_("from_elsewhere").get(at("paper", paper.id)).status_code == 404
    before = AuditEntry.objects.filter(act="read.document").count()
    assert as_("doctor").get(at("paper_content", paper.id)).status_code == 200
    assert AuditEntry.objects.filter(act="read.document", person_id=cast.maya.id).count() == before + 1


def test_paper_that_is_nobodys_is_set_aside_with_a_reason(cast: Cast, as_: Browser) -> None:
    paper = taken_in(as_("receptionist"))
    nurse = as_("ward_nurse")
    assert nurse.post(at("paper_act", paper.id, "aside"), {"why": ""}).status_code == 422
    assert nurse.post(at("paper_act", paper.id, "aside"), {"why": "advertisement"}).status_code == 302
    assert "Every paper has been checked" in words(nurse.get(at("papers")))
