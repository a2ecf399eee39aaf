"""The going-home sheet: twelve topics, the three that people want most first, in their own language."""

from __future__ import annotations

import pytest
from tests.visits.hospital import SHEET, Hospital, later

from almoner.core.models import AuditEntry
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.visits import actions
from almoner.visits.enums import Topic
from almoner.visits.home_paper import as_pdf
from almoner.visits.home_sheet import medicine_rows
from almoner.visits.messages import going_home
from almoner.visits.models import Stay
from almoner.visits.queries import home_sheet

FULL = actions.Summary(
    done=["Your appendix was taken out."],
    medicines=["Paracetamol; 2 tablets; every 6 hours; pain", "Ibuprofen"],
    warning_signs=["Fever", " "],
    told=True,
    more={"eating": ["Drink plenty"], "nonsense": ["x"]},
    said_back=["medicines", "call", "done"],
)


def written(hospital: Hospital) -> Stay:
    stay = hospital.admitted()
    return actions.write_summary(stay=stay, summary=FULL, by=hospital.cast.ward_nurse)


def test_FUP_11_sheet_has_twelve_topics_led_by_date_signs_and_medicines(hospital: Hospital) -> None:
    stay = written(hospital)
    hospital.planned(stay)
    hospital.appointment(hospital.cast.maya, "11:00")
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(5), by=hospital.cast.doctor)
    actions.test_done(test=test, result_by_at=later(60 * 24), by=hospital.cast.doctor)
    sheet = home_sheet(stay=stay, by=hospital.cast.maya_herself)
    said = {section.topic: section for section in sheet.sections}
    assert list(said) == list(Topic)
    assert list(said)[:3] == ["follow_up", "warning_signs", "medicines"]
    assert len(said["follow_up"].lines) == 2
    assert said["warning_signs"].lines == ("Fever",)
    assert said["medicines"].rows == (("Paracetamol", "2 tablets", "every 6 hours", "pain"), ("Ibuprofen", "", "", ""))
    assert "CT scan: we tell you the result by" in said["results"].lines[0]
    assert "999" in said["call"].lines[0]
    assert [topic for topic, section in said.items() if section.said_back] == ["medicines", "call"]
    assert sheet.told


def test_FUP_11_sheet_is_in_the_language_of_the_person(hospital: Hospital) -> None:
    Person.objects.filter(id=hospital.cast.maya.id).update(language="ar")
    hospital.cast.maya.refresh_from_db()
    stay = written(hospital)
    hospital.appointment(hospital.cast.maya, "11:00")
    sheet = home_sheet(stay=stay, by=hospital.cast.ward_nurse)
    assert (sheet.language, "زيارة" in sheet.sections[0].lines[0]) == ("ar", True)
    assert AuditEntry.objects.filter(act="read.home_sheet", person_id=hospital.cast.maya.id).exists()


def test_sheet_is_for_those_who_may_read_the_record(hospital: Hospital) -> None:
    stay = written(hospital)
    for by in (hospital.cast.tom_himself, hospital.cast.from_elsewhere, hospital.cast.receptionist):
        with pytest.raises(NotThere):
            home_sheet(stay=stay, by=by)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_sheet_is_laid_out_on_paper(hospital: Hospital, language: str) -> None:
    Person.objects.filter(id=hospital.cast.maya.id).update(language=language, given_name="Maya 🌸")
    stay = written(hospital)
    stay.person.refresh_from_db()
    assert as_pdf(home_sheet(stay=stay, by=hospital.cast.maya_herself)).startswith(b"%PDF-")


def test_summary_message_says_what_else_was_written(hospital: Hospital) -> None:
    stay = written(hospital)
    actions.discharge(stay=stay, by=hospital.cast.doctor)
    values = going_home(stay.id, hospital.cast.maya)
    assert values is not None
    assert values["also"] == ["Eating and drinking: Drink plenty"]
    assert values["link"].endswith("/stay/home/")


def test_sheet_written_before_there_were_topics_is_still_read(hospital: Hospital) -> None:
    stay = hospital.admitted()
    Stay.objects.filter(id=stay.id).update(summary={"done": ["x"], "medicines": [], "warning_signs": [], "told": False})
    stay.refresh_from_db()
    sheet = home_sheet(stay=stay, by=hospital.cast.maya_herself)
    assert (sheet.told, sheet.sections[3].lines) == (False, ("x",))


def test_medicine_line_is_parted_at_its_semicolons() -> None:
    assert medicine_rows(("a;b;c;d;e",)) == (("a", "b", "c", "d;e"),)
    assert SHEET.whole
