"""What is known already: needs, what was said to a waiting list, and where somebody lives."""

from __future__ import annotations

from datetime import time

import pytest
from tests.scheduling.clinic import MONDAY, Clinic

from almoner.catalogue.models import Offering
from almoner.core.refusal import NotThere
from almoner.people.models import CommunicationNeed, ContactPoint, Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.known_wishes import known_wishes
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.sites_near import in_common, sites_giving
from almoner.scheduling.wishes import Wishes


def test_nothing_is_known_of_somebody_new(clinic: Clinic) -> None:
    person = clinic.person()
    assert known_wishes(person, clinic.themself(person)) == Wishes()


def test_what_they_need_has_to_be(clinic: Clinic) -> None:
    person = clinic.person(interpreter_language="ar")
    CommunicationNeed.objects.create(person=person, kind="wheelchair", review_on=MONDAY)
    assert known_wishes(person, clinic.desk) == Wishes(must=Preferences(step_free=True))
    actions.add_resource(kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager)
    assert known_wishes(person, clinic.desk) == Wishes(must=Preferences(step_free=True, interpreter="ar"))


def test_the_hours_that_they_told_a_waiting_list_would_be_good(clinic: Clinic) -> None:
    person = clinic.person()
    wish = Preferences(parts_of_day=("morning",), carer_weekdays=(1,), sex="female")
    actions.join_waiting_list(person=person, service=clinic.service, preferences=wish, by=clinic.desk)
    assert known_wishes(person, clinic.desk) == Wishes(
        rather=Preferences(parts_of_day=("morning",), carer_weekdays=(1,))
    )


def test_I_23_nobody_learns_the_wishes_of_another(clinic: Clinic) -> None:
    with pytest.raises(NotThere):
        known_wishes(clinic.person(), clinic.themself(clinic.person("Tom")))


@pytest.mark.parametrize(
    ("home", "site", "signs"),
    [
        ("12 Mill Lane, Riverside, RV1 1AB", "Hospital Road 1, RV1 4XY", 3),
        ("12 Mill Lane, RV11AB", "RV1 1AC", 5),
        ("Calle 12, 28013 Madrid", "Plaza 1, 28045 Madrid", 3),
        ("12 Mill Lane, RV1 1AB", "1 High Street, HT9 1AB", 0),
        ("12345 Long Road, RV1 1AB", "RV1 1AB", 6),
        ("no postcode", "RV1 1AB", 0),
    ],
)
def test_postcodes_that_begin_alike(home: str, site: str, signs: int) -> None:
    assert in_common(home, site) == signs


def test_APT_5_the_nearest_site_comes_first(clinic: Clinic) -> None:
    hilltop = Site.objects.create(
        code="hill", name="A Hilltop Clinic", address="1 Hill, HT9 1AA", time_zone="Europe/London",
        service_desk_number="1", emergency_number="999", opens_at=time(8), closes_at=time(18),
    )  # fmt: skip
    Site.objects.filter(id=clinic.site.id).update(address="River Road 2, RV1 2AA")
    staff = Staff.objects.create(name="Hanna Hill", profession="physician", site=hilltop)
    Offering.objects.create(service=clinic.service, staff=staff)
    actions.add_resource(kind="clinician", name=staff.name, site=hilltop, staff=staff, by=clinic.manager)
    person = clinic.person()
    assert [site.name for site in sites_giving(clinic.service, person)] == ["A Hilltop Clinic", "Riverside"]
    ContactPoint.objects.create(person=person, kind="post", value="12 Mill Lane, Riverside, RV1 1AB")
    assert [site.name for site in sites_giving(clinic.service, person)] == ["Riverside", "A Hilltop Clinic"]
    assert [site.name for site in sites_giving(clinic.heart)] == ["Riverside"]
