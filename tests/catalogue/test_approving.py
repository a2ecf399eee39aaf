"""Preparation texts: read and approved by a clinician, with a promise to whoever owns them while they wait."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests.cast import Cast, acting

from almoner.catalogue import actions
from almoner.catalogue.models import PreparationApproval, Service
from almoner.catalogue.queries import preparation_for
from almoner.catalogue.standing import Hours, contents_of, told_hours, unapproved
from almoner.catalogue.tasks import notice_overdue
from almoner.catalogue.to_read import texts_of, texts_to_read
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.actions import hire_staff
from almoner.timeline.models import Event

Data = dict[str, list[dict[str, Any]]]
ECHO = "CAR-ECHO"


@pytest.fixture
def echo(cast: Cast, hospital_data: Data) -> Service:
    """One service of the catalogue, loaded with its approvals."""
    only(hospital_data)
    actions.load_catalogue(data=hospital_data, by=cast.manager)
    return Service.objects.get(code=ECHO)


def only(data: Data) -> dict[str, Any]:
    row = next(one for one in data["service"] if one["code"] == ECHO)
    row.pop("first_step", None)
    data["service"] = [row]
    return row


def edit(data: Data, cast: Cast, language: str = "en", text: str = "Eat nothing.") -> None:
    only(data)["preparation"][0]["text"][language] = text
    actions.load_catalogue(data=data, by=cast.manager)


def live(standard: str) -> list[Promise]:
    return list(Promise.objects.live().filter(standard=standard))


def told(echo: Service, language: str = "en") -> str:
    return preparation_for(echo, language).items[0].text


def test_SEL_7_an_edit_is_told_to_people_only_once_a_clinician_approved_it(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    before = told(echo)
    edit(hospital_data, cast)
    echo.refresh_from_db()
    assert (told(echo), echo.preparation_version, unapproved(echo)) == (before, 2, ["en"])
    actions.approve_preparation(service=echo, language="en", by=cast.doctor)
    assert told(echo) == "Eat nothing."
    assert told(echo, "es") == preparation_for(echo, "es").items[0].text != before


def test_SEL_7_changed_hours_without_food_must_be_read_in_every_language(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    only(hospital_data).update(fast_food_hours=4, fast_clear_hours=2)
    actions.load_catalogue(data=hospital_data, by=cast.manager)
    assert unapproved(Service.objects.get(code=ECHO)) == ["en", "ar", "es"]


def test_SEL_7_changed_hours_without_food_are_told_only_once_a_clinician_approved_them(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    only(hospital_data).update(fast_food_hours=4, fast_clear_hours=2)
    actions.load_catalogue(data=hospital_data, by=cast.manager)
    changed = Service.objects.get(code=ECHO)
    assert (changed.fast_food_hours, told_hours(changed)) == (4, Hours(None, None, None))
    actions.approve_preparation(service=changed, language="en", by=cast.doctor)
    assert told_hours(changed) == Hours(4, 2, None)


def test_SEL_7_hours_that_nobody_ever_approved_are_told_all_the_same(echo: Service) -> None:
    echo.approvals.all().delete()
    echo.fast_food_hours = 6
    assert told_hours(echo).food == 6


def test_an_older_signature_in_the_files_does_not_cover_newer_words(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    edit(hospital_data, cast)
    assert unapproved(echo) == ["en"]
    hospital_data["approval"][0]["approved_on"] = date(2026, 11, 20)
    actions.load_catalogue(data=hospital_data, by=cast.manager)
    assert (unapproved(echo), told(echo)) == ([], "Eat nothing.")


def test_I_1_a_text_that_waits_is_a_promise_of_the_doctors_and_on_the_list(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    edit(hospital_data, cast)
    edit(hospital_data, cast, text="Eat nothing at all.")
    (promise,) = live("preparation_text_read")
    assert (promise.person, promise.subject_id, promise.team, promise.taken_by) == (None, echo.id, "doctors", None)
    waiting, standing = texts_to_read(by=cast.doctor)
    assert [(row.service, row.unread, row.overdue) for row in waiting] == [(echo, ("en",), ())]
    assert standing == []
    actions.approve_preparation(service=echo, language="en", by=cast.doctor)
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert [row.service for row in texts_to_read(by=cast.doctor)[1]] == [echo]


def test_I_1_what_waits_goes_to_whoever_looks_after_the_text(cast: Cast, echo: Service, hospital_data: Data) -> None:
    edit(hospital_data, cast)
    actions.look_after_preparation(service=echo, by=cast.doctor)
    assert [one.taken_by for one in live("preparation_text_read")] == [cast.doctor_staff]
    actions.approve_preparation(service=echo, language="en", by=cast.doctor)
    edit(hospital_data, cast, text="Drink nothing.")
    assert [one.taken_by for one in live("preparation_text_read")] == [cast.doctor_staff]


def test_a_review_that_is_overdue_is_said_once_and_the_text_still_told(cast: Cast, echo: Service) -> None:
    assert notice_overdue() == 0
    with clock.at(clock.now() + timedelta(days=300)):
        assert (notice_overdue(), notice_overdue()) == (1, 0)
        assert len(live("preparation_text_reviewed")) == 1
        ((row,), standing) = texts_to_read(by=cast.doctor)
        assert (row.unread, set(row.overdue), standing) == ((), {"en", "es", "ar"}, [])
        assert preparation_for(echo, "ar").approved
        for language in ("en", "es", "ar"):
            assert live("preparation_text_reviewed")
            actions.approve_preparation(service=echo, language=language, by=cast.doctor)
        assert live("preparation_text_reviewed") == []


def test_a_retired_service_leaves_nothing_to_read_and_coming_back_does(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    edit(hospital_data, cast, "es", "No coma.")
    actions.retire_service(service=echo, by=cast.manager)
    assert live("preparation_text_read") == []
    actions.publish_service(service=echo, by=cast.manager)
    assert len(live("preparation_text_read")) == 1


def test_approval_is_of_what_was_read(cast: Cast, echo: Service, hospital_data: Data) -> None:
    _service, texts = texts_of(code=ECHO, by=cast.doctor)
    edit(hospital_data, cast)
    with pytest.raises(actions.ChangedSinceRead):
        actions.approve_preparation(service=echo, language="en", as_read=texts[0].digest, by=cast.doctor)
    assert unapproved(echo) == ["en"]


@pytest.mark.parametrize("days", [0, -1, 3 * 365 + 1])
def test_review_is_on_a_later_day_within_three_years(cast: Cast, echo: Service, days: int) -> None:
    with pytest.raises(actions.ReviewAnotherDay):
        actions.approve_preparation(
            service=echo, language="en", review_on=clock.today() + timedelta(days=days), by=cast.doctor
        )


@pytest.mark.parametrize("who", ["manager", "agent", "maya_herself"])
def test_I_22_only_a_clinician_approves_and_looks_after(cast: Cast, echo: Service, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.look_after_preparation(service=echo, by=cast.actor(who))
    with pytest.raises(NotAllowed):
        actions.approve_preparation(service=echo, language="en", by=cast.actor(who))


@pytest.mark.parametrize("who", ["agent", "maya_herself", "bed_manager"])
def test_I_22_list_is_for_clinicians_and_managers(cast: Cast, echo: Service, who: str) -> None:
    for ask in (lambda: texts_to_read(by=cast.actor(who)), lambda: texts_of(code=ECHO, by=cast.actor(who))):
        with pytest.raises(NotAllowed):
            ask()


def test_absent_service_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotThere):
        texts_of(code="NONE", by=cast.doctor)


def test_an_approval_that_fails_at_its_last_write_leaves_nothing(
    cast: Cast, echo: Service, hospital_data: Data
) -> None:
    edit(hospital_data, cast)

    def fail_at_the_event(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "timeline_event" in sql and sql.startswith("INSERT"):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_event), pytest.raises(IntegrityError):
        actions.approve_preparation(service=echo, language="en", by=cast.doctor)
    assert unapproved(echo) == ["en"]
    assert not Event.objects.filter(kind="preparation.language_approved").exists()


def test_whoever_looks_after_the_text_may_change(cast: Cast, echo: Service) -> None:
    actions.look_after_preparation(service=echo, by=cast.doctor)
    second = hire_staff(name="Ida Berg", profession="physician", roles=["doctor"], by=cast.manager)
    actions.look_after_preparation(service=echo, by=acting(second))
    echo.refresh_from_db()
    assert echo.preparation_owner == second
    assert set(contents_of(echo)) == {"en", "es", "ar"}
    assert PreparationApproval.objects.count() == 3
