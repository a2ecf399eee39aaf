"""Changing what the hospital does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast

from almoner.catalogue.actions import (
    PreparationNotApproved,
    StillFirstStep,
    TextMissing,
    approve_preparation,
    load_catalogue,
    offer,
    offer_by_profession,
    publish_service,
    retire_service,
    stop_offering,
)
from almoner.catalogue.loading import Loaded
from almoner.catalogue.models import Offering, PreparationApproval, PreparationItem, Room, Service, Specialty
from almoner.catalogue.queries import clinicians_for, preparation_for
from almoner.catalogue.reading import FaultyCatalogue
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed

Data = dict[str, list[dict[str, Any]]]


def row_of(data: Data, code: str) -> dict[str, Any]:
    return next(row for row in data["service"] if row["code"] == code)


def service(code: str) -> Service:
    return Service.objects.get(code=code)


def test_load_creates_everything(loaded: Loaded, hospital_data: Data) -> None:
    assert len(loaded.created) == 20 + 65 + len(hospital_data["room"])
    assert (loaded.changed, loaded.unchanged, loaded.absent) == ([], 0, [])
    assert (Specialty.objects.count(), Service.objects.offered().count()) == (20, 65)
    assert Room.objects.count() == len(hospital_data["room"])
    assert PreparationItem.objects.count() == sum(len(row["preparation"]) for row in hospital_data["service"])
    assert PreparationApproval.objects.count() == 65 * 3


def test_load_twice_changes_nothing(loaded: Loaded, cast: Cast, hospital_data: Data) -> None:
    again = load_catalogue(data=hospital_data, site=cast.site, by=cast.manager)
    assert (again.created, again.changed, again.absent) == ([], [], [])
    assert again.unchanged == len(loaded.created)


def test_load_reports_and_makes_what_changed(loaded: Loaded, cast: Cast, hospital_data: Data) -> None:
    row_of(hospital_data, "CAR-ECHO")["minutes"] = 40
    row_of(hospital_data, "GAS-UBT")["preparation"].pop()
    hospital_data["room"][0]["floor"] = 3
    hospital_data["service"] = [row for row in hospital_data["service"] if row["code"] != "DER-PATCH"]
    report = load_catalogue(data=hospital_data, site=cast.site, by=cast.manager)
    assert sorted(report.changed) == ["room CONSULTING-1", "service CAR-ECHO", "service GAS-UBT"]
    assert report.absent == ["DER-PATCH"]
    assert service("CAR-ECHO").minutes == 40
    assert service("GAS-UBT").preparation.count() == 1
    assert service("DER-PATCH").active


def test_load_moves_the_lead_of_a_specialty(loaded: Loaded, cast: Cast, hospital_data: Data) -> None:
    row_of(hospital_data, "GEN-NEW").pop("leads_specialty")
    row_of(hospital_data, "GEN-FUP")["leads_specialty"] = True
    load_catalogue(data=hospital_data, by=cast.manager)
    assert Service.objects.get(specialty__code="GEN", leads_specialty=True).code == "GEN-FUP"


def test_load_needs_leave(cast: Cast, hospital_data: Data) -> None:
    with pytest.raises(NotAllowed):
        load_catalogue(data=hospital_data, by=cast.receptionist)
    assert Service.objects.count() == 0
    assert AuditEntry.objects.filter(act="catalogue.load_catalogue", outcome="refused").count() == 1


def test_load_of_faulty_data_changes_nothing(cast: Cast, hospital_data: Data) -> None:
    hospital_data["service"][-1]["specialty"] = "none"
    with pytest.raises(FaultyCatalogue):
        load_catalogue(data=hospital_data, by=cast.manager)
    assert (Specialty.objects.count(), Service.objects.count()) == (0, 0)


def test_load_that_fails_at_its_last_write_leaves_nothing(cast: Cast, hospital_data: Data) -> None:
    def fail_at_the_version(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "core_setting" in sql and sql.startswith(("INSERT", "UPDATE")):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_version), pytest.raises(IntegrityError):
        load_catalogue(data=hospital_data, site=cast.site, by=cast.manager)
    assert (Specialty.objects.count(), Service.objects.count(), Room.objects.count()) == (0, 0, 0)
    assert not AuditEntry.objects.filter(act="catalogue.load_catalogue").exists()


def test_new_service_without_approval_is_not_offered_until_a_clinician_has_read_it(
    cast: Cast, hospital_data: Data
) -> None:
    hospital_data["approval"] = []
    load_catalogue(data=hospital_data, by=cast.manager)
    assert not Service.objects.offered().exists()
    with pytest.raises(PreparationNotApproved):
        publish_service(service=service("CAR-ECHO"), by=cast.manager)
    approve_preparation(service=service("CAR-ECHO"), language="en", by=cast.doctor)
    assert publish_service(service=service("CAR-ECHO"), by=cast.manager).active
    assert list(Service.objects.offered().values_list("code", flat=True)) == ["CAR-ECHO"]


def test_approval_is_by_name_and_for_clinicians_only(loaded: Loaded, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        approve_preparation(service=service("CAR-ECHO"), language="es", by=cast.manager)
    given = approve_preparation(service=service("CAR-ECHO"), language="es", by=cast.doctor)
    assert (given.approved_by, given.approved_on) == ("Dana Okafor", date(2026, 11, 23))
    assert preparation_for(service("CAR-ECHO"), "es").approved_by == "Dana Okafor"


def test_approval_of_a_language_that_is_not_there_is_refused(loaded: Loaded, cast: Cast) -> None:
    with pytest.raises(TextMissing):
        approve_preparation(service=service("CAR-ECHO"), language="fr", by=cast.doctor)


def test_an_edit_makes_the_approval_void(loaded: Loaded, cast: Cast, hospital_data: Data) -> None:
    row_of(hospital_data, "CAR-ECHO")["preparation"][0]["text"]["es"] = "Otra cosa."
    hospital_data["approval"] = []
    load_catalogue(data=hospital_data, by=cast.manager)
    shown = preparation_for(service("CAR-ECHO"), "es")
    assert (shown.language, shown.translated, shown.approved) == ("en", False, True)
    assert shown.items[0].text == "Eat and drink as usual."


def test_retired_service_is_offered_no_longer_and_can_come_back(loaded: Loaded, cast: Cast) -> None:
    retire_service(service=service("IMG-PET"), by=cast.manager)
    assert not Service.objects.offered().filter(code="IMG-PET").exists()
    publish_service(service=service("IMG-PET"), by=cast.manager)
    assert Service.objects.offered().filter(code="IMG-PET").exists()


def test_first_step_of_others_is_not_retired(loaded: Loaded, cast: Cast) -> None:
    with pytest.raises(StillFirstStep, match="Talking therapy session"):
        retire_service(service=service("MH-NEW"), by=cast.manager)
    assert service("MH-NEW").active


@pytest.mark.parametrize("act", [publish_service, retire_service])
def test_only_who_manages_the_catalogue_changes_it(act: Any, loaded: Loaded, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        act(service=service("IMG-PET"), by=cast.doctor)


def test_offering_is_made_once_and_taken_back(loaded: Loaded, cast: Cast) -> None:
    one = offer(service=service("GEN-NEW"), staff=cast.doctor_staff, by=cast.manager)
    assert offer(service=service("GEN-NEW"), staff=cast.doctor_staff, by=cast.manager) == one
    assert clinicians_for(service("GEN-NEW")) == [cast.doctor_staff]
    assert stop_offering(service=service("GEN-NEW"), staff=cast.doctor_staff, by=cast.manager)
    assert not stop_offering(service=service("GEN-NEW"), staff=cast.doctor_staff, by=cast.manager)


def test_profession_gives_its_services_once(loaded: Loaded, cast: Cast) -> None:
    new = offer_by_profession(by=cast.manager)
    assert new == Offering.objects.count() > 0
    assert set(Offering.objects.filter(staff=cast.doctor_staff).values_list("service__code", flat=True)) == {
        "GEN-NEW", "GEN-FUP", "GEN-URG",
    }  # fmt: skip
    assert offer_by_profession(by=cast.manager) == 0


def test_profession_alone_does_not_give_a_service_that_a_woman_gives(loaded: Loaded, cast: Cast) -> None:
    offer_by_profession(by=cast.manager)
    assert clinicians_for(service("OBG-SMEAR")) == []


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 0},
        {"visit_minutes": 1},
        {"min_age": 20, "max_age": 10},
        {"fast_food_hours": 2, "fast_clear_hours": 6},
        {"sex": "woman"},
    ],
)
def test_database_refuses_a_service_that_makes_no_sense(change: dict[str, Any], loaded: Loaded) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(code="CAR-ECHO").update(**change)


def test_database_refuses_two_leads_and_a_service_that_begins_with_itself(loaded: Loaded) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(code="GEN-FUP").update(leads_specialty=True)
    echo = service("CAR-ECHO")
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(code="CAR-ECHO").update(first_step=echo)


@pytest.mark.parametrize("change", [{"kind": "hat"}, {"timing": "soon"}, {"timing": "at", "hours_before": 4}])
def test_database_refuses_preparation_that_makes_no_sense(change: dict[str, Any], loaded: Loaded) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparationItem.objects.filter(service__code="CAR-ETT", position=1).update(**change)
