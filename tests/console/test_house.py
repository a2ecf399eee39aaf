"""Staff, roster, hospital and catalogue: a manager gets an empty hospital to its first booking through screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast, acting
from tests.console.reading import words

from almoner.catalogue.models import Service
from almoner.core.permissions import Role
from almoner.demo.fill import HOSPITAL
from almoner.people import actions as people
from almoner.people.models import Account, Site, Staff, StaffRole
from almoner.people.queries import actor_for
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Resource
from almoner.scheduling.search import find_times

As = Callable[[str], Client]
CATALOGUE = """
[[specialty]]
code = "GEN"
name.en = "General medicine"

[[service]]
code = "GEN-NEW"
specialty = "GEN"
name.en = "First visit"
summary.en = "A physician sees you for the first time."
minutes = 30
performers = ["physician"]
rooms = ["consulting"]
self_book = true

[[room]]
code = "C1"
kind = "consulting"
name = "Consulting 1"

[[approval]]
language = "en"
approved_by = "Dr Dana Okafor"
approved_on = 2026-11-01
"""


def upload(text: str, how: str = "load") -> dict[str, Any]:
    return {"upload": [SimpleUploadedFile("all.toml", text.encode())], "how": how}


def post(client: Client, name: str, /, *args: Any, **said: Any) -> Any:
    return client.post(reverse(f"console:{name}", args=args), said)


# ── From nothing to the first booking ────────────────────────────────────────────────────────────────────────────────


def test_a_new_hospital_gets_to_its_first_booking_through_screens(cast: Cast, as_: As) -> None:
    manager = as_("manager")
    assert (
        post(manager, "hire", name="Dr Ola Berg", profession="physician", roles=["doctor"], sex="female").status_code
        == 302
    )
    assert words(manager.post(reverse("console:catalogue"), upload(CATALOGUE))).count("3 new") == 1
    assert post(manager, "by_profession").status_code == 302
    berg = Staff.objects.get(name="Dr Ola Berg")
    for kind, made in (("clinician", berg), ("room", Site.objects.get(id=cast.site.id).rooms.get(code="C1"))):
        answer = post(manager, "make_bookable", kind=kind, id=str(made.id))
        resource = Resource.objects.get(name=made.name)
        assert answer["Location"] == reverse("console:change_week", args=[resource.id])
        said = {"from_day": "2026-11-23", "act": "look", "rows-0": "1", "d0s0-begins": "9", "d0s0-ends": "12:00"}
        seen = post(manager, "change_week", resource.id, **said).context["digest"]
        said |= {"act": "make", "seen": seen, "key": kind}
        assert post(manager, "change_week", resource.id, **said).status_code == 302
    service = Service.objects.get(code="GEN-NEW")
    times = find_times(service, from_at=MONDAY_MORNING, limit=1, person=cast.maya, by=cast.agent)
    held = scheduling.hold(service=service, time=times[0], person=cast.maya, by=cast.agent)
    assert scheduling.book(hold=held, person=cast.maya, by=cast.agent).clinician.staff == berg


# ── Staff ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_staff_are_listed_with_roles_and_doors(cast: Cast, as_: As) -> None:
    shown = words(as_("manager").get(reverse("console:staff")))
    assert "Dana Okafor" in shown
    assert "No account" in shown
    assert "Hanna Hill" not in shown
    only = words(as_("manager").get(reverse("console:staff"), {"role": "doctor"}))
    assert "Dana Okafor" in only
    assert "Ada Quick" not in only


def test_staff_list_takes_as_many_statements_for_few_as_for_many(cast: Cast, as_: As) -> None:
    client = as_("manager")

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("console:staff"))
        return len(captured)

    statements()
    few = statements()
    for number in range(3):
        people.hire_staff(name=f"New {number}", profession="nurse", roles=[Role.WARD_NURSE], by=cast.manager)
    assert statements() == few


def test_an_invitation_is_shown_once_and_lets_them_in(cast: Cast, as_: As) -> None:
    manager, page = as_("manager"), reverse("console:colleague", args=[cast.doctor_staff.id])
    post(manager, "colleague_act", cast.doctor_staff.id, "invite", email="dana@riverside.example")
    assert "/account/open/" in words(manager.get(page))
    assert "/account/open/" not in words(manager.get(page))
    assert Account.objects.get(staff=cast.doctor_staff).is_active is False


def test_a_role_from_one_day_to_another(cast: Cast, as_: As, at: Any) -> None:
    said = {"role": "bed_manager", "starts_on": "2026-11-25", "ends_on": "2026-11-27"}
    post(as_("manager"), "colleague_act", cast.doctor_staff.id, "give", **said)
    held = [Role.BED_MANAGER in acting(cast.doctor_staff).roles]
    for days in (2, 4):
        at(MONDAY_MORNING + timedelta(days=days))
        held.append(Role.BED_MANAGER in acting(cast.doctor_staff).roles)
    assert held == [False, True, False]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"role": "doctor"}, "on record already"),
        ({"role": "agent", "starts_on": "2026-11-01"}, "begins today or later"),
        ({"role": "agent", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "ends after it has begun"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused_in_words(cast: Cast, as_: As, said: dict[str, str], why: str) -> None:
    answer = post(as_("manager"), "colleague_act", cast.doctor_staff.id, "give", **said)
    assert answer.status_code == 422
    assert why in words(answer)


def test_I_26_ending_a_role_holds_at_the_next_request(cast: Cast, as_: As) -> None:
    doctor = as_("doctor")
    assert doctor.get(reverse("console:triage")).status_code == 200
    post(as_("manager"), "colleague_act", cast.doctor_staff.id, "end", role="doctor")
    assert doctor.get(reverse("console:triage")).status_code == 302


def test_a_role_that_has_not_begun_can_be_taken_back(cast: Cast) -> None:
    people.give_role(
        staff=cast.doctor_staff, role=Role.AGENT, starts_on=MONDAY_MORNING.date() + timedelta(days=3), by=cast.manager
    )
    people.end_role(staff=cast.doctor_staff, role=Role.AGENT, by=cast.manager)
    assert StaffRole.objects.get(staff=cast.doctor_staff, role=Role.AGENT).ends_on == MONDAY_MORNING.date()


def test_the_last_manager_stays(cast: Cast, as_: As) -> None:
    answer = post(as_("manager"), "colleague_act", cast.manager_staff.id, "end", role="manager")
    assert answer.status_code == 302
    assert acting(cast.manager_staff).roles == {Role.MANAGER}


def test_whoever_leaves_is_let_in_no_more(cast: Cast, as_: As) -> None:
    as_("agent")
    post(as_("manager"), "colleague_act", cast.agent_staff.id, "left")
    account = Account.objects.get(staff=cast.agent_staff)
    assert actor_for(account) is None
    assert "Ada Quick" in words(as_("manager").get(reverse("console:staff"), {"left": "yes"}))


def test_I_23_staff_of_another_site_are_not_there(cast: Cast, as_: As) -> None:
    assert as_("manager").get(reverse("console:colleague", args=[cast.from_elsewhere_staff.id])).status_code == 404


# ── The hospital and its catalogue ───────────────────────────────────────────────────────────────────────────────────


def facts(site: Site, **changed: Any) -> dict[str, Any]:
    return {
        "name": site.name, "service_desk_number": site.service_desk_number, "emergency_number": "112",
        "time_zone": "Europe/London", "opens_at": "08:00", "closes_at": "18:00", "working_days": ["0", "1"],
        "own_record_age": "12", "of_age": "16", "leave_notice_days": "30",
    } | changed  # fmt: skip


def test_facts_of_the_hospital_hold_at_once(cast: Cast, as_: As) -> None:
    manager = as_("manager")
    said = facts(cast.site, name="مستشفى النهر 🏥", crisis_number="0808 157 0116")
    assert manager.post(reverse("console:hospital"), said).status_code == 302
    site = Site.objects.get(id=cast.site.id)
    assert site.working_days == [0, 1]
    page = Client().get(reverse("portal:front")).content.decode()
    assert "مستشفى النهر 🏥" in page
    assert "0808 157 0116" in page


@pytest.mark.parametrize("changed", [{"closes_at": "07:00"}, {"of_age": "10"}])
def test_facts_that_make_no_sense_are_refused(cast: Cast, as_: As, changed: dict[str, str]) -> None:
    assert as_("manager").post(reverse("console:hospital"), facts(cast.site, **changed)).status_code == 422


def test_a_trial_of_mail_says_when_no_server_is_set(as_: As) -> None:
    answer = as_("manager").post(reverse("console:trial_mail"), follow=True)
    assert "ALMONER_SMTP_HOST is empty" in answer.content.decode()


def test_a_trial_of_mail_says_what_the_server_said(as_: As, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    answer = as_("manager").post(reverse("console:trial_mail"), follow=True)
    assert "The mail server did not take it: ConnectionRefusedError" in answer.content.decode()


def test_every_fault_of_the_files_is_shown_and_nothing_changed(as_: As) -> None:
    answer = as_("manager").post(reverse("console:catalogue"), upload(CATALOGUE.replace("minutes = 30", "minutes = 0")))
    assert answer.status_code == 422
    assert "minutes must be 1 or more" in words(answer)
    assert not Service.objects.exists()


@pytest.mark.parametrize("text", ["not toml =", "\x00"])
def test_what_is_no_catalogue_is_said_so(as_: As, text: str) -> None:
    assert "is not TOML" in words(as_("manager").post(reverse("console:catalogue"), upload(text)))


def test_checking_changes_nothing(as_: As) -> None:
    answer = as_("manager").post(reverse("console:catalogue"), upload(CATALOGUE, "check"))
    assert "No faults" in words(answer)
    assert not Service.objects.exists()


def test_files_of_the_rehearsal_hospital_can_be_uploaded(as_: As) -> None:
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(HOSPITAL.glob("*.toml"))]
    answer = as_("manager").post(reverse("console:catalogue"), {"upload": files, "how": "check"})
    assert "No faults" in words(answer)


def test_a_service_nobody_approved_waits_and_is_not_offered(as_: As) -> None:
    bare = CATALOGUE.split("[[approval]]", maxsplit=1)[0]
    assert "In the catalogue, not offered" in words(as_("manager").post(reverse("console:catalogue"), upload(bare)))
    as_("manager").post(reverse("console:publish", args=["GEN-NEW"]))
    assert not Service.objects.get(code="GEN-NEW").active
