"""Letters that wait to be posted, for the tests of the post desk."""

from __future__ import annotations

import io
from datetime import date

from pypdf import PdfReader
from tests.messaging.conftest import Outbox

from almoner.core.actor import Actor
from almoner.core.identifiers import new_id
from almoner.messaging.models import Posting
from almoner.messaging.post_work import see_to_letters
from almoner.people.actions import register_person
from almoner.people.enums import ContactKind, Sex
from almoner.people.models import Person


def neighbours(count: int, *, by: Actor, language: str = "en") -> list[Person]:
    """People who are reached by post alone."""
    found = []
    for number in range(count):
        home = (ContactKind.POST, f"{number + 1} Long Road, Riverside, RV1 1AB")
        found.append(
            register_person(
                given_name=f"Pat{language}{number}", family_name="Post", birth_on=date(1950 + number, 1, 1),
                language=language, sex=Sex.FEMALE, contacts=[home], sure=True, by=by,
            )
        )  # fmt: skip
    return found


def laid(outbox: Outbox, *people: Person, ways: tuple[str, ...] = ("letter",)) -> list[Posting]:
    """A letter to each of them, laid, measured and waiting; in this order."""
    found = []
    for person in people:
        subject = new_id()
        outbox.values[subject] = {"reference": "E-1"}
        message = outbox.plan(person, *ways, kind="recovery.check", subject_id=subject)
        outbox.send()
        found.append(message)
    see_to_letters()
    return [Posting.objects.get(attempt__message=message) for message in found]


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
