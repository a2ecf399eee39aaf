"""A place in a group, as the person who has it sees it."""

from __future__ import annotations

from tests.portal.clinic import Clinic

from almoner.catalogue.models import Service
from almoner.scheduling.models import Appointment, Hold


def test_I_23_a_person_books_a_place_and_never_reads_who_else_is_in_the_group(clinic: Clinic) -> None:
    Service.objects.filter(code="GEN").update(capacity=3)
    clinic.service.refresh_from_db()
    other = clinic.visit(clinic.cast.tom)
    browser, read = clinic.browser("maya"), []
    times = browser.get("/services/GEN/times/").content.decode()
    assert "Places free: 2 of 3" in times
    answer = browser.post("/services/GEN/times/", {"time": clinic.key()})
    hold = Hold.objects.get(person=clinic.cast.maya)
    assert hold.starts_at == other.starts_at
    read += [times, browser.get(answer["Location"]).content.decode()]
    browser.post(answer["Location"], {"key": "k"})
    visit = Appointment.objects.get(person=clinic.cast.maya)
    read.append(browser.get(f"/visits/{visit.id}/").content.decode())
    assert all("You come in a group of up to 3 people." in page for page in read[1:])
    assert not any(clinic.cast.tom.given_name in page for page in read)
