"""Finding people, the record, and registering somebody new without doubles."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.core.models import AuditEntry
from almoner.desk.models import Contact
from almoner.people.actions import restrict_record
from almoner.people.models import Person

PAPER = {
    "given_name": "Amara", "family_name": "Diallo", "birth_on_day": "9", "birth_on_month": "2", "birth_on_year": "1990",
    "sex": "female", "language": "en", "mobile": "07700 900321",
}  # fmt: skip
MAYA_AGAIN = PAPER | {"given_name": "Maya", "family_name": "Osei", "birth_on_day": "3", "birth_on_month": "4",
    "birth_on_year": "1980"}  # fmt: skip


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def test_people_are_found_with_reasons(cast: Cast, as_: Callable[[str], Client]) -> None:
    answer = as_("agent").post(at("people"), {"text": "osei 3.4.1980"})
    shown = words(answer)
    assert "Maya Osei" in shown
    assert "Date of birth" in shown
    assert at("person", cast.maya.id) in answer.content.decode()


def test_nobody_found_is_said_kindly(cast: Cast, as_: Callable[[str], Client]) -> None:
    assert "Nobody like this" in words(as_("agent").post(at("people"), {"text": "Zebedee Quill"}))


def test_TEL_4_restricted_people_are_not_found(cast: Cast, as_: Callable[[str], Client]) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="works here", by=cast.doctor)
    assert "Nobody like this" in words(as_("agent").post(at("people"), {"text": "Maya Osei"}))
    assert "Closed record" in words(as_("doctor").post(at("people"), {"text": "Maya Osei"}))


def test_record_shows_everything_and_leaves_one_trace(
    cast: Cast, clinic: Clinic, known: Contact, as_: Callable[[str], Client]
) -> None:
    visit = clinic.visit(cast.maya)
    page = as_("agent").get(at("person", cast.maya.id)).content.decode()
    for expected in (
        "Maya Osei", "Clinic visit", "07700 900123", "Leila Haddad", "Back to the contact", "Messages about care",
        at("appointment", visit.id), at("find_service", cast.maya.id),
    ):  # fmt: skip
        assert expected in page, expected
    assert AuditEntry.objects.filter(act="read.story", person_id=cast.maya.id).count() == 1


def test_record_offers_no_booking_to_who_may_not_book(cast: Cast, clinic: Clinic, as_: Callable[[str], Client]) -> None:
    clinic.visit(cast.maya)
    page = as_("bed_manager").get(at("person", cast.maya.id)).content.decode()
    assert at("find_service", cast.maya.id) not in page
    assert "They cannot come" not in page


def test_record_takes_the_same_statements_for_one_visit_and_three(
    cast: Cast, clinic: Clinic, as_: Callable[[str], Client]
) -> None:
    browser, counts = as_("agent"), []
    for more in (1, 2):
        for _one in range(more):
            clinic.visit(cast.maya)
        browser.get(at("person", cast.maya.id))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("person", cast.maya.id))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_somebody_new_is_registered_once(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    answers = [browser.post(at("register_person"), PAPER | {"key": "k"}) for _time in range(2)]
    amara = Person.objects.get(given_name="Amara")
    assert [answer.headers["Location"] for answer in answers] == [at("person", amara.id)] * 2
    assert (amara.family_name, amara.contact_points.get().key) == ("Diallo", "+447700900321")


def test_X_3_who_may_be_known_is_shown_before_anything_is_saved(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    asked = browser.post(at("register_person"), MAYA_AGAIN)
    shown = words(asked)
    assert (asked.status_code, Person.objects.filter(given_name="Maya").count()) == (422, 1)
    assert "Is it one of these?" in shown
    assert "I have looked" in shown
    sure = browser.post(at("register_person"), MAYA_AGAIN | {"sure": "on"})
    assert (sure.status_code, Person.objects.filter(given_name="Maya").count()) == (302, 2)


def test_X_3_form_does_not_offer_to_be_sure_before_anybody_was_shown(cast: Cast, as_: Callable[[str], Client]) -> None:
    assert "I have looked" not in words(as_("agent").get(at("register_person")))


def test_faulty_paper_is_asked_again_with_what_was_written(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    for fault, told in (
        ({"birth_on_year": "2090"}, "date of birth"),
        ({"mobile": "12"}, "telephone number"),
        ({"given_name": ""}, "Given name"),
    ):
        answer = browser.post(at("register_person"), PAPER | fault)
        assert answer.status_code == 422
        assert told in words(answer)
        assert "Diallo" in answer.content.decode()
    assert not Person.objects.filter(family_name="Diallo").exists()
