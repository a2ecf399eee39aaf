"""What the emergency service asks about somebody: as far as it is on record. What is not is asked of whoever rings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.enums import ContactKind
from almoner.people.models import CommunicationNeed, Person
from almoner.people.queries import contact_points_of, needs_of
from almoner.records.allergies import allergies_of
from almoner.records.models import Allergy
from almoner.urgency.models import Request
from almoner.urgency.rules import may_see_request
from almoner.visits.models import Stay

TELEPHONES = (ContactKind.MOBILE, ContactKind.LANDLINE)


@dataclass(frozen=True, slots=True)
class EmergencyStory:
    """`medicines` are those of the last going-home sheet, written on `medicines_at`; None where there is no such sheet.
    `allergies` is None where whoever asks may not see them, or it is not known who it is."""

    age: int | None
    sex: str
    number: str
    address: str
    needs: tuple[CommunicationNeed, ...] = ()
    medicines: tuple[str, ...] | None = None
    medicines_at: datetime | None = None
    allergies: tuple[Allergy, ...] | None = None


def emergency_story(request: Request, by: Actor) -> EmergencyStory:
    """For a request that was read, and so traced, before; four statements at most. Raises NotThere."""
    if not may_see_request(request, by):
        raise NotThere
    if request.person is None:
        age = None if request.age_given is None else int(request.age_given)
        return EmergencyStory(age, str(request.answers.get("sex", "")), request.contact_given, "")
    return _of_person(request.person, by)


def _of_person(person: Person, by: Actor) -> EmergencyStory:
    points = contact_points_of(person=person, by=by)
    sees = by.may(Permission.SEE_CLINICAL)
    stay = _last_sheet(person) if sees else None
    return EmergencyStory(
        age=person.age_on(clock.today()),
        sex=person.sex,
        number=next((one.value for one in points if one.kind in TELEPHONES), ""),
        address=next((one.value for one in points if one.kind == ContactKind.POST), ""),
        needs=tuple(needs_of(person=person, by=by)),
        medicines=tuple(stay.summary.get("medicines", ())) if stay else None,
        medicines_at=stay.discharged_at if stay else None,
        allergies=tuple(allergies_of(person, by)) if sees else None,
    )


def _last_sheet(person: Person) -> Stay | None:
    """The stay of which the last going-home sheet with medicines is."""
    ended = Stay.objects.filter(person=person, discharged_at__isnull=False).order_by("-discharged_at", "id")[:5]
    return next((stay for stay in ended if stay.summary.get("medicines")), None)
